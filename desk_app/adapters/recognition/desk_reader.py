"""The reader port over scanner.recognition: one long-lived worker, replaced when it fails."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from desk_app.application.ports import Cancellation, FieldFound, FormFound, PageRead, PageWords
from desk_app.domain.errors import Cancelled, Fact, UnavailableError
from desk_app.domain.form_versions import FormVersion
from scanner.recognition import (
    LearnedLabel,
    PageReading,
    Reader,
    ReaderOptions,
    RecognitionError,
    document_types,
)

Labels = Callable[[], Sequence[tuple[str, str, str]]]
"""(document type, field, print) of the labels an administrator has approved."""


class DeskReader:
    """Reads papers; calls from several lanes wait for one another.

    Args:
        tessdata: folder of the models.
        communes: official table of communes.
        labels: asked before each reading.
    """

    def __init__(
        self,
        tessdata: Path | None = None,
        communes: Path | None = None,
        labels: Labels = lambda: (),
    ) -> None:
        self._options = ReaderOptions(tessdata=tessdata, communes=communes)
        self._labels = labels
        self._reader: Reader | None = None
        self._turn = threading.Lock()

    def read(
        self,
        path: Path,
        *,
        document_type: str | None = None,
        cancelled: Cancellation | None = None,
    ) -> Iterator[PageRead]:
        """Read each page of a file."""
        with self._turn:
            yield from self._read(path, document_type, cancelled)

    def _read(
        self, path: Path, document_type: str | None, cancelled: Cancellation | None
    ) -> Iterator[PageRead]:
        try:
            self._follow_labels()
            if self._reader is None:
                self._reader = Reader(self._options)
            for page in self._reader.read(path, doc_type=document_type):
                if cancelled is not None and cancelled.is_cancelled():
                    raise Cancelled
                yield PageRead(
                    page=page.page,
                    index=page.index,
                    document_type=page.doc_type,
                    document_type_confidence=page.doc_type_confidence,
                    fields={
                        name: FieldFound(
                            value=f.value,
                            confidence=f.confidence,
                            sure=f.sure,
                            box=f.box,
                            source=f.source,
                            suggestions=tuple(f.alternatives),
                            doubts=f.doubts,
                        )
                        for name, f in page.fields.items()
                    },
                    text=page.text,
                    quality=dict(page.quality),
                    seconds=page.seconds,
                    problem=page.problem or "",
                    form=_form(page),
                    words=_words(page),
                )
        except RecognitionError as error:
            facts: dict[str, Fact] = {
                k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))
            }
            raise UnavailableError(error.code, facts) from error

    def _follow_labels(self) -> None:
        """A label approved or refused since the last reading wants a worker that knows it."""
        labels = tuple(LearnedLabel(*label) for label in self._labels())
        if labels != self._options.labels:
            self.close()
            self._options = replace(self._options, labels=labels)

    def close(self) -> None:
        """End the worker."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _form(page: PageReading) -> FormFound | None:
    """What the page says of its form, with every version the data of its type lists."""
    if page.form is None:
        return None
    return FormFound(
        act=page.form.act,
        named=page.form.named,
        labels=page.form.labels,
        known=tuple(
            FormVersion(
                act=version.act,
                name=version.name,
                valid_from=version.valid_from,
                valid_to=version.valid_to,
            )
            for version in document_types()[page.doc_type].versions
        ),
    )


def _words(page: PageReading) -> PageWords | None:
    if not page.words:
        return None
    turned = int(str(page.quality["turned_deg"]))
    width, height = (int(str(page.quality[side])) for side in ("width", "height"))
    if turned % 180:
        width, height = height, width
    return PageWords(
        words=tuple((word.line, word.text, word.box) for word in page.words),
        width=width,
        height=height,
        turned_deg=turned,
    )
