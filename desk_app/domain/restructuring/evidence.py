"""What a year of dossiers says of a procedure.

Papers nobody opened, fields nobody filled, steps that never changed anything, causes of coming
back.

The appraiser's screen records which papers were opened before a conclusion (`seen`). A paper is
dead when it was there often enough, hardly ever opened, and never asked for again. Where nothing
was recorded, nothing is claimed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact
from desk_app.domain.reports.visits import WAITING, Passage, Visit, visits_after

DECIDING_STEPS = ("appraise", "approve", "agency_sign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a share counts as nothing.

    Attributes:
        sample: dossiers below which nothing is claimed.
        opened: share of openings up to which a paper is dead.
        filled: share of filled fields up to which a field is unused.
    """

    sample: int = 30
    opened: float = 0.02
    filled: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEvidence:
    """Counts of one component.

    Attributes:
        there: dossiers that held it and were appraised on the record.
        opened: of these, those in which it was opened; `reused` taken from a store.
        asked_again: times it was asked for in a request to supplement.
    """

    key: str
    there: int
    opened: int
    reused: int
    asked_again: int
    is_dead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEvidence:
    """Counts of one form field."""

    name: str
    dossiers: int
    filled: int
    corrected: int
    is_unused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvidence:
    """Counts of one step: how often it sent back, asked again or decided otherwise."""

    step: str
    visits: int
    changed: int
    days: int
    is_idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found.

    Attributes:
        recorded: dossiers whose appraisal says which papers were opened.
        causes: (component, times) of requests to supplement, the most usual first.
    """

    dossiers: int
    recorded: int
    parts: tuple[PartEvidence, ...]
    fields: tuple[FieldEvidence, ...]
    steps: tuple[StepEvidence, ...]
    causes: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Tally:
    dossiers: int = 0
    recorded: int = 0
    there: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    reused: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    corrected: Counter[str] = field(default_factory=Counter)
    visits: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)


class Happening(Passage, Protocol):
    """An event with what it recorded."""

    @property
    def data(self) -> Mapping[str, Fact]:
        """Facts of the event."""


def evidence_of(
    lives: Iterable[tuple[Dossier, Sequence[Happening]]],
    *,
    fields_of_form: Iterable[str],
    used_fields: frozenset[str],
    limits: Limits | None = None,
) -> Evidence:
    """Count a procedure's dossiers, each with its events.

    Args:
        lives: dossiers that ended, with every event, streamed.
        fields_of_form: names of the e-form's fields.
        used_fields: fields that checks or conditions look at; they are never called unused.
        limits: when a share counts as nothing.
    """
    rule = limits or Limits()
    tally = _Tally()
    for dossier, events in lives:
        _take(tally, dossier, events)
    return Evidence(
        dossiers=tally.dossiers,
        recorded=tally.recorded,
        parts=tuple(_part(tally, key, rule) for key in sorted(tally.there)),
        fields=tuple(_field(tally, name, name in used_fields, rule) for name in fields_of_form),
        steps=tuple(_step(tally, step, rule) for step in DECIDING_STEPS if tally.visits[step]),
        causes=tuple(tally.asked.most_common()),
    )


def _take(tally: _Tally, dossier: Dossier, events: Sequence[Happening]) -> None:
    tally.dossiers += 1
    seen = [event.data["seen"] for event in events if "seen" in event.data]
    if seen:
        tally.recorded += 1
        opened = {str(key) for keys in seen if isinstance(keys, list | tuple) for key in keys}
        for component in dossier.components:
            if component.is_there:
                tally.there[component.key] += 1
                tally.opened[component.key] += component.key in opened
                tally.reused[component.key] += component.reuse is not None
    for supplement in dossier.supplements:
        tally.asked.update(point.component for point in supplement.points)
    for name, value in dossier.form.values.items():
        tally.filled[name] += value.value not in {None, ""}
        tally.corrected[name] += bool(value.rivals) and value.is_verified
    for visit in visits_after(None, events, lambda _first, _last: 0):
        _stay(tally, visit)
    tally.changed["approve"] += _decided_otherwise(events)


def _stay(tally: _Tally, visit: Visit) -> None:
    if visit.step == WAITING or visit.left_at is None:
        return
    tally.visits[visit.step] += 1
    tally.days[visit.step] += visit.minutes // (24 * 60)
    tally.changed[visit.step] += visit.way in {"back", "waits"}


def _decided_otherwise(events: Sequence[Happening]) -> int:
    """1 when the outcome that was submitted last is not the one that was first submitted."""
    outcomes = [event.data["outcome"] for event in events if "outcome" in event.data]
    return int(len(set(map(str, outcomes))) > 1)


def _part(tally: _Tally, key: str, rule: Limits) -> PartEvidence:
    there, opened = tally.there[key], tally.opened[key]
    asked = tally.asked[key]
    enough = there >= rule.sample
    return PartEvidence(
        key=key,
        there=there,
        opened=opened,
        reused=tally.reused[key],
        asked_again=asked,
        is_dead=enough and opened <= rule.opened * there and asked == 0,
    )


def _field(tally: _Tally, name: str, is_used: bool, rule: Limits) -> FieldEvidence:  # noqa: FBT001 - one fact of the field
    filled = tally.filled[name]
    enough = tally.dossiers >= rule.sample
    return FieldEvidence(
        name=name,
        dossiers=tally.dossiers,
        filled=filled,
        corrected=tally.corrected[name],
        is_unused=enough and not is_used and filled <= rule.filled * tally.dossiers,
    )


def _step(tally: _Tally, step: str, rule: Limits) -> StepEvidence:
    visits, changed = tally.visits[step], tally.changed[step]
    return StepEvidence(
        step=step,
        visits=visits,
        changed=changed,
        days=tally.days[step],
        is_idle=visits >= rule.sample and changed == 0 and step != "agency_sign",
    )
