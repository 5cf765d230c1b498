"""How long the step in hand may take: its share of the term, by the same calendar and pauses.

Source: the internal process of the procedure states the time of each step (NĐ 61/2018/NĐ-CP
Art. 17(2)(b)); the law sets no date for a step, so nothing is refused by it: it is a warning.
"""

import dataclasses
import datetime as dt
import math
from fractions import Fraction

from desk_app.application.ports import Office
from desk_app.domain.deadlines import Clock, ClockEvent, ClockFacts, EventKind, Unit, clock_state
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import NotFoundError
from desk_app.domain.moments import local

ENTRIES = frozenset({
    "passed_to_appraisal", "submitted_for_approval", "result_approved", "result_sealed",
    "sent_back",
})  # fmt: skip
"""Remarks of hand-overs that bring a dossier into another step."""

PAUSES = frozenset({
    EventKind.PAYMENT_REQUESTED, EventKind.PAYMENT_DONE, EventKind.WITHDRAWAL_REQUESTED,
    EventKind.WITHDRAWAL_TAKEN_BACK, EventKind.SUPPLEMENT_REQUESTED, EventKind.SUPPLEMENT_COMPLETE,
})  # fmt: skip


def step_clock(office: Office, dossier: Dossier, at: dt.datetime) -> ClockFacts | None:
    """The clock of the step a dossier is in; None where the process gives it no time.

    A dossier that was sent back stays anew: its step counts from the day it came.
    """
    entered = next((h.at for h in reversed(dossier.hand_overs) if h.remark in ENTRIES), None)
    share = _share(office, dossier)
    if entered is None or not share or dossier.received_at is None or not dossier.is_open:
        return None
    began = ClockEvent(at=local(entered), kind=EventKind.ACCEPTED)
    later = (e for e in dossier.clock if e.kind in PAUSES and e.at > began.at)
    term = dataclasses.replace(
        dossier.terms.term, amount=share, same_day=False, cutoff_shifts_start=False
    )
    rules = office.calendars.rule_set(
        dossier.rule_set or dossier.terms.rule_set, local(dossier.received_at).date()
    )
    calendar = office.calendars.calendar()
    return clock_state(calendar, rules, term, (began, *later), local(at))


def is_last_day(found: ClockFacts, today: dt.date) -> bool:
    """Whether a running step ends today or should have ended."""
    runs = found.clock is Clock.RUNNING and found.due_at is not None
    return runs and found.due_at is not None and found.due_at.date() <= today


def _share(office: Office, dossier: Dossier) -> Fraction:
    """What the process gives to the step in hand, in the unit of the term; 0 gives nothing."""
    terms = dossier.terms
    version = int(terms.version) if terms.version.isdigit() else None
    try:
        definition = office.catalogue.procedure(terms.code, version=version)
    except NotFoundError:
        return Fraction(0)
    whole = sum(
        (Fraction(s.amount) for s in definition.steps if str(s.step) == str(dossier.step)),
        Fraction(),
    )
    if terms.term.unit is Unit.WORKING_HOURS:
        return whole
    if terms.term.unit is Unit.MONTHS:
        return Fraction(0)
    return Fraction(math.ceil(whole * 2), 2)  # days are counted by halves
