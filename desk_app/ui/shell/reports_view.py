"""Reports as a page: list, numbers, and beside the chosen number its sentence, bars, dossiers."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.columns import pane_column, scrolled
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState, Text, line
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ReportNumber
from desk_app.ui.shell.report_chart import BarChart
from desk_app.ui.shell.reports_view_model import SPANS, ReportsState, ReportsViewModel

VALUE_PX = 92


class ReportsPage(Page):
    """Passive page of ``ReportsViewModel``.

    Signals:
        dossier_asked: code of a dossier behind a number.
    """

    dossier_asked = Signal(str)
    scope: Scope = "reports"

    def __init__(
        self, words: Words, model: ReportsViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("ReportsPage")
        self._model = model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        column.addLayout(self._make_spans())
        self.banner = Banner("reportsBanner")
        column.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(look.px(10))
        self.list = Table("tblReports")
        self.list.chosen.connect(model.choose_report)
        self.numbers = Table("tblReportNumbers")
        self.numbers.chosen.connect(model.choose_number)
        self.empty = EmptyState("reportsEmpty")
        self.side = self._make_side()
        body.addWidget(self.list)
        body.addWidget(self.numbers, 1)
        body.addWidget(self.empty, 1)
        body.addWidget(self.side)
        column.addLayout(body, 1)
        self.tie("ui.reports.list", self.list.setAccessibleName)
        self.tie("ui.reports.numbers", self.numbers.setAccessibleName)
        self.tie("ui.reports.behind", self.behind_title.setText, self.behind.setAccessibleName)
        self.tie("ui.reports.how", self.how_title.setText)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_spans(self) -> QHBoxLayout:
        look = theme.current()
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        self.spans: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for span in SPANS:
            button = KeyButton(f"span_{span}", "filter")
            button.setCheckable(True)
            self.spans[span] = button
            self._group.addButton(button)
            row.addWidget(button)
            self.tie(f"ui.reports.span_{span}", button.set_words)
        self._group.buttonClicked.connect(self._choose_span)
        row.addStretch(1)
        self.period = Text("small")
        row.addWidget(self.period)
        return row

    def _choose_span(self, button: QPushButton) -> None:
        for span in SPANS:
            if self.spans[span] is button:
                self._model.choose_span(span)

    def _make_side(self) -> QFrame:
        look = theme.current()
        side = QFrame()
        side.setProperty("role", "card")
        column = pane_column(side)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(12))
        column = scrolled(column)
        self.title, self.value = Text("h2", wrap=True), Text("big")
        self.how_title, self.how = Text("section"), Text(wrap=True)
        self.basis = Text("small", wrap=True)
        self.chart = BarChart("reportChart")
        self.behind_title = Text("section")
        self.behind = Table("tblReportBehind")
        self.behind.setMinimumHeight(look.px(150))
        self.behind.opened.connect(self._open)
        for widget in (self.title, self.value, self.how_title, self.how, self.basis, line()):
            column.addWidget(widget)
        column.addWidget(self.chart)
        column.addWidget(self.behind_title)
        column.addWidget(self.behind, 1)
        return side

    def _open(self, code: str) -> None:
        self.dossier_asked.emit(code)

    def render_state(self, state: ReportsState) -> None:
        """Show a state."""
        say = self.words.label
        self.spans[state.span].setChecked(True)
        rows = tuple(Row(c.key, (Cell(c.title, tooltip=c.title),)) for c in state.choices)
        self.list.show_rows((Column(say("ui.reports.list").upper()),), rows, state.report)
        view = state.view
        first, last = (day.strftime("%d/%m/%Y") for day in self._model.days())
        self.period.setText(say("report.sheet.period", first=first, last=last))
        has_numbers = view is not None and bool(view.numbers)
        self.numbers.setVisible(has_numbers)
        self.empty.setVisible(not has_numbers)
        key = "ui.reports.loading" if state.is_loading else "ui.reports.nothing"
        self.empty.show_state("dashboard", say(key))
        self._show_numbers(state)
        self._show_banner(state)
        self._show_side(state)
        self.set_chrome(
            Chrome(
                say("ui.page.reports"),
                hints=("choose_row", "next_span"),
                buttons=(
                    ButtonState("count_again", say("ui.act.count_again"), icon="refresh"),
                    ButtonState(
                        "save_workbook", say("ui.act.save_workbook"), "primary",
                        is_enabled=bool(state.report) and not state.is_loading,
                    ),
                ),
            )
        )  # fmt: skip

    def _show_numbers(self, state: ReportsState) -> None:
        say = self.words.label
        numbers = state.view.numbers if state.view is not None else ()
        columns = (
            Column(say("ui.reports.number").upper()),
            Column(say("ui.reports.value").upper(), VALUE_PX, is_number=True),
            Column(say("ui.reports.target").upper(), 118),
        )
        rows = tuple(
            Row(n.key, (Cell(n.name, tooltip=n.definition), Cell(n.value), self._target(n)))
            for n in numbers
        )
        self.numbers.show_rows(columns, rows, state.number)

    def _target(self, number: ReportNumber) -> Cell:
        if not number.target:
            return Cell()
        if number.misses:
            return Cell(chip=ChipText(number.target, "warn", "warning"))
        return Cell(chip=ChipText(number.target, "ok", "check-circle"))

    def _show_banner(self, state: ReportsState) -> None:
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.saved:
            words = self.words.label("ui.reports.saved", path=state.saved)
            self.banner.show_message("ok", "check-circle", words)
        else:
            self.banner.clear()

    def _show_side(self, state: ReportsState) -> None:
        number = state.chosen
        self.side.setVisible(number is not None and self.layout_class != "narrow")
        if number is None:
            return
        self.title.setText(number.name)
        self.value.setText(number.value)
        self.how.say(number.definition)
        self.how_title.setVisible(bool(number.definition))
        basis = self.words.label("report.sheet.source", source=number.source)
        self.basis.say(basis if number.source else "")
        self.chart.show_bars(number.bars)
        listed = bool(number.column)
        self.behind_title.setVisible(listed)
        self.behind.setVisible(listed)
        is_roomy = self.layout_class in ("wide", "normal")
        columns = (
            Column(self.words.label("report.register.code").upper()),
            Column(self.words.label("report.register.state").upper(), 124 if is_roomy else 104),
        )
        rows = tuple(
            Row(
                each.code,
                (
                    Cell(each.code, tooltip=each.procedure, link=True),
                    Cell(self.words.label(f"ui.state.{each.state}") if each.state else ""),
                ),
            )
            for each in state.behind
        )
        self.behind.show_rows(columns, rows)

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        acts: dict[str, Callable[[], object]] = {
            "count_again": self._model.refresh,
            "save_workbook": self._model.save,
            "next_span": self._model.next_span,
        }
        return did(acts, action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """List, numbers, dossiers."""
        return (self.list, self.numbers, self.behind)

    def apply_layout(self, layout: LayoutClass) -> None:
        """The side gives way first."""
        super().apply_layout(layout)
        look = theme.current()
        self.list.setFixedWidth(look.px(290 if layout in ("wide", "normal") else 168))
        self.side.setFixedWidth(look.px(360 if layout in ("wide", "normal") else 270))
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Count when the page comes into sight."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.begin()
