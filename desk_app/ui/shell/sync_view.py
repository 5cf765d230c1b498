"""The outbox as a page."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.chips import short_code
from desk_app.ui.common.columns import pane_column, scrolled
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState, Text
from desk_app.ui.common.list_or_empty import ListOrEmpty
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import OutboxItem
from desk_app.ui.shell.sync_view_model import SyncState, SyncViewModel

_SIDE_PX, _SIDE_SMALL_PX = (330, 470), (260, 340)
"""Widths beside the list: with one answer, with two values to choose from."""


class SyncPage(Page):
    """Passive page of ``SyncViewModel``."""

    scope: Scope = "sync"

    def __init__(self, words: Words, model: SyncViewModel, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("SyncPage")
        self._model = model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        self.waiting, self.parked = Chip(), Chip()
        head.addWidget(self.waiting)
        head.addWidget(self.parked)
        head.addStretch(1)
        column.addLayout(head)
        self.banner = Banner("syncBanner")
        column.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(look.px(10))
        self.table = Table("tblOutbox")
        self.table.chosen.connect(model.choose)
        self.table.opened.connect(self._open)
        self.empty = EmptyState("outboxEmpty")
        self.stack = ListOrEmpty(self.table, self.empty)
        body.addWidget(self.stack, 1)
        self.side = self._make_side()
        body.addWidget(self.side)
        column.addLayout(body, 1)
        self.tie("ui.sync.table", self.table.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_side(self) -> QFrame:
        look = theme.current()
        side = QFrame()
        side.setObjectName("pnlOutbox")
        side.setProperty("role", "card")
        column = pane_column(side)
        column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(12))
        self.code, self.what = Text("h2", wrap=True), Text("muted", wrap=True)
        self.happened, self.answer = Text("bold", wrap=True), Text(wrap=True)
        self.differences = Table("tblDifferences")
        self.differences.ticked.connect(self._toggle)
        self.differences.opened.connect(self._toggle)
        self.differences.chosen.connect(self._look_at)
        self.ours, self.theirs = Text(wrap=True), Text(wrap=True)
        self.guide = Text("muted", wrap=True)
        self._looked_at = ""
        self.settle = KeyButton("btnSettle", "primary")
        self.settle.clicked.connect(self._model.settle)
        self.again = KeyButton("btnSendOne", icon="cloud-up")
        self.fix = KeyButton("btnFix", key="Enter")
        self.keep = KeyButton("btnKeep", key="Ctrl+Del")
        self.again.clicked.connect(self._model.send)
        self.fix.clicked.connect(self._model.fix)
        self.keep.clicked.connect(self._model.keep_local)
        inner = scrolled(column)
        for widget in (self.code, self.what, self.happened):
            inner.addWidget(widget)
        inner.addWidget(self.differences, 1)
        for widget in (self.ours, self.theirs, self.guide, self.answer):
            inner.addWidget(widget)
        inner.addStretch(1)
        for button in (self.settle, self.again, self.fix, self.keep):
            column.addWidget(button)
        return side

    def render_state(self, state: SyncState) -> None:
        """Show a state."""
        say = self.words.label
        parked = sum(1 for item in state.items if item.state in ("parked", "conflict"))
        waiting = len(state.items) - parked
        self.waiting.show_chip(
            ChipText(say("ui.sync.waiting_count", count=waiting), "info", "cloud-up")
            if waiting
            else None
        )
        self.parked.show_chip(
            ChipText(say("ui.sync.parked_count", count=parked), "err", "cloud-err")
            if parked
            else None
        )
        self._show_banner(state)
        self._show_rows(state)
        self._show_side(state)
        self.set_chrome(
            Chrome(
                say("ui.sync.title"),
                hints=("choose_row", "fix_and_send", "keep_local", "refresh"),
                buttons=(ButtonState("send_all", say("ui.act.send_all"), "primary", "cloud-up"),),
            )
        )

    def _show_banner(self, state: SyncState) -> None:
        say = self.words.label
        around = state.around
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.is_sending:
            self.banner.show_message("info", "cloud-up", say("ui.sync.sending"))
        elif around is not None and not around.is_online:
            since = f"{around.offline_since:%H:%M}" if around.offline_since else "–"
            text = say("ui.sync.offline", time=since, count=around.waiting)
            self.banner.show_message("warn", "cloud-off", text)
        else:
            self.banner.clear()

    def _show_rows(self, state: SyncState) -> None:
        say = self.words.label
        small = self.layout_class in ("compact", "narrow")
        columns = (
            Column(say("ui.column.item"), 110 if small else 120),
            Column(say("ui.column.what"), 122 if small else 160),
            Column(say("ui.column.answer"), 0),
            Column(say("ui.column.next_try"), 124),
            *(
                ()
                if small
                else (
                    Column(say("ui.column.since"), 110, may_go=True),
                    Column(say("ui.column.tries"), 76, may_go=True, is_number=True),
                )
            ),
        )
        rows = tuple(Row(item.id, self._cells(item, state)[: len(columns)]) for item in state.items)
        self.table.show_rows(columns, rows, state.chosen)
        is_empty = not rows and not state.is_loading
        self.stack.show_empty(is_empty=is_empty)
        if is_empty:
            self.empty.show_state("cloud-ok", say("ui.sync.empty"), say("ui.sync.empty_help"))

    def _cells(self, item: OutboxItem, state: SyncState) -> tuple[Cell, ...]:
        say = self.words.label
        zone = state.now.tzinfo if state.now else None
        kind = f"ui.outbox_kind.{item.kind}"
        return (
            Cell(short_code(item.code), tooltip=item.code),
            Cell(say(kind if self.words.has(kind) else "ui.outbox_kind.other")),
            Cell(self._answer(item)),
            Cell(chip=self._next(item, state)),
            Cell(f"{item.created_at.astimezone(zone):%d/%m %H:%M}"),
            Cell(str(item.attempts)),
        )

    def _answer(self, item: OutboxItem) -> str:
        if not item.answer:
            return self.words.label("ui.sync.no_answer")
        return self.words.message(item.answer, dict(item.answer_facts)).title

    def _next(self, item: OutboxItem, state: SyncState) -> ChipText:
        say = self.words.label
        if item.state == "parked":
            return ChipText(say("ui.sync.parked"), "err", "alert-circle")
        if item.state == "conflict":
            return ChipText(say("ui.sync.conflict"), "err", "conflict")
        if item.state == "sending" or item.next_try_at is None:
            key = "ui.sync.sending" if item.state == "sending" else "ui.sync.next_now"
            return ChipText(say(key), "info", "cloud-up")
        zone = state.now.tzinfo if state.now else None
        return ChipText(f"{item.next_try_at.astimezone(zone):%H:%M:%S}", "info", "clock")

    def _show_side(self, state: SyncState) -> None:
        say = self.words.label
        item = state.item
        self.side.setVisible(item is not None and self.layout_class != "narrow")
        if item is None:
            return
        kind = f"ui.outbox_kind.{item.kind}"
        self.code.setText(item.code)
        self.what.setText(say(kind if self.words.has(kind) else "ui.outbox_kind.other"))
        if item.answer:
            message = self.words.message(item.answer, dict(item.answer_facts))
            parts = (message.body, message.action)
            self.happened.say(message.title)
            self.answer.say("\n".join(part for part in parts if part))
        else:
            self.happened.say("")
            self.answer.say(say("ui.sync.no_answer"))
        is_conflict = item.state == "conflict"
        for widget in (self.differences, self.guide, self.ours, self.theirs, self.settle):
            widget.setVisible(is_conflict)
        if is_conflict:
            self._show_differences(state)
        self._fit_side(is_conflict=is_conflict)
        self.settle.set_words(say("ui.sync.settle"))
        self.again.set_words(say("ui.sync.send_one"))
        self.fix.set_words(say("ui.act.fix_and_send"))
        self.keep.set_words(say("ui.act.keep_local"))
        self.again.setEnabled(not state.is_sending)
        self.fix.setVisible(item.state == "parked")
        self.again.setVisible(not is_conflict)

    def _fit_side(self, *, is_conflict: bool) -> None:
        """Two values side by side want more room than one answer."""
        narrow, wide = _SIDE_PX if self.layout_class in ("wide", "normal") else _SIDE_SMALL_PX
        self.side.setFixedWidth(theme.current().px(wide if is_conflict else narrow))

    def _show_differences(self, state: SyncState) -> None:
        say = self.words.label
        columns = (
            Column(say("ui.column.field"), 96 if self.layout_class in ("compact", "narrow") else 0),
            Column(say("ui.column.ours"), 0),
            Column(say("ui.column.theirs"), 0),
        )
        chosen = dict(state.choice)
        rows = tuple(
            Row(
                item.field_id,
                (
                    Cell(item.label),
                    _side(item.ours, item.ours_by, is_chosen=chosen.get(item.field_id) == "ours"),
                    _side(
                        item.theirs, item.theirs_by, is_chosen=chosen.get(item.field_id) == "theirs"
                    ),
                ),
            )
            for item in state.differences
        )
        self.differences.show_rows(columns, rows)
        self.differences.setAccessibleName(say("ui.sync.conflict_help"))
        left = len(state.differences) - len(state.choice)
        self.guide.setText(
            say("ui.sync.conflict_left", count=left) if left else say("ui.sync.conflict_ready")
        )
        self.settle.setEnabled(not left)
        self._show_sides(state)

    def _show_sides(self, state: SyncState) -> None:
        """Both values of the field under the cursor in full, with people and times."""
        say, here = self.words.label, self._looked_at
        item = next((one for one in state.differences if one.field_id == here), None)
        item = item or next(iter(state.differences), None)
        if item is None:
            return
        ours, theirs = (
            say("ui.sync.side_ours", value=item.ours, who=item.ours_by),
            say("ui.sync.side_theirs", value=item.theirs, who=item.theirs_by),
        )
        self.ours.setText(ours)
        self.theirs.setText(theirs)

    def _look_at(self, field_id: str) -> None:
        self._looked_at = field_id
        self._show_sides(self._model.state)

    def _toggle(self, field_id: str) -> None:
        chosen = dict(self._model.state.choice).get(field_id)
        self._model.pick(field_id, "theirs" if chosen == "ours" else "ours")

    def _open(self) -> None:
        self._model.fix()

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        acts: dict[str, Callable[[], object]] = {
            "send_all": self._model.send_all,
            "keep_local": self._model.keep_local,
            "refresh": self._model.load,
            "fix_and_send": self._model.fix,
        }
        return did(acts, action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """Table and side."""
        return (self.table, self.side)

    def apply_layout(self, layout: LayoutClass) -> None:
        """Fewer columns where there is less room."""
        super().apply_layout(layout)
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Ask again; the cursor is on the list."""
        self._model.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _side(value: str, who: str, *, is_chosen: bool) -> Cell:
    """One side of a difference; the chosen one is a chip."""
    tip = f"{value} · {who}"
    if is_chosen:
        return Cell(chip=ChipText(value, "info", "check-circle"), tooltip=tip)
    return Cell(value, tooltip=tip)
