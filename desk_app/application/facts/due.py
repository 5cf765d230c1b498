"""Answers of `desk-app due`."""

import datetime as dt

from desk_app.application.facts.stream import Answer, FactError, Line, needed, rows
from desk_app.domain import deadlines
from desk_app.domain.deadlines import (
    ClockEvent,
    ClockFacts,
    EventKind,
    IntegrationClocks,
    RuleBook,
    RuleSet,
    Term,
    WorkCalendar,
)


def answer_due(line: Line, rules: RuleBook) -> Answer:
    """Answer one line of `desk-app due`.

    Raises:
        FactError: a part of the line is missing.
        DeadlineError: a part of the line cannot be read or counted.
    """
    kind = line.get("kind") or "dossier"
    calendar = WorkCalendar.from_data(needed(line, "calendar"))
    events = [ClockEvent.from_data(row) for row in rows(line, "events")]
    ask_at = _ask_at(line, events)
    applied = _rule_set(line, rules, events, ask_at)
    if kind == "integration_test":
        clocks = deadlines.integration_clocks(calendar, events, ask_at)
        return {**_clock_answer(clocks), "rule_set": applied.name}
    if kind != "dossier":
        raise FactError("facts.kind_unknown", kind=kind)
    term = Term.from_data(needed(line, "procedure"))
    found = deadlines.clock_state(calendar, applied, term, events, ask_at)
    due_after = None
    if line.get("calendar_after") is not None:
        after = WorkCalendar.from_data(line["calendar_after"])
        due_after = deadlines.clock_state(
            after, applied, term, events, ask_at, granted=found.extensions
        ).due_at
    return {**_due_answer(found), "due_after": _moment(due_after)}


def _due_answer(found: ClockFacts) -> Answer:
    return {
        "due": _moment(found.due_at),
        "clock": found.clock.value,
        "remaining": found.remaining,
        "days": [
            {"on": _day(mark.on), "in": mark.is_counted, "why": [word.value for word in mark.why]}
            for mark in found.days
        ],
        "apology_last_day": _day(found.apology_last_day),
        "supplement_notice_last_day": _day(found.supplement_notice_last_day),
        "transfer_day": _day(found.transfer_day),
        "opinion_due": [_moment(opinion.due_at) for opinion in found.opinions],
        "opinion_late": [opinion.is_late for opinion in found.opinions],
        "extensions": list(found.extensions),
        "outcome": found.outcome.value if found.outcome else None,
        "rule_set": found.rule_set,
    }


def _clock_answer(clocks: IntegrationClocks) -> Answer:
    last_days = {"A": _day(clocks.a), "B": _day(clocks.b), "C": _day(clocks.c)}
    return {"clocks": last_days, "publication_stopped": clocks.publication_stopped}


def _rule_set(
    line: Line, rules: RuleBook, events: list[ClockEvent], ask_at: dt.datetime
) -> RuleSet:
    name = str(line.get("rule_set") or "by_date")
    if name != "by_date":
        return rules.named(name)
    starts = (EventKind.ACCEPTED, EventKind.REQUEST_RECEIVED, EventKind.SUBMITTED)
    days = [
        event.at.date()
        for kind in starts
        for event in sorted(events, key=lambda event: event.at)
        if event.kind is kind and event.at <= ask_at
    ]
    return rules.applying(days[0] if days else ask_at.date())


def _ask_at(line: Line, events: list[ClockEvent]) -> dt.datetime:
    if line.get("ask_at") is not None:
        return deadlines.read_moment(line["ask_at"], "ask_at")
    if not events:
        raise FactError("facts.input_missing", key="ask_at")
    return max(event.at for event in events)


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
