"""The office's calendar: which days count, and in which hours the office is open.

Source: counting rules 5, 9 (make-up day before holiday before week; a make-up day carries its
own sessions; a weekly Saturday session is for intake only unless it is said to count).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from desk_app.domain.deadlines import reading
from desk_app.domain.deadlines.errors import DeadlineError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SATURDAY = 5
_NOON_BREAK_ENDS = dt.time(13, 0)
_SEARCH_LIMIT = 3660  # ten years without a working day is no calendar


class DayKind(StrEnum):
    """What a day is in the calendar; the value is the word of an explanation."""

    WORKING_DAY = "working_day"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAPPED = "swapped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """A stretch of opening hours within one day."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off named by law or by the yearly notice; `swapped_with` is its make-up day."""

    on: dt.date
    name: str
    swapped_with: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A day worked in place of another, with its own sessions."""

    on: dt.date
    replaces: dt.date | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days and opening hours of one office.

    Attributes:
        week: sessions of Monday (0) to Sunday (6).
        counting: weekdays on which terms run, if they have sessions.
        holidays: by day.
        make_ups: by day.
        version: what a dossier stores to say by which calendar it was counted.
    """

    week: tuple[tuple[Session, ...], ...]
    counting: frozenset[int]
    holidays: Mapping[dt.date, Holiday] = field(default_factory=dict)
    make_ups: Mapping[dt.date, MakeUp] = field(default_factory=dict)
    version: str = ""
    _swapped: frozenset[dt.date] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        swapped = {day.on for day in self.holidays.values() if day.swapped_with}
        swapped |= {day.replaces for day in self.make_ups.values() if day.replaces}
        object.__setattr__(self, "_swapped", frozenset(swapped))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a calendar from `sessions`, `holidays`, `make_up` and `version`.

        A day of the week is a list of `["07:30", "11:30"]` pairs, or a table with `sessions`
        and `counts`.

        Raises:
            DeadlineError: `due.calendar_invalid` or a value that cannot be read.
        """
        data = reading.table(data, "calendar")
        weekly = reading.table(data.get("sessions", {}), "calendar.sessions")
        if unknown := set(weekly) - set(_DAYS):
            raise DeadlineError("due.calendar_invalid", key="sessions", value=sorted(unknown))
        week: list[tuple[Session, ...]] = []
        counting: set[int] = set()
        for index, name in enumerate(_DAYS):
            sessions, counts = _weekday(weekly.get(name) or [], name)
            week.append(sessions)
            if index < _SATURDAY if counts is None else counts:
                counting.add(index)
        make_ups = [
            _make_up(row, week) for row in reading.rows(data.get("make_up") or [], "make_up")
        ]
        holidays = [_holiday(row) for row in reading.rows(data.get("holidays") or [], "holidays")]
        return cls(
            week=tuple(week),
            counting=frozenset(counting),
            holidays={holiday.on: holiday for holiday in holidays},
            make_ups={make_up.on: make_up for make_up in make_ups},
            version=str(data.get("version") or ""),
        )

    def without(self, days: Iterable[dt.date]) -> "WorkCalendar":
        """The same calendar with these days closed."""
        closed = {day: MakeUp(on=day, replaces=None, sessions=()) for day in days}
        return replace(self, make_ups={**self.make_ups, **closed})

    def only_on(self, weekdays: Collection[int] | None) -> "WorkCalendar":
        """The same calendar with hours on these days of the week alone; None leaves it as it is."""
        if weekdays is None:
            return self
        hours = (part if day in weekdays else () for day, part in enumerate(self.week))
        return replace(self, week=tuple(hours))

    def kind(self, day: dt.date) -> DayKind:
        """Say what a day is: make-up day first, then holiday, then the week."""
        make_up = self.make_ups.get(day)
        if make_up:
            return DayKind.MAKE_UP if make_up.sessions else DayKind.CLOSED
        if day in self.holidays:
            return DayKind.SWAPPED if day in self._swapped else DayKind.HOLIDAY
        if self._counts_weekly(day):
            return DayKind.WORKING_DAY
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.CLOSED

    def is_working(self, day: dt.date) -> bool:
        """Say whether terms count this day."""
        return self.kind(day) in {DayKind.WORKING_DAY, DayKind.MAKE_UP}

    def sessions(self, day: dt.date) -> tuple[Session, ...]:
        """Give the opening hours of a day, those for intake only included."""
        make_up = self.make_ups.get(day)
        if make_up:
            return make_up.sessions
        return () if day in self.holidays else self.week[day.weekday()]

    def next_working(self, day: dt.date) -> dt.date:
        """Find the first working day after a day.

        Raises:
            DeadlineError: `due.no_working_day` within ten years.
        """
        return self._search(day, 1)

    def previous_working(self, day: dt.date) -> dt.date:
        """Find the last working day before a day.

        Raises:
            DeadlineError: `due.no_working_day` within ten years.
        """
        return self._search(day, -1)

    def nth_working(self, day: dt.date, count: int) -> dt.date:
        """Find the working day that is the `count`-th after a day; 0 gives the day itself."""
        for _ in range(count):
            day = self.next_working(day)
        return day

    def working_between(self, after: dt.date, upto: dt.date) -> int:
        """Count the working days in (after, upto]."""
        if upto <= after:
            return 0
        weeks, rest = divmod((upto - after).days, 7)
        days = weeks * sum(1 for index in self.counting if self.week[index])
        days += sum(self._counts_weekly(upto - dt.timedelta(days=back)) for back in range(rest))
        for day in self.holidays.keys() | self.make_ups.keys():
            if after < day <= upto:
                days += self.is_working(day) - self._counts_weekly(day)
        return days

    def opening(self, day: dt.date) -> dt.datetime:
        """Give the moment at which a day with sessions begins."""
        return dt.datetime.combine(day, self.sessions(day)[0].opens)

    def closing(self, day: dt.date) -> dt.datetime:
        """Give the moment at which the last session of a day with sessions ends."""
        return dt.datetime.combine(day, self.sessions(day)[-1].closes)

    def morning_end(self, day: dt.date) -> dt.datetime:
        """Give the end of the morning: the last session over by 13:00, else the first one."""
        sessions = self.sessions(day)
        mornings = [part for part in sessions if part.closes <= _NOON_BREAK_ENDS]
        return dt.datetime.combine(day, (mornings or [sessions[0]])[-1].closes)

    def stretches(
        self, start: dt.datetime, end: dt.datetime
    ) -> Iterable[tuple[dt.datetime, dt.datetime]]:
        """List the counted opening hours between two moments, in order."""
        day = start.date()
        while day <= end.date():
            if self.is_working(day):
                for part in self.sessions(day):
                    opens = max(start, dt.datetime.combine(day, part.opens))
                    closes = min(end, dt.datetime.combine(day, part.closes))
                    if opens < closes:
                        yield opens, closes
            day += dt.timedelta(days=1)

    def open_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Add up the counted opening hours between two moments."""
        parts = (closes - opens for opens, closes in self.stretches(start, end))
        return sum(parts, dt.timedelta())

    def run(self, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """Find the first minute at which an amount of counted opening hours has run.

        The end of a session is reached there, not at the next opening. Rule 5; Civil Code 2015
        Art. 147(1).

        Raises:
            DeadlineError: `due.no_working_day` within ten years.
        """
        left = amount
        day = start.date()
        while True:
            for opens, closes in self.stretches(
                max(start, dt.datetime.combine(day, dt.time.min)),
                dt.datetime.combine(day, dt.time.max),
            ):
                if closes - opens >= left:
                    return _up_to_the_minute(opens + left)
                left -= closes - opens
            day = self.next_working(day)

    def _counts_weekly(self, day: dt.date) -> bool:
        return day.weekday() in self.counting and bool(self.week[day.weekday()])

    def _search(self, day: dt.date, step: int) -> dt.date:
        for distance in range(1, _SEARCH_LIMIT):
            found = day + dt.timedelta(days=step * distance)
            if self.is_working(found):
                return found
        raise DeadlineError("due.no_working_day", day=day.isoformat())


def _up_to_the_minute(moment: dt.datetime) -> dt.datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + dt.timedelta(minutes=1)


def _sessions(rows: object, key: str) -> tuple[Session, ...]:
    sessions = []
    for row in reading.rows(rows, key):
        pair = reading.rows(row, key)
        if len(pair) != 2:
            raise DeadlineError("due.calendar_invalid", key=key, value=row)
        sessions.append(Session(reading.hour(pair[0], key), reading.hour(pair[1], key)))
    sessions.sort()
    edges = [edge for part in sessions for edge in (part.opens, part.closes)]
    apart = all(part.opens < part.closes for part in sessions)
    if not apart or edges != sorted(edges):
        raise DeadlineError("due.calendar_invalid", key=key, value=rows)
    return tuple(sessions)


def _weekday(value: object, name: str) -> tuple[tuple[Session, ...], bool | None]:
    if isinstance(value, Mapping):
        counts = value.get("counts")
        return _sessions(value.get("sessions") or [], name), (
            None if counts is None else reading.flag(counts, f"{name}.counts")
        )
    return _sessions(value, name), None


def _holiday(row: object) -> Holiday:
    data = reading.table(row, "holidays")
    swapped = data.get("swapped_with")
    return Holiday(
        on=reading.day(data.get("on"), "holidays.on"),
        name=str(data.get("name") or ""),
        swapped_with=reading.day(swapped, "holidays.swapped_with") if swapped else None,
    )


def _make_up(row: object, week: list[tuple[Session, ...]]) -> MakeUp:
    data = reading.table(row, "make_up")
    replaces = reading.day(data["for"], "make_up.for") if data.get("for") else None
    sessions = data.get("sessions")
    like = replaces or reading.day(data.get("on"), "make_up.on")
    return MakeUp(
        on=reading.day(data.get("on"), "make_up.on"),
        replaces=replaces,
        sessions=week[like.weekday()] if sessions is None else _sessions(sessions, "make_up"),
    )
