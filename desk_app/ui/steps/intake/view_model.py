"""Step 1 as the officer drives it: a dossier is begun or opened, then papers, form, acceptance."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from desk_app.domain.identity import number_of_card, opens_a_chip, states_an_expiry
from desk_app.ui.common.asking import PinTalk
from desk_app.ui.common.failures import Failure
from desk_app.ui.common.prompts import Prompts
from desk_app.ui.common.text_entry import tidy
from desk_app.ui.contract import Desk, DossierView, ProcedureChoice
from desk_app.ui.steps.intake.acceptance import Acceptance
from desk_app.ui.steps.intake.edits import FieldEdit
from desk_app.ui.steps.intake.form_model import FormModel
from desk_app.ui.steps.intake.hand import Hand
from desk_app.ui.steps.intake.papers import Papers
from desk_app.ui.steps.intake.state import IntakeState
from desk_app.ui.task_runner import TaskRunner


class IntakeViewModel(Hand):
    """Holds one dossier at intake.

    Attributes:
        papers: components, scanning, reading.
        form: values, doubts, the draft.
        acceptance: the ways out of the step.
    """

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(desk, runner, prompts, parent)
        self.papers, self.form = Papers(self), FormModel(self)
        self.acceptance = Acceptance(self, self.form, PinTalk(runner, desk.tokens, prompts, self))

    def start(self) -> None:
        """A clean page: choose a procedure."""
        self.form.save()
        self.edits.clear()
        self.put(
            IntakeState(procedures=self.state.procedures, focus_turn=self.state.focus_turn + 1)
        )
        if not self.state.procedures:
            self.ask("db", lambda task: self.intake.procedures(), self._take_procedures, self.fail)

    def _take_procedures(self, found: tuple[ProcedureChoice, ...]) -> None:
        self.show(procedures=found)

    def begin(self, procedure_code: str) -> None:
        """A new draft of a procedure; whose card was read already is who files."""
        card = self.state.card

        def begun(dossier: DossierView) -> None:
            self._opened(dossier)
            if card:
                self.identify(card)

        self.ask("db", lambda task: self.intake.begin(procedure_code), begun, self.fail)

    def open(self, key: str) -> None:
        """Go on with a dossier."""
        self.form.save()
        self.edits.clear()
        intake = self.intake
        self.ask("io", lambda task: intake.resume(key), self._opened, self.fail)

    def _opened(self, dossier: DossierView) -> None:
        self.form.forget()
        first = dossier.components[0].id if dossier.components else ""
        self.put(
            IntakeState(
                procedures=self.state.procedures,
                dossier=dossier,
                component=first,
                values=dict(dossier.values),
                focus_turn=self.state.focus_turn,
                saved_at=self.clock(dossier.saved_at),
            )
        )

    def identify(self, text: str) -> None:
        """The ID number, what a wedge scanner typed from the card's QR, or what opens its chip.

        No text reads the chip with the zone on the scanned card.
        """
        key, tidied = self.key, tidy(text)
        is_for_chip = not tidied or opens_a_chip(text) or states_an_expiry(tidied)
        if key:
            self.form.save()
            self.ask(
                "device" if is_for_chip else "db",
                lambda task: self.intake.identify(key, tidied),
                self._identified,
                self.fail,
            )

    def take_card(self, text: str) -> None:
        """A reader typed the code of a citizen's card, wherever the cursor is.

        It waits for the procedure, or says who files; another person's card changes nothing.
        """
        dossier, number = self.state.dossier, number_of_card(text)
        if dossier is None:
            self.show(card=text, failure=None)
        elif dossier.id_number not in ("", number):
            facts: dict[str, object] = {"number": number, "known": dossier.id_number}
            self.show(failure=Failure("identity.other_person", facts))
        elif not dossier.id_number or ("|" in text and dossier.identified_by == "card_seen"):
            self.identify(text)

    def _identified(self, dossier: DossierView) -> None:
        """Who files is known: what stores hold of them is offered instead of a scan."""
        self.renew(dossier)
        key, intake = dossier.key, self.intake
        self.change(lambda: intake.ask_stores(key), "io")

    def confirm_block(self, block: str, shown: Mapping[str, str], *, agrees: bool) -> None:
        """The citizen said yes or no to a block on their own screen."""
        key, intake = self.key, self.intake
        self.form.save()
        self.change(lambda: intake.confirm_block(key, block, shown, agrees=agrees))

    def put_portrait_away(self) -> None:
        """The officer has compared the face with the person."""
        self.show(portrait=b"")

    def tell(self, code: str) -> None:
        """Say something that stands in the way, by its code."""
        self.show(failure=Failure(code))

    def undo(self) -> None:
        """Take back the newest edit or act on papers."""
        edit = self.edits.undo()
        if isinstance(edit, FieldEdit):
            self.form.set_value(edit.field, edit.before)
            self.form.jump(edit.field)
        elif edit is not None:
            key, intake = self.key, self.intake
            self.change(lambda: intake.undo(key))

    def redo(self) -> None:
        """Do it again."""
        edit = self.edits.redo()
        if isinstance(edit, FieldEdit):
            self.form.set_value(edit.field, edit.after)
            self.form.jump(edit.field)
        elif edit is not None:
            key, intake = self.key, self.intake
            self.change(lambda: intake.redo(key))
