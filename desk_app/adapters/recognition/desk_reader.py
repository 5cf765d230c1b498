"""The reader port over scanner.recognition: one long-lived worker, replaced when it fails."""

import threading
from collections.abc import Iterator
from pathlib import Path

from desk_app.application.ports import Cancellation, FieldFound, PageRead
from desk_app.domain.errors import Cancelled, Fact, UnavailableError
from scanner.recognition import Reader, ReaderOptions, RecognitionError


class DeskReader:
    """Reads papers; calls from several lanes wait for one another."""

    def __init__(self, tessdata: Path | None = None, communes: Path | None = None) -> None:
        self._options = ReaderOptions(tessdata=tessdata, communes=communes)
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
                )
        except RecognitionError as error:
            facts: dict[str, Fact] = {
                k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))
            }
            raise UnavailableError(error.code, facts) from error

    def close(self) -> None:
        """End the worker."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
