"""Integration test of a service, with its 2 + 5 + 2 working days (R-RS-27 to 33, R-RS-42)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desk_app.domain.deadlines import ClockEvent, EventKind, WorkCalendar
from desk_app.domain.deadlines.integration import integration_clocks
from desk_app.domain.definitions import Node, Problem
from desk_app.domain.errors import RuleError
from desk_app.domain.moments import local

CASES = (1, 2, 3, 4)
"""Single sign-on, online submission, payment, online processing with its result (R-RS-30)."""

PAYMENT_CASE = 3
_WARN_DAYS = 2


class RunState(StrEnum):
    """Where a test run stands."""

    NOT_BEGUN = "not_begun"
    REQUESTED = "requested"
    SENT_BACK = "sent_back"
    ON_DISPLAY = "on_display"
    SUMMARY_SENT = "summary_sent"
    PASSED = "passed"
    FAILED = "failed"
    STOPPED = "publication_stopped"


class RunEvent(StrEnum):
    """What happens to a test run."""

    REQUESTED = "requested"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    SUMMARY_SENT = "summary_sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"


_MAY_FOLLOW: Mapping[RunEvent, frozenset[RunState]] = {
    RunEvent.REQUESTED: frozenset(
        {RunState.NOT_BEGUN, RunState.SENT_BACK, RunState.FAILED, RunState.STOPPED}
    ),
    RunEvent.SENT_BACK: frozenset({RunState.REQUESTED}),
    RunEvent.PUBLISHED: frozenset({RunState.REQUESTED}),
    RunEvent.SUMMARY_SENT: frozenset({RunState.ON_DISPLAY}),
    RunEvent.CONFIRMED: frozenset({RunState.SUMMARY_SENT}),
    RunEvent.FAILED: frozenset({RunState.SUMMARY_SENT}),
}
_AFTER = {
    RunEvent.REQUESTED: RunState.REQUESTED,
    RunEvent.SENT_BACK: RunState.SENT_BACK,
    RunEvent.PUBLISHED: RunState.ON_DISPLAY,
    RunEvent.SUMMARY_SENT: RunState.SUMMARY_SENT,
    RunEvent.CONFIRMED: RunState.PASSED,
    RunEvent.FAILED: RunState.FAILED,
}
_CLOCK_KINDS = {
    RunEvent.REQUESTED: EventKind.REQUEST_RECEIVED,
    RunEvent.PUBLISHED: EventKind.PUBLISHED,
    RunEvent.SUMMARY_SENT: EventKind.SUMMARY_SENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One of the four test cases: passed or not, with evidence and the dossier's code."""

    passed: bool
    evidence: str = ""
    dossier_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalTest:
    """A service under test.

    Attributes:
        system_in_use: record that the system is in official use with the required functions.
        events: (event, moment, reason), oldest first.
        cases: results by number.
    """

    system_in_use: str = ""
    events: tuple[tuple[RunEvent, dt.datetime, str], ...] = ()
    cases: Mapping[int, CaseResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """How a run stands at a moment.

    Attributes:
        clock_a: last day to review; `clock_b` to test and report; `clock_c` to confirm.
        days_left: working days left on the running clock; negative when it is over.
        warns: the publication stops soon if no summary is sent.
        owed: test cases without a passed result.
    """

    state: RunState
    clock_a: dt.date | None = None
    clock_b: dt.date | None = None
    clock_c: dt.date | None = None
    days_left: int | None = None
    warns: bool = False
    owed: tuple[int, ...] = ()


def board(run: PortalTest, calendar: WorkCalendar, at: dt.datetime, *, has_fee: bool) -> Board:
    """Say how a run stands."""
    known = [event for event in run.events if event[1] <= at]
    clock_events = [
        ClockEvent(at=local(when), kind=_CLOCK_KINDS[kind])
        for kind, when, _ in known
        if kind in _CLOCK_KINDS
    ]
    clocks = integration_clocks(calendar, clock_events, local(at))
    state = _AFTER[known[-1][0]] if known else RunState.NOT_BEGUN
    if state is RunState.ON_DISPLAY and clocks.publication_stopped:
        state = RunState.STOPPED
    ends = {
        RunState.REQUESTED: clocks.a,
        RunState.ON_DISPLAY: clocks.b,
        RunState.SUMMARY_SENT: clocks.c,
    }.get(state)
    left = _left(calendar, local(at).date(), ends)
    wanted = CASES if has_fee else tuple(c for c in CASES if c != PAYMENT_CASE)
    owed = tuple(c for c in wanted if c not in run.cases or not run.cases[c].passed)
    return Board(
        state=state,
        clock_a=clocks.a,
        clock_b=clocks.b,
        clock_c=clocks.c,
        days_left=left,
        warns=state is RunState.ON_DISPLAY and left is not None and left <= _WARN_DAYS,
        owed=owed,
    )


def _left(calendar: WorkCalendar, today: dt.date, end: dt.date | None) -> int | None:
    if end is None:
        return None
    if today <= end:
        return calendar.working_between(today, end)
    return -calendar.working_between(end, today)


def may_happen(state: RunState) -> tuple[RunEvent, ...]:
    """What can be recorded of a run that stands so."""
    return tuple(event for event in RunEvent if state in _MAY_FOLLOW[event])


def record(
    run: PortalTest,
    event: RunEvent,
    at: dt.datetime,
    calendar: WorkCalendar,
    *,
    has_fee: bool,
    reason: str = "",
) -> PortalTest:
    """Add an event.

    Raises:
        RuleError: ``restructuring.test_order`` (nothing of the kind may happen now),
            ``restructuring.system_not_in_use`` (R-RS-42), ``restructuring.test_unfinished`` (a
            summary while cases are open), ``restructuring.reason_needed``.
    """
    stands = board(run, calendar, at, has_fee=has_fee)
    is_after = not run.events or at >= run.events[-1][1]
    if stands.state not in _MAY_FOLLOW[event] or not is_after:
        raise RuleError(
            "restructuring.test_order", {"event": str(event), "state": str(stands.state)}
        )
    if event is RunEvent.REQUESTED and not run.system_in_use:
        raise RuleError("restructuring.system_not_in_use")
    if event is RunEvent.SUMMARY_SENT and stands.owed:
        owed = ", ".join(str(number) for number in stands.owed)
        raise RuleError("restructuring.test_unfinished", {"cases": owed})
    if event in {RunEvent.SENT_BACK, RunEvent.FAILED} and not reason:
        raise RuleError("restructuring.reason_needed", {"event": str(event)})
    return replace(run, events=(*run.events, (event, at, reason)))


def portal_test_from_data(data: object, problems: list[Problem]) -> PortalTest:
    """Parse the test run of a restructuring file; faults are appended to `problems`."""
    if data is None:
        return PortalTest()
    node = Node(data, "test_run", problems)
    events = []
    for child in node.nodes("events"):
        reason = child.text("reason", "")
        events.append((child.choice("event", RunEvent), child.moment("at"), reason))
        child.finish()
    cases = {}
    for key, child in node.tables("cases").items():
        if key not in {str(case) for case in CASES}:
            child.fault("", "definition.not_a_choice", key)
            continue
        cases[int(key)] = CaseResult(
            passed=child.flag("passed"),
            evidence=child.text("evidence", ""),
            dossier_code=child.text("dossier_code", ""),
        )
        child.finish()
    run = PortalTest(
        system_in_use=node.text("system_in_use", ""),
        events=tuple(events),
        cases=cases,
    )
    node.finish()
    return run
