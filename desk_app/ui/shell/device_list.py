"""The list of scanners: what is remembered at once, what answers a little later, over and over."""

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.ui.contract import DeviceChoice, Intake
from desk_app.ui.task_runner import TaskRunner

FIRST_LOOK_MS = 5_000
"""After sign-in; the officer's first screens come before the network."""
LOOK_EVERY_MS = 10 * 60_000


class DeviceList(QObject):
    """Keeps the list fresh in the background; the window never waits for a device.

    Signals:
        changed: a tuple of ``DeviceChoice``.
    """

    changed = Signal(object)

    def __init__(self, intake: Intake, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._intake, self._runner = intake, runner
        self.found: tuple[DeviceChoice, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Show what is remembered; begin to look soon, and from then on every ten minutes."""
        self._ask(is_fresh=False)
        if not self._timer.isActive():
            self._timer.start()

    def look(self) -> None:
        """Ask the network and the drivers now."""
        self._timer.setInterval(LOOK_EVERY_MS)
        self._ask(is_fresh=True)

    def _ask(self, *, is_fresh: bool) -> None:
        intake = self._intake
        self._runner.submit(
            lane="io",
            owner=self,
            work=lambda task: intake.devices(is_fresh=is_fresh),
            done=self._take,
            failed=_keep_what_is_known,
        )

    def _take(self, found: tuple[DeviceChoice, ...]) -> None:
        if found != self.found:
            self.found = found
            self.changed.emit(found)


def _keep_what_is_known(error: Exception) -> None:
    """A look that fails leaves the list as it was; scanning itself says what is wrong."""
