"""The clock of a dossier: its events in, every date that follows from them out.

Source: NĐ 61/2018 Art. 18-19; Civil Code 2015 Art. 147-148; the dossier's transitions T01-T28.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.deadlines.course import Course, receipt
from desk_app.domain.deadlines.explanation import DayMark, explain
from desk_app.domain.deadlines.rules import OnlineStart, PaymentClock, RuleSet
from desk_app.domain.deadlines.terms import AppliedTerm, ClockEvent, EventKind, Term
from desk_app.domain.deadlines.work_calendar import WorkCalendar


class Clock(StrEnum):
    """State of a dossier's clock."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


class Outcome(StrEnum):
    """How a returned dossier stands against its due date."""

    EARLY = "early"
    ON_TIME = "on_time"
    OVERDUE = "overdue"


class PauseReason(StrEnum):
    """For what the clock stands still."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class OpinionClock:
    """The own term of one request for an opinion; it runs inside the dossier's (Art. 19(5)).

    Attributes:
        agency: asked.
        asked_at: moment of the request.
        due_at: None when the request named no term.
        received_at: None while nothing came.
        is_late: received late, or still missing after the due moment.
    """

    agency: str | None
    asked_at: dt.datetime
    due_at: dt.datetime | None
    received_at: dt.datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clock says at a moment.

    Attributes:
        due_at: None while the clock stands still or has not started.
        clock: its state.
        remaining: counted days after the day of asking up to the due day; past it, minus the
            working days gone since.
        days: each day from the last start to the due day.
        apology_last_day: latest day for the apology and new date.
        supplement_notice_last_day: latest day to ask for a supplement at appraisal.
        transfer_day: day on which paper goes to the competent agency.
        opinions: one a request, in order.
        extensions: one an attempt, in order: whether it holds.
        outcome: of a returned dossier.
        rule_set: name of the rules applied.
        paused_by: why the clock stands still.
        is_overdue: late at the moment of asking, or returned late.
    """

    due_at: dt.datetime | None
    clock: Clock
    remaining: int | None
    days: tuple[DayMark, ...]
    apology_last_day: dt.date | None
    supplement_notice_last_day: dt.date | None
    transfer_day: dt.date | None
    opinions: tuple[OpinionClock, ...]
    extensions: tuple[bool, ...]
    outcome: Outcome | None
    rule_set: str
    paused_by: tuple[PauseReason, ...]
    is_overdue: bool


def due_moment(
    calendar: WorkCalendar, rules: RuleSet, term: Term, start_at: dt.datetime
) -> dt.datetime:
    """Give the due moment of a term that nothing interrupts."""
    return Course.start(calendar, term.under(rules), start_at).due_at


def clock_state(
    calendar: WorkCalendar,
    rules: RuleSet,
    term: Term,
    events: Iterable[ClockEvent],
    ask_at: dt.datetime,
    *,
    granted: Sequence[bool] | None = None,
) -> ClockFacts:
    """Say how a dossier's clock stands at a moment; later events are not looked at.

    Args:
        calendar: of the office.
        rules: of the day of receipt; kept after a restart.
        term: of the procedure.
        events: in any order; those of one minute keep theirs.
        ask_at: moment of asking.
        granted: extensions already decided, in order, when past acts are seen under another
            calendar; None lets the rule decide.

    Raises:
        DeadlineError: the calendar has no working day to count on.
    """
    run = _Run(calendar, rules, term.under(rules), granted)
    for event in sorted(events, key=lambda event: event.at):
        if event.at <= ask_at:
            run.take(event)
    return run.facts(ask_at)


