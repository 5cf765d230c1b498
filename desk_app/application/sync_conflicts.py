"""What to do when another desk was first. Pure: my command, their dossier, a decision.

Nothing here is last-write-wins: a command is sent again only when it means the same on the new
state; otherwise it waits for a person, with both sides named.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desk_app.application.sync_rules import ActRules, Meeting
from desk_app.application.sync_values import (
    CommandKind,
    Conflict,
    DossierSnapshot,
    Json,
    OutboxEntry,
    Problem,
)

HARMLESS = frozenset({Meeting.COMMUTES, Meeting.NATURAL_KEY})


class Verdict(enum.StrEnum):
    """Send again against the new version, or ask a person."""

    SEND_AGAIN = "send_again"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict with its reason and, for a person, both sides."""

    verdict: Verdict
    problem: Problem = field(default_factory=lambda: Problem(code="sync.conflict"))
    conflict: Conflict | None = None


def decide(
    entry: OutboxEntry, base_version: int | None, current: DossierSnapshot, rules: ActRules
) -> Decision:
    """Decide about a command that met a newer version.

    Args:
        entry: my command.
        base_version: the version it was sent against.
        current: the target's copy now.
        rules: how kinds meet.
    """
    base = base_version or 0
    document = current.document
    meeting = rules.meeting(entry.kind)
    if entry.kind is CommandKind.CREATE_DOSSIER:
        return _ask(entry, current, "sync.conflict_exists", base, {})
    match meeting:
        case Meeting.COMMUTES | Meeting.NATURAL_KEY:
            clash: dict[str, Json] | None = None
        case Meeting.BY_FIELD:
            clash = _field_clash(entry, base, document)
        case Meeting.BY_COMPONENT:
            clash = _component_clash(entry, base, document)
        case Meeting.DECIDES:
            clash = _decision_clash(entry, base, document, rules)
        case Meeting.SIGNS:
            clash = _signature_clash(entry, base, document, rules)
    if clash is not None:
        return _ask(entry, current, str(clash.pop("code")), base, clash)
    if rules.find(entry.kind, _full_state(document), entry.body) is None:
        return _ask(entry, current, "sync.conflict_state", base, {})
    return Decision(verdict=Verdict.SEND_AGAIN)


def _ask(
    entry: OutboxEntry,
    current: DossierSnapshot,
    code: str,
    base: int,
    clash: dict[str, Json],
) -> Decision:
    theirs = _last_event(current.document, base)
    facts: dict[str, Json] = {
        "state": current.state,
        "version": current.version,
        "their_user": theirs.get("user"),
        "their_unit": theirs.get("unit"),
        "their_act": theirs.get("kind"),
        "their_time": theirs.get("received_at"),
        **clash,
    }
    return Decision(
        verdict=Verdict.ASK,
        problem=Problem(code=code, facts=facts),
        conflict=Conflict(
            command_id=entry.command_id,
            dossier_id=entry.dossier_id,
            mine=entry.to_wire(),
            theirs={
                "event": dict(theirs),
                "document": dict(current.document),
                "version": current.version,
                "clash": clash,
            },
        ),
    )


def _full_state(document: Mapping[str, Json]) -> str:
    origin = document.get("origin")
    state = str(document.get("state", ""))
    return f"{state}:{origin}" if origin else state


def _events_since(document: Mapping[str, Json], base: int) -> list[Mapping[str, Json]]:
    listed = document.get("events")
    return [
        event
        for event in (listed if isinstance(listed, list) else [])
        if isinstance(event, dict) and _number(event.get("version")) > base
    ]


def _last_event(document: Mapping[str, Json], base: int) -> Mapping[str, Json]:
    events = _events_since(document, base) or _events_since(document, 0)
    moving = [event for event in events if event.get("from") != event.get("to")]
    return (moving or events or [{}])[-1]


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _objects(value: Json) -> Iterable[Mapping[str, Json]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _field_clash(
    entry: OutboxEntry, base: int, document: Mapping[str, Json]
) -> dict[str, Json] | None:
    mine, theirs = entry.body.get("form"), document.get("form")
    changed = document.get("form_changed")
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return None
    marks = changed if isinstance(changed, dict) else {}
    fields: list[Json] = []
    for name, value in mine.items():
        mark = marks.get(name)
        is_newer = isinstance(mark, dict) and _number(mark.get("version")) > base
        if is_newer and theirs.get(name) != value:
            fields.append({"field": name, "mine": value, "theirs": theirs.get(name), "mark": mark})
    return {"code": "sync.conflict_fields", "fields": fields} if fields else None


def _component_clash(
    entry: OutboxEntry, base: int, document: Mapping[str, Json]
) -> dict[str, Json] | None:
    theirs = {one.get("code"): one for one in _objects(document.get("components"))}
    wanted = [one.get("code") for one in _objects(entry.body.get("components"))]
    if isinstance(entry.body.get("component"), str):
        wanted.append(entry.body["component"])
    clashes: list[Json] = []
    for code in wanted:
        mark = theirs.get(code, {}).get("changed")
        if isinstance(mark, dict) and _number(mark.get("version")) > base:
            clashes.append({"component": code, "mark": mark})
    return {"code": "sync.conflict_components", "components": clashes} if clashes else None


def _decision_clash(
    entry: OutboxEntry, base: int, document: Mapping[str, Json], rules: ActRules
) -> dict[str, Json] | None:
    """Refuse when the state differs from the one seen, or someone decided in between."""
    seen = entry.expected_state
    if seen is not None and seen.partition(":")[0] != document.get("state"):
        return {"code": "sync.conflict_decided", "seen_state": seen}
    for event in _events_since(document, base):
        try:
            kind = CommandKind(str(event.get("kind")))
        except ValueError:
            return {"code": "sync.conflict_decided"}
        if event.get("from") != event.get("to"):
            return {"code": "sync.conflict_decided"}
        if rules.meeting(kind) is Meeting.DECIDES and kind is entry.kind:
            return {"code": "sync.conflict_decided"}
    return None


def _signature_clash(
    entry: OutboxEntry, base: int, document: Mapping[str, Json], rules: ActRules
) -> dict[str, Json] | None:
    """A signature holds for exact bytes: refuse when the result was replaced since."""
    for file in _objects(document.get("files")):
        if file.get("role") == "result" and _number(file.get("added_version")) > base:
            return {"code": "sync.conflict_signed_other_bytes", "file": file.get("name")}
    return _decision_clash(entry, base, document, rules)
