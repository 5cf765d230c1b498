"""How long each step takes against its share of the term, by step or by officer."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desk_app.application.reports.ports import VisitCount
from desk_app.application.reports.table import Column, Row, Value
from desk_app.domain.procedures import ProcedureDefinition, Step, TermUnit
from desk_app.domain.reports.measures import rounded

_HOURS_OF_A_DAY = 8
Definitions = Callable[[str, str], ProcedureDefinition | None]
"""A procedure by code and version, None when the catalogue lost it."""

COLUMNS = ("visits", "shorter", "equal", "longer", "unjudged", "average_days", "sent_back")


@dataclass(slots=True)
class Tally:
    """Visits of one row."""

    visits: int = 0
    shorter: int = 0
    equal: int = 0
    longer: int = 0
    unjudged: int = 0
    days: int = 0
    sent_back: int = 0

    def take(self, visit: VisitCount, allowed: int | None) -> None:
        """Add visits that are alike."""
        self.visits += visit.count
        self.days += visit.days * visit.count
        self.sent_back += visit.count if visit.way == "back" else 0
        if allowed is None:
            self.unjudged += visit.count
        elif visit.days < allowed:
            self.shorter += visit.count
        elif visit.days == allowed:
            self.equal += visit.count
        else:
            self.longer += visit.count

    def values(self) -> dict[str, Value]:
        """The row's numbers."""
        average = rounded(self.days, self.visits) if self.visits else None
        return {
            "visits": self.visits,
            "shorter": self.shorter,
            "equal": self.equal,
            "longer": self.longer,
            "unjudged": self.unjudged,
            "average_days": average,
            "sent_back": self.sent_back,
        }


def tallies(
    counts: Iterable[VisitCount], definitions: Definitions, key: Callable[[VisitCount], str]
) -> dict[str, Tally]:
    """Visits by row."""
    found: dict[str, Tally] = {}
    known: dict[tuple[str, str, str], int | None] = {}
    for count in counts:
        place = (count.procedure, count.procedure_version, count.step)
        if place not in known:
            known[place] = allowed_days(definitions(*place[:2]), count.step)
        found.setdefault(key(count), Tally()).take(count, known[place])
    return found


def _in_order(key: str) -> tuple[str, int]:
    """Officers by name, steps as a dossier meets them."""
    user, _, step = key.rpartition(" · ")
    return user, tuple(Step).index(Step(step)) if step else -1


def allowed_days(procedure: ProcedureDefinition | None, step: str) -> int | None:
    """Working days a step has: its share of the term, a part of a day counted as a whole one.

    None where the term is not counted in working days or hours, where the process names no such
    step, and for the last one: when the result is ready, the office waits for the applicant.
    """
    if procedure is None or step == Step.RETURN_RESULT:
        return None
    shares = [each.amount for each in procedure.steps if each.step == step]
    if not shares:
        return None
    unit = procedure.term.unit
    if unit is TermUnit.WORKING_DAYS:
        return math.ceil(sum(shares))
    if unit is TermUnit.WORKING_HOURS:
        return math.ceil(sum(shares) / _HOURS_OF_A_DAY)
    return None


def table(
    found: Mapping[str, Tally], labels: Callable[[str], str], words: Callable[[str], str]
) -> tuple[tuple[Column, ...], tuple[Row, ...], Row]:
    """Columns, rows and the whole."""
    columns = tuple(
        Column(
            key=key,
            name=words(f"report.steps.{key}"),
            kind="number" if key == "average_days" else "count",
            definition=words(f"report.steps.{key}_means"),
            source=words("report.steps.source"),
        )
        for key in COLUMNS
    )
    rows = tuple(
        Row(group=key, label=labels(key), values=tally.values())
        for key, tally in sorted(found.items(), key=lambda each: _in_order(each[0]))
    )
    whole = Tally()
    for tally in found.values():
        for name in ("visits", "shorter", "equal", "longer", "unjudged", "days", "sent_back"):
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    return columns, rows, Row(group="", label="", values=whole.values())
