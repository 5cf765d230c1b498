"""Deadlines against a slow oracle that walks day by day and minute by minute.

The oracle reads the raw calendar data itself; it shares no code with the rules it checks.
"""

import datetime as dt
import random
from typing import Any

import pytest

from desk_app.domain.deadlines import Clock, WorkCalendar
from tests.unit.deadlines.builders import ask, event

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST = dt.date(2025, 12, 1)
Raw = dict[str, Any]
Pauses = list[tuple[dt.datetime, dt.datetime]]


def some_sessions(chance: random.Random) -> list[list[str]]:
    shapes: list[list[list[str]]] = [
        [["07:30", "11:30"], ["13:30", "17:00"]],
        [["08:00", "12:00"], ["13:00", "16:30"]],
        [["07:00", "11:00"]],
        [["13:00", "17:15"]],
        [["07:15", "09:00"], ["09:20", "11:45"], ["14:00", "18:00"]],
    ]
    return chance.choices(shapes, weights=[6, 3, 1, 1, 1])[0]


def some_calendar(chance: random.Random) -> Raw:
    week: dict[str, Any] = {
        name: some_sessions(chance) if chance.random() < 0.95 else [] for name in NAMES[:5]
    }
    week["tue"] = [["08:00", "11:00"], ["14:00", "17:00"]]
    if chance.random() < 0.3:
        week["sat"] = [["08:00", "11:00"]]
    elif chance.random() < 0.3:
        week["sat"] = {"sessions": [["08:00", "11:00"]], "counts": chance.random() < 0.7}
    days = [FIRST + DAY * chance.randrange(150) for _ in range(chance.randrange(25))]
    holidays = [{"on": day.isoformat(), "name": "lễ"} for day in days]
    make_up = []
    for _ in range(chance.randrange(4)):
        off = FIRST + DAY * chance.randrange(150)
        on = FIRST + DAY * chance.randrange(150)
        holidays.append({"on": off.isoformat(), "name": "bù", "swapped_with": on.isoformat()})
        make_up.append(
            {"on": on.isoformat(), "for": off.isoformat(), "sessions": some_sessions(chance)}
        )
    return {"sessions": week, "holidays": holidays, "make_up": make_up}


def opening_hours(raw: Raw, day: dt.date) -> list[list[str]]:
    found: list[list[str]] | None = None
    for row in raw["make_up"]:
        if row["on"] == day.isoformat():
            found = row["sessions"]
    if found is not None:
        return found
    if any(row["on"] == day.isoformat() for row in raw["holidays"]):
        return []
    weekly = raw["sessions"].get(NAMES[day.weekday()], [])
    return weekly["sessions"] if isinstance(weekly, dict) else weekly


def counts(raw: Raw, day: dt.date) -> bool:
    if not opening_hours(raw, day):
        return False
    if any(row["on"] == day.isoformat() for row in raw["make_up"]):
        return True
    weekly = raw["sessions"].get(NAMES[day.weekday()], [])
    if isinstance(weekly, dict):
        return bool(weekly["counts"])
    return day.weekday() < 5


def closing(raw: Raw, day: dt.date) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{opening_hours(raw, day)[-1][1]}")


def next_counted(raw: Raw, day: dt.date) -> dt.date:
    day += DAY
    while not counts(raw, day):
        day += DAY
    return day


def due_in_days(
    raw: Raw, amount: int, start: dt.datetime, pauses: Pauses, *, every_day: bool
) -> tuple[dt.datetime, bool]:
    last, left = start.date(), amount
    if every_day and not opening_hours(raw, last):
        last = next_counted(raw, last) - DAY
    begin_counting = last
    while left:
        last += DAY
        paused = any(begin.date() < last <= end.date() for begin, end in pauses)
        if not paused and last > begin_counting and (every_day or counts(raw, last)):
            left -= 1
    due = closing(raw, last if counts(raw, last) else next_counted(raw, last))
    used_up = False
    for begin, end in pauses:
        if begin > due or (begin.date() < last and not used_up):
            continue
        used_up = True
        left = 0  # of a due day that an earlier pause had put off
        day = last
        while day > begin.date():
            left += every_day or counts(raw, day)
            day -= DAY
        day = end.date()
        if left:
            while left:
                day += DAY
                left -= every_day or counts(raw, day)
            last = day
            due = closing(raw, day if counts(raw, day) else next_counted(raw, day))
            continue
        if not counts(raw, day) or end > closing(raw, day):
            day = next_counted(raw, day)
        due = max(due, closing(raw, day))
        last = due.date()
    return due, used_up


