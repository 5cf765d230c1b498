"""The portal test: 2 + 5 + 2 working days, counted again day by day."""

import datetime as dt
import random

import pytest

import resources
from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.errors import RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.restructuring.portal_test import (
    CaseResult,
    PortalTest,
    RunEvent,
    RunState,
    board,
    record,
)

CALENDAR = WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))
DONE = {n: CaseResult(passed=True, dossier_code="H99") for n in range(1, 5)}
READY = PortalTest(system_in_use="QĐ 1", cases=DONE)


def at(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), VIETNAM)


def oracle(day, count):
    """The count-th working day after a day, by walking."""
    while count:
        day += dt.timedelta(days=1)
        count -= CALENDAR.is_working(day)
    return day


def test_clocks_against_walking():
    draw = random.Random(3)
    for _ in range(300):
        asked = dt.date(2026, 1, 1) + dt.timedelta(days=draw.randrange(330))
        shown = asked + dt.timedelta(days=draw.randrange(4))
        run = record(READY, RunEvent.REQUESTED, at(asked), CALENDAR, has_fee=True)
        assert board(run, CALENDAR, at(asked, 10), has_fee=True).clock_a == oracle(asked, 2)
        run = record(run, RunEvent.PUBLISHED, at(shown, 11), CALENDAR, has_fee=True)
        b = oracle(shown, 5)
        for gap in range(-1, 2):
            now = at(b + dt.timedelta(days=gap), 23)
            stands = board(run, CALENDAR, now, has_fee=True)
            assert stands.clock_b == b
            assert (stands.state is RunState.STOPPED) == (gap > 0)
        told = min(shown + dt.timedelta(days=draw.randrange(5)), b)
        done = record(run, RunEvent.SUMMARY_SENT, at(told, 12), CALENDAR, has_fee=True)
        assert board(done, CALENDAR, at(told, 13), has_fee=True).clock_c == oracle(told, 2)


def test_warns_before_the_publication_stops():
    day = dt.date(2026, 3, 2)
    run = record(READY, RunEvent.REQUESTED, at(day), CALENDAR, has_fee=True)
    run = record(run, RunEvent.PUBLISHED, at(day, 10), CALENDAR, has_fee=True)
    said = [board(run, CALENDAR, at(oracle(day, n)), has_fee=True) for n in range(1, 6)]
    assert [b.days_left for b in said] == [4, 3, 2, 1, 0]
    assert [b.warns for b in said] == [False, False, True, True, True]


def test_the_way_through_and_the_loop():
    day = dt.date(2026, 3, 2)
    run = READY
    for event, reason in (
        (RunEvent.REQUESTED, ""),
        (RunEvent.SENT_BACK, "Thiếu thành phần"),
        (RunEvent.REQUESTED, ""),
        (RunEvent.PUBLISHED, ""),
        (RunEvent.SUMMARY_SENT, ""),
        (RunEvent.FAILED, "Thanh toán lỗi"),
        (RunEvent.REQUESTED, ""),
        (RunEvent.PUBLISHED, ""),
        (RunEvent.SUMMARY_SENT, ""),
        (RunEvent.CONFIRMED, ""),
    ):
        day = oracle(day, 1)
        run = record(run, event, at(day), CALENDAR, has_fee=True, reason=reason)
    assert board(run, CALENDAR, at(day), has_fee=True).state is RunState.PASSED


@pytest.mark.parametrize(
    ("run", "event", "code"),
    [
        (PortalTest(cases=DONE), RunEvent.REQUESTED, "restructuring.system_not_in_use"),
        (READY, RunEvent.PUBLISHED, "restructuring.test_order"),
        (READY, RunEvent.CONFIRMED, "restructuring.test_order"),
    ],
)
def test_refusals(run, event, code):
    with pytest.raises(RuleError) as caught:
        record(run, event, at(dt.date(2026, 3, 2)), CALENDAR, has_fee=True)
    assert caught.value.code == code


def test_no_summary_while_a_case_is_open_and_payment_only_where_there_is_a_fee():
    day = dt.date(2026, 3, 2)
    run = PortalTest(system_in_use="x", cases={n: DONE[n] for n in (1, 2, 4)})
    for event in (RunEvent.REQUESTED, RunEvent.PUBLISHED):
        run = record(run, event, at(day), CALENDAR, has_fee=True)
    with pytest.raises(RuleError) as caught:
        record(run, RunEvent.SUMMARY_SENT, at(day), CALENDAR, has_fee=True)
    assert caught.value.facts == {"cases": "3"}
    record(run, RunEvent.SUMMARY_SENT, at(day), CALENDAR, has_fee=False)


def test_an_event_never_lies_before_the_one_before_it():
    run = record(READY, RunEvent.REQUESTED, at(dt.date(2026, 3, 2)), CALENDAR, has_fee=True)
    with pytest.raises(RuleError):
        record(run, RunEvent.PUBLISHED, at(dt.date(2026, 3, 1)), CALENDAR, has_fee=True)
