"""What a screen reader is told without asking: when it is its turn, or at once.

One sentence in two seconds at most, so that none cuts the other off. A polite one waits until
nothing new has come for a moment; of one widget only the last is said. What went wrong is said
before anything else that waits, and cuts off a polite one, but not what else went wrong. Without
a screen reader nothing is said.

Whether there is one is asked when something is to be said, not while the first page is made:
naming Qt's accessibility takes 2 ms (``docs/decisions/0708-what-a-start-costs.md``).
"""

from typing import Literal, cast

from PySide6 import QtGui
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

EVERY_MS = 2000
REST_MS = 700
Manner = Literal["polite", "at_once"]


def politely(about: QWidget, text: str) -> None:
    """Say a sentence of a widget when nothing else is being said."""
    if text:
        _voice().wait(about, text)


def at_once(about: QWidget, text: str) -> None:
    """Say what went wrong, before anything else."""
    if is_heard() and text:
        _voice().hurry(about, text)


def withdraw(about: QWidget) -> None:
    """What waits to be said of a widget is no longer so."""
    _voice().drop(about)


def is_heard() -> bool:
    """Whether anybody listens."""
    return QtGui.QAccessible.isActive()


def tell(about: QWidget, text: str, manner: Manner) -> None:
    """The event itself; the one place that makes it."""
    how = QtGui.QAccessible.AnnouncementPoliteness
    event = QtGui.QAccessibleAnnouncementEvent(about, text)
    event.setPoliteness(how.Assertive if manner == "at_once" else how.Polite)
    QtGui.QAccessible.updateAccessibility(event)


class _Voice(QObject):
    """Sentences that wait for their turn."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("voice")
        self._waiting: list[tuple[QWidget, str, Manner]] = []
        self._has_spoken = False
        self._is_pressing = False  # what is being said is itself of something that went wrong
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._go_on)

    def wait(self, about: QWidget, text: str) -> None:
        """Say it in its turn."""
        self.drop(about)
        self._waiting.append((about, text, "polite"))
        if not self._has_spoken:
            self._turn.start(REST_MS)

    def hurry(self, about: QWidget, text: str) -> None:
        """Say it next."""
        self.drop(about)
        self._waiting.insert(0, (about, text, "at_once"))
        if not (self._has_spoken and self._is_pressing):
            self._go_on()

    def drop(self, about: QWidget) -> None:
        """Forget what waits of this widget."""
        self._waiting = [each for each in self._waiting if each[0] is not about]

    @Slot()
    def _go_on(self) -> None:
        self._has_spoken = False
        if not is_heard():
            self._waiting.clear()
        while self._waiting and not self._has_spoken:
            about, text, manner = self._waiting.pop(0)
            if isValid(about) and about.isVisible():
                tell(about, text, manner)
                self._has_spoken, self._is_pressing = True, manner == "at_once"
                self._turn.start(EVERY_MS)


def _voice() -> _Voice:
    app = cast("QApplication", QApplication.instance())  # there is one where there are widgets
    return app.findChild(_Voice, "voice") or _Voice(app)
