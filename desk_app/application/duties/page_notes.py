"""Notes on pages: made at appraisal and approval, sent back with the dossier, ticked off.

The file a note speaks of is only named by its digest; nothing here opens or writes one.
"""

from dataclasses import dataclass

from desk_app.application.commands.appraise import AddPageNote, DropPageNote, TickPageNote
from desk_app.application.ports import Office
from desk_app.application.work import Done, Work, working_on
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, NotFoundError, RuleError
from desk_app.domain.page_notes import RESULT, PageNote, added, dropped, named, sent, ticked
from desk_app.domain.workflow import State

_JUDGED = frozenset({State.IN_APPRAISAL, State.OPINION_PENDING, State.IN_APPROVAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNotes:
    """Acts on the notes of a dossier."""

    office: Office

    def add_note(self, command: AddPageNote) -> Done:
        """Write a note at a place of a page."""
        with working_on(self.office, command) as work:
            _judging(work)
            files = _files_of(work.dossier, command.paper)
            shown = command.shown or (files[0] if files else "")
            if shown not in files:
                raise ConflictError(
                    "notes.not_what_was_shown", {"dossier": work.dossier.shown_code}
                )
            note = PageNote(
                key=self.office.ids.new(),
                paper=command.paper,
                sha256=shown,
                page=command.page,
                place=command.place,
                text=command.text.strip(),
                by=work.actor.user,
                at=work.now,
            )
            work.dossier.page_notes = added(work.dossier.page_notes, note)
            return _noted(work, "page_note_added", note)

    def tick_note(self, command: TickPageNote) -> Done:
        """Somebody has dealt with a note, or it is open again."""
        with working_on(self.office, command) as work:
            work.dossier.page_notes = ticked(
                work.dossier.page_notes,
                command.note,
                is_done=command.done,
                by=work.actor.user,
                at=work.now,
            )
            kind = "page_note_done" if command.done else "page_note_reopened"
            return _noted(work, kind, named(work.dossier.page_notes, command.note))

    def drop_note(self, command: DropPageNote) -> Done:
        """Take back one's own note before it was sent."""
        with working_on(self.office, command) as work:
            _judging(work)
            note = named(work.dossier.page_notes, command.note)
            work.dossier.page_notes = dropped(
                work.dossier.page_notes, command.note, by=work.actor.user
            )
            return _noted(work, "page_note_dropped", note)


def _judging(work: Work) -> None:
    """Notes are written while somebody judges or approves."""
    if work.dossier.state not in _JUDGED:
        raise RuleError(
            "workflow.state", {"transition": "", "arc": "note", "state": str(work.dossier.state)}
        )


def send_along(work: Work) -> tuple[str, ...]:
    """The dossier goes back: keys of the notes that go with it for the first time."""
    new = tuple(note.key for note in work.dossier.page_notes if note.sent_at is None)
    work.dossier.page_notes = sent(work.dossier.page_notes, work.now)
    return new


def _noted(work: Work, kind: str, note: PageNote) -> Done:
    """The log names the place, not the words: those may speak of people."""
    work.note(kind, data={"note": note.key, "paper": note.paper, "page": note.page + 1})
    work.finish()
    return work.done(facts={"note": note.key})


def _files_of(dossier: Dossier, paper: str) -> tuple[str, ...]:
    """Digests under which a paper is shown: its file, and the pages it was captured as."""
    if paper == RESULT:
        result = dossier.result
        if result is None or result.file is None:
            raise NotFoundError("dossier.component", {"component": paper})
        return (result.file.sha256,)
    part = dossier.component(paper)
    files = [] if part.file is None else [part.file.sha256]
    return (*files, *(page.sha256 for page in part.pages))
