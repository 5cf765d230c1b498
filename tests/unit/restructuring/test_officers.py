"""A year lived again with the calendars of officers: who is away does nothing that day."""

import datetime as dt

import pytest

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.reports.visits import Visit
from desk_app.domain.restructuring.officers import OfficerCalendars, presences_from_data
from desk_app.domain.restructuring.process import plan_of
from desk_app.domain.restructuring.project_reading import project_from_data
from desk_app.domain.restructuring.replay import Life, relive

CALENDAR = WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))
BIRTH = Catalogue().procedure("birth_registration")
AWAY = [{"user": "hung", "first": dt.date(2026, 11, 10), "last": dt.date(2026, 11, 12)}]


def at(day, hour):
    return dt.datetime(2026, 11, day, hour, tzinfo=VIETNAM)


def plan(**steps):
    data = {
        "schema": 1, "code": "x", "kind": "single", "procedures": [BIRTH.key], "steps": steps,
    }  # fmt: skip
    return plan_of(BIRTH, project_from_data(data))


def calendars(**data):
    return OfficerCalendars(office=CALENDAR, presences=presences_from_data(data))


def life(*stays):
    visits = tuple(
        Visit(seq=n, step=step, entered_at=at(*entered), left_at=at(*left), user=user)
        for n, (step, user, entered, left) in enumerate(stays, 1)
    )
    return Life(code="a", visits=visits, due_at=None, papers={})


# Accepted on Monday 9 from 8 to 16, then a day of hung's work on Friday 13.
RECORD = life(("intake", "lan", (9, 8), (9, 16)), ("appraise", "hung", (9, 16), (16, 9)))
DROPPED = plan(intake={"choice": "drop", "reason": "x"})


def test_work_that_moves_waits_until_its_officer_is_there():
    anybody = relive(RECORD, DROPPED, calendars())
    away = relive(RECORD, DROPPED, calendars(away=AWAY))
    assert anybody.visits[1].entered_at == away.visits[1].entered_at == at(9, 8)
    # of his own days he needed the rest of Monday, Friday and an hour of the next Monday
    assert away.visits[1].left_at.date() == dt.date(2026, 11, 13)
    assert away.ended_at <= RECORD.visits[-1].left_at
    half = plan(
        intake={"choice": "drop", "reason": "x"}, appraise={"choice": "keep", "amount": 0.25}
    )
    assert relive(RECORD, half, calendars(away=AWAY)).ended_at.date() == dt.date(2026, 11, 9)


def test_days_of_the_week_of_an_officer():
    fridays = calendars(weekdays=[{"user": "hung", "days": ["mon", "fri"]}])
    calendar = fridays.of("hung")
    week = [dt.date(2026, 11, day) for day in range(9, 16)]
    assert [day.day for day in week if calendar.is_working(day)] == [9, 13]
    assert fridays.of("lan") is CALENDAR
    assert relive(RECORD, DROPPED, fridays).ended_at.weekday() in {0, 4}


def test_work_recorded_on_a_day_away_is_kept_by_the_offices_calendar():
    tuesday = life(("intake", "lan", (9, 8), (9, 16)), ("appraise", "hung", (10, 8), (10, 10)))
    relived = relive(tuesday, DROPPED, calendars(away=AWAY))
    assert relived.visits[1].left_at == at(9, 10)


def test_nothing_changed_is_the_record_exactly_whoever_was_away():
    same = relive(RECORD, plan(), calendars(away=AWAY))
    assert same.visits == RECORD.visits


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"away": [{"user": "hung", "first": "x", "last": dt.date(2026, 1, 1)}]}, "away.0.first"),
        ({"away": [{"user": "hung", "first": dt.date(2026, 1, 2), "last": dt.date(2026, 1, 1)}]},
         "away.0.last"),
        ({"away": [{"first": dt.date(2026, 1, 1), "last": dt.date(2026, 1, 1)}]}, "away.0.user"),
        ({"weekdays": [{"user": "hung", "days": ["friday"]}]}, "weekdays.0.days"),
        ({"leave": []}, "leave"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(data, place):
    with pytest.raises(DefinitionError) as caught:
        presences_from_data(data)
    assert place in {problem.path for problem in caught.value.problems}
