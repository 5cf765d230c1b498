"""Captured papers of a component on their way into the form."""

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desk_app.application.ports import Cancellation, Office, PageRead, ProgressCall
from desk_app.domain.across import Said
from desk_app.domain.components import Component
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Cancelled

_UNKNOWN = "khac"
_NO_TYPE = {_UNKNOWN, "trang_trang"}


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder for files that must not outlive the act."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        yield Path(folder)


def read_pages(
    office: Office, component: Component, progress: ProgressCall, cancelled: Cancellation | None
) -> list[PageRead]:
    """Read the captured pages of a component in order.

    A page with a problem says so and the rest goes on. A page without any title behind one of a
    known type is that paper's next page, and is asked for what the type asks for.
    """
    found: list[PageRead] = []
    kind = ""
    total = len(component.pages)
    for number, ref in enumerate(component.pages):
        if cancelled is not None and cancelled.is_cancelled():
            raise Cancelled
        with office.papers.plain_file(ref) as path:
            pages = list(office.reader.read(path, cancelled=cancelled))
            if len(pages) == 1 and kind and _goes_on(pages[0]):
                more = list(office.reader.read(path, document_type=kind, cancelled=cancelled))
                pages = more if more and more[0].fields and not more[0].problem else pages
            known = [p.document_type for p in pages if p.document_type not in _NO_TYPE]
            titled = any(page.quality.get("titled", False) for page in pages)
            kind = known[-1] if known else ("" if titled else kind)
            found.extend(_numbered(page, number + page.index) for page in pages)
        progress(number + 1, total, component.name)
    return found


def _goes_on(page: PageRead) -> bool:
    """Whether a page has writing and no title of its own: the paper before it goes on."""
    return (
        page.document_type == _UNKNOWN
        and not page.problem
        and not page.quality.get("titled", True)
        and bool(page.text.strip())
    )


def _numbered(page: PageRead, index: int) -> PageRead:
    return dataclasses.replace(page, index=index)


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


def forget_readings(dossier: Dossier, component_key: str, *, by: str, at: dt.datetime) -> None:
    """Drop unverified values that were read from an earlier capture of a component."""
    component = dossier.component(component_key)
    component.said, component.starts = (), ()
    component.form, component.text = None, None
    gone = [
        name
        for name, filled in dossier.form.values.items()
        if filled.component == component_key and not filled.is_verified
    ]
    dossier.form = dossier.form.without(gone, by=by, at=at)
