"""Captured papers of a component on their way into the form."""

import dataclasses
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desk_app.application.ports import Cancellation, Office, PageRead, ProgressCall
from desk_app.domain.across import Said
from desk_app.domain.components import Component
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Cancelled


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder for files that must not outlive the act."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        yield Path(folder)


def read_pages(
    office: Office, component: Component, progress: ProgressCall, cancelled: Cancellation | None
) -> list[PageRead]:
    """Read the captured pages of a component in order.

    A page with a problem says so and the rest goes on.
    """
    found: list[PageRead] = []
    total = len(component.pages)
    for number, ref in enumerate(component.pages):
        if cancelled is not None and cancelled.is_cancelled():
            raise Cancelled
        with office.papers.plain_file(ref) as path:
            pages = office.reader.read(path, cancelled=cancelled)
            found.extend(_numbered(page, number + page.index) for page in pages)
        progress(number + 1, total, component.name)
    return found


def _numbered(page: PageRead, index: int) -> PageRead:
    return PageRead(
        page=page.page,
        index=index,
        document_type=page.document_type,
        document_type_confidence=page.document_type_confidence,
        fields=page.fields,
        text=page.text,
        quality=page.quality,
        seconds=page.seconds,
        problem=page.problem,
    )


def said_on(pages: Sequence[PageRead]) -> tuple[Said, ...]:
    """What pages of a component were read to say, field by field."""
    return tuple(
        Said(
            document_type=page.document_type,
            field=name,
            value=found.value,
            page=page.index,
            box=found.box,
            sure=found.sure,
        )
        for page in pages
        for name, found in page.fields.items()
        if found.value.strip()
    )


def forget_readings(dossier: Dossier, component_key: str) -> None:
    """Drop unverified values that were read from an earlier capture of a component."""
    dossier.component(component_key).said = ()
    kept = {
        n: v
        for n, v in dossier.form.values.items()
        if v.component != component_key or v.is_verified
    }
    dossier.form = dataclasses.replace(dossier.form, values=kept)
