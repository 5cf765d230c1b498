"""Printers of this desk and the papers that wait for one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.contract import PrinterChoice, Printing, WaitingPrint
from desk_app.ui.task_runner import TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintingState:
    """All the printing section shows beside the choices.

    Attributes:
        chosen: id of the waiting paper the cursor is on.
        sent: how many the last try brought to a printer; None before the first.
    """

    printers: tuple[PrinterChoice, ...] = ()
    is_known: bool = False
    waiting: tuple[WaitingPrint, ...] = ()
    chosen: str = ""
    is_busy: bool = False
    sent: int | None = None
    failure: Failure | None = None


class PrintingViewModel(Model[PrintingState]):
    """Looks at the printers when the section is opened, sends what waits when an officer says so.

    Signals:
        moved: papers began or ceased to wait.
    """

    moved = Signal()

    def __init__(
        self, printing: Printing, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self.state = PrintingState()
        self._printing = printing

    def look(self) -> None:
        """See which printers there are and what waits."""
        printing = self._printing
        self.ask(
            "io", lambda task: (printing.printers(), printing.waiting()), self._saw, self._fail
        )

    def choose(self, print_id: str) -> None:
        """The cursor is on a waiting paper."""
        if print_id != self.state.chosen:
            self._show(chosen=print_id)

    def send(self) -> None:
        """Print everything that waits."""
        printing = self._printing
        self._act(printing.print_waiting)

    def withdraw(self) -> None:
        """The chosen paper is no longer wanted."""
        printing, chosen = self._printing, self.state.chosen
        if chosen:
            self._act(lambda: printing.withdraw(chosen))

    def _act(self, work: Callable[[], int | None]) -> None:
        if self.state.is_busy:
            return
        self._show(is_busy=True, failure=None, sent=None)
        self.ask("io", lambda task: work(), self._done, self._fail)

    def _done(self, sent: int | None) -> None:
        self._show(is_busy=False, sent=sent)
        self._moved()

    def _fail(self, error: Exception) -> None:
        self._show(is_busy=False, failure=failure_of(error))
        self._moved()

    def _moved(self) -> None:
        self._take(self._printing.waiting())
        self.moved.emit()

    def _saw(self, found: tuple[tuple[PrinterChoice, ...], tuple[WaitingPrint, ...]]) -> None:
        printers, waiting = found
        self._show(printers=printers, is_known=True, failure=None)
        self._take(waiting)

    def _take(self, waiting: tuple[WaitingPrint, ...]) -> None:
        ids = [one.id for one in waiting]
        chosen = self.state.chosen if self.state.chosen in ids else next(iter(ids), "")
        self._show(waiting=waiting, chosen=chosen)
