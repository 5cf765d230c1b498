"""The bar under a page: key hints on the left, its acts on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.page import Chrome
from desk_app.ui.common.words import View, Words


class ActionBar(View):
    """Key hints on the left, at most three buttons on the right, the primary one last.

    Signals:
        asked: id of an action.
    """

    asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("ActionBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        self.setFixedHeight(look.px(52))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        self._row.setSpacing(look.px(8))
        self._hints: list[KeyButton] = []
        self._buttons: list[KeyButton] = []
        self._yields = False
        self.is_compact = False

    def render_state(self, state: Chrome) -> None:
        """Show hints and buttons; those of the same acts keep their place."""
        say = self.words.label
        wanted = (*state.hints, "|", *(button.action for button in state.buttons))
        shown = (
            *(str(hint.property("action")) for hint in self._hints),
            "|",
            *(str(button.property("action")) for button in self._buttons),
        )
        if wanted != shown:
            self._build(state)
        for hint in self._hints:
            action = keys.action(str(hint.property("action")))
            hint.set_words(say(_short(self.words, action.label_key)))
        for button, new in zip(self._buttons, state.buttons, strict=True):
            label = new.label
            if self.is_compact and self.words.has(f"ui.act_short.{new.action}"):
                label = say(f"ui.act_short.{new.action}")
            button.set_words(label)
            button.setToolTip(f"{new.label} ({keys.shown(keys.action(new.action).key)})")
            button.setEnabled(new.is_enabled)
        self._fit_hints()

    def _build(self, state: Chrome) -> None:
        for widget in (*self._hints, *self._buttons):
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._hints, self._buttons = [], []
        while self._row.count():
            self._row.takeAt(0)
        for action_id in state.hints:
            key = keys.shown(keys.action(action_id).key)
            hint = KeyButton(f"hint_{action_id}", "hint", key=key)
            hint.setProperty("action", action_id)
            hint.clicked.connect(self._ask)
            self._hints.append(hint)
            self._row.addWidget(hint)
        self._row.addStretch(1)
        for new in state.buttons:
            key = keys.shown(keys.action(new.action).key)
            kind = new.kind if new.kind in ("primary", "danger") else "secondary"
            button = KeyButton(f"btn_{new.action}", kind, icon=new.icon, key=key)  # type: ignore[arg-type]  # narrowed above
            button.setProperty("action", new.action)
            button.clicked.connect(self._ask)
            self._buttons.append(button)
            self._row.addWidget(button)

    def _fit_hints(self) -> None:
        """Leave out the last hints where there is no room; F1 has them all."""
        look = theme.current()
        room = self.width() - look.px(40)
        room -= sum(button.sizeHint().width() + look.px(8) for button in self._buttons)
        for hint in self._hints:
            room -= hint.sizeHint().width() + look.px(8)
            hint.setVisible(room >= 0 and not self._yields)

    def yield_hints(self, *, yields: bool) -> None:
        """Give the room of the hints to what lies over them, or take it back."""
        self._yields = yields
        self._fit_hints()

    def resizeEvent(self, event: object) -> None:
        """Fit the hints to the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # passed through unread
        self._fit_hints()

    def _ask(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(str(sender.property("action")))


def _short(words: Words, key: str) -> str:
    """The short label of an act where there is one."""
    short = key.replace("ui.act.", "ui.hint.")
    return short if words.has(short) else key
