"""One run of a term: from the start that counts to the moment it is due.

Source: Civil Code 2015 Art. 147-148; counting rules 1, 3, 4, 5, 6.
"""

import calendar as months_of
import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import Self

from desk_app.domain.deadlines.rules import DueEndsAt
from desk_app.domain.deadlines.terms import AppliedTerm, Unit
from desk_app.domain.deadlines.work_calendar import WorkCalendar

Pause = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class Course:
    """A term under way.

    Attributes:
        calendar: by which it is counted.
        term: what is counted.
        received: the moment that counts as receipt (after the cut-off possibly the next opening).
        day_zero: counting begins on the first counted day after this one.
        last_day: last day of the term before a last day off is moved.
        due_at: closing hour of the due day, or the minute for a term in hours.
        is_half: whether the term ends with the morning of its last day.
        pauses: stretches in which the clock stood still, in order.
    """

    calendar: WorkCalendar
    term: AppliedTerm
    received: dt.datetime
    day_zero: dt.date
    last_day: dt.date
    due_at: dt.datetime
    is_half: bool = False
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def start(cls, calendar: WorkCalendar, term: AppliedTerm, at: dt.datetime) -> Self:
        """Start a term at the moment of receipt or of a complete supplement."""
        received = receipt(calendar, term, at)
        day = received.date()
        if term.runs_by_the_minute:
            due_at = calendar.run(
                received, dt.timedelta(hours=1) * term.amount.numerator / term.amount.denominator
            )
            return cls(calendar, term, received, day, due_at.date(), due_at)
        if term.same_day:
            shifted = received != at
            last = day if shifted else _same_day(calendar, term, received)
            return cls(calendar, term, received, day, last, calendar.closing(last))
        day_zero, last = _last_day(calendar, term, day)
        is_half = term.amount.denominator == 2
        due_at = _due(calendar, last, is_half=is_half)
        return cls(calendar, term, received, day_zero, last, due_at, is_half)

    @property
    def due_day(self) -> dt.date:
        """Give the day on which the term is due."""
        return self.due_at.date()

    def is_overdue(self, at: dt.datetime) -> bool:
        """Say whether a result at this moment would be late.

        Rule 4: late after the closing hour of the due day, or, where the rule set says so, after
        its midnight. A term in hours is late after its minute.
        """
        if self.term.due_ends_at is DueEndsAt.MIDNIGHT and not self.term.runs_by_the_minute:
            return at.date() > self.due_day
        return at > self.due_at

    def resumed(self, begin: dt.datetime, end: dt.datetime) -> "Course":
        """Let the rest run on after a pause.

        Rule 6: for days, the day on which the pause begins counts as used, the day on which it
        ends is not counted; hours go to the minute. A pause that began when the term was over
        moves nothing. One that began on the last day leaves nothing to count: the term is then
        due on the day the clock goes on, never in the pause.
        """
        paused = replace(self, pauses=(*self.pauses, (begin, end)))
        if self.is_overdue(begin):
            return paused
        if self.term.runs_by_the_minute:
            rest = self.calendar.open_between(max(begin, self.received), self.due_at)
            due_at = self.calendar.run(max(end, self.received), rest) if rest else self.due_at
            return replace(paused, last_day=due_at.date(), due_at=due_at)
        used_upto = max(begin.date(), self.day_zero)
        goes_on = max(end.date(), self.day_zero)
        left = self.counted_between(used_upto, self.last_day)
        if not left:
            last = self._due_on_resuming(end)
            return replace(
                paused, last_day=last, due_at=_due(self.calendar, last, is_half=self.is_half)
            )
        if self.term.counts_every_day:
            last = goes_on + dt.timedelta(days=left)
        else:
            last = self.calendar.nth_working(goes_on, left)
        return replace(
            paused, last_day=last, due_at=_due(self.calendar, last, is_half=self.is_half)
        )

    def extended(self, to: dt.date) -> "Course":
        """Give the term a new last day; it is due at the closing hour."""
        day = to if self.calendar.is_working(to) else self.calendar.next_working(to)
        return replace(self, last_day=day, due_at=self.calendar.closing(day), is_half=False)

    def counted_between(self, after: dt.date, upto: dt.date) -> int:
        """Count the days of the term in (after, upto], pauses aside."""
        if self.term.counts_every_day:
            return max(0, (upto - after).days)
        return self.calendar.working_between(after, upto)

    def _due_on_resuming(self, end: dt.datetime) -> dt.date:
        day = end.date()
        if self.calendar.is_working(day) and end <= _due(self.calendar, day, is_half=self.is_half):
            return max(day, self.due_day)
        return max(self.calendar.next_working(day), self.due_day)


def receipt(calendar: WorkCalendar, term: AppliedTerm, at: dt.datetime) -> dt.datetime:
    """Give the moment that counts as receipt.

    Rule 3, `cutoff_shifts_start`: on a working day later than the cut-off (the minute of the
    cut-off itself is not later) receipt counts as the opening of the next working day.
    """
    late = at.time() > term.cutoff and calendar.is_working(at.date())
    if term.cutoff_shifts_start and late:
        return calendar.opening(calendar.next_working(at.date()))
    return at


def _same_day(calendar: WorkCalendar, term: AppliedTerm, at: dt.datetime) -> dt.date:
    day = at.date()
    in_time = calendar.is_working(day) and at.time() <= term.cutoff and at < calendar.closing(day)
    return day if in_time else calendar.next_working(day)


def _last_day(calendar: WorkCalendar, term: AppliedTerm, day: dt.date) -> tuple[dt.date, dt.date]:
    """Give day 0 and the last day; Civil Code 2015 Art. 147(2), counting rule 3."""
    if term.unit is Unit.MONTHS:
        return day, _months_on(day, int(term.amount))
    days = math.ceil(term.amount)
    if not term.counts_every_day:
        return day, calendar.nth_working(day, days)
    if not calendar.sessions(day):
        day = calendar.next_working(day) - dt.timedelta(days=1)
    return day, day + dt.timedelta(days=days)


def _months_on(day: dt.date, months: int) -> dt.date:
    """Add months; a month without that day ends on its last one (Civil Code 2015 Art. 148(3))."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, months_of.monthrange(year, month)[1]))


def _due(calendar: WorkCalendar, last_day: dt.date, *, is_half: bool) -> dt.datetime:
    """Move a last day off to the next working day and give its hour (Art. 148(5)-(6), rule 5)."""
    day = last_day if calendar.is_working(last_day) else calendar.next_working(last_day)
    return calendar.morning_end(day) if is_half else calendar.closing(day)
