"""Notes of a dossier as the window shows them."""

from collections.abc import Mapping

from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import VIETNAM
from desk_app.domain.page_notes import RESULT, PageNote
from desk_app.ui import contract as c


def page_notes(dossier: Dossier, people: Mapping[str, str], officer: str) -> tuple[c.PageNote, ...]:
    """Open notes first, each group in the order it was written."""
    notes = sorted(dossier.page_notes, key=lambda note: note.is_done)
    return tuple(_shown(dossier, note, people, officer) for note in notes)


def _shown(dossier: Dossier, note: PageNote, people: Mapping[str, str], officer: str) -> c.PageNote:
    title, files = _paper(dossier, note.paper)
    return c.PageNote(
        id=note.key,
        paper=note.paper,
        title=title,
        page=note.page,
        place=note.place,
        text=note.text,
        who=people.get(note.by, note.by),
        at=note.at.astimezone(VIETNAM),
        is_sent=note.sent_at is not None,
        done_by=people.get(note.done_by, note.done_by),
        is_mine=note.sent_at is None and note.by == officer,
        is_of_this_file=note.sha256 in files,
    )


def _paper(dossier: Dossier, key: str) -> tuple[str, tuple[str, ...]]:
    """What a paper is called, and the digests it is shown under now."""
    if key == RESULT:
        result = dossier.result
        files = (result.file.sha256,) if result is not None and result.file is not None else ()
        return (result.name if result is not None else key), files
    part = next((one for one in dossier.components if one.key == key), None)
    if part is None:
        return key, ()
    whole = (part.file.sha256,) if part.file is not None else ()
    return part.name, (*whole, *(page.sha256 for page in part.pages))
