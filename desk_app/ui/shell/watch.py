"""Looks at what goes on around the desk while an officer works: network, outbox, signing device."""

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.ui.contract import Desk, Surroundings
from desk_app.ui.entry import Officer
from desk_app.ui.task_runner import Task, TaskRunner

LOOK_AROUND_MS = 5000
EXCHANGE_MS = 20_000
Purpose = Literal["personal", "agency"]


class Watch(QObject):
    """Two timers, one look each; a look that fails is followed by the next.

    Signals:
        seen: the ``Surroundings``.
    """

    seen = Signal(object)

    def __init__(self, desk: Desk, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._exchanging: Task | None = None
        self._around = QTimer(self)
        self._around.setInterval(LOOK_AROUND_MS)
        self._around.timeout.connect(self.look_around)
        self._exchange = QTimer(self)
        self._exchange.setInterval(EXCHANGE_MS)
        self._exchange.timeout.connect(self.exchange)

    def start(self, officer: Officer) -> None:
        """Look at once, then again and again."""
        self.look_at_token(officer)
        self._around.start()
        self._exchange.start()

    def stop(self) -> None:
        """No more looks."""
        self._around.stop()
        self._exchange.stop()

    def look_at_token(self, officer: Officer) -> None:
        """See whether the officer's signing device is there, then look around."""
        if not officer.signs:
            self.look_around()
            return
        tokens, purpose = self._desk.tokens, purpose_of(officer)
        self._runner.submit(
            lane="token",
            owner=self,
            work=lambda task: tokens.certificate(purpose),
            done=self._looked,
            failed=self._looked,
        )

    def _looked(self, result: object) -> None:
        self.look_around()

    @Slot()
    def exchange(self) -> None:
        """Send what is due and take in what came, out of sight."""
        outbox = self._desk.outbox
        if self._exchanging is None:
            self._exchanging = self._runner.submit(
                lane="io",
                owner=self,
                work=lambda task: outbox.exchange(),
                done=self._exchanged,
                failed=self._exchanged,
            )

    def _exchanged(self, result: object) -> None:
        self._exchanging = None
        self.look_around()

    @Slot()
    def look_around(self) -> None:
        """Ask how things stand with network, outbox and token."""
        enquiries, printing = self._desk.enquiries, self._desk.printing
        self._runner.submit(
            lane="io",
            owner=self,
            work=lambda task: replace(enquiries.surroundings(), printouts=len(printing.waiting())),
            done=self._saw,
            failed=_ignore,
        )

    def _saw(self, around: Surroundings) -> None:
        self.seen.emit(around)


def purpose_of(officer: Officer) -> Purpose:
    """Which device this officer signs with."""
    return "agency" if "records_clerk" in officer.roles else "personal"


def _ignore(error: Exception) -> None:
    """Looking around may fail; the next look follows."""
