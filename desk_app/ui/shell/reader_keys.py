"""Card and code readers that play keyboard, whatever has the focus.

Keys are looked at on their way into the window, and what an input method makes of them on its way
into the field: with Telex on, ibus hands over even digits as composed text. A burst that the page
in sight can use goes to the page, and the field is as it was; any other goes on as it was typed.
Keys of a question over the page (PIN, reason) and of fields that hide what is typed are never
looked at. Letters of a name may be composed wrongly; a card is told by its number.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from desk_app.ui.common.composing import drop_composed
from desk_app.ui.common.field_again import as_it_is
from desk_app.ui.common.reader_burst import BACK, END, FAST_S, SETTLE_S, Burst, Verdict
from desk_app.ui.shell.window import Shell

Use = Callable[[str], Callable[[], None] | None]
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_END_SIGNS = frozenset({"\r", "\n", "\t"})
_SILENT = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
})  # fmt: skip
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class ReaderKeys(QObject):
    """Listens to the keys of a window.

    Args:
        use: what the page in sight does with a text, or None when it can do nothing with it.
    """

    def __init__(self, use: Use, parent: QObject) -> None:
        super().__init__(parent)
        self._use = use
        self._burst = Burst()
        self._held: list[tuple[QObject, QEvent]] = []
        self._passed: list[tuple[QObject, QEvent]] = []
        self._put_back: Callable[[], None] | None = None
        self._shell: Shell | None = None
        self._way: QWindow | None = None
        self._field: QObject | None = None
        self._is_passing = self._has_ended = False
        self._stamp, self._came = 0, 0.0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._settle)

    def listen(self, shell: Shell) -> None:
        """Listen to this window, which has been shown, and to no other."""
        self.rest()
        self._shell, self._way = shell, shell.windowHandle()
        if self._way is not None:
            self._way.installEventFilter(self)
            self._way.focusObjectChanged.connect(self._attend)
            self._attend(self._way.focusObject())

    def rest(self) -> None:
        """Listen no longer; what was kept back is nobody's."""
        self._held.clear()
        self._over()
        if self._way is not None and isValid(self._way):
            self._way.removeEventFilter(self)
            self._way.focusObjectChanged.disconnect(self._attend)
        self._way = None
        self._attend(None)

    @Slot(QObject)
    def _attend(self, field: QObject | None) -> None:
        """Another field has the focus."""
        self._settle()
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = field
        if field is not None:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep back what may be a reader's."""
        if self._is_passing:
            return False
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and self._burst.is_held:
            event.accept()  # comes as a key, and is kept back with the others
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return watched is self._way and self._pressed(event)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return watched is self._field and self._composed(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        """Whether a key is kept from the window."""
        if event.key() in _SILENT:
            return False
        sign, stamp = _sign(event), event.timestamp()
        if not sign or not stamp or event.isAutoRepeat() or not may_listen(self._shell):
            self._settle()
            return False
        gap_s = (stamp - self._stamp) / 1000 if self._stamp else self._since()
        self._stamp, self._came = stamp, time.monotonic()
        copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
        return self._takes(sign, gap_s, self._way, copy)

    def _composed(self, event: QInputMethodEvent) -> bool:
        """Whether what an input method tells is kept from the field."""
        is_empty = not event.commitString() and not event.preeditString()
        if event.replacementLength() or not may_listen(self._shell):
            self._settle()
            return False
        if is_empty and not self._burst.is_held:
            return False
        gap_s = self._since()
        self._stamp, self._came = 0, time.monotonic()
        copy = QInputMethodEvent(event.preeditString(), event.attributes())
        copy.setCommitString(event.commitString())
        return self._takes(event.commitString(), gap_s, self._field, copy)

    def _since(self) -> float:
        return time.monotonic() - self._came

    def _takes(self, sign: str, gap_s: float, to: QObject | None, copy: QEvent) -> bool:
        """Whether a key is kept from where it goes."""
        if self._has_ended:
            if gap_s <= FAST_S and sign != END and to is not None:
                self._burst.late(sign)
                self._keep(to, copy, SETTLE_S)
                return True
            self._end_burst()
        verdict = self._burst.key(sign, gap_s)
        if verdict is Verdict.BURST:
            if to is None or not self._composed_words():
                return self._end_burst()
            self._has_ended = True
            self._keep(to, copy, SETTLE_S)
            return True
        if verdict is Verdict.HOLD and to is not None:
            self._hold(to, copy)
            return True
        if verdict is Verdict.RELEASE:
            self._let_go()
        if self._burst.has_begun:
            self._put_back, self._passed = as_it_is(QApplication.focusWidget()), []
        if self._put_back is not None and to is not None:
            self._passed.append((to, copy))
        return False

    def _hold(self, to: QObject, copy: QEvent) -> None:
        """Keep a key back; the field is without the first ones too, before it tells of them."""
        if not self._held and self._put_back is not None:
            self._is_passing = True
            self._put_back()
            self._is_passing = False
            self._held = self._passed
        self._keep(to, copy, self._burst.patience_s)

    def _keep(self, to: QObject, copy: QEvent, patience_s: float) -> None:
        self._held.append((to, copy))
        self._silence.start(int(patience_s * 1000))

    def _composed_words(self) -> list[QInputMethodEvent]:
        """What an input method told in this burst."""
        return [event for _, event in self._held if isinstance(event, QInputMethodEvent)]

    def _end_burst(self) -> bool:
        """Hand a burst to the page in sight; whether the page took it."""
        act = self._use(self._burst.text)
        if act is None:
            self._let_go()
            self._over()
            return False
        words = self._composed_words()
        if words and words[-1].preeditString():
            drop_composed(words[-1].preeditString())
        self._held.clear()
        self._over()
        act()
        return True

    @Slot()
    def _settle(self) -> None:
        """Nothing more comes, or something else does: what was kept back finds its place."""
        if self._has_ended or self._burst.is_of_reader:
            self._end_burst()
        else:
            self._let_go()
            self._over()

    def _let_go(self) -> None:
        held, self._held = self._held, []
        self._is_passing = True
        for to, event in held:
            if isValid(to):
                QApplication.sendEvent(to, event)
        self._is_passing = False

    def _over(self) -> None:
        self._burst.end()
        self._put_back, self._passed, self._has_ended = None, [], False
        self._silence.stop()


def may_listen(shell: Shell | None) -> bool:
    """No question stands over the page, and nothing secret is typed."""
    field = QApplication.focusWidget()
    is_secret = isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal
    return shell is not None and not shell.router.is_held and not is_secret


def _sign(event: QKeyEvent) -> str:
    """What a key stands for in a burst; empty for keys that are never part of one."""
    if event.modifiers() & _COMMANDS:
        return ""
    if event.key() in _ENDS or event.text() in _END_SIGNS:
        return END
    if event.key() == Qt.Key.Key_Backspace:
        return BACK
    return event.text() if event.text().isprintable() else ""
