"""Last year's dossiers lived again on a proposed process: days and signatures saved, queues.

Each stay at a step keeps its working time, scaled by what the plan does to that step; waiting for
the applicant keeps its length. With nothing changed every moment is the recorded one, exactly.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.moments import aware, local
from desk_app.domain.reports.visits import WAITING, Visit
from desk_app.domain.restructuring.officers import OfficerCalendars
from desk_app.domain.restructuring.process import Plan, today_of

_SIGNING = ("approve", "agency_sign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One recorded dossier: its visits in order, when it was due, how many papers were signed.

    Attributes:
        person: number of the applicant, who ties the dossiers of a linked group together.
    """

    code: str
    visits: tuple[Visit, ...]
    due_at: dt.datetime | None
    papers: Mapping[str, int]
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relived:
    """The same dossier on the proposed process; `signatures` is how many it took."""

    code: str
    visits: tuple[Visit, ...]
    signatures: int
    is_late: bool | None

    @property
    def ended_at(self) -> dt.datetime | None:
        """When the last stay ended; None while one is open."""
        return self.visits[-1].left_at if self.visits else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The year as it was and as it would have been.

    Attributes:
        ended: dossiers whose last stay ended, before and after: equal, or dossiers were lost.
        days: working days from acceptance to the end, of all dossiers together.
        queues: most dossiers at a step at the end of a working day, by step.
    """

    dossiers: int
    ended: tuple[int, int]
    days: tuple[int, int]
    signatures: tuple[int, int]
    late: tuple[int, int]
    queues: tuple[Mapping[str, int], Mapping[str, int]]


def factors(plan: Plan) -> dict[str, Fraction]:
    """How much of its working time each of the five steps keeps."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for planned in today_of(plan.procedure).steps:
        before[str(planned.step.step)] += Fraction(str(planned.step.amount))  # type: ignore[assignment]  # a Counter adds fractions as well
    beside: set[str] = set()
    for planned in plan.steps:
        if planned.step.key not in beside:
            after[str(planned.step.step)] += Fraction(str(planned.step.amount))  # type: ignore[assignment]  # likewise
        beside.update(planned.beside)
    return {step: Fraction(after[step]) / Fraction(before[step]) for step in before if before[step]}


def relive(
    life: Life, plan: Plan, calendars: OfficerCalendars, start: dt.datetime | None = None
) -> Relived:
    """One dossier on the proposed process; accepted at `start`, it is due as long after."""
    calendar = calendars.office
    keeps = factors(plan)
    kept = {str(p.step.step) for p in plan.steps if not p.is_automatic}
    visits: list[Visit] = []
    cursor = start
    for visit in life.visits:
        entered = cursor or visit.entered_at
        left = _left(visit, entered, keeps.get(visit.step, Fraction(1)), calendars)
        visits.append(
            Visit(
                seq=visit.seq, step=visit.step, entered_at=entered, left_at=left, user=visit.user,
                way=visit.way,
                days=visit.days if left == visit.left_at and entered == visit.entered_at
                else working_days(entered, left, calendar),
            )
        )  # fmt: skip
        cursor = left
    filed = {p.component.key for p in plan.components if p.is_filed}
    signatures = sum(n for key, n in life.papers.items() if key in filed)
    signatures += sum(1 for v in visits if v.step in _SIGNING and v.step in kept and v.left_at)
    ended = visits[-1].left_at if visits else None
    due = _due(life, start, calendar)
    late = None if ended is None or due is None else _result_at(visits) > due
    return Relived(code=life.code, visits=tuple(visits), signatures=signatures, is_late=late)


def compare(
    lives: Iterable[Life], plan: Plan, calendars: OfficerCalendars
) -> tuple[Comparison, tuple[Relived, ...]]:
    """Every dossier before and after; the lives themselves with it."""
    today = today_of(plan.procedure)
    before, after = [], []
    for life in lives:
        before.append(relive(life, today, calendars))
        after.append(relive(life, plan, calendars))
    return compared(before, after, calendars.office), tuple(after)


