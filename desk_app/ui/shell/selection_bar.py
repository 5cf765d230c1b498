"""The bar under the work list: what is done with chosen dossiers, and how each of them ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget

from desk_app.ui.common import announce, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chips import short_code
from desk_app.ui.common.columns import pane_column
from desk_app.ui.common.jobs import JobCard
from desk_app.ui.common.keys import action
from desk_app.ui.common.labels import ElidedText
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import SelectedAct, SelectedEnd
from desk_app.ui.shell.selection_view_model import SelectionState

ACTS: tuple[tuple[str, SelectedAct, str], ...] = (
    ("receive_selected", "receive", "check"),
    ("forward_selected", "forward", "chevron-right"),
    ("print_selected", "print", "print"),
)
_LOOKS = {
    "done": ("check-filled", "ok"),
    "refused": ("x-filled", "err"),
    "left": ("circle", "muted"),
}
MOST_SEEN: dict[LayoutClass, int] = {"compact": 2, "narrow": 1}
"""Lines of the result that are in sight without scrolling."""


class SelectionBar(View):
    """Passive; hidden while nothing is chosen and nothing was done.

    Signals:
        asked: an act of ``ACTS``.
        stopped: the officer wants it to stop.
    """

    asked = Signal(str)
    stopped = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("selectionBar")
        look = theme.current()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("role", "card")
        outer.addWidget(frame)
        column = pane_column(frame)
        column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.title = ElidedText("bold")
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self._head.addWidget(self.title, 1)
        self._head.addLayout(row)
        self.buttons: dict[str, KeyButton] = {}
        for act, name, icon in ACTS:
            button = KeyButton(f"btn_{act}", icon=icon, key=action(act).key)
            button.setProperty("act", name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._press)
            self.tie(action(act).label_key, button.set_words)
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.job = JobCard(words, "selectionJob")
        self.job.stopped.connect(self.stopped)
        self.lines = CheckList("lstSelected", quiet=True)
        column.addLayout(self._head)
        column.addWidget(self.job)
        column.addWidget(self.lines)
        self.tie("ui.selection.results", self.lines.setAccessibleName)
        self._layout: LayoutClass = "normal"
        self._was_running = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def arrange(self, layout: LayoutClass) -> None:
        """Words above the buttons where there is little room."""
        way = QBoxLayout.Direction
        small = layout in ("compact", "narrow")
        self._layout = layout
        self._head.setDirection(way.TopToBottom if small else way.LeftToRight)

    def _press(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(str(sender.property("act")))

    def render_state(self, state: SelectionState) -> None:
        """Show a state."""
        self.setVisible(not state.is_empty)
        if state.is_empty:
            return
        say = self.words.label
        done = sum(1 for end in state.ended if end.outcome == "done")
        if state.ended and not state.is_running:
            text = say(f"ui.selection.summary_{state.act}", done=done, total=state.total)
        else:
            text = say("ui.selection.chosen", count=len(state.ticked))
        if state.failure is not None:
            text = self.words.message(state.failure.code, state.failure.facts).title
        self.title.say(text)
        if self._was_running and not state.is_running and state.failure is None:
            announce.politely(self, text)
        self._was_running = state.is_running
        for button in self.buttons.values():
            button.setEnabled(bool(state.ticked) and not state.is_running)
            # Where there is little room the results take it; the keys still act.
            button.setVisible(self._layout != "narrow" or not state.ended)
        self.job.show_job(state.job)
        self.lines.show_lines(tuple(self._line(end) for end in state.ended))
        self.lines.setVisible(bool(state.ended))
        most = theme.current().px(MOST_SEEN.get(self._layout, 5) * 34)
        self.lines.setFixedHeight(min(max(self.lines.content_height(), 1), most))

    def _line(self, end: SelectedEnd) -> CheckLine:
        say = self.words.label
        icon, ink = _LOOKS[end.outcome]
        remark = ""
        if end.problem:
            message = self.words.message(end.problem, dict(end.facts))
            remark = ". ".join(part for part in (message.title, message.action) if part)
        return CheckLine(
            end.was, short_code(end.code) or say("ui.dossier.draft"), icon, ink,
            remark=remark, trailing=say(f"ui.selection.{end.outcome}"),
        )  # fmt: skip
