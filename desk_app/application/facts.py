"""Two enquiries that answer with facts: deadlines and identities.

One mapping in, one mapping out; `facts_stream` puts JSON lines before and behind them. They call
the same rules as the window.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desk_app.domain import deadlines
from desk_app.domain.deadlines import (
    ClockEvent,
    ClockFacts,
    DeadlineError,
    EventKind,
    IntegrationClocks,
    RuleBook,
    RuleSet,
    Term,
    WorkCalendar,
)

Line = Mapping[str, Any]
Answer = dict[str, Any]
Say = Callable[[str, Mapping[str, object]], str]

_ENGLISH = {
    "facts.not_json": "The line is not JSON.",
    "facts.not_object": "The line is not a JSON object.",
    "facts.text_invalid": "The line holds half a surrogate pair.",
    "facts.kind_unknown": "Unknown kind.",
    "facts.input_missing": "A needed input is missing.",
    "facts.input_invalid": "An input has the wrong type or form.",
}


class FactError(Exception):
    """A line that cannot be understood.

    Attributes:
        code: stable slug, for example `facts.not_json`.
        facts: what a message may name.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def facts_stream(
    lines: Iterable[str], answer: Callable[[Line], Answer], say: Say | None = None
) -> Iterator[Answer]:
    """Answer line by line, in order; a line that fails gives its error and the rest goes on.

    Args:
        lines: JSON lines; blank ones are passed over.
        answer: `answer_due` or `answer_identity` with its data bound.
        say: turns an error code and its facts into a message; English without it.
    """
    for line in lines:
        text = line.strip().lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
        if text:
            yield _answer_line(text, answer, say or _say_in_english)


def _answer_line(text: str, answer: Callable[[Line], Answer], say: Say) -> Answer:
    name: object = None
    try:
        asked = _asked(text)
        name = asked.get("id")
        return {"id": name, **answer(asked)}
    except (FactError, DeadlineError) as refused:
        message = say(refused.code, refused.facts)
        return {"id": name, "error": {"code": refused.code, "message": message}}


def _asked(text: str) -> Line:
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        raise FactError("facts.not_json") from None
    if not isinstance(asked, dict):
        raise FactError("facts.not_object")
    try:
        json.dumps(asked, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise FactError("facts.text_invalid") from None
    return asked


def _say_in_english(code: str, facts: Mapping[str, object]) -> str:
    named = ", ".join(f"{key}={value!r}" for key, value in facts.items())
    known = _ENGLISH.get(code, code)
    return f"{known} ({named})" if named else known


def answer_due(line: Line, rules: RuleBook) -> Answer:
    """Answer one line of `desk-app due`.

    Raises:
        FactError: a part of the line is missing.
        DeadlineError: a part of the line cannot be read or counted.
    """
    kind = line.get("kind") or "dossier"
    calendar = WorkCalendar.from_data(_needed(line, "calendar"))
    events = [ClockEvent.from_data(row) for row in _rows(line, "events")]
    ask_at = _ask_at(line, events)
    applied = _rule_set(line, rules, events, ask_at)
    if kind == "integration_test":
        clocks = deadlines.integration_clocks(calendar, events, ask_at)
        return {**_clock_answer(clocks), "rule_set": applied.name}
    if kind != "dossier":
        raise FactError("facts.kind_unknown", kind=kind)
    term = Term.from_data(_needed(line, "procedure"))
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


def _needed(line: Line, key: str) -> Line:
    value = line.get(key)
    if value is None:
        raise FactError("facts.input_missing", key=key)
    if not isinstance(value, Mapping):
        raise FactError("facts.input_invalid", key=key)
    return value


def _rows(line: Line, key: str) -> list[Any]:
    value = line.get(key)
    if value is None:
        raise FactError("facts.input_missing", key=key)
    if not isinstance(value, list):
        raise FactError("facts.input_invalid", key=key)
    return value


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
