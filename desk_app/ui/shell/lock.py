"""Notices that nobody is at the desk: no sign of life for a while, or the signing device pulled."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk_app.ui.entry import Officer
from desk_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from desk_app.ui.contract.signing import Tokens

LOOK_MS = 2000
_LOOKS = 2

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
    }
)


class Guards(QObject):
    """Watches over a desk at which an officer is signed in.

    Signals:
        alone: nobody has given a sign of life for too long, or the signing device was pulled.
        plugged: the signing device was not there and is.
    """

    alone = Signal()
    plugged = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle, self.removal = IdleGuard(self), RemovalGuard(runner, self)
        self._idle.expired.connect(self.alone)
        self.removal.removed.connect(self.alone)
        self.removal.plugged.connect(self.plugged)

    def watch(self, officer: Officer, tokens: "Tokens", minutes: int) -> None:
        """Begin to watch; the device only of an officer who signs."""
        self._idle.watch(minutes)
        if officer.signs:
            from desk_app.ui.shell.watch import purpose_of

            purpose = purpose_of(officer)
            self.removal.watch(lambda: tokens.is_here(purpose))

    @Slot()
    def note_life(self) -> None:
        """Somebody did something that is no key and no movement."""
        self._idle.note_life()

    def rest(self) -> None:
        """Watch no longer."""
        self._idle.rest()
        self.removal.rest()


class IdleGuard(QObject):
    """Watches the whole program while an officer is signed in.

    Signals:
        expired: the time is over; told once until ``watch`` is called again.
    """

    expired = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.expired)

    def watch(self, minutes: int) -> None:
        """Begin to watch; zero minutes never lock, which is for training rooms alone."""
        self.rest()
        app = QApplication.instance()
        if minutes > 0 and app is not None:
            self._timer.start(minutes * 60_000)
            app.installEventFilter(self)

    def note_life(self) -> None:
        """A sign of life that no event of the program tells."""
        if self._timer.isActive():
            self._timer.start()

    def rest(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any sign of life begins the time anew; nothing is kept back."""
        del watched
        # Every event of the program passes here: within a second of the last sign of life none is
        # looked at, and the timer, whose start is a system call, is left alone.
        timer = self._timer
        if timer.isActive() and timer.remainingTime() > timer.interval() - 1000:
            return False
        if event.type() in _SIGNS_OF_LIFE:
            timer.start()
        return False


class RemovalGuard(QObject):
    """Watches the signing device of the officer who sits here.

    A device that was never seen, or a module that cannot tell, locks nothing; one that was seen and
    is gone at two looks in a row does.

    Signals:
        removed: the device was pulled; told once until ``watch`` is called again.
        plugged: the device was missing at the look before and is there.
    """

    removed = Signal()
    plugged = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._look: Callable[[], bool] | None = None
        self._is_looking = False
        self._was_here = False
        self._missed = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, look: Callable[[], bool]) -> None:
        """Begin to watch.

        Args:
            look: whether the device is there; called on the ``token`` lane.
        """
        self._look, self._was_here, self._missed = look, False, 0
        self._timer.start()

    def rest(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._look = None

    @Slot()
    def look(self) -> None:
        """Look once; skipped while the look before is still under way."""
        look = self._look
        if look is None or self._is_looking:
            return
        self._is_looking = True
        self._runner.submit(
            lane="token",
            owner=self,
            work=lambda task: look(),
            done=lambda here: self._seen(look, is_here=here),
            failed=self._cannot_tell,
        )

    def _seen(self, look: Callable[[], bool], *, is_here: bool) -> None:
        self._is_looking = False
        if look is not self._look:  # asked for an officer who has left since
            return
        if is_here:
            was_missing, self._missed, self._was_here = self._missed > 0, 0, True
            if was_missing:
                self.plugged.emit()
        else:
            self._missed += 1
            if self._was_here and self._missed == _LOOKS:
                self.rest()
                self.removed.emit()

    def _cannot_tell(self, error: Exception) -> None:
        del error
        self._is_looking = False