def due_in_minutes(raw: Raw, minutes: int, start: dt.datetime, pauses: Pauses) -> dt.datetime:
    now, left = start, minutes
    while left:
        if counts(raw, now.date()):
            clock = now.strftime("%H:%M")
            is_open = any(
                opens <= clock < closes for opens, closes in opening_hours(raw, now.date())
            )
            if is_open and not any(begin <= now < end for begin, end in pauses):
                left -= 1
        now += MINUTE
    return now


def some_case(seed: int) -> None:
    chance = random.Random(seed)
    raw = some_calendar(chance)
    calendar = WorkCalendar.from_data(raw)
    unit = chance.choice(["working_days", "working_days", "calendar_days", "working_hours"])
    amount = chance.randint(1, 20)
    start = dt.datetime.combine(FIRST, dt.time.min) + MINUTE * chance.randrange(60 * 24 * 60)
    events = [event("accepted", start.isoformat())]
    if chance.random() < 0.3:
        asked = start + MINUTE * chance.randrange(60 * 24 * 9)
        start = asked + MINUTE * chance.randrange(60 * 24 * 9)
        events += [
            event("supplement_requested", asked.isoformat()),
            event("supplement_complete", start.isoformat()),
        ]
    pauses: Pauses = []
    at = start
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        begin = at + MINUTE * chance.randrange(60 * 24 * 6)
        at = begin + MINUTE * chance.randrange(60 * 24 * 5)
        pauses.append((begin, at))
        reason = chance.choice(
            ["payment_requested payment_done", "withdrawal_requested withdrawal_taken_back"]
        )
        opens, closes = reason.split()
        events += [event(opens, begin.isoformat()), event(closes, at.isoformat())]
    facts = ask(events, calendar=calendar, unit=unit, amount=amount)
    used_up = False
    if unit == "working_hours":
        expected = due_in_minutes(raw, amount * 60, start, pauses)
    else:
        every_day = unit == "calendar_days"
        expected, used_up = due_in_days(raw, amount, start, pauses, every_day=every_day)
    assert facts.clock is Clock.RUNNING
    assert facts.due_at == expected, f"seed {seed}"
    assert counts(raw, expected.date()), f"seed {seed}"
    assert facts.days[-1].on == expected.date(), f"seed {seed}"
    assert all(mark.why for mark in facts.days), f"seed {seed}"
    if unit == "working_days" and not used_up:
        assert sum(mark.is_counted for mark in facts.days) == amount, f"seed {seed}"
    today, day, left = max(row.at for row in events).date(), expected.date(), 0
    anchor = max(today, start.date())
    while day > anchor and unit != "calendar_days":
        left += counts(raw, day)
        day -= DAY
    while today > day:
        left -= counts(raw, today)
        today -= DAY
    if unit != "calendar_days" or left < 0:
        assert facts.remaining == left, f"seed {seed}"


@pytest.mark.parametrize("block", range(10))
def test_dates_equal_the_oracle(block: int) -> None:
    for seed in range(block * 40, block * 40 + 40):
        some_case(seed)


BLOCKS, CASES = 24, 500
"""Of the long campaign; seeds begin at 10,000."""


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_dates_equal_the_oracle_in_twelve_thousand_cases(block: int) -> None:
    first = 10_000 + block * CASES
    done = 0
    for seed in range(first, first + CASES):
        some_case(seed)
        done += 1
    assert done * BLOCKS >= 10_000, "the goal of the campaign"
