"""The ways out of intake: accept and sign, ask for supplement, refuse."""

from desk_app.ui.common.asking import PinTalk, print_slips
from desk_app.ui.common.failures import failure_of
from desk_app.ui.common.jobs import JobState
from desk_app.ui.common.prompts import TextPrompt
from desk_app.ui.common.undo import Undo
from desk_app.ui.contract import DossierView, Issued, PinEntry
from desk_app.ui.steps.intake.form_model import FormModel
from desk_app.ui.steps.intake.hand import Hand, Part

UNSIGNED_BECAUSE = frozenset(
    {
        "signing.token_absent",
        "signing.library_missing",
        "signing.pin_locked",
        "signing.certificate_expired",
        "signing.no_token",
        "staff.no_certificate",
    }
)


class Acceptance(Part):
    """Ends the step; the form is saved and checked first."""

    def __init__(self, hand: Hand, form: FormModel, pin: PinTalk) -> None:
        super().__init__(hand)
        self._form, self._pin = form, pin

    def receive(self) -> None:
        """F12: check everything, sign, accept, print."""
        if self.state.dossier is None or self.state.is_busy:
            return
        self._form.save_all(self._checked)

    def _checked(self, dossier: DossierView) -> None:
        self._form.saved(dossier)
        self._hand.show(shows_problems=True)
        if self.state.attention or self.state.missing:
            if self.state.attention:
                self._form.jump(self.state.attention[0])
            return
        self._ask_pin()

    def _ask_pin(self, problem: str = "", facts: dict[str, object] | None = None) -> None:
        count = sum(
            1
            for part in self.state.parts
            if part.status == "digitised" and part.verdict == "unsigned"
        )
        if not count:
            self._receive(None, "")
            return
        self._pin.begin(
            act="receive",
            count=count,
            purpose="personal",
            problem=problem,
            facts=facts,
            sign=self._sign,
            failed=self._no_token,
            gave_up=self._back,
        )

    def _sign(self, pin: PinEntry) -> None:
        self._receive(pin, "")

    def _no_token(self, error: Exception) -> None:
        """Without a token: accept now and sign later, with the reason on record (T01)."""
        if getattr(error, "code", "") in UNSIGNED_BECAUSE:
            self._hand.prompts.ask_text(TextPrompt(act="unsigned"), self._accept_unsigned)
        else:
            self._hand.fail(error)

    def _accept_unsigned(self, reason: str | None) -> None:
        if reason:
            self._receive(None, reason)

    def _receive(self, pin: PinEntry | None, reason: str) -> None:
        dossier = self.state.dossier
        if dossier is None:
            return
        self._hand.show(
            is_busy=True,
            failure=None,
            job=JobState("ui.intake.signing", can_stop=False, icon="approve"),
        )
        intake, values = self._hand.intake, dict(self.state.values)
        key, version = dossier.key, dossier.version
        self._hand.ask(
            "token",
            lambda task: intake.receive(key, version, values, pin and pin.during(task), reason),
            self._finish,
            self._not_received,
        )

    def _not_received(self, error: Exception) -> None:
        failure = failure_of(error)
        self._hand.show(is_busy=False, job=None)
        if failure.code == "signing.pin_incorrect":
            self._ask_pin(failure.code, dict(failure.facts))
        else:
            self._hand.show(failure=failure)

    def _back(self) -> None:
        self._hand.show(is_busy=False, job=None)

    def _finish(self, issued: Issued) -> None:
        self._hand.is_dirty = False
        self._hand.edits.clear()
        gone = Undo("", self.state.undo.turn + 1)
        self._hand.show(is_busy=False, job=None, issued=issued, failure=None, undo=gone)
        self._print(issued)
        self._hand.finished.emit(issued)

    def _print(self, issued: Issued) -> None:
        print_slips(self._hand, self._hand.desk, issued, self._hand.fail)

    def reprint(self) -> None:
        """Print the slips of the last act again."""
        if self.state.issued is not None:
            self._print(self.state.issued)

    def ask_to_supplement(self) -> None:
        """F11: what is missing, in full, once."""
        names = [part.name for part in self.state.missing]
        self._ask_reason("supplement", "\n".join(names))

    def refuse(self) -> None:
        """Ctrl+F11: refuse with a reason."""
        self._ask_reason("refuse", "")

    def _ask_reason(self, act: str, text: str) -> None:
        dossier = self.state.dossier
        if dossier is None or self.state.is_busy:
            return
        self._form.save()
        intake, key = self._hand.intake, dossier.key

        def go_on(reason: str | None) -> None:
            if reason is None or self.state.dossier is None:
                return
            version = self.state.dossier.version
            call = intake.ask_to_supplement if act == "supplement" else intake.refuse
            self._hand.ask(
                "io", lambda task: call(key, version, reason), self._finish, self._hand.fail
            )

        self._hand.prompts.ask_text(TextPrompt(act=act, text=text), go_on)