def compared(
    before: Sequence[Relived],
    after: Sequence[Relived],
    calendar: WorkCalendar,
    days: tuple[int, int] | None = None,
) -> Comparison:
    """The same dossiers on two processes; `days` where they are counted of cases."""
    return Comparison(
        dossiers=len(before),
        ended=(_ended(before), _ended(after)),
        days=days or (_total(before, calendar), _total(after, calendar)),
        signatures=(sum(r.signatures for r in before), sum(r.signatures for r in after)),
        late=(_late(before), _late(after)),
        queues=(queues(before, calendar), queues(after, calendar)),
    )


def queues(lives: Sequence[Relived], calendar: WorkCalendar) -> dict[str, int]:
    """Most dossiers at each step at the end of a working day."""
    changes: dict[str, Counter[dt.date]] = {}
    for life in lives:
        for visit in life.visits:
            if visit.step == WAITING or visit.left_at is None:
                continue
            first, last = local(visit.entered_at).date(), local(visit.left_at).date()
            if last > first:
                days = changes.setdefault(visit.step, Counter())
                days[first] += 1
                days[last] -= 1
    found = {}
    for step, days in changes.items():
        here = most = 0
        for day in sorted(days):
            here += days[day]
            most = max(most, here)
        found[step] = most
    return found


def _left(
    visit: Visit, entered: dt.datetime, keeps: Fraction, calendars: OfficerCalendars
) -> dt.datetime | None:
    """When a stay ends: its work done on days on which the officer who did it is there.

    Work recorded on days on which they were away was done all the same: it is counted by the
    office's calendar.
    """
    if visit.left_at is None:
        return None
    if keeps == 1 and entered == visit.entered_at:
        return visit.left_at
    if visit.step == WAITING:
        return entered + (visit.left_at - visit.entered_at)
    stayed = local(visit.entered_at), local(visit.left_at)
    calendar = calendars.of(visit.user)
    worked = calendar.open_between(*stayed)
    if not worked:
        calendar = calendars.office
        worked = calendar.open_between(*stayed)
    return after_open(calendar, entered, worked * float(keeps))


def after_open(calendar: WorkCalendar, start: dt.datetime, worked: dt.timedelta) -> dt.datetime:
    """The moment at which so much opening time has passed since a start."""
    left, day = worked, local(start)
    if left <= dt.timedelta(0):
        return start
    for _ in range(3660):
        end = dt.datetime.combine(day.date(), dt.time.max)
        for opens, closes in calendar.stretches(day, end):
            if closes - opens >= left:
                return aware(opens + left)
            left -= closes - opens
        day = dt.datetime.combine(day.date() + dt.timedelta(days=1), dt.time())
    return start + worked


def _due(life: Life, start: dt.datetime | None, calendar: WorkCalendar) -> dt.datetime | None:
    """When the dossier is due that is accepted at `start`: as much opening time after it."""
    if life.due_at is None or start is None or not life.visits:
        return life.due_at
    began = life.visits[0].entered_at
    if start == began:
        return life.due_at
    allowed = calendar.open_between(local(began), local(life.due_at))
    return after_open(calendar, start, allowed)


def working_days(start: dt.datetime, end: dt.datetime | None, calendar: WorkCalendar) -> int:
    """Working days after the day of the start up to that of the end; 0 while there is none."""
    return calendar.working_between(local(start).date(), local(end).date()) if end else 0


def _result_at(visits: Sequence[Visit]) -> dt.datetime:
    """When the result was there: when the seal was set, else the end."""
    for visit in reversed(visits):
        if visit.step not in {"return_result", WAITING} and visit.left_at is not None:
            return visit.left_at
    last = visits[-1]
    return last.left_at or last.entered_at


def _ended(lives: Sequence[Relived]) -> int:
    return sum(life.ended_at is not None for life in lives)


def _late(lives: Sequence[Relived]) -> int:
    return sum(bool(life.is_late) for life in lives)


def _total(lives: Sequence[Relived], calendar: WorkCalendar) -> int:
    return sum(
        working_days(life.visits[0].entered_at, life.ended_at, calendar)
        for life in lives
        if life.visits
    )
