"""Calendars, terms and events in the words of the domain."""

import datetime as dt
from typing import Any

import resources
from desk_app.domain.deadlines import (
    ClockEvent,
    ClockFacts,
    RuleBook,
    Term,
    WorkCalendar,
    clock_state,
)

OFFICE_DAY = [["07:30", "11:30"], ["13:30", "17:00"]]
BOOK = RuleBook.from_data(resources.toml("rules/rule-sets.toml"))
EXAMPLE = WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))


def office(
    holidays: list[dict[str, Any]] | None = None,
    make_up: list[dict[str, Any]] | None = None,
    **week: Any,
) -> WorkCalendar:
    """Monday to Friday at office hours; name a weekday to change it."""
    days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE_DAY) | week
    return WorkCalendar.from_data({"sessions": days, "holidays": holidays, "make_up": make_up})


def event(kind: str, at: str, **more: Any) -> ClockEvent:
    return ClockEvent.from_data({"kind": kind, "at": at, **more})


def ask(
    events: list[ClockEvent],
    at: str | None = None,
    *,
    calendar: WorkCalendar | None = None,
    rules: str = "2018",
    granted: tuple[bool, ...] | None = None,
    **procedure: Any,
) -> ClockFacts:
    """Ask at a moment, by default at the last event."""
    procedure = procedure or {"unit": "working_days", "amount": 5}
    ask_at = dt.datetime.fromisoformat(at) if at else max(row.at for row in events)
    return clock_state(
        calendar or office(),
        BOOK.named(rules),
        Term.from_data(procedure),
        events,
        ask_at,
        granted=granted,
    )


def accepted(at: str) -> list[ClockEvent]:
    return [event("accepted", at)]


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
