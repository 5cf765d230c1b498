"""The reports page's model: periods, the newest answer wins, a failure keeps what is there."""

import datetime as dt

import pytest

from desk_app.domain.errors import RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.ui.shell.reports_view_model import SPANS, ReportsViewModel
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.sample_desk import ReportsPart


def model_at(day, reports=None):
    now = dt.datetime.combine(day, dt.time(9), VIETNAM)
    return ReportsViewModel(reports or ReportsPart(), InlineTaskRunner(), lambda: now)


@pytest.mark.parametrize(
    ("today", "span", "first", "last"),
    [
        ("2026-11-21", "month", "2026-11-01", "2026-11-21"),
        ("2026-01-05", "last_month", "2025-12-01", "2025-12-31"),
        ("2026-03-31", "last_month", "2026-02-01", "2026-02-28"),
        ("2026-05-31", "quarter", "2026-04-01", "2026-05-31"),
        ("2026-12-31", "quarter", "2026-10-01", "2026-12-31"),
        ("2026-08-31", "year", "2026-01-01", "2026-08-31"),
    ],
)
def test_periods(qapp, today, span, first, last):
    model = model_at(dt.date.fromisoformat(today))
    model.choose_span(span)
    assert model.days() == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_a_number_shows_its_dossiers(qapp):
    model = model_at(dt.date(2026, 11, 21))
    model.begin()
    assert model.state.report == "processing"
    assert model.state.number == "received"
    assert len(model.state.behind) == 8
    model.choose_number("late")
    assert model.state.chosen.name == "Quá hạn"
    model.choose_report("digitisation")
    assert model.state.view.key == "digitisation"


def test_every_period_in_turn(qapp):
    model = model_at(dt.date(2026, 11, 21))
    seen = []
    for _ in SPANS:
        seen.append(model.state.span)
        model.next_span()
    assert seen == list(SPANS)
    assert model.state.span == SPANS[0]


def test_a_refusal_is_told_and_the_page_stays(qapp):
    class Refusing(ReportsPart):
        def make(self, key, first, last):
            raise RuleError("reports.personal", {"report": key})

    model = model_at(dt.date(2026, 11, 21), Refusing())
    model.begin()
    assert model.state.failure.code == "reports.personal"
    assert not model.state.is_loading
    assert model.state.choices


def test_a_saved_workbook_is_named(qapp):
    model = model_at(dt.date(2026, 11, 21))
    model.begin()
    model.save()
    assert model.state.saved.endswith("processing.xlsx")
