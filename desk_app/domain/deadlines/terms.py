"""The term of a procedure and the events its clock listens to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from desk_app.domain.deadlines import reading
from desk_app.domain.deadlines.errors import DeadlineError
from desk_app.domain.deadlines.rules import (
    DueEndsAt,
    OnlineStart,
    PaymentClock,
    RuleSet,
    choice,
)

_LONGEST = 10_000
_FARTHEST = dt.timedelta(days=3660)  # an extension by more than ten years is a slip of the hand


class Unit(StrEnum):
    """In what a term is measured."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    MONTHS = "months"


class EventKind(StrEnum):
    """What happened to a dossier, or to an integration test, as far as clocks care."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SUPPLEMENT_REQUESTED_AT_INTAKE = "supplement_requested_at_intake"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_COMPLETE = "supplement_complete"
    PAYMENT_REQUESTED = "payment_requested"
    PAYMENT_DONE = "payment_done"
    OPINION_REQUESTED = "opinion_requested"
    OPINION_RECEIVED = "opinion_received"
    EXTENDED = "extended"
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    WITHDRAWAL_TAKEN_BACK = "withdrawal_taken_back"
    SENT_BACK = "sent_back"
    RETURNED = "returned"
    REQUEST_RECEIVED = "request_received"
    PUBLISHED = "published"
    SUMMARY_SENT = "summary_sent"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a procedure may take; None leaves a choice to the rule set.

    Attributes:
        unit: what is counted.
        amount: how many; half days are allowed for terms in days, any part of an hour for hours.
        same_day: due on the day of receipt, or on the next working day after the cut-off.
        cutoff: hour after which paper goes out on the next working day.
        cutoff_shifts_start: whether receipt after the cut-off counts as the next opening.
        payment: whether an open payment stops the clock.
        online_start: what starts the clock of an online dossier.
        due_ends_at: when the due day is over.
    """

    unit: Unit
    amount: Fraction
    same_day: bool = False
    cutoff: dt.time | None = None
    cutoff_shifts_start: bool | None = None
    payment: PaymentClock | None = None
    online_start: OnlineStart | None = None
    due_ends_at: DueEndsAt | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a term from the `procedure` of a line or of the catalogue.

        Raises:
            DeadlineError: `due.term_invalid` or a value that cannot be read.
        """
        data = reading.table(data, "procedure")
        same_day = reading.flag(data.get("same_day") or False, "same_day")
        unit = choice(Unit, data.get("unit") or (Unit.WORKING_DAYS if same_day else None), "unit")
        cutoff, shifts = data.get("cutoff"), data.get("cutoff_shifts_start")
        payment, start = data.get("payment"), data.get("online_start")
        ends = data.get("due_ends_at")
        return cls(
            unit=unit,
            amount=_amount(data.get("amount"), unit, same_day=same_day),
            same_day=same_day,
            cutoff=None if cutoff is None else reading.hour(cutoff, "cutoff"),
            cutoff_shifts_start=None if shifts is None else reading.flag(shifts, "shifts"),
            payment=None if payment is None else choice(PaymentClock, payment, "payment"),
            online_start=None if start is None else choice(OnlineStart, start, "online_start"),
            due_ends_at=None if ends is None else choice(DueEndsAt, ends, "due_ends_at"),
        )

    def under(self, rules: RuleSet) -> "AppliedTerm":
        """Fill every open choice from a rule set."""
        shifts = self.cutoff_shifts_start
        return AppliedTerm(
            unit=self.unit,
            amount=self.amount,
            same_day=self.same_day,
            cutoff=self.cutoff or rules.cutoff,
            cutoff_shifts_start=rules.cutoff_shifts_start if shifts is None else shifts,
            payment=self.payment or rules.payment,
            online_start=self.online_start or rules.online_start,
            due_ends_at=self.due_ends_at or rules.due_ends_at,
        )


@dataclass(frozen=True, slots=True)
class AppliedTerm:
    """A term with nothing left open."""

    unit: Unit
    amount: Fraction
    same_day: bool
    cutoff: dt.time
    cutoff_shifts_start: bool
    payment: PaymentClock
    online_start: OnlineStart
    due_ends_at: DueEndsAt

    @property
    def counts_every_day(self) -> bool:
        """Say whether days off count, and only a last day off is moved."""
        return not self.same_day and self.unit in {Unit.CALENDAR_DAYS, Unit.MONTHS}

    @property
    def runs_by_the_minute(self) -> bool:
        """Say whether the term is one in hours."""
        return not self.same_day and self.unit is Unit.WORKING_HOURS


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened at a moment.

    Attributes:
        at: local Vietnamese time.
        kind: what it was.
        agency: of an opinion.
        term: of an opinion requested.
        to: the new day of an extension.
    """

    at: dt.datetime
    kind: EventKind
    agency: str | None = None
    term: Term | None = None
    to: dt.date | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build an event from a row of `events`.

        Raises:
            DeadlineError: `due.event_unknown` or a value that cannot be read.
        """
        data = reading.table(data, "events")
        try:
            kind = EventKind(str(data.get("kind")))
        except ValueError:
            raise DeadlineError("due.event_unknown", value=data.get("kind")) from None
        agency = data.get("agency")
        to = _new_day(data.get("to")) if kind is EventKind.EXTENDED else None
        asks = kind is EventKind.OPINION_REQUESTED and data.get("amount") is not None
        own = {"unit": data.get("unit") or Unit.WORKING_DAYS, "amount": data.get("amount")}
        term = Term.from_data({**own, "cutoff_shifts_start": False}) if asks else None
        at = reading.moment(data.get("at"), "events.at")
        if to is not None and to - at.date() > _FARTHEST:
            raise DeadlineError("due.day_invalid", key="to", value=to.isoformat())
        return cls(
            at=at,
            kind=kind,
            agency=None if agency is None else str(agency),
            term=term,
            to=to,
        )


def _new_day(value: object) -> dt.date:
    if isinstance(value, str) and len(value) > len("YYYY-MM-DD"):
        return reading.moment(value, "to").date()
    return reading.day(value, "to")


def _amount(value: object, unit: Unit, *, same_day: bool) -> Fraction:
    if same_day and value is None:
        return Fraction(0)
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        raise DeadlineError("due.term_invalid", key="amount", value=value)
    try:
        amount = Fraction(str(value))
    except ValueError:  # inf and nan
        raise DeadlineError("due.term_invalid", key="amount", value=value) from None
    parts = {Unit.MONTHS: 1, Unit.WORKING_HOURS: None}.get(unit, 2)
    fits = parts is None or (amount * parts).denominator == 1
    if not fits or not (0 < amount <= _LONGEST or (same_day and amount == 0)):
        raise DeadlineError("due.term_invalid", key="amount", value=value)
    return amount
