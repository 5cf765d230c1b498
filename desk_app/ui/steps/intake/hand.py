"""The dossier at the counter: what is known of it, and how its parts learn what has changed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import failure_of, was_cancelled
from desk_app.ui.common.prompts import Prompts
from desk_app.ui.common.undo import Undo
from desk_app.ui.contract import Desk, DossierView
from desk_app.ui.steps.intake.edits import Edits
from desk_app.ui.steps.intake.state import IntakeState, sheets_of
from desk_app.ui.task_runner import Lane, TaskRunner


class Hand(Model[IntakeState]):
    """The state of one dossier at intake; form, papers and acceptance change it through this.

    Attributes:
        edits: what can be taken back, of form and papers together.
        is_dirty: the form on the screen is ahead of the stored draft.

    Signals:
        finished: the ``Issued`` of an act that ended the step.
    """

    finished = Signal(object)

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self.desk, self.intake, self.prompts = desk, desk.intake, prompts
        self.edits = Edits()
        self.is_dirty = False
        self.state = IntakeState()

    def show(self, **changes: object) -> None:
        """Change the state and tell it."""
        self.put(replace(self.state, **changes))  # type: ignore[arg-type]  # names are the state's own

    def put(self, state: IntakeState) -> None:
        """Another state altogether."""
        self.state = state
        self.state_changed.emit(state)

    @property
    def key(self) -> str:
        """Key of the dossier; empty before one is begun."""
        return self.state.dossier.key if self.state.dossier else ""

    def renew(self, dossier: DossierView) -> None:
        """The application changed papers or values; what the officer typed meanwhile stays."""
        if dossier.key != self.key:
            return
        values = dict(dossier.values)
        if self.is_dirty:
            mine = self.state.values
            values |= {name: value for name, value in mine.items() if value.origin == "typed"}
        chosen = next((p for p in dossier.components if p.id == self.state.component), None)
        self.show(
            dossier=dossier,
            values=values,
            component=chosen.id if chosen else "",
            sheet=min(self.state.sheet, max(len(sheets_of(chosen)) - 1, 0)),
            portrait=dossier.portrait or self.state.portrait,
            failure=None,
        )

    def change(self, call: Callable[[], DossierView], lane: Lane = "db") -> None:
        """Ask the application to change the dossier, and show it as it then is."""
        self.ask(lane, lambda task: call(), self.renew, self.fail)

    def offer_undo(self, key: str, **facts: object) -> None:
        """Say what was done and can be taken back."""
        self.show(undo=Undo(f"ui.undo.{key}", self.state.undo.turn + 1, tuple(facts.items())))

    def fail(self, error: Exception) -> None:
        """Say what stands in the way; work that was stopped needs no word."""
        if not was_cancelled(error):
            self.show(is_busy=False, failure=failure_of(error))

    def clock(self, at: dt.datetime | None) -> str:
        """A time of day at the office."""
        return f"{at.astimezone(self.desk.now().tzinfo):%H:%M}" if at else ""


class Part:
    """One side of the work on the dossier in hand."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    @property
    def state(self) -> IntakeState:
        """What the page shows."""
        return self._hand.state
