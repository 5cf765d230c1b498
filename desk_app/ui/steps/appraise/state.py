"""What the appraisal page shows."""

import datetime as dt
from dataclasses import dataclass

from desk_app.ui.common.failures import Failure
from desk_app.ui.common.undo import NO_UNDO, Undo
from desk_app.ui.contract import DRAFT, Check, ComponentView, DossierView, Issued, PageNote


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraiseState:
    """All the appraisal page shows.

    Attributes:
        check: id of the criterion under the cursor.
        asks_note: the criterion whose reason is being asked, in place.
        note: the note under the cursor.
        field: the e-form field a failed criterion names; the document shows where it was read.
        told: key of the sentence with which the last wish was granted; facts with it.
        told_turn: counts such sentences.
    """

    dossier: DossierView | None = None
    component: str = ""
    sheet: int = 0
    checks: tuple[Check, ...] = ()
    check: str = ""
    asks_note: str = ""
    opinion: str = ""
    opinion_is_own: bool = False
    now: dt.datetime | None = None
    field: str = ""
    shows_problems: bool = False
    failure: Failure | None = None
    is_busy: bool = False
    undo: Undo = NO_UNDO
    issued: Issued | None = None
    issued_as: str = ""
    note: str = ""
    told: str = ""
    told_facts: tuple[tuple[str, object], ...] = ()
    told_turn: int = 0

    @property
    def parts(self) -> tuple[ComponentView, ...]:
        """Papers of the dossier; the draft result too where notes speak of it."""
        if self.dossier is None:
            return ()
        draft = self.dossier.result
        if draft is None or not any(note.paper == DRAFT for note in self.notes):
            return self.dossier.components
        part = ComponentView(id=DRAFT, name=draft.name, status="digitised", documents=(draft,))
        return (*self.dossier.components, part)

    @property
    def notes(self) -> tuple[PageNote, ...]:
        """Notes on pages of the papers."""
        return self.dossier.notes if self.dossier else ()

    @property
    def part(self) -> ComponentView | None:
        """The paper in sight."""
        return next((part for part in self.parts if part.id == self.component), None)

    @property
    def done(self) -> int:
        """How many criteria have been looked at."""
        return sum(1 for check in self.checks if check.result != "open")

    @property
    def problems(self) -> tuple[Check, ...]:
        """Criteria that keep the dossier from being submitted."""
        return tuple(check for check in self.checks if check.result != "passed")
