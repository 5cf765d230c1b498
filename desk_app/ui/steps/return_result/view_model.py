"""Step 5: who came, how the result is given, what happens to it afterwards."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model, print_slips
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.common.text_entry import tidy
from desk_app.ui.contract import (
    Desk,
    DocumentRef,
    DossierView,
    Issued,
    OutboxItem,
    Recipient,
    Surroundings,
)
from desk_app.ui.task_runner import TaskRunner

WAYS = ("paper", "electronic", "post")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnState:
    """All the page of step 5 shows."""

    dossier: DossierView | None = None
    recipient: Recipient | None = None
    pickup: str = ""
    pickup_turn: int = 0
    ways: frozenset[str] = frozenset({"paper", "electronic"})
    copies: int = 2
    slip: DocumentRef | None = None
    around: Surroundings | None = None
    now: dt.datetime | None = None
    is_busy: bool = False
    is_sending: bool = False
    failure: Failure | None = None
    notice: str = ""
    issued: Issued | None = None

    @property
    def waiting(self) -> int:
        """How much waits for the province."""
        return self.around.waiting if self.around else 0


class ReturnViewModel(Model[ReturnState]):
    """Holds one dossier at hand-over.

    Signals:
        finished: the ``Issued`` of the hand-over.
        dossier_found: key of another dossier whose code was scanned.
    """

    finished = Signal(object)
    dossier_found = Signal(str)

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._desk, self._return, self._prompts = desk, desk.return_result, prompts
        self.state = ReturnState()

    def open(self, key: str) -> None:
        """Take a dossier in hand."""
        enquiries = self._desk.enquiries
        self.ask("db", lambda task: enquiries.dossier(key), self._opened, self._refuse)

    def _opened(self, dossier: DossierView) -> None:
        self.state = ReturnState(
            dossier=dossier,
            pickup_turn=self.state.pickup_turn + 1,
            around=self.state.around,
            now=self._desk.now(),
        )
        self.state_changed.emit(self.state)
        step = self._return
        self.ask("io", lambda task: step.preview(dossier.key), self._took_preview, self._refuse)

    def _took_preview(self, slip: DocumentRef) -> None:
        self._show(slip=slip)

    def look_around(self, around: Surroundings) -> None:
        """How things stand with the province."""
        if around != self.state.around:
            self._show(around=around)

    def pick_up(self, text: str) -> None:
        """A code, a number, or what a card's QR holds; acted on at Enter alone."""
        dossier = self.state.dossier
        wanted = tidy(text)
        if not wanted:
            return
        step, key = self._return, dossier.key if dossier else ""
        self._show(pickup=wanted, notice="")
        self.ask("db", lambda task: step.identify(key, wanted), self._identified, self._refuse)

    def refuse_code(self, failure: Failure) -> None:
        """What a reader sent was no code."""
        self._show(notice="", failure=failure)

    def _identified(self, recipient: Recipient) -> None:
        dossier = self.state.dossier
        if recipient.key and (dossier is None or recipient.key != dossier.key):
            self.dossier_found.emit(recipient.key)
            return
        self._show(recipient=recipient, failure=None)

    def scan_other(self) -> None:
        """F3: another code; the cursor is in the field again."""
        self._show(pickup="", pickup_turn=self.state.pickup_turn + 1)

    def choose_way(self, way: str, on: bool) -> None:  # noqa: FBT001  from a tick box
        """Tick a way of giving the result."""
        ways = self.state.ways | {way} if on else self.state.ways - {way}
        self._show(ways=ways, notice="")

    def hand_over(self) -> None:
        """F12: hand over and print; sync problems never stop it."""
        state = self.state
        if state.dossier is None or state.is_busy or state.issued is not None:
            return
        if state.recipient is None:
            self._show(notice="ui.return.scan_first", pickup_turn=state.pickup_turn + 1)
        elif state.recipient.match == "mismatch":
            self._show(notice="ui.return.mismatch_stop", pickup_turn=state.pickup_turn + 1)
        elif not state.ways:
            self._show(notice="ui.return.no_way")
        else:
            self._hand_over(state.dossier, state.recipient)

    def _hand_over(self, dossier: DossierView, recipient: Recipient) -> None:
        self._show(is_busy=True, notice="", failure=None)
        step, ways, copies = self._return, self.state.ways, self.state.copies
        key, version = dossier.key, dossier.version
        self.ask(
            "io",
            lambda task: step.hand_over(key, version, recipient, ways, copies),
            self._finish,
            self._refuse,
        )

    def _finish(self, issued: Issued) -> None:
        self._show(is_busy=False, issued=issued, dossier=issued.dossier)
        self._print(issued)
        self.finished.emit(issued)

    def _print(self, issued: Issued) -> None:
        print_slips(self, self._desk, issued, self._refuse)

    def reprint(self) -> None:
        """Ctrl+P: print the slip again."""
        if self.state.issued is not None:
            self._print(self.state.issued)

    def send_again(self) -> None:
        """F9: try the province now."""
        if self.state.is_sending:
            return
        outbox = self._desk.outbox
        self._show(is_sending=True)
        self.ask("io", lambda task: outbox.send_now((), task), self._sent, self._refuse)

    def _sent(self, items: tuple[OutboxItem, ...]) -> None:
        self._show(is_sending=False)
        dossier, enquiries = self.state.dossier, self._desk.enquiries
        if dossier is not None:
            self.ask("db", lambda task: enquiries.dossier(dossier.key), self._renewed, self._refuse)

    def _renewed(self, dossier: DossierView) -> None:
        if self.state.dossier is not None and dossier.key == self.state.dossier.key:
            self._show(dossier=dossier)

    def apologise(self, act: Callable[[str, str], Issued] | None = None) -> None:
        """F11: a new date with an apology, where the application offers it."""
        dossier = self.state.dossier
        if dossier is None or act is None:
            return

        def go_on(reason: str | None) -> None:
            if reason is not None:
                self.ask("io", lambda task: act(dossier.key, reason), self._finish, self._refuse)

        self._prompts.ask_text(TextPrompt(act="apologise"), go_on)

    def _refuse(self, error: Exception) -> None:
        failure = None if was_cancelled(error) else failure_of(error)
        self._show(is_busy=False, is_sending=False, failure=failure)