@dataclass(slots=True)
class _Run:
    """The events taken so far."""

    calendar: WorkCalendar
    rules: RuleSet
    term: AppliedTerm
    granted: Sequence[bool] | None
    filed_at: dt.datetime | None = None
    accepted_at: dt.datetime | None = None
    since: dt.date = dt.date.min
    first: Course | None = None
    course: Course | None = None
    waits_for_supplement: bool = False
    holds: list[PauseReason] = field(default_factory=list)
    held_since: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    extensions: list[bool] = field(default_factory=list)
    opinions: list[OpinionClock] = field(default_factory=list)
    opinion_courses: list[Course | None] = field(default_factory=list)

    def take(self, event: ClockEvent) -> None:
        """Let one event act."""
        acts: dict[EventKind, Callable[[ClockEvent], None]] = {
            EventKind.SUBMITTED: self._submitted,
            EventKind.ACCEPTED: self._accepted,
            EventKind.SUPPLEMENT_REQUESTED_AT_INTAKE: self._sent_for_supplement_at_intake,
            EventKind.SUPPLEMENT_REQUESTED: self._supplement_requested,
            EventKind.SUPPLEMENT_COMPLETE: self._supplement_complete,
            EventKind.PAYMENT_REQUESTED: self._payment_requested,
            EventKind.PAYMENT_DONE: lambda done: self._release(PauseReason.PAYMENT, done.at),
            EventKind.WITHDRAWAL_REQUESTED: lambda ask: self._hold(PauseReason.WITHDRAWAL, ask.at),
            EventKind.WITHDRAWAL_TAKEN_BACK: lambda back: self._release(
                PauseReason.WITHDRAWAL, back.at
            ),
            EventKind.EXTENDED: self._extended,
            EventKind.OPINION_REQUESTED: self._opinion_requested,
            EventKind.OPINION_RECEIVED: self._opinion_received,
            EventKind.RETURNED: self._returned,
        }
        act = acts.get(event.kind)  # a send-back, T14, leaves the clock alone
        is_opinion = event.kind is EventKind.OPINION_RECEIVED
        if act and (self.returned_at is None or is_opinion):
            act(event)

    def facts(self, ask_at: dt.datetime) -> ClockFacts:
        """Answer for a moment no event taken lies after."""
        clock = self._clock()
        course = self.course if clock in {Clock.RUNNING, Clock.FINISHED} else None
        if self.waits_for_supplement:
            course = None
        late_at = self.returned_at or ask_at
        return ClockFacts(
            due_at=course.due_at if course else None,
            clock=clock,
            remaining=_remaining(course, ask_at.date()) if course else None,
            days=explain(course) if course else (),
            apology_last_day=self._apology_last_day(course),
            supplement_notice_last_day=self._supplement_notice_last_day(course),
            transfer_day=self._transfer_day(),
            opinions=tuple(self._opinion_facts(ask_at)),
            extensions=tuple(self.extensions),
            outcome=_outcome(course, self.returned_at),
            rule_set=self.rules.name,
            paused_by=self._paused_by() if clock is Clock.PAUSED else (),
            is_overdue=course is not None and course.is_overdue(late_at),
        )

    def _submitted(self, event: ClockEvent) -> None:
        if self.accepted_at is None and self.filed_at is None:
            self.filed_at = event.at

    def _sent_for_supplement_at_intake(self, _: ClockEvent) -> None:
        self.filed_at = None  # what was filed did not count; the completed dossier will

    def _accepted(self, event: ClockEvent) -> None:
        if self.accepted_at is not None:
            return
        self.accepted_at = event.at
        start = event.at
        if self.term.online_start is OnlineStart.SUBMITTED and self.filed_at:
            start = self.filed_at
        self._start(start, event.at)
        self.first = self.course

    def _start(self, start: dt.datetime, at: dt.datetime) -> None:
        self.course = Course.start(self.calendar, self.term, start)
        self.since = at.date()
        self.held_since = at

    def _supplement_requested(self, _: ClockEvent) -> None:
        self.waits_for_supplement = self.accepted_at is not None

    def _supplement_complete(self, event: ClockEvent) -> None:
        """Count again from the start (NĐ 61/2018 Art. 19(4), T12)."""
        if self.waits_for_supplement:
            self.waits_for_supplement = False
            self._start(event.at, event.at)
        elif self.accepted_at is None and self.filed_at is None:
            self.filed_at = event.at

    def _payment_requested(self, event: ClockEvent) -> None:
        if self.term.payment is PaymentClock.STOPS:
            self._hold(PauseReason.PAYMENT, event.at)

    def _hold(self, reason: PauseReason, at: dt.datetime) -> None:
        if not self.holds:
            self.held_since = at
        if reason not in self.holds:
            self.holds.append(reason)

    def _release(self, reason: PauseReason, at: dt.datetime) -> None:
        if reason not in self.holds:
            return
        self.holds.remove(reason)
        if not self.holds:
            self._go_on(at)

    def _go_on(self, at: dt.datetime) -> None:
        if self.course and self.held_since and not self.waits_for_supplement:
            self.course = self.course.resumed(self.held_since, at)

    def _extended(self, event: ClockEvent) -> None:
        """Give a new date once, at the latest on the last working day before the due one (T19)."""
        position = len(self.extensions)
        if self.granted is not None and position < len(self.granted):
            holds = self.granted[position]
        else:
            holds = self._may_extend(event)
        self.extensions.append(holds)
        if holds and self.course and event.to:
            self.course = self.course.extended(event.to)

    def _may_extend(self, event: ClockEvent) -> bool:
        last_day = self._apology_last_day(self.course)
        return (
            self._clock() is Clock.RUNNING
            and self.course is not None
            and last_day is not None
            and event.at.date() <= last_day
            and event.to is not None
            and event.to > self.course.due_day
            and self.calendar.is_working(event.to)
        )

    def _opinion_requested(self, event: ClockEvent) -> None:
        course = None
        if event.term:
            course = Course.start(self.calendar, event.term.under(self.rules), event.at)
        self.opinion_courses.append(course)
        due_at = course.due_at if course else None
        self.opinions.append(OpinionClock(event.agency, event.at, due_at))

    def _opinion_received(self, event: ClockEvent) -> None:
        for index, asked in enumerate(self.opinions):
            if asked.received_at is None and event.agency in {None, asked.agency}:
                self.opinions[index] = OpinionClock(
                    asked.agency, asked.asked_at, asked.due_at, event.at
                )
                return

    def _opinion_facts(self, ask_at: dt.datetime) -> Iterable[OpinionClock]:
        for asked, course in zip(self.opinions, self.opinion_courses, strict=True):
            answered = asked.received_at or ask_at
            is_late = course is not None and course.is_overdue(answered)
            yield OpinionClock(
                asked.agency, asked.asked_at, asked.due_at, asked.received_at, is_late
            )

    def _returned(self, event: ClockEvent) -> None:
        if self.accepted_at is None:
            return
        self.returned_at = event.at
        if self.holds:
            self._go_on(event.at)

    def _clock(self) -> Clock:
        if self.accepted_at is None:
            return Clock.NOT_STARTED
        if self.returned_at is not None:
            return Clock.FINISHED
        return Clock.PAUSED if self._paused_by() else Clock.RUNNING

    def _paused_by(self) -> tuple[PauseReason, ...]:
        waits = (PauseReason.SUPPLEMENT,) if self.waits_for_supplement else ()
        return (*waits, *self.holds)

    def _apology_last_day(self, course: Course | None) -> dt.date | None:
        """Give the last working day before the due date, unless it is gone at the start.

        NĐ 61/2018 Art. 19(9), rule 7; a dossier whose date was moved gets no second one.
        """
        if course is None or sum(self.extensions) >= self.rules.extensions:
            return None
        day = self.calendar.previous_working(course.due_day)
        return day if day >= self.since else None

    def _supplement_notice_last_day(self, course: Course | None) -> dt.date | None:
        """Give the last day to ask for a supplement at appraisal.

        NĐ 61/2018 Art. 19(4): working days after intake; for a shorter term its due day.
        """
        if self.accepted_at is None or self.first is None:
            return None
        intake = receipt(self.calendar, self.term, self.accepted_at).date()
        latest = self.calendar.nth_working(intake, self.rules.supplement_notice_days)
        return min(latest, (course or self.first).due_day)

    def _transfer_day(self) -> dt.date | None:
        """Give the day paper is handed over: NĐ 61/2018 Art. 18(2), T08."""
        if self.accepted_at is None:
            return None
        day = self.accepted_at.date()
        if self.calendar.is_working(day) and self.accepted_at.time() <= self.term.cutoff:
            return day
        return self.calendar.next_working(day)


def _remaining(course: Course, today: dt.date) -> int:
    if today > course.due_day:
        return -course.calendar.working_between(course.due_day, today)
    return course.counted_between(max(today, course.day_zero), course.due_day)


def _outcome(course: Course | None, returned_at: dt.datetime | None) -> Outcome | None:
    if course is None or returned_at is None:
        return None
    if course.is_overdue(returned_at):
        return Outcome.OVERDUE
    return Outcome.EARLY if returned_at.date() < course.due_day else Outcome.ON_TIME
