"""Several lines of text that suit Vietnamese input methods."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desk_app.ui.common.composing import Composing
from desk_app.ui.common.text_entry import KEYS, leaves_to_window, ticker, tidy


class ViTextEdit(QPlainTextEdit):
    """Several lines of text, with the same manners. Tab leaves the field.

    Signals:
        committed: the tidy value, when it was changed and the field is left or an action runs.
        focused: the field got the focus.
        typing: the tidy value as it stands, while the officer types; for the draft alone.
    """

    committed = Signal(str)
    focused = Signal()
    typing = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self._composing = Composing()
        self._kept = ""
        self._told = ticker(self, self._tell)
        self.textChanged.connect(self._noted)

    def _noted(self) -> None:
        if not self._told.isActive():
            self._told.start()

    def _tell(self) -> None:
        value = self.value()
        if self.hasFocus() and value != self._kept:
            self.typing.emit(value)

    def value(self) -> str:
        """The tidy text, with what is being composed."""
        before = self.toPlainText()
        place = self.textCursor().position()
        return tidy(before[:place] + self._composing.preedit + before[place:])

    def show_value(self, value: str) -> None:
        """Show a value from the state; what the officer is typing is left alone."""
        if value != self._kept or (not self.hasFocus() and self.toPlainText() != value):
            self._kept = value
            if self.toPlainText() != value:
                self.setPlainText(value)

    def act(self) -> None:
        """An act begins: commit, with what the input method has said of the word until now."""
        self._composing.hear()
        self.commit()

    def commit(self) -> None:
        """Finish the word being composed and tell the value if it changed."""
        self._composing.finish(self)
        value = tidy(self.toPlainText())
        if value != self._kept:
            self._kept = value
            self.committed.emit(value)

    def place(self) -> int:
        """Where the cursor stands."""
        return self.textCursor().position()

    def amend(self, place: int, word: str, whole: str) -> None:
        """Put ``whole`` for the ``word`` that ends at ``place``, and tell the value."""
        cursor = self.textCursor()
        cursor.setPosition(place - len(word))
        cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() == word:
            cursor.insertText(whole)
            self.commit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the composition; refuse a late copy of a word already committed."""
        if self._composing.takes(event, self):
            super().inputMethodEvent(event)
        else:
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the field got the focus."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit before the focus is gone."""
        self.commit()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Hear what is older than a key; leave the window's shortcuts to the window."""
        if event.type() in KEYS:
            self._composing.key()
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and leaves_to_window(event, can_undo=self.document().isUndoAvailable())
        ):
            event.ignore()
            return False
        return super().event(event)
