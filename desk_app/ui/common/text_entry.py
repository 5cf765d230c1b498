"""Text entry that suits Vietnamese input methods, of both kinds.

One kind composes with an underlined preedit string, the other sends Backspace and letters again.
Both must leave exactly what the officer meant, also when a key that finishes a step is pressed in
mid-word.
"""

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desk_app.ui.common import qt_numbers
from desk_app.ui.common.composing import Composing

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent

    from desk_app.ui.common.offers import Offers

TELL_EVERY_MS = 300
KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress})


def tidy(text: str) -> str:
    """``text`` as values leave a field: composed letters (NFC), no space at either end."""
    return unicodedata.normalize("NFC", text).strip()


def ticker(parent: QObject, tell: Callable[[], None]) -> QTimer:
    """A timer that fires once, some time after the first of several changes."""
    ticker = QTimer(parent)
    ticker.setSingleShot(True)
    ticker.setInterval(TELL_EVERY_MS)
    ticker.timeout.connect(tell)
    return ticker


def leaves_to_window(event: QKeyEvent, *, can_undo: bool) -> bool:
    """Whether a shortcut belongs to the window although the field would like it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeySequence

    standard = QKeySequence.StandardKey
    editing = (standard.Copy, standard.Cut, standard.Paste, standard.SelectAll)
    if any(event.matches(key) for key in editing):
        return False
    if event.matches(standard.Undo) or event.matches(standard.Redo):
        return not can_undo
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() not in (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
    )  # fmt: skip


class ViLineEdit(QLineEdit):
    """One line of text. It never changes its own text while the officer types.

    Signals:
        committed: the tidy value, when it was changed and the field is left, Enter is pressed or an
            action runs.
        entered: Enter was pressed; ``committed`` came before.
        focused: the field got the focus.
        typing: the tidy value as it stands, while the officer types; for the draft alone.
    """

    committed = Signal(str)
    entered = Signal()
    focused = Signal()
    typing = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._composing = Composing()
        self._composes = True
        self._kept = ""
        self.offers: Offers | None = None
        self.returnPressed.connect(self._enter)
        self._told = ticker(self, self._tell)
        self.textEdited.connect(self._noted)

    def value(self) -> str:
        """The tidy text, with what is being composed."""
        before = self.text()
        place = self.cursorPosition()
        return tidy(before[:place] + self._composing.preedit + before[place:])

    def show_value(self, value: str) -> None:
        """Show a value from the state; what the officer is typing is left alone."""
        if value != self._kept or (not self.hasFocus() and self.text() != value):
            self._kept = value
            if self.text() != value:
                self.setText(value)
                if not self.hasFocus():
                    self.setCursorPosition(0)

    def digits_only(self) -> None:
        """Tell input methods that numbers are wanted; the field stays free text."""
        self.setInputMethodHints(QtCore.Qt.InputMethodHint.ImhPreferNumbers)

    def codes_only(self) -> None:
        """Codes and numbers alone, by hand or from a scanner that plays keyboard."""
        self.digits_only()
        self.as_typed()

    def as_typed(self) -> None:
        """Every key is the letter it shows; no input method comes between.

        One that composes makes other letters of codes and names of accounts, and one that answers
        each key for itself has let two keys that came fast change places (ibus 1.5, busy machine).
        """
        self._composes = False

    def secret(self) -> None:
        """Hide what is typed and keep input methods from predicting or composing it."""
        self._composes = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setProperty("inputMethodHints", qt_numbers.HIDDEN_SENSITIVE_INPUT)

    def offer(self, choices: list[str]) -> None:
        """Offer completions in a pop-up list; none is chosen before the officer does."""
        if self.offers is None:
            from desk_app.ui.common.offers import Offers

            self.offers = Offers(self)
        self.offers.show_choices(tuple(choices))

    def act(self) -> None:
        """An act begins: commit, with what the input method has said of the word until now."""
        self._composing.hear()
        self.commit()

    def commit(self) -> None:
        """Finish the word being composed and tell the value if it changed."""
        self._composing.finish(self)
        if self.offers is not None:
            self.offers.close()  # also one that opened for the word just finished
        value = tidy(self.text())
        if value != self.text():
            place = self.cursorPosition()
            self.setText(value)
            self.setCursorPosition(min(place, len(value)))
        if value != self._kept:
            self._kept = value
            self.committed.emit(value)

    def _enter(self) -> None:
        self.commit()
        self.entered.emit()

    def _noted(self) -> None:
        if not self._told.isActive():  # a tick, not a pause: who never pauses is kept too
            self._told.start()

    def _tell(self) -> None:
        value = self.value()
        if value != self._kept:
            self.typing.emit(value)

    def inputMethodQuery(self, query: "QtCore.Qt.InputMethodQuery") -> Any:  # type: ignore[override]
        """What an input method asks; fields of codes and secrets want none.

        Qt 6 tells it so by no attribute, not even for a password.
        """
        if query == QtCore.Qt.InputMethodQuery.ImEnabled and not self._composes:
            return False
        return super().inputMethodQuery(query)

    def place(self) -> int:
        """Where the cursor stands."""
        return self.cursorPosition()

    def amend(self, place: int, word: str, whole: str) -> None:
        """Put ``whole`` for the ``word`` that ends at ``place``, and tell the value."""
        text, start = self.text(), place - len(word)
        if text[max(start, 0) : place] == word:
            cursor = self.cursorPosition()
            self.setText(text[:start] + whole + text[place:])
            self.setCursorPosition(cursor + (len(whole) - len(word) if cursor >= place else 0))
            self.commit()

    def inputMethodEvent(self, event: "QInputMethodEvent") -> None:
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
        """Commit before the focus is gone; a pop-up list of our own does not count as leaving."""
        if event.reason() != QtCore.Qt.FocusReason.PopupFocusReason:
            self.commit()
        super().focusOutEvent(event)
        if event.reason() not in (
            QtCore.Qt.FocusReason.PopupFocusReason,
            QtCore.Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.setCursorPosition(0)  # a long value is seen from its beginning

    def event(self, event: QEvent) -> bool:
        """Hear what is older than a key; leave the window's shortcuts to the window."""
        if event.type() in KEYS:
            self._composing.key()
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and leaves_to_window(event, can_undo=self.isUndoAvailable())
        ):
            event.ignore()
            return False
        return super().event(event)


def commit_focus() -> None:
    """Finish the word being composed in the focused field; called before every action."""
    from desk_app.ui.common.text_area import ViTextEdit

    widget: Any = QApplication.focusWidget()
    if isinstance(widget, (ViLineEdit, ViTextEdit)):
        widget.act()
