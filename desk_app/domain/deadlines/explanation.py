"""Each day of a term in or out, and why."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.deadlines.course import Course


class DayWord(StrEnum):
    """A reason a day counts or does not."""

    WORKING_DAY = "working_day"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAPPED = "swapped"
    CLOSED = "closed"
    PAUSE = "pause"
    EVENT_DAY = "event_day"


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of the strip an officer sees.

    Attributes:
        on: the day.
        is_counted: whether the term used it.
        why: the reasons for that verdict, those of the calendar first.
        holiday: name of the holiday, empty on other days.
    """

    on: dt.date
    is_counted: bool
    why: tuple[DayWord, ...]
    holiday: str = ""


def explain(course: Course) -> tuple[DayMark, ...]:
    """List the days from the day that counts as receipt to the due day."""
    first = course.received.date()
    span = (course.due_day - first).days
    return tuple(_mark(course, first + dt.timedelta(days=ahead)) for ahead in range(span + 1))


def _mark(course: Course, day: dt.date) -> DayMark:
    calendar = course.calendar
    word = DayWord(calendar.kind(day).value)
    holiday = calendar.holidays[day].name if word in {DayWord.HOLIDAY, DayWord.SWAPPED} else ""
    if _is_counted(course, day):
        return DayMark(day, is_counted=True, why=(word,), holiday=holiday)
    outside = [
        (DayWord.PAUSE, _is_paused(course, day)),
        (DayWord.EVENT_DAY, day == course.received.date()),
    ]
    reasons = [reason for reason, holds in outside if holds]
    before = course.term.counts_every_day and reasons  # its days off do not leave it by themselves
    if not calendar.is_working(day) and not before:
        reasons.insert(0, word)
    return DayMark(day, is_counted=False, why=tuple(reasons), holiday=holiday)


def _is_counted(course: Course, day: dt.date) -> bool:
    if course.term.runs_by_the_minute:
        return _minutes_run(course, day) > dt.timedelta()
    if day <= course.day_zero or _is_paused(course, day):
        return False
    return course.term.counts_every_day or course.calendar.is_working(day)


def _is_paused(course: Course, day: dt.date) -> bool:
    if course.term.runs_by_the_minute:
        return any(begin.date() <= day <= end.date() for begin, end in course.pauses)
    return any(begin.date() < day <= end.date() for begin, end in course.pauses)


def _minutes_run(course: Course, day: dt.date) -> dt.timedelta:
    start = max(course.received, dt.datetime.combine(day, dt.time.min))
    end = min(course.due_at, dt.datetime.combine(day, dt.time.max))
    total = course.calendar.open_between(start, end)
    for begin, stop in course.pauses:
        total -= course.calendar.open_between(max(start, begin), min(end, stop))
    return total
