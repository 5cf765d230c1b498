"""The work queue as a page: number cards, filters, table, preview."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui.common import icons, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chips import due_chip, short_code, sync_chip
from desk_app.ui.common.keys import Scope as KeyScope
from desk_app.ui.common.labels import Banner, Chip, EmptyState, Text, line
from desk_app.ui.common.page import ButtonState, Chrome, Page
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.panes import scrolled
from desk_app.ui.common.tables import Cell, Column, Row, Rows, Table
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.common.wrapping import WrappingRow
from desk_app.ui.contract import STEPS, DossierView, Scope, WorkRow
from desk_app.ui.shell.dashboard_view_model import FILTERS, DashboardState, DashboardViewModel

COUNTED = 10_000
SMALL_COLUMNS = 4
CARDS: tuple[tuple[str, Scope, str, str], ...] = (
    ("kpiOverdue", "overdue", "alert-circle", "err"),
    ("kpiToday", "today", "clock-alert", "warn"),
    ("kpiActive", "active", "progress", "primary_text"),
    ("kpiDone", "done", "check-circle", "ok"),
)


class NumberCard(QPushButton):
    """A number with what it counts; pressing it sets the filter."""

    def __init__(self, name: str, scope: Scope, icon: str, token: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "kpi")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scope, self._icon, self._token = scope, icon, token
        self._number, self._caption, self._line = "0", "", ""

    def show_number(self, number: int, caption: str, note: str) -> None:
        """Show a number."""
        self._number, self._caption, self._line = str(number), caption, note
        self.setAccessibleName(f"{number} {caption}. {note}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for number, caption and line."""
        look = theme.current()
        number = look.metrics("big", bold=True).horizontalAdvance(self._number)
        caption = look.metrics(bold=True).horizontalAdvance(self._caption)
        note = look.metrics("small").horizontalAdvance(self._line)
        return QSize(round(look.px(64) + max(number + look.px(9) + caption, note)), look.px(68))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        look = theme.current()
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        side = look.px(24)
        box = QRectF(look.px(14), (self.height() - side) / 2, side, side)
        icons.paint(painter, self._icon, box, look.colour(self._token))
        x, base = look.px(49), self.height() / 2 + look.px(2)
        painter.setPen(look.colour("text"))
        big = look.font("big", bold=True)
        painter.setFont(big)
        painter.drawText(round(x), round(base), self._number)
        after = x + QFontMetricsF(big).horizontalAdvance(self._number) + look.px(9)
        painter.setFont(look.font(bold=True))
        painter.drawText(round(after), round(base), self._caption)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("muted"))
        painter.drawText(round(x), round(base + look.px(20)), self._line)


