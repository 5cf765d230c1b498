"""Rule sets: the numbers of the decrees, as data with the day they came into force."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self, TypeVar

from desk_app.domain.deadlines import reading
from desk_app.domain.deadlines.errors import DeadlineError

Word = TypeVar("Word", bound=StrEnum)


class OnlineStart(StrEnum):
    """What starts the clock of a dossier filed online."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"


class DueEndsAt(StrEnum):
    """When the due day is over: at the closing hour, or at 24:00 (Civil Code 2015 Art. 148)."""

    CLOSING = "closing"
    MIDNIGHT = "midnight"


class PaymentClock(StrEnum):
    """What an open financial obligation does to the clock."""

    STOPS = "stops"
    RUNS = "runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One edition of the counting rules.

    Attributes:
        name: `2018`, `2025`.
        valid_from: first day of receipt to which it applies.
        cutoff: paper accepted later goes out on the next working day (NĐ 61/2018 Art. 18(2)).
        supplement_notice_days: working days after intake within which appraisal asks for a
            supplement (NĐ 61/2018 Art. 19(4)).
        return_limit_days: working days within which a dossier that cannot be repaired is
            returned; None where no text gives one.
        extensions: how often a dossier may be given a new date (NĐ 61/2018 Art. 19(9)).
        is_confirmed: False while the values were not read in the instrument itself.
        source: the instrument.
    """

    name: str
    valid_from: dt.date
    online_start: OnlineStart = OnlineStart.ACCEPTED
    cutoff: dt.time = dt.time(15, 0)
    cutoff_shifts_start: bool = False
    due_ends_at: DueEndsAt = DueEndsAt.CLOSING
    payment: PaymentClock = PaymentClock.STOPS
    supplement_notice_days: int = 3
    return_limit_days: int | None = None
    extensions: int = 1
    is_confirmed: bool = False
    source: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a rule set from a table of the rule file; missing keys keep their defaults.

        Raises:
            DeadlineError: a value that cannot be read.
        """
        known: dict[str, Any] = {
            "name": str(data["name"]),
            "valid_from": reading.day(data["valid_from"], "valid_from"),
        }
        readers: dict[str, Callable[[Any], object]] = {
            "online_start": lambda value: choice(OnlineStart, value, "online_start"),
            "cutoff": lambda value: reading.hour(value, "cutoff"),
            "cutoff_shifts_start": lambda value: reading.flag(value, "cutoff_shifts_start"),
            "due_ends_at": lambda value: choice(DueEndsAt, value, "due_ends_at"),
            "payment": lambda value: choice(PaymentClock, value, "payment"),
            "supplement_notice_days": int,
            "return_limit_days": int,
            "extensions": int,
            "is_confirmed": lambda value: reading.flag(value, "is_confirmed"),
            "source": str,
        }
        known |= {key: read(data[key]) for key, read in readers.items() if key in data}
        return cls(**known)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rule sets, oldest first."""

    rule_sets: tuple[RuleSet, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build the book from the `rule_set` tables of the rule file."""
        rows = [RuleSet.from_data(row) for row in data["rule_set"]]
        return cls(tuple(sorted(rows, key=lambda rules: rules.valid_from)))

    def named(self, name: str) -> RuleSet:
        """Find a rule set by its name.

        Raises:
            DeadlineError: `due.rule_set_unknown`.
        """
        for rules in self.rule_sets:
            if rules.name == name:
                return rules
        raise DeadlineError("due.rule_set_unknown", value=name)

    def applying(self, on: dt.date) -> RuleSet:
        """Give the rule set of the day of receipt; earlier days fall to the oldest."""
        valid = [rules for rules in self.rule_sets if rules.valid_from <= on]
        return valid[-1] if valid else self.rule_sets[0]


def choice(kinds: type[Word], value: object, key: str) -> Word:
    """Read one of a few words.

    Raises:
        DeadlineError: `due.value_invalid`.
    """
    try:
        return kinds(str(value))
    except ValueError:
        raise DeadlineError("due.value_invalid", key=key, value=value) from None
