"""Calendars of officers: the office's, without the days on which one of them is away.

Work that moves on a proposed process moves to days on which the officer who did it is there.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.definitions import DefinitionError, Node, Problem

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = dt.timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """When an officer is there.

    Attributes:
        away: days of leave, of training, of other work.
        weekdays: days of the week on which they work, 0 for Monday; None for every one.
    """

    away: frozenset[dt.date] = frozenset()
    weekdays: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerCalendars:
    """The calendar of each officer; of who is not named, the office's."""

    office: WorkCalendar
    presences: Mapping[str, Presence] = field(default_factory=dict)
    _made: dict[str, WorkCalendar] = field(default_factory=dict, init=False, repr=False)

    def of(self, user: str) -> WorkCalendar:
        """The calendar of an officer by sign-in name."""
        presence = self.presences.get(user)
        if presence is None:
            return self.office
        if user not in self._made:
            self._made[user] = self.office.only_on(presence.weekdays).without(presence.away)
        return self._made[user]


def presences_from_data(data: Mapping[str, object]) -> dict[str, Presence]:
    """Presences from tables `away` (user, first, last) and `weekdays` (user, days).

    Raises:
        DefinitionError: with every fault and its place.
    """
    problems: list[Problem] = []
    root = Node(data, "", problems)
    away: dict[str, set[dt.date]] = {}
    weekdays: dict[str, frozenset[int]] = {}
    for node in root.nodes("away"):
        user, first, last = node.text("user"), node.date("first"), node.date("last")
        node.finish()
        if not dt.timedelta(0) <= last - first <= _LONGEST:
            node.fault("last", "definition.too_small", last.isoformat())
            continue
        days = range((last - first).days + 1)
        away.setdefault(user, set()).update(first + dt.timedelta(days=n) for n in days)
    for node in root.nodes("weekdays"):
        user, named = node.text("user"), node.texts("days")
        node.finish()
        for name in set(named) - set(_DAYS):
            node.fault("days", "definition.not_a_choice", name)
        weekdays[user] = frozenset(_DAYS.index(name) for name in named if name in _DAYS)
    root.finish()
    if problems:
        raise DefinitionError("officers", problems)
    return {
        user: Presence(away=frozenset(away.get(user, ())), weekdays=weekdays.get(user))
        for user in {*away, *weekdays}
    }
