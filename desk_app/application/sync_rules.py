"""Which act is allowed where, and how two desks may meet over it; a table read from data.

A state may carry its origin after a colon (``SUPPLEMENT_REQUESTED:intake``): the five-step flow
keeps it as a field of the state.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desk_app.application.sync_values import CommandKind, Json

PREVIOUS = "<previous>"
OUTCOME = "<outcome>"
OF_OUTCOME = {"grant": "RESULT_READY", "refusal": "REFUSED"}


class Meeting(enum.StrEnum):
    """What may happen when another desk was there first."""

    COMMUTES = "commutes"
    BY_FIELD = "by_field"
    BY_COMPONENT = "by_component"
    DECIDES = "decides"
    SIGNS = "signs"
    NATURAL_KEY = "natural_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """One row of the table: from where to where, by whom, with what."""

    kind: CommandKind
    from_states: frozenset[str]
    to: str | None
    meets: Meeting
    roles: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    when: Mapping[str, Json] = field(default_factory=dict)

    def allows(self, state: str, terminal: frozenset[str]) -> bool:
        """Tell whether the act may be done in the state."""
        return state in self.from_states or ("*" in self.from_states and state not in terminal)

    def suits(self, body: Mapping[str, Json]) -> bool:
        """Tell whether the body asks for this row of the act."""
        return all(body.get(key) == value for key, value in self.when.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRules:
    """The whole table."""

    rules: tuple[ActRule, ...]
    terminal: frozenset[str]
    national_status: Mapping[str, int]

    def find(self, kind: CommandKind, state: str, body: Mapping[str, Json]) -> ActRule | None:
        """Give the first row that allows this act with this body in this state, or None."""
        for rule in self.of_kind(kind):
            if rule.allows(state, self.terminal) and rule.suits(body):
                return rule
        return None

    def of_kind(self, kind: CommandKind) -> Iterable[ActRule]:
        """List the rows of a kind in their order."""
        return (rule for rule in self.rules if rule.kind == kind)

    def meeting(self, kind: CommandKind) -> Meeting:
        """Give how an act of this kind meets another desk's; the strictest row decides."""
        found = {rule.meets for rule in self.of_kind(kind)}
        for strict in (Meeting.SIGNS, Meeting.DECIDES):
            if strict in found:
                return strict
        return next(iter(found), Meeting.DECIDES)
