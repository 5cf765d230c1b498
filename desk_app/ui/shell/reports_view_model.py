"""Reports: which one, which period, its numbers, and the dossiers behind the chosen one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.contract import BehindLine, ReportChoice, ReportNumber, Reports, ReportView
from desk_app.ui.task_runner import TaskRunner

Span = Literal["month", "last_month", "quarter", "year"]
SPANS: tuple[Span, ...] = ("month", "last_month", "quarter", "year")
_BEHIND = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsState:
    """All the page shows."""

    choices: tuple[ReportChoice, ...] = ()
    report: str = ""
    span: Span = "month"
    view: ReportView | None = None
    number: str = ""
    behind: tuple[BehindLine, ...] = ()
    is_loading: bool = False
    saved: str = ""
    failure: Failure | None = None

    @property
    def chosen(self) -> ReportNumber | None:
        """The number under the cursor."""
        numbers = self.view.numbers if self.view is not None else ()
        return next((n for n in numbers if n.key == self.number), None)


class ReportsViewModel(Model[ReportsState]):
    """Makes reports and lists what stands behind them."""

    def __init__(
        self,
        reports: Reports,
        runner: TaskRunner,
        now: Callable[[], dt.datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, parent)
        self._reports, self._now = reports, now
        self.state = ReportsState()

    def begin(self) -> None:
        """The page has come into sight: the list, and the first report."""
        if not self.state.choices:
            choices = self._reports.choices()
            self._show(choices=choices, report=choices[0].key if choices else "")
        self.refresh()

    def choose_report(self, key: str) -> None:
        """Another report."""
        if key and key != self.state.report:
            self._show(report=key, number="", behind=(), view=None)
            self.refresh()

    def choose_span(self, span: Span) -> None:
        """Another period."""
        if span != self.state.span:
            self._show(span=span)
            self.refresh()

    def next_span(self) -> None:
        """The next period in turn."""
        self.choose_span(SPANS[(SPANS.index(self.state.span) + 1) % len(SPANS)])

    def choose_number(self, key: str) -> None:
        """The cursor is on a number: show the dossiers it counted."""
        if key == self.state.number:
            return
        self._show(number=key, behind=())
        self._ask_behind()

    def refresh(self) -> None:
        """Count again."""
        report = self.state.report
        if not report:
            return
        first, last = self.days()
        reports = self._reports
        self._show(is_loading=True, failure=None, saved="")
        self.ask("db", lambda task: reports.make(report, first, last), self._take, self._refuse)

    def save(self) -> None:
        """Write a workbook."""
        report, (first, last), reports = self.state.report, self.days(), self._reports
        if report:
            self._show(is_loading=True, failure=None, saved="")
            self.ask(
                "io", lambda task: reports.save(report, first, last), self._saved, self._refuse
            )

    def days(self) -> tuple[dt.date, dt.date]:
        """First and last day of the chosen period."""
        today = self._now().date()
        first = today.replace(day=1)
        if self.state.span == "last_month":
            last = first - dt.timedelta(days=1)
            return last.replace(day=1), last
        if self.state.span == "quarter":
            return first.replace(month=(first.month - 1) // 3 * 3 + 1), today
        if self.state.span == "year":
            return first.replace(month=1), today
        return first, today

    def _take(self, view: ReportView) -> None:
        if view.key != self.state.report:
            return
        kept = any(n.key == self.state.number for n in view.numbers)
        first = view.numbers[0].key if view.numbers else ""
        self._show(view=view, is_loading=False, number=self.state.number if kept else first)
        self._ask_behind()

    def _ask_behind(self) -> None:
        number, report = self.state.chosen, self.state.report
        if number is None or not number.column:
            return
        (first, last), reports, column = self.days(), self._reports, number.column
        key = number.key

        def take(lines: tuple[BehindLine, ...]) -> None:
            if key == self.state.number and report == self.state.report:
                self._show(behind=lines)

        self.ask(
            "db",
            lambda task: reports.behind(report, column, first, last, _BEHIND),
            take,
            self._refuse,
        )

    def _saved(self, path: str) -> None:
        self._show(is_loading=False, saved=path)

    def _refuse(self, error: Exception) -> None:
        self._show(is_loading=False, failure=failure_of(error))
