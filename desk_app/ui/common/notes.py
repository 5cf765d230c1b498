"""Notes on pages as a view-model works with them: written, ticked, taken back, chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.contract import ComponentView, Desk, DocumentRef, DossierView, PageNote, Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class InSight:
    """What a note would be about now.

    Attributes:
        key: of the dossier.
        document: file of the page; empty where there is no page to write on.
    """

    key: str
    paper: str
    document: str
    page: int


class Holder(Protocol):
    """A view-model whose pages bear notes."""

    @property
    def in_sight(self) -> InSight | None:
        """The page in sight; None without a dossier."""
        ...

    @property
    def noted(self) -> tuple[Sequence[PageNote], str]:
        """The notes of the dossier, and which one is under the cursor."""
        ...

    def show_note(self, note: PageNote) -> None:
        """Show the place a note speaks of."""
        ...

    def change_notes(self, call: Callable[[], DossierView]) -> None:
        """Ask the application to change the notes, and show the dossier as it then is."""
        ...


class NotesOnPages:
    """The notes of the dossier a view-model has in hand."""

    def __init__(self, holder: Holder, desk: Desk, prompts: Prompts) -> None:
        self._holder, self._desk, self._prompts = holder, desk, prompts

    def add(self, place: Spot) -> None:
        """A place of the page in sight was chosen: ask for the words."""
        here, notes = self._holder.in_sight, self._desk.notes
        if here is None or not here.document:
            return

        def go_on(text: str | None) -> None:
            if text is not None:
                self._holder.change_notes(
                    lambda: notes.add(here.key, here.paper, here.document, here.page, place, text)
                )

        self._prompts.ask_text(TextPrompt(act="page_note"), go_on)

    def tick(self, note_id: str) -> None:
        """The note is dealt with, or open again."""
        here, note, notes = self._holder.in_sight, self._find(note_id), self._desk.notes
        if here is not None and note is not None:
            is_done = not note.done_by
            self._holder.change_notes(lambda: notes.tick(here.key, note_id, is_done=is_done))

    def drop(self, note_id: str) -> None:
        """Take back one's own note."""
        here, notes = self._holder.in_sight, self._desk.notes
        if here is not None:
            self._holder.change_notes(lambda: notes.drop(here.key, note_id))

    def choose(self, note_id: str) -> None:
        """Show the place a note speaks of."""
        note = self._find(note_id)
        if note is not None:
            self._holder.show_note(note)

    def go_to_next(self) -> None:
        """The next note that is open, round the list."""
        self.choose(following(*self._holder.noted))

    def _find(self, note_id: str) -> PageNote | None:
        notes, _ = self._holder.noted
        return next((one for one in notes if one.id == note_id), None)


def following(notes: Sequence[PageNote], here: str) -> str:
    """The next open note behind the one in hand, round the list; empty where none is open."""
    ids = [note.id for note in notes]
    at = ids.index(here) + 1 if here in ids else 0
    return next((note.id for note in (*notes[at:], *notes[:at]) if not note.done_by), "")


def sheets_of(part: ComponentView | None) -> tuple[DocumentRef, ...]:
    """The file of each page of a paper, in order."""
    documents = part.documents if part else ()
    return tuple(one for one in documents for _ in range(max(one.pages, 1)))
