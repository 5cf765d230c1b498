"""What view-models of notes share: the next open one, and the files behind the pages of a paper."""

from collections.abc import Sequence

from desk_app.ui.contract import ComponentView, DocumentRef, PageNote


def following(notes: Sequence[PageNote], here: str) -> str:
    """The next open note behind the one in hand, round the list; empty where none is open."""
    ids = [note.id for note in notes]
    at = ids.index(here) + 1 if here in ids else 0
    return next((note.id for note in (*notes[at:], *notes[:at]) if not note.done_by), "")


def sheets_of(part: ComponentView | None) -> tuple[DocumentRef, ...]:
    """The file of each page of a paper, in order."""
    documents = part.documents if part else ()
    return tuple(one for one in documents for _ in range(max(one.pages, 1)))
