"""Notices that nobody is at the desk: no key and no movement for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

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

    def rest(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any sign of life begins the time anew; nothing is kept back."""
        del watched
        # Restarting a timer costs a system call: the pointer moves a thousand times a minute.
        fresh = self._timer.isActive() and self._timer.remainingTime() > (
            self._timer.interval() - 1000
        )
        if event.type() in _SIGNS_OF_LIFE and not fresh:
            self._timer.start()
        return False
