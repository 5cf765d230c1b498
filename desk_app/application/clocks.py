"""The clock of a dossier: events in, due date and last days out.

One place where acts meet the calendar.
"""

import dataclasses
import datetime as dt
from fractions import Fraction

from desk_app.application.ports import Office
from desk_app.application.work import Work
from desk_app.domain.deadlines import ClockEvent, ClockFacts, EventKind, Term, Unit, clock_state
from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import aware, local
from desk_app.domain.people import Actor
from desk_app.domain.rules import Move
from desk_app.domain.workflow import TRANSITIONS


def facts_of(office: Office, dossier: Dossier, at: dt.datetime) -> ClockFacts:
    """What the calendar says about a dossier at a moment, with every day explained."""
    started = local(dossier.received_at or at).date()
    rules = office.calendars.rule_set(dossier.rule_set or dossier.terms.rule_set, started)
    return clock_state(
        office.calendars.calendar(), rules, dossier.terms.term, dossier.clock, local(at)
    )


def start(work: Work) -> None:
    """Acceptance: the dossier keeps the rule set of this day for life, and its clock runs."""
    dossier = work.dossier
    dossier.received_at = work.now
    dossier.rule_set = work.office.calendars.rule_set(dossier.terms.rule_set, work.now.date()).name
    record(work, "accepted")


def record(
    work: Work,
    kind: str,
    *,
    agency: str | None = None,
    unit: str = "",
    amount: int = 0,
    to: dt.date | None = None,
) -> None:
    """Append a clock event and compute the due date anew."""
    term = Term(unit=Unit(unit), amount=Fraction(amount)) if unit else None
    event = ClockEvent(at=local(work.now), kind=EventKind(kind), agency=agency, term=term, to=to)
    work.dossier.clock = (*work.dossier.clock, event)
    due = facts_of(work.office, work.dossier, work.now).due_at
    work.dossier.due_at = aware(due) if due is not None else None
    work.dossier.legal_due_at = _legal_due_at(work) or work.dossier.legal_due_at


def _legal_due_at(work: Work) -> dt.datetime | None:
    """The due moment had the office not shortened the term; None where it did not."""
    terms = work.dossier.terms
    if terms.legal_amount is None:
        return None
    by_law = dataclasses.replace(terms.term, amount=terms.legal_amount)
    dossier = dataclasses.replace(
        work.dossier, terms=dataclasses.replace(terms, term=by_law), events=[]
    )
    due = facts_of(work.office, dossier, work.now).due_at
    return aware(due) if due is not None else None


def finish(work: Work) -> None:
    """The result is there: the clock ends, the due date stays for the record."""
    due = work.dossier.due_at
    record(work, "returned")
    work.dossier.due_at = work.dossier.due_at or due
    work.dossier.finished_at = work.now


def transfer_day(work: Work) -> dt.date | None:
    """Day on which the paper goes to the appraiser (the 15:00 rule.

    NĐ 61/2018/NĐ-CP Art. 18(2)).
    """
    return facts_of(work.office, work.dossier, work.now).transfer_day


def due_after(office: Office, unit: str, amount: int, at: dt.datetime) -> dt.datetime | None:
    """End of a time that another agency gets, counted from now by the office's calendar."""
    began = ClockEvent(at=local(at), kind=EventKind.ACCEPTED)
    term = Term(unit=Unit(unit), amount=Fraction(amount), cutoff_shifts_start=False)
    rules = office.calendars.rule_set("by_date", local(at).date())
    due = clock_state(office.calendars.calendar(), rules, term, [began], local(at)).due_at
    return aware(due) if due is not None else None


def supplement_is_late(work: Work) -> bool:
    """Whether asking to supplement at appraisal comes after its last day; said and recorded.

    Never blocked (T11).
    """
    last = facts_of(work.office, work.dossier, work.now).supplement_notice_last_day
    return last is not None and local(work.now).date() > last


def overdue_opinions(work: Work) -> frozenset[str]:
    """Keys of opinions that did not come in time."""
    now = work.now
    return frozenset(
        o.key
        for o in work.dossier.opinions
        if o.answered_at is None and o.due_at is not None and now > o.due_at
    )


def set_opinion_dues(work: Work) -> None:
    """Give each opinion the due moment the calendar computes for it."""
    asked = facts_of(work.office, work.dossier, work.now).opinions
    dues = [aware(o.due_at) if o.due_at is not None else None for o in asked]
    opinions = work.dossier.opinions
    known = dues[-len(opinions) :] if len(dues) >= len(opinions) else [None] * len(opinions)
    work.dossier.opinions = tuple(
        dataclasses.replace(o, due_at=o.due_at or due)
        for o, due in zip(opinions, known, strict=True)
    )


def move(work: Work, arc: str, **known: object) -> Move:
    """A move with everything the calendar knows about it."""
    return _with_calendar(
        work.office, work.dossier, plain_move(work.office, arc, work.actor, **known)
    )


def plain_move(office: Office, arc: str, actor: Actor, **known: object) -> Move:
    """A move that asks nothing of the calendar."""
    return Move(arc=TRANSITIONS[arc], by=actor, at=office.clock.now(), **known)  # type: ignore[arg-type]  # Move checks names


def _with_calendar(office: Office, dossier: Dossier, move_: Move) -> Move:
    term = dossier.terms.term
    found = facts_of(office, dossier, move_.at)
    new_day = move_.new_due_on
    return dataclasses.replace(
        move_,
        last_extension_day=found.apology_last_day,
        new_due_is_working_day=new_day is not None
        and office.calendars.calendar().is_working(new_day),
        term_days=int(term.amount) if str(term.unit).endswith("days") else 0,
        due_at=aware(found.due_at) if found.due_at is not None else None,
    )
