"""Deadlines: calendars, terms, clocks and the reason for every date.

All moments are local Vietnamese time without a zone.
"""

from desk_app.domain.deadlines.clock import (
    Clock,
    ClockFacts,
    OpinionClock,
    Outcome,
    PauseReason,
    clock_state,
    due_moment,
)
from desk_app.domain.deadlines.errors import DeadlineError
from desk_app.domain.deadlines.explanation import DayMark, DayWord
from desk_app.domain.deadlines.integration import IntegrationClocks, integration_clocks
from desk_app.domain.deadlines.reading import moment as read_moment
from desk_app.domain.deadlines.rules import (
    DueEndsAt,
    OnlineStart,
    PaymentClock,
    RuleBook,
    RuleSet,
)
from desk_app.domain.deadlines.terms import ClockEvent, EventKind, Term, Unit
from desk_app.domain.deadlines.work_calendar import (
    DayKind,
    Holiday,
    MakeUp,
    Session,
    WorkCalendar,
)

__all__ = [
    "Clock",
    "ClockEvent",
    "ClockFacts",
    "DayKind",
    "DayMark",
    "DayWord",
    "DeadlineError",
    "DueEndsAt",
    "EventKind",
    "Holiday",
    "IntegrationClocks",
    "MakeUp",
    "OnlineStart",
    "OpinionClock",
    "Outcome",
    "PauseReason",
    "PaymentClock",
    "RuleBook",
    "RuleSet",
    "Session",
    "Term",
    "Unit",
    "WorkCalendar",
    "clock_state",
    "due_moment",
    "integration_clocks",
    "read_moment",
]
