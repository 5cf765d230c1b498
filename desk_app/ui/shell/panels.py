"""Panels over the right edge of the page.

Keys of the screen (F1), jobs (Ctrl+J). They take no focus.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.columns import pane_column
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Text
from desk_app.ui.common.words import View, Words

if TYPE_CHECKING:
    from desk_app.ui.shell.job_log import LoggedJob

WIDTH = 360


@dataclass(frozen=True, slots=True)
class HelpState:
    """Whose keys are shown; an empty scope hides the panel."""

    scope: Scope | None = None


class SidePanel(View):
    """A card over the right edge of the window, between the bars; it takes no focus."""

    def __init__(self, words: Words, name: str, over: QWidget) -> None:
        super().__init__(words, over)
        self.setObjectName(name)
        look = theme.current()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("role", "dialog")
        outer.addWidget(frame)
        self.column = pane_column(frame)
        self.column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        head = QHBoxLayout()
        self.title = Text("h2", wrap=True)
        self.close_button = KeyButton(f"{name}Close", "tool", icon="close")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(self.hide)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.column.addLayout(head)
        self.tie("ui.help.close", self.close_button.setAccessibleName, self.close_button.setToolTip)
        self.hide()

    def open(self) -> None:
        """Come into sight."""
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


class HelpPanel(SidePanel):
    """Keys of the screen in sight, then those that hold everywhere.

    Signals:
        guide_asked: open the guide.
    """

    guide_asked = Signal()

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "helpPanel", over)
        self.keys = CheckList("lstScreenKeys", quiet=True)
        self.guide = KeyButton("btnGuide", icon="help")
        self.guide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.guide.clicked.connect(self.guide_asked)
        self.column.addWidget(self.keys, 1)
        self.column.addWidget(self.guide)
        self.tie("ui.help.title", self.title.setText, self.keys.setAccessibleName)
        self.tie("ui.help.guide", self.guide.set_words)

    def render_state(self, state: HelpState) -> None:
        """Show the keys of a scope."""
        if state.scope is not None:
            caption = CheckLine("everywhere", self.words.label("ui.help.everywhere"), "", "muted")
            own, common = self._lines(state.scope), self._lines("everywhere")
            self.keys.show_lines((*own, caption, *common))

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
        self.open()


class JobsPanel(SidePanel):
    """Jobs of this sitting, those that run first."""

    LOOKS: ClassVar[dict[str, tuple[str, str]]] = {
        "running": ("progress", "primary_text"), "done": ("check-filled", "ok"),
        "stopped": ("minus-circle", "muted"), "failed": ("x-filled", "err"),
    }  # fmt: skip

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "jobsPanel", over)
        self.lines = CheckList("lstJobs", quiet=True)
        self.empty = Text("muted", wrap=True)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.lines, 1)
        self.tie("ui.jobs.title", self.title.setText, self.lines.setAccessibleName)
        self.tie("ui.jobs.none", self.empty.setText)
        self.show_state(())

    def render_state(self, state: "tuple[LoggedJob, ...]") -> None:
        """Show the jobs."""
        self.empty.setVisible(not state)
        self.lines.show_lines(tuple(self._line(at, job) for at, job in enumerate(state)))

    def _line(self, at: int, job: "LoggedJob") -> CheckLine:
        say = self.words.label
        icon, ink = self.LOOKS[job.ending]
        took = (job.ended - job.began).total_seconds() if job.ended else None
        spoken = say(f"ui.jobs.{job.ending}")
        lasted = "" if took is None else say("ui.jobs.seconds", seconds=max(round(took), 1))
        remark = f"{spoken} {lasted}".strip()
        ended = f"{job.key}_ended"
        key = ended if job.ended and self.words.has(ended) else job.key
        return CheckLine(
            f"{at}", say(key, **dict(job.facts)), icon, ink, remark=remark,
            remark_ink="muted", spoken_state=spoken, trailing=f"{job.began:%H:%M}",
        )  # fmt: skip

    def toggle(self) -> None:
        """Into sight or out of it."""
        if self.isVisible():
            self.hide()
        else:
            self.open()
