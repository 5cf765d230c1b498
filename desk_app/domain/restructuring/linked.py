"""A group of linked procedures lived again: one case runs through all of them.

The record keeps a dossier for each procedure. What one applicant filed under the procedures of a
group, in their order, is one case; a dossier that finds no such place is a case of its own, so
that every dossier is in exactly one. On the proposed process a procedure begins as long after
the one before it as it did, since that time is the applicant's; where the plan has nobody file
it any more, it begins when the one before it has ended.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.moments import aware, local
from desk_app.domain.procedures import Step
from desk_app.domain.restructuring.officers import OfficerCalendars
from desk_app.domain.restructuring.process import Plan, today_of
from desk_app.domain.restructuring.replay import (
    Comparison,
    Life,
    Relived,
    compared,
    relive,
    working_days,
)

_NEXT_OPENING = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One dossier of a case; `place` of its procedure in the group, from 0."""

    place: int
    life: Life


Case = tuple[Leg, ...]
"""Dossiers of one applicant, in the order of the link; never two of one procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupComparison:
    """A group before and after.

    Attributes:
        cases: ways of applicants through the group; of a single procedure each dossier is one.
        whole: cases that hold a dossier of every procedure.
        together: all dossiers; `days` from the first acceptance of a case to its last end.
        parts: each procedure, in the order of the link.
    """

    cases: int
    whole: int
    together: Comparison
    parts: tuple[Comparison, ...]


def cases_of(lives: Sequence[Iterable[Life]]) -> tuple[Case, ...]:
    """Dossiers of each procedure put together as cases, those begun first before others.

    A dossier goes on with the oldest case of its applicant that has come no further than a
    procedure before its own. Without an applicant's number it stands alone.
    """
    legs = [Leg(place=place, life=life) for place, some in enumerate(lives) for life in some]
    alone = [(leg,) for leg in legs if not (leg.life.visits and leg.life.person)]
    joined = [leg for leg in legs if leg.life.visits and leg.life.person]
    joined.sort(key=lambda leg: (leg.life.visits[0].entered_at, leg.place, leg.life.code))
    cases: list[list[Leg]] = []
    of_person: dict[str, list[list[Leg]]] = {}
    for leg in joined:
        theirs = of_person.setdefault(leg.life.person, [])
        case = next((case for case in theirs if case[-1].place < leg.place), None)
        if case is None:
            case = []
            theirs.append(case)
            cases.append(case)
        case.append(leg)
    return (*map(tuple, cases), *alone)


def relive_case(
    case: Case, plans: Sequence[Plan], calendars: OfficerCalendars
) -> tuple[Relived, ...]:
    """The dossiers of a case on the proposed processes, one after another."""
    found: list[Relived] = []
    for leg in case:
        plan, start = plans[leg.place], None
        if found:
            start = _begins(leg.life, case[len(found) - 1].life, found[-1], plan, calendars.office)
        found.append(relive(leg.life, plan, calendars, start))
    return tuple(found)


def compare_group(
    lives: Sequence[Iterable[Life]], plans: Sequence[Plan], calendars: OfficerCalendars
) -> tuple[GroupComparison, tuple[tuple[Relived, ...], ...]]:
    """Every dossier of a group before and after; the cases on the proposed processes with it.

    Args:
        lives: dossiers of each procedure, in the order of the link.
        plans: of each procedure, in the same order.
        calendars: of the office and of its officers.
    """
    calendar, cases = calendars.office, cases_of(lives)
    today = [today_of(plan.procedure) for plan in plans]
    before = tuple(relive_case(case, today, calendars) for case in cases)
    after = tuple(relive_case(case, plans, calendars) for case in cases)
    places = [[leg.place for leg in case] for case in cases]
    parts = tuple(
        compared(_of(before, places, at), _of(after, places, at), calendar)
        for at in range(len(plans))
    )
    together = compared(
        [life for case in before for life in case],
        [life for case in after for life in case],
        calendar,
        days=(_span(before, calendar), _span(after, calendar)),
    )
    whole = sum(len(case) == len(plans) for case in cases)
    found = GroupComparison(cases=len(cases), whole=whole, together=together, parts=parts)
    return found, after


def _begins(
    life: Life, before: Life, relived: Relived, plan: Plan, calendar: WorkCalendar
) -> dt.datetime:
    """When a dossier begins whose case went through the one before as `relived` says.

    Never later than it did; within opening hours, where it began in them.
    """
    began, ended = life.visits[0].entered_at, before.visits[-1].left_at
    if ended is None or relived.ended_at is None or began < ended:
        moment = relived.visits[0].entered_at + (began - before.visits[0].entered_at)
    else:
        waited = dt.timedelta(0) if _nobody_files(plan) else began - ended
        moment = relived.ended_at + waited
    return min(began, _opening(moment, calendar))


def _nobody_files(plan: Plan) -> bool:
    """Whether the plan drops the intake of a procedure or leaves it to the system."""
    today = {step.key for step in plan.procedure.steps if step.step is Step.INTAKE}
    gone = set(plan.dropped) | {p.step.key for p in plan.steps if p.is_automatic}
    return bool(today) and today <= gone


def _opening(moment: dt.datetime, calendar: WorkCalendar) -> dt.datetime:
    start = local(moment)
    hours = next(iter(calendar.stretches(start, start + _NEXT_OPENING)), None)
    return aware(hours[0]) if hours else moment


def _of(
    cases: Sequence[Sequence[Relived]], places: Sequence[Sequence[int]], place: int
) -> list[Relived]:
    return [
        life
        for case, where in zip(cases, places, strict=True)
        for life, at in zip(case, where, strict=True)
        if at == place
    ]


def _span(cases: Sequence[Sequence[Relived]], calendar: WorkCalendar) -> int:
    """Working days of all cases, each from its first acceptance to its last end."""
    total = 0
    for case in cases:
        ends = [life.ended_at for life in case if life.visits]
        if ends and None not in ends:
            first = min(life.visits[0].entered_at for life in case if life.visits)
            total += working_days(first, max(end for end in ends if end is not None), calendar)
    return total
