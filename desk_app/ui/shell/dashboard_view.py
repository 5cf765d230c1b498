"""The work queue as a page: number cards, filters, table, preview."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui.common import announce, theme
from desk_app.ui.common.keys import Scope as KeyScope
from desk_app.ui.common.labels import Banner, EmptyState
from desk_app.ui.common.list_or_empty import ListOrEmpty
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.tables import Table
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import Scope
from desk_app.ui.shell.dashboard_view_model import DashboardState, DashboardViewModel
from desk_app.ui.shell.dossier_preview import Preview
from desk_app.ui.shell.filter_row import FilterRow
from desk_app.ui.shell.number_card import NumberCard
from desk_app.ui.shell.queue_rows import COUNTED, QueueRows, number_words, queue_columns
from desk_app.ui.shell.selection_bar import ACTS, SelectionBar
from desk_app.ui.shell.selection_view_model import SelectionViewModel

CARDS: tuple[tuple[str, Scope, str, str], ...] = (
    ("kpiOverdue", "overdue", "alert-circle", "err"),
    ("kpiToday", "today", "clock-alert", "warn"),
    ("kpiActive", "active", "progress", "primary_text"),
    ("kpiDone", "done", "check-circle", "ok"),
)


class DashboardPage(Page):
    """Passive page of ``DashboardViewModel``."""

    scope: KeyScope = "dashboard"
    search_cleared = Signal()

    def __init__(
        self,
        words: Words,
        model: DashboardViewModel,
        selection: SelectionViewModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("DashboardPage")
        self._model, self._selection = model, selection
        self._queue = QueueRows(words)
        self._told = ("", "")  # what was searched for, and the number that was said of it
        look = theme.current()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(10))
        cards = QHBoxLayout()
        cards.setSpacing(look.px(10))
        self._cards = [NumberCard(*card) for card in CARDS]
        for card in self._cards:
            card.clicked.connect(self._press_card)
            cards.addWidget(card, 1)
        column.addLayout(cards)
        self.filters = FilterRow(words)
        self.filters.scope_asked.connect(model.filter_by)
        self.filters.saved_asked.connect(model.use)
        self.filters.keep_asked.connect(model.keep)
        self.filters.forget_asked.connect(model.forget)
        column.addWidget(self.filters)
        self._banner = Banner("dashboardBanner")
        column.addWidget(self._banner)
        body = QHBoxLayout()
        body.setSpacing(look.px(10))
        self.table = Table("tblQueue")
        self.table.chosen.connect(model.choose)
        self.table.opened.connect(model.open)
        self.table.ticked.connect(self._tick)
        self._empty = EmptyState("queueEmpty")
        self._empty.acted.connect(self._act_on_empty)
        self._stack = ListOrEmpty(self.table, self._empty)
        body.addWidget(self._stack, 1)
        self.preview = Preview(words)
        self.preview.open.clicked.connect(self._open_chosen)
        self.preview.due.asked.connect(self._explain_due)
        self.tie("ui.act.explain_due", self.preview.due.explains)
        body.addWidget(self.preview)
        column.addLayout(body, 1)
        self.selection = SelectionBar(words)
        self.selection.asked.connect(selection.do)
        self.selection.stopped.connect(selection.stop)
        column.addWidget(self.selection)
        self.tie("ui.dashboard.table", self.table.setAccessibleName)
        model.state_changed.connect(self.show_state)
        selection.state_changed.connect(self._show_selection)
        self.show_state(model.state)
        self.selection.show_state(selection.state)

    @property
    def is_small(self) -> bool:
        """Whether there is little room."""
        return self.layout_class in ("compact", "narrow")

    def _press_card(self) -> None:
        sender = self.sender()
        if isinstance(sender, NumberCard):
            self._model.filter_by(sender.scope)

    def _tick(self, key: str) -> None:
        self._selection.tick(key)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_selection(self, state: object) -> None:
        self.selection.show_state(state)
        self._make_room()
        self._show_rows(self._model.state)

    def event(self, event: QEvent) -> bool:
        """Make room anew when something wants more of it, or less."""
        is_done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._make_room()
        return is_done

    def _make_room(self) -> None:
        """Where there is little room, the numbers give way to a selection and to the filters."""
        may_stand = not self.is_small or self._selection.state.is_empty
        first, column = self._cards[0], self._column
        wanted = column.minimumHeightForWidth(self.width())
        if first.isHidden():
            wanted += first.sizeHint().height() + column.spacing()
        for card in self._cards:
            card.setVisible(may_stand and wanted <= self.height())

    def _explain_due(self) -> None:
        self.navigated.emit("explain_due")

    def _open_chosen(self) -> None:
        self._model.open(self._model.state.chosen)

    def _act_on_empty(self) -> None:
        if self._model.state.query.text:
            self.search_cleared.emit()
        else:
            self._model.filter_by("supplement")

    def render_state(self, state: DashboardState) -> None:
        """Show a state."""
        self._selection.keep_only(row.key for row in state.rows)
        self._show_numbers(state)
        self._show_rows(state)
        say = self.words.label
        failure = state.failure or state.alarm
        if failure is not None:
            message = self.words.message(failure.code, failure.facts)
            self._banner.show_failure(message)
        elif state.fetched is not None:
            self._banner.show_message(
                "info", "cloud-down", say("ui.dashboard.fetched", count=state.fetched)
            )
        elif state.notice is not None:
            notice = state.notice
            self._banner.show_message(
                "warn",
                "clock-alert",
                notice.text,
                title=say(
                    "ui.dashboard.maintenance",
                    begins=f"{notice.begins_at:%H:%M %d/%m}",
                    ends=f"{notice.ends_at:%H:%M %d/%m}",
                ),
            )
        else:
            self._banner.clear()
        row = next((row for row in state.rows if row.key == state.chosen), None)
        preview = state.preview if state.preview and state.preview.key == state.chosen else None
        self.preview.show_dossier(
            preview, row if self.layout_class != "narrow" else None, state.now
        )
        date = ""
        if state.now is not None:
            day = say(f"ui.weekday.{state.now.weekday()}")
            date = say("ui.dashboard.date", day=day, date=f"{state.now:%d/%m/%Y}")
        self.set_chrome(
            Chrome(
                say("ui.page.dashboard"),
                subtitle=date,
                hints=(
                    "choose_row",
                    "open_row",
                    "tick_row",
                    "explain_due",
                    "shift_page",
                    "refresh",
                ),
                buttons=(
                    ButtonState("fetch_online", say("ui.act.fetch_online"), icon="cloud-down"),
                    ButtonState("new_dossier", say("ui.act.new_dossier"), "primary", "plus"),
                ),
            )
        )

    def _show_numbers(self, state: DashboardState) -> None:
        say, counts = self.words.label, state.counts
        minutes = counts.minutes_per_dossier
        done = (
            say("ui.dashboard.average", minutes=minutes)
            if minutes is not None
            else say("ui.dashboard.today")
        )
        values = (
            (counts.overdue, "overdue", say("ui.dashboard.act_now")),
            (counts.due_today, "due_today", say("ui.dashboard.before_closing")),
            (counts.active, "active", say("ui.dashboard.queues")),
            (counts.done_today, "done_today", done),
        )
        for card, (number, key, note) in zip(self._cards, values, strict=True):
            card.show_number(number, say(f"ui.dashboard.{key}"), note)
            card.setChecked(state.query.scope == card.scope and not state.query.text)
        self.filters.show_state(state)

    def _show_rows(self, state: DashboardState) -> None:
        say = self.words.label
        ticked = self._selection.state.ticked
        columns = queue_columns(self.words, small=self.is_small, ticked=bool(ticked))
        self.table.show_rows(
            columns,
            self._queue.rows(state, len(columns), self._selection.state.ticked),
            state.chosen,
        )
        self._show_number(state)
        is_empty = not state.rows and not state.is_loading
        self._stack.show_empty(is_empty=is_empty)
        if not is_empty:
            return
        if state.query.text:
            self._empty.show_state(
                "file-search",
                say("ui.dashboard.nothing", text=state.query.text),
                say("ui.dashboard.nothing_help"),
                act=say("ui.dashboard.clear"),
                key="Esc",
            )
        else:
            count = state.counts.scopes.get("supplement", 0)
            self._empty.show_state(
                "inbox",
                self._nothing_left(state),
                say("ui.dashboard.empty_help"),
                act=say("ui.dashboard.open_supplements", count=count) if count else "",
            )

    def _show_number(self, state: DashboardState) -> None:
        """How many rows are in sight, and of how many as soon as that is known.

        Where it is not yet, there is room for any number: nothing moves when it comes.
        """
        say, shown, total = self.words.label, len(state.rows), state.total
        key = "ui.dashboard.found" if state.query.text else "ui.dashboard.limited"
        is_whole = total is not None and total <= shown
        text = say("ui.dashboard.shown", shown=shown)
        if total is not None:
            text = say(key, total=number_words(total), shown=shown)
        if is_whole and state.query.text:
            text = say("ui.dashboard.found_all", total=number_words(shown))
        elif is_whole:
            text = "" if self.is_small else say("ui.dashboard.sorted")
        widest = "" if is_whole else say(key, total=number_words(COUNTED + 1), shown=shown)
        self.filters.show_note(text, widest)
        self._tell_number(state, text)

    def _tell_number(self, state: DashboardState, text: str) -> None:
        """A search that has come to rest says its number once; nothing is said for each key."""
        note, searched = self.filters.note, state.query.text
        if searched != self._told[0]:
            self._told = (searched, "")
            announce.withdraw(note)
        is_known = not state.is_loading and state.total is not None
        if searched and is_known and text != self._told[1]:
            self._told = (searched, text)
            announce.politely(note, text)

    def _nothing_left(self, state: DashboardState) -> str:
        """What an empty list says: of a step, of the officer's own work, or of a filter."""
        say = self.words.label
        if state.query.step:
            return say("ui.dashboard.empty", place=say(f"ui.page.{state.query.step}"))
        if state.query.scope == "mine":
            return say("ui.dashboard.empty_mine")
        return say("ui.dashboard.empty_filter", place=say(f"ui.filter.{state.query.scope}"))

    def apply_layout(self, layout: LayoutClass) -> None:
        """Fewer columns where there is less room."""
        super().apply_layout(layout)
        self.selection.arrange(layout)
        self._make_room()
        for card in self._cards:
            card.show_icon(shown=layout != "narrow")
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Ask again, and put the focus on the list."""
        self._model.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        if action_id == "escape":
            return self._selection.stop()
        acts: dict[str, Callable[[], object]] = {
            "refresh": self._model.refresh,
            "keep_filter": self._model.keep,
            "forget_filter": self._model.forget,
            "fetch_online": self._model.fetch_online,
            "next_filter": lambda: self._model.move_filter(1),
            "previous_filter": lambda: self._model.move_filter(-1),
            "open_row": self._open_chosen,
        }
        acts |= {act: partial(self._selection.do, name) for act, name, _ in ACTS}
        return did(acts, action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """List and preview."""
        return (self.table, self.preview)
