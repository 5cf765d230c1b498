"""What a field offers while it is typed in: a list under it that never takes the keyboard.

Qt shows completions in a pop-up window, which becomes the focus window the moment it opens. An
input method that composes takes that for leaving the field and drops the word in the making: of
``sinh`` after ``khai`` remained ``nh`` (Qt 6.11, ibus 1.5, ibus-unikey 0.7). Here the list is a
window like a tooltip; keys stay with the field, which passes them on.
"""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCompleter, QLineEdit

_KEYS_OF_THE_LIST = frozenset({
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
})  # fmt: skip
_LEAVING = frozenset({
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.MouseButtonPress,
    QEvent.Type.WindowDeactivate,
})  # fmt: skip


class Offers(QCompleter):
    """The list of a field; nothing in it is chosen before the officer does."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._words = QStringListModel(self)
        self._is_passing = False
        self._watched: QObject | None = None
        self.setModel(self._words)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field.setCompleter(self)
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint
        self.list.setWindowFlags(flags)
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    @property
    def list(self) -> QAbstractItemView:
        """The list itself; Qt makes one when it is first asked for."""
        return cast("QAbstractItemView", self.popup())

    @property
    def choices(self) -> tuple[str, ...]:
        """What is offered."""
        return tuple(self._words.stringList())

    def show_choices(self, choices: tuple[str, ...]) -> None:
        """Offer other words."""
        if self.choices != choices:
            self._words.setStringList(list(choices))

    def close(self) -> None:
        """Put the list away: the value is told, or the field is left."""
        self.list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field go through the list while it shows; leaving the field closes it."""
        kind = event.type()
        popup = self.list
        if watched is popup and kind == QEvent.Type.Show:
            self._watch(self._field.window())
        if not popup.isVisible():
            return super().eventFilter(watched, event)
        if watched is self._field:
            if kind == QEvent.Type.FocusOut:
                popup.hide()
            elif isinstance(event, QKeyEvent):
                return self._key(event)
        elif watched is self._watched and kind in _LEAVING:
            popup.hide()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Pass a key to the list, which knows what to do with those that are not its own."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in _KEYS_OF_THE_LIST and not event.modifiers():
                event.accept()
                return True
            return False
        if event.type() != QEvent.Type.KeyPress or self._is_passing:
            return False
        self._is_passing = True
        QApplication.sendEvent(self.list, event)
        self._is_passing = False
        return True

    def _watch(self, window: QObject) -> None:
        if self._watched is not window:
            self._watched = window
            window.installEventFilter(self)
