"""The backlog as a page: progress, pace, rest time, and whether this desk works on it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState
from desk_app.ui.common.list_or_empty import ListOrEmpty
from desk_app.ui.common.page import ButtonState, Chrome, Page
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.words import Words
from desk_app.ui.contract import BacklogLine
from desk_app.ui.shell.backlog_view_model import BacklogState, BacklogViewModel

HOUR = 60


class BacklogPage(Page):
    """Passive page of ``BacklogViewModel``."""

    scope: Scope = "backlog"

    def __init__(
        self, words: Words, model: BacklogViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("BacklogPage")
        self._model = model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        self.banner = Banner("backlogBanner")
        self.table = Table("tblBacklog")
        self.empty = EmptyState("backlogEmpty")
        self.stack = ListOrEmpty(self.table, self.empty)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        self.tie("ui.backlog.table", self.table.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def render_state(self, state: BacklogState) -> None:
        """Show a state."""
        say = self.words.label
        columns = (
            Column(say("ui.column.work"), 0),
            Column(say("ui.column.progress"), 150),
            Column(say("ui.column.findings"), 142),
            Column(say("ui.column.pace"), 130),
            Column(say("ui.column.rest"), 160),
        )
        self.table.show_rows(columns, tuple(self._row(line) for line in state.lines))
        self.stack.show_empty(is_empty=not state.lines)
        if not state.lines:
            self.empty.show_state("inbox", say("ui.backlog.empty"), say("ui.backlog.empty_help"))
        self._show_banner(state)
        key = "stop_backlog" if state.is_working else "work_backlog"
        self.set_chrome(
            Chrome(
                say("ui.page.backlog"),
                hints=("escape",),
                buttons=(
                    ButtonState("queue_work", say("ui.act.queue_work")),
                    ButtonState("work_backlog", say(f"ui.act.{key}"), "primary", "progress"),
                ),
            )
        )

    def _row(self, line: BacklogLine) -> Row:
        say = self.words.label
        bad = ChipText(say("ui.backlog.damaged", count=line.failed), "err", "x-circle")
        if not line.total:
            nothing = Cell(say("ui.backlog.nothing"))
            return Row(
                line.kind, (Cell(say(f"ui.backlog_kind.{line.kind}")), nothing, *[Cell()] * 3)
            )
        return Row(
            line.kind,
            (
                Cell(say(f"ui.backlog_kind.{line.kind}")),
                Cell(say("ui.backlog.progress", done=line.done, total=line.total)),
                Cell(chip=bad) if line.failed else Cell(say("ui.backlog.sound")),
                Cell(say("ui.backlog.pace", count=round(line.per_minute))),
                Cell(self._rest(line)),
            ),
        )

    def _rest(self, line: BacklogLine) -> str:
        say = self.words.label
        if line.done >= line.total:
            return say("ui.backlog.finished")
        if line.minutes_left is None:
            return say("ui.backlog.unknown")
        minutes = max(round(line.minutes_left), 1)
        if minutes < HOUR:
            return say("ui.backlog.minutes", count=minutes)
        return say("ui.backlog.hours", hours=minutes // HOUR, minutes=minutes % HOUR)

    def _show_banner(self, state: BacklogState) -> None:
        say = self.words.label
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.is_resting:
            self.banner.show_message("warn", "clock", say("ui.backlog.resting"))
        elif state.is_working:
            self.banner.show_message("info", "progress", say("ui.backlog.working"))
        elif state.queued is not None:
            text = say("ui.backlog.queued", count=state.queued)
            self.banner.show_message("info", "check-circle", text)
        else:
            self.banner.clear()

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        if action_id == "queue_work":
            self._model.queue(self.table.current_id() or "")
        elif action_id == "work_backlog":
            self._model.toggle()
        else:
            return False
        return True

    def panes(self) -> tuple[QWidget, ...]:
        """The table."""
        return (self.table,)

    def enter(self) -> None:
        """Ask again; the cursor is on the table."""
        self._model.look()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
