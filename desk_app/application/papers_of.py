"""Papers of a component on their way through the desk: captured, bound, stored, read."""

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk_app.application.ports import Cancellation, Office, PageRead, ProgressCall, ScannedPage
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Cancelled

_SUFFIX = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "application/pdf": ".pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A captured component in the store: its pages as captured and the one PDF bound from them."""

    file: PaperRef
    pages: tuple[PaperRef, ...]


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder for files that must not outlive the act."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        yield Path(folder)


@contextmanager
def captured(office: Office, files: tuple[Path, ...]) -> Iterator[tuple[ScannedPage, ...]]:
    """Files as captured pages, verified whole."""
    with scratch() as folder:
        pages: list[ScannedPage] = []
        for number, path in enumerate(files):
            out = folder / f"{number:03d}"
            out.mkdir()
            pages += office.scanner.import_file(path, out)
        yield tuple(pages)


def store_capture(office: Office, name: str, pages: tuple[ScannedPage, ...]) -> StoredCapture:
    """Keep each page and the PDF/A bound from them.

    One PDF that came as it is stays byte for byte as it is.
    """
    stored = tuple(
        office.papers.put_file(
            page.path,
            name=f"{name} - {number}{_SUFFIX.get(page.media_type, '')}",
            media_type=page.media_type,
            pages=1,
        )
        for number, page in enumerate(pages, start=1)
    )
    if len(pages) == 1 and pages[0].media_type == "application/pdf":
        return StoredCapture(file=stored[0], pages=stored)
    pdf = office.printer.bind(
        [p.path for p in pages], title=name, created_at=office.clock.now(), dpi=pages[0].dpi or None
    )
    bound = office.papers.put(
        pdf, name=f"{name}.pdf", media_type="application/pdf", pages=len(pages)
    )
    return StoredCapture(file=bound, pages=stored)


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


def forget_readings(dossier: Dossier, component_key: str) -> None:
    """Drop unverified values that were read from an earlier capture of a component."""
    kept = {
        n: v
        for n, v in dossier.form.values.items()
        if v.component != component_key or v.is_verified
    }
    dossier.form = dataclasses.replace(dossier.form, values=kept)
