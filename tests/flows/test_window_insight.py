"""Dates, gaps and the shift of real dossiers, as the window shows them."""

import dataclasses
import datetime as dt

import pytest

from desk_app.ui.common.item_list import ITEM_ROLE
from desk_app.ui.guide import hints_of
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def lines_of(window):
    model = window.shell.work.insight.lines.model()
    return [model.data(model.index(row, 0), ITEM_ROLE) for row in range(model.rowCount())]


def said(window):
    return window.shell.work.insight.said.text()


def test_the_days_are_those_of_the_calendar(office, at):
    """Received on Monday 9 November, ten working days, a holiday on the 24th."""
    key = office.appraised()
    window = at("thamdinh")
    window.open(key, "appraise")
    settle()
    window.shell.press("explain_due")
    settle()
    facts = office.enquiries.clock(key)
    shown = {line.id: line for line in lines_of(window)}
    assert list(shown) == [mark.on.isoformat() for mark in facts.days]
    for mark in facts.days:
        assert bool(shown[mark.on.isoformat()].trailing) == mark.is_counted
    assert f"{office.see(key).due_at:%d/%m/%Y}" in said(window)
    assert f"{facts.apology_last_day:%d/%m/%Y}" in said(window)


def test_a_lesson_times_a_practice_dossier_and_no_real_one(office, at):
    key = office.submitted()
    office.clock.at += dt.timedelta(minutes=2)
    window = at("lanhdao")
    view = window.desk.insight.lesson(key)
    assert [step.step for step in view.steps if step.is_here] == ["approve"]
    assert sum(step.seconds for step in view.steps) == 120
    assert view.hints == hints_of("approve") != ()
    sitting = window.desk.insight._sitting
    sitting.desk = dataclasses.replace(sitting.desk, is_practice=False)
    assert window.desk.insight.lesson(key).steps == ()
    window.open(key, "approve")
    settle()
    window.shell.press("lesson")
    settle()
    assert lines_of(window) == []
    assert "Chỉ văn phòng tập huấn" in said(window)


def test_what_a_real_dossier_lacks_stands_before_its_closing(office, at):
    key = office.sealed()
    window = at("traketqua")
    window.open(key, "return_result")
    settle()
    window.shell.press("before_closing")
    settle()
    shown = [line.trailing for line in lines_of(window) if line.trailing]
    assert shown == ["chỉ số 4.3", "chỉ số 4.5"]


def test_the_shift_page_holds_what_is_late_and_what_is_held(office, at):
    key = office.appraised()
    office.do("intake", "claim", key, "thamdinh")
    office.at(30)
    window = at("thamdinh")
    window.go("dashboard")
    settle()
    window.shell.press("shift_page")
    settle()
    groups = [line.id.partition(":")[0] for line in lines_of(window)]
    assert groups == ["overdue", "claimed"]
    assert "Thẩm định 1" in said(window)