class Preview(QFrame):
    """The dossier under the cursor."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("pnlPreview")
        self.setProperty("role", "card")
        self._words = words
        look = theme.current()
        self.setFixedWidth(look.px(262))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(12))
        column.setSpacing(look.px(1))
        outer, column = column, scrolled(column)
        self.code = Text("h2", wrap=True)
        chips = QHBoxLayout()
        chips.setSpacing(look.px(6))
        self.due, self.step = Chip(), Chip()
        chips.addWidget(self.due)
        chips.addWidget(self.step)
        chips.addStretch(1)
        column.addWidget(self.code)
        column.addSpacing(look.px(4))
        column.addLayout(chips)
        column.addSpacing(look.px(4))
        self._pairs: dict[str, tuple[Text, Text]] = {}
        for key in ("applicant", "id_number", "procedure", "holder"):
            caption, value = Text("small"), Text(wrap=True)
            self._pairs[key] = (caption, value)
            column.addWidget(caption)
            column.addWidget(value)
            column.addSpacing(look.px(5))
        column.addWidget(line())
        column.addSpacing(look.px(4))
        self.parts_title = Text("section")
        column.addWidget(self.parts_title)
        self.parts = CheckList("lstParts", quiet=True)
        column.addWidget(self.parts, 1)
        column.addSpacing(look.px(6))
        self.open = KeyButton("btnOpen", "primary", key="Enter")
        outer.addSpacing(look.px(6))
        outer.addWidget(self.open)

    def show_dossier(self, dossier: DossierView | None, row: WorkRow | None, now: Any) -> None:
        """Show what is known: the row at once, the rest when it has come."""
        say = self._words.label
        self.setVisible(row is not None)
        if row is None:
            return
        self.code.setText(row.code or say("ui.dossier.draft"))
        self.due.show_chip(due_chip(self._words, row.due_at, now) if row.due_at else None)
        number = STEPS.index(row.step) + 1 if row.step else 0
        step = say("ui.dashboard.step_of", step=number) if number else say(f"ui.state.{row.state}")
        self.step.show_chip(ChipText(step, "info"))
        holder = ""
        if dossier is not None and dossier.holder:
            holder = dossier.holder
            if dossier.held_since is not None:
                holder = say(
                    "ui.dashboard.held_since",
                    holder=dossier.holder,
                    since=f"{dossier.held_since.astimezone(now.tzinfo):%d/%m %H:%M}",
                )
        values = {
            "applicant": row.applicant,
            "id_number": dossier.id_number if dossier else "",
            "procedure": row.procedure,
            "holder": holder,
        }
        for key, (caption, value) in self._pairs.items():
            caption.setText(say(f"ui.dashboard.{key}"))
            value.setText(values[key] or "–")
        self.parts_title.setText(say("ui.dashboard.components"))
        self._show_parts(dossier)
        self.open.set_words(say("ui.act.open_row"))

    def _show_parts(self, dossier: DossierView | None) -> None:
        parts = dossier.components if dossier else ()
        lines = []
        for part in parts:
            here = part.status not in ("missing", "rescan")
            icon, token = ("check-filled", "ok") if here else ("circle", "muted")
            lines.append(CheckLine(part.id, part.name, icon, token))
        self.parts.show_lines(tuple(lines))
        self.parts.setMinimumHeight(self.parts.content_height())


class DashboardPage(Page):
    """Passive page of ``DashboardViewModel``."""

    scope: KeyScope = "dashboard"
    search_cleared = Signal()

    def __init__(
        self, words: Words, model: DashboardViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("DashboardPage")
        self._model = model
        self._drawn_from: tuple[object, ...] | None = None
        self._drawn = Rows((), lambda place: Row("", ()))
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(10))
        cards = QHBoxLayout()
        cards.setSpacing(look.px(10))
        self._cards = [NumberCard(*card) for card in CARDS]
        for card in self._cards:
            card.clicked.connect(self._press_card)
            cards.addWidget(card, 1)
        column.addLayout(cards)
        column.addLayout(self._make_filters())
        self._banner = Banner("dashboardBanner")
        column.addWidget(self._banner)
        body = QHBoxLayout()
        body.setSpacing(look.px(10))
        self.table = Table("tblQueue")
        self.table.chosen.connect(model.choose)
        self.table.opened.connect(model.open)
        self._empty = EmptyState("queueEmpty")
        self._empty.acted.connect(self._act_on_empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        holder = QFrame()
        holder.setProperty("role", "card")
        inside = QVBoxLayout(holder)
        inside.addWidget(self._empty)
        self._stack.addWidget(holder)
        body.addWidget(self._stack, 1)
        self.preview = Preview(words)
        self.preview.open.clicked.connect(self._open_chosen)
        self.preview.due.asked.connect(self._explain_due)
        self.tie("ui.act.explain_due", self.preview.due.explains)
        body.addWidget(self.preview)
        column.addLayout(body, 1)
        self.tie("ui.dashboard.table", self.table.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_filters(self) -> WrappingRow:
        filters = WrappingRow(theme.current().px(6))
        self._group = QButtonGroup(self)
        self._filters: dict[Scope, KeyButton] = {}
        for scope in FILTERS:
            chip = KeyButton(f"filter_{scope}", "filter")
            chip.setCheckable(True)
            chip.setProperty("scope", scope)
            self._group.addButton(chip)
            self._filters[scope] = chip
            filters.addWidget(chip)
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._press_filter)
        self._note = Text("small")
        filters.addWidget(self._note)
        return filters

    def _press_card(self) -> None:
        sender = self.sender()
        if isinstance(sender, NumberCard):
            self._model.filter_by(sender.scope)

    def _press_filter(self, button: QPushButton) -> None:
        self._model.filter_by(button.property("scope"))

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
        self._show_numbers(state)
        self._show_rows(state)
        say = self.words.label
        failure = state.failure or state.alarm
        if failure is not None:
            message = self.words.message(failure.code, failure.facts)
            self._banner.show_message(
                "err", "alert-circle", f"{message.body} {message.action}", title=message.title
            )
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
                hints=("choose_row", "open_row", "explain_due", "shift_page", "refresh"),
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
        for scope, chip in self._filters.items():
            count = counts.scopes.get(scope, 0)
            chip.set_words(
                say("ui.dashboard.filter_count", name=say(f"ui.filter.{scope}"), count=count)
            )
            chip.setChecked(
                state.query.scope == scope and state.query.step is None and not state.query.text
            )

    def _show_rows(self, state: DashboardState) -> None:
        say = self.words.label
        self.table.show_rows(self._columns(), self._rows(state), state.chosen)
        shown = len(state.rows)
        if state.query.text:
            self._note.setText(say("ui.dashboard.found", total=_number(state.total), shown=shown))
        elif state.total > shown:
            self._note.setText(say("ui.dashboard.limited", total=_number(state.total), shown=shown))
        else:
            self._note.setText("" if self.layout_class == "narrow" else say("ui.dashboard.sorted"))
        is_empty = not state.rows and not state.is_loading
        self._stack.setCurrentIndex(1 if is_empty else 0)
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

    def _nothing_left(self, state: DashboardState) -> str:
        """What an empty list says: of a step, of the officer's own work, or of a filter."""
        say = self.words.label
        if state.query.step:
            return say("ui.dashboard.empty", place=say(f"ui.page.{state.query.step}"))
        if state.query.scope == "mine":
            return say("ui.dashboard.empty_mine")
        return say("ui.dashboard.empty_filter", place=say(f"ui.filter.{state.query.scope}"))

    def _columns(self) -> tuple[Column, ...]:
        say = self.words.label
        small = self.layout_class in ("compact", "narrow")
        widths = {
            "due": 150,
            "code": 116,
            "applicant": 190,
            "procedure": 0,
            "step": 150,
            "sync": 112,
        }
        if small:
            widths = {"due": 150, "code": 112, "applicant": 170, "procedure": 0}
        return tuple(Column(say(f"ui.column.{key}"), width) for key, width in widths.items())

    def _rows(self, state: DashboardState) -> Rows:
        """The rows of a state; the same while nothing that is shown in them has changed."""
        drawn_from = (state.rows, state.now, self.words.language, len(self._columns()))
        if self._drawn_from is None or any(
            new is not old and new != old
            for new, old in zip(drawn_from, self._drawn_from, strict=True)
        ):
            self._drawn_from = drawn_from
            rows, now, columns = state.rows, state.now, len(self._columns())
            self._drawn = Rows(
                [row.key for row in rows], lambda place: self._row(rows[place], now, columns)
            )
        return self._drawn

    def _row(self, row: WorkRow, now: dt.datetime | None, columns: int) -> Row:
        say = self.words.label
        number = STEPS.index(row.step) + 1 if row.step else 0
        step = f"{number}  {say(f'ui.page.{row.step}')}" if number else say(f"ui.state.{row.state}")
        task = say(f"ui.task.{row.task}") if row.task else ""
        tells_step = columns > SMALL_COLUMNS
        procedure = row.procedure if tells_step or not task else f"{task} · {row.procedure}"
        cells = (
            Cell(chip=due_chip(self.words, row.due_at, now)),
            Cell(short_code(row.code) or say("ui.dossier.draft"), tooltip=row.code),
            Cell(row.applicant),
            Cell(procedure),
            Cell(chip=ChipText(task, "warn", "clock-alert")) if task else Cell(step),
            Cell(chip=sync_chip(self.words, row.sync)),
        )
        return Row(row.key, cells[:columns])

    def apply_layout(self, layout: LayoutClass) -> None:
        """Fewer columns where there is less room."""
        super().apply_layout(layout)
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Ask again, and put the focus on the list."""
        self._model.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        acts: dict[str, Callable[[], object]] = {
            "refresh": self._model.refresh,
            "fetch_online": self._model.fetch_online,
            "next_filter": lambda: self._model.move_filter(1),
            "previous_filter": lambda: self._model.move_filter(-1),
            "open_row": self._open_chosen,
        }
        if action_id not in acts:
            return False
        acts[action_id]()
        return True

    def panes(self) -> tuple[QWidget, ...]:
        """List and preview."""
        return (self.table, self.preview)


def _number(value: int) -> str:
    """A number with the Vietnamese thousands mark; counting stops at ten thousand."""
    if value > COUNTED:
        return f"{_number(COUNTED)}+"
    return f"{value:,}".replace(",", ".")
