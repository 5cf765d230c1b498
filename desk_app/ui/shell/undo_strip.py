"""What was just done, and the key that takes it back."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_app.ui.common import announce, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.labels import Text
from desk_app.ui.common.undo import Undo
from desk_app.ui.common.words import Words
from desk_app.ui.shell.action_bar import ActionBar

UNDO_SECONDS = 8


class UndoStrip(QFrame):
    """Says what was done and takes it back; it never takes the focus.

    Signals:
        asked: take it back.
    """

    asked = Signal()

    def __init__(self, words: Words, over: ActionBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("undoStrip")
        self.setProperty("role", "strip")
        self._words, self._over = words, over
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(6), look.px(10), look.px(6))
        row.setSpacing(look.px(16))
        self.text = Text()
        self.button = StripButton("btnUndo")
        self.button.clicked.connect(self.asked)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._turn = 0
        self.hide()

    def show_undo(self, undo: Undo) -> None:
        """Show a sentence for eight seconds; an old one again does nothing."""
        if undo.turn == self._turn:
            return
        self._turn = undo.turn
        if not undo.key:
            self.hide()
            return
        say = self._words.label
        facts = {
            name: say(value) if isinstance(value, str) and value.startswith("ui.") else value
            for name, value in undo.facts
        }
        action = say(undo.key, **facts)
        sentence = self._words.label("ui.intake.undone", action=action)
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.set_words(self._words.label("ui.act.undo"))
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(UNDO_SECONDS * 1000)
        announce.politely(self, sentence)

    def showEvent(self, event: QShowEvent) -> None:
        """The key hints make room."""
        super().showEvent(event)
        self._over.yield_hints(yields=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """They are back."""
        super().hideEvent(event)
        self._over.yield_hints(yields=False)

    def place(self) -> None:
        """Sit over the key hints on the left of the action bar: no button or field is covered."""
        parent = self.parentWidget()
        look = theme.current()
        if parent is not None:
            self.setFixedHeight(look.px(40))
            left = self._over.mapTo(parent, self._over.rect().topLeft()).x() + look.px(8)
            top = parent.height() - (self._over.height() + self.height()) // 2
            self.move(left, top)


class StripButton(KeyButton):
    """The link of the undo strip, in the strip's own colours."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "link", key="Ctrl+Z")
        self.is_on_strip = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _ink(self) -> QColor:
        return theme.current().colour("strip_link")
