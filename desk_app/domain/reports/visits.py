"""Visits: how long a dossier lay at each step, in whose hands, and which way it left.

Time at a step ends when the state leaves it. While the applicant is asked for something, nobody
at the office holds the dossier: that time is a visit of its own, ``waiting``.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from desk_app.domain.moments import VIETNAM
from desk_app.domain.workflow import TERMINAL, State, Step, step_of

WAITING = "waiting"
_BEFORE = frozenset({State.DRAFT, State.SUBMITTED})
_WAITS = frozenset(
    {State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED, State.WITHDRAWAL_REQUESTED}
)
_ENDS = TERMINAL | {State.RETURNED}
_RANK = {step: rank for rank, step in enumerate(Step)}

WorkingDays = Callable[[dt.date, dt.date], int]
"""Working days in (first, second]."""


class Passage(Protocol):
    """What of an event tells where a dossier went."""

    @property
    def from_state(self) -> str:
        """State before."""

    @property
    def to_state(self) -> str:
        """State after."""

    @property
    def at(self) -> dt.datetime:
        """When."""

    @property
    def user(self) -> str:
        """Who did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One stay of a dossier at a step.

    Attributes:
        seq: from 1 within the dossier.
        step: one of the five steps, or ``waiting``.
        entered_at: aware moment; `left_at` None while it lasts.
        user: who sent it on; empty while it lasts.
        way: ``forward``, ``back``, ``waits``, ``ends``; empty while it lasts.
        days: working days after the day of entry up to the day of leaving.
    """

    seq: int
    step: str
    entered_at: dt.datetime
    left_at: dt.datetime | None = None
    user: str = ""
    way: str = ""
    days: int = 0

    @property
    def minutes(self) -> int:
        """Minutes by the clock on the wall; 0 while it lasts."""
        return int((self.left_at - self.entered_at).total_seconds() // 60) if self.left_at else 0


def visits_after(
    last: Visit | None, events: Iterable[Passage], working_days: WorkingDays
) -> list[Visit]:
    """What new events do to the visits of a dossier.

    Args:
        last: the newest visit so far, ended or not; None for a dossier without one.
        events: in order.
        working_days: the office's calendar.

    Returns:
        The visits that changed or began, in order: `last` ended, then new ones.
    """
    changed: dict[int, Visit] = {}
    current = last if last is not None and last.left_at is None else None
    seq = last.seq if last is not None else 0
    for event in events:
        if event.from_state == event.to_state and current is not None:
            continue
        place = _place(State(event.to_state))
        if current is not None and place == current.step:
            continue
        if current is not None:
            current = replace(
                current,
                left_at=event.at,
                user=event.user,
                way=_way(current.step, place),
                days=working_days(_day(current.entered_at), _day(event.at)),
            )
            changed[current.seq] = current
            current = None
        if place is not None:
            seq += 1
            current = Visit(seq=seq, step=place, entered_at=event.at)
            changed[seq] = current
    return [changed[number] for number in sorted(changed)]


def _place(state: State) -> str | None:
    """Where a dossier in that state lies; None before acceptance and after the end."""
    if state in _BEFORE or state in _ENDS:
        return None
    return WAITING if state in _WAITS else str(step_of(state))


def _way(step: str, place: str | None) -> str:
    if place is None:
        return "ends"
    if place == WAITING:
        return "waits"
    if step == WAITING or _RANK[Step(place)] > _RANK[Step(step)]:
        return "forward"
    return "back"


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(VIETNAM).date()
