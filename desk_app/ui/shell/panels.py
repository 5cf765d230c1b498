"""Panels over the right edge of the page.

Keys of the screen (F1), jobs (Ctrl+J). They take no focus.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Text
from desk_app.ui.common.panes import pane_column
from desk_app.ui.common.words import View, Words

WIDTH = 360


@dataclass(frozen=True, slots=True)
class HelpState:
    """Whose keys are shown; an empty scope hides the panel."""

    scope: Scope | None = None


class HelpPanel(View):
    """Keys of the screen in sight, then those that hold everywhere.

    Signals:
        guide_asked: open the guide.
    """

    guide_asked = Signal()

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, over)
        self.setObjectName("helpPanel")
        look = theme.current()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("role", "dialog")
        outer.addWidget(frame)
        column = pane_column(frame)
        column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        head = QHBoxLayout()
        self.title = Text("h2", wrap=True)
        self.close_button = KeyButton("btnCloseHelp", "tool", icon="close")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(self.hide)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.own = CheckList("lstScreenKeys", quiet=True)
        self.caption = Text("section")
        self.common = CheckList("lstCommonKeys", quiet=True)
        column.addLayout(head)
        column.addWidget(self.own, 1)
        column.addWidget(self.caption)
        column.addWidget(self.common, 1)
        self.tie("ui.help.title", self.title.setText, self.own.setAccessibleName)
        self.tie("ui.help.everywhere", self.caption.setText, self.common.setAccessibleName)
        self.tie("ui.help.close", self.close_button.setAccessibleName, self.close_button.setToolTip)
        self.hide()

    def render_state(self, state: HelpState) -> None:
        """Show the keys of a scope."""
        if state.scope is not None:
            self.own.show_lines(self._lines(state.scope))
            self.common.show_lines(self._lines("everywhere"))

    def _lines(self, scope: Scope) -> tuple[CheckLine, ...]:
        return tuple(
            CheckLine(
                action.id,
                self.words.label(action.label_key, count="N"),
                "chevron-right",
                "primary_text" if action.primary else "muted",
                trailing=keys.shown(action.key),
            )
            for action in keys.of_scope(scope)
        )

    def toggle(self, scope: Scope) -> None:
        """Show the keys of a scope, or hide the panel."""
        if self.isVisible():
            self.hide()
            return
        self.show_state(HelpState(scope))
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Lie over the right edge, between the bars."""
        parent = self.parentWidget()
        look = theme.current()
        if parent is not None:
            width = min(look.px(WIDTH), parent.width() - look.px(60))
            top = look.px(56)
            self.setGeometry(
                parent.width() - width - look.px(10),
                top,
                width,
                parent.height() - top - look.px(58),
            )
