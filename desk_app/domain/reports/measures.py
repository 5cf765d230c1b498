"""Measures: what is counted, of which dossiers, in which words; all of it data with sources.

A measure counts dossiers of which every named flag holds, or adds a column over them. A rate
divides one measure by another. Nothing else is known, so that a definition read aloud beside a
number says the whole of what the program does.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.domain.definitions import DefinitionError, Node, Problem
from desk_app.domain.reports.facts import FLAGS, SUMS

PERIOD_FLAGS = (
    "received_in",
    "carried_in",
    "finished_in",
    "returned_in",
    "open_end",
    "open_late",
    "open_in_time",
)
"""Flags that depend on the period asked for; their SQL and Python twins are tested together."""

GROUPS = ("none", "unit", "procedure", "channel", "receiver", "sector")
KINDS = ("sums", "visits", "items", "lines", "register", "indicators")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days of a report, both counted, and the moment it is asked.

    Attributes:
        asked_at: an open dossier is late when its due moment lies before the end of the period,
            or before this moment where the period is not over.
    """

    first: dt.date
    last: dt.date
    asked_at: dt.datetime

    @property
    def cut_min(self) -> int:
        """Minutes since 1970 at which open dossiers are judged."""
        from desk_app.domain.moments import VIETNAM

        end = dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), VIETNAM)
        return int(min(end, self.asked_at).timestamp() // 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number and what stands beside it.

    Attributes:
        all_of: flags that must hold; `none_of` flags that must not.
        adds: column that is added up; None counts dossiers.
        definition: the sentence a reader sees.
        source: instrument and article, or that it is to be confirmed.
    """

    key: str
    name: str
    definition: str
    source: str
    all_of: tuple[str, ...]
    none_of: tuple[str, ...] = ()
    adds: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share in percent: `part` of `whole`, both measures."""

    key: str
    name: str
    definition: str
    source: str
    part: str
    whole: str
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDefinition:
    """One report.

    Attributes:
        columns: keys of measures and rates in the order of the sheet.
        sections: heading over a run of columns, for a report that groups them (R-PR-47).
        item_kind: kind of items an ``items`` report adds up and a ``lines`` report lists.
        personal: holds figures of single officers; for them and their leaders only (F13-03).
    """

    key: str
    name: str
    kind: str
    group: str
    source: str
    valid_from: dt.date
    columns: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    item_kind: str = ""
    personal: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every measure, rate and report by key."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    rates: Mapping[str, Rate] = field(default_factory=dict)
    reports: Mapping[str, ReportDefinition] = field(default_factory=dict)

    def measures_of(self, report: ReportDefinition) -> tuple[Measure, ...]:
        """The measures a report needs, those under its rates included, each once."""
        found: dict[str, Measure] = {}
        for key in report.columns:
            rate = self.rates.get(key)
            for name in (rate.part, rate.whole) if rate else (key,):
                found[name] = self.measures[name]
        return tuple(found.values())


def value_of(shelf: Shelf, column: str, sums: Mapping[str, int]) -> float | None:
    """The number of a column; None for a rate of nothing."""
    rate = shelf.rates.get(column)
    if rate is None:
        return sums[column]
    whole = sums[rate.whole]
    return rounded(100 * sums[rate.part], whole) if whole else None


def rounded(part: int, whole: int, places: int = 2) -> float:
    """`part` ÷ `whole`, half rounded up, exactly: no binary fraction decides a published figure."""
    scale = 10**places
    return math.floor((2 * part * scale + whole) / (2 * whole)) / scale if whole else 0.0


def report_from_data(measures: Mapping[str, object], reports: Mapping[str, object]) -> Shelf:
    """Parse resources/reports/measures.toml and reports.toml.

    Raises:
        DefinitionError: with every fault and its path.
    """
    problems: list[Problem] = []
    head = Node(measures, "", problems)
    head.number("schema", least=1)
    counted = {key: _measure(key, node) for key, node in head.tables("measures").items()}
    rates = {key: _rate(key, node) for key, node in head.tables("rates").items()}
    head.finish()
    body = Node(reports, "", problems)
    body.number("schema", least=1)
    listed = {key: _report(key, node) for key, node in body.tables("reports").items()}
    body.finish()
    _check_names(counted, rates, listed, problems)
    if problems:
        raise DefinitionError("reports", problems)
    return Shelf(counted, rates, listed)


def _measure(key: str, node: Node) -> Measure:
    measure = Measure(
        key=key,
        name=node.text("name"),
        definition=node.text("definition"),
        source=node.text("source"),
        all_of=node.texts("all_of"),
        none_of=node.texts("none_of"),
        adds=node.optional_text("adds"),
    )
    for flag in (*measure.all_of, *measure.none_of):
        if flag not in FLAGS and flag not in PERIOD_FLAGS:
            node.fault("all_of", "report.flag_unknown", flag)
    if measure.adds is not None and measure.adds not in SUMS:
        node.fault("adds", "report.column_unknown", measure.adds)
    node.finish()
    return measure


def _rate(key: str, node: Node) -> Rate:
    target = node.raw("target")
    rate = Rate(
        key=key,
        name=node.text("name"),
        definition=node.text("definition"),
        source=node.text("source"),
        part=node.text("part"),
        whole=node.text("whole"),
        target=float(target) if isinstance(target, int | float) else None,
    )
    node.finish()
    return rate


def _report(key: str, node: Node) -> ReportDefinition:
    parts = [_section(part) for part in node.nodes("sections")]
    columns = node.texts("columns")
    report = ReportDefinition(
        key=key,
        name=node.text("name"),
        kind=node.text("kind"),
        group=node.text("group", "none"),
        source=node.text("source"),
        valid_from=node.date("valid_from"),
        columns=(*columns, *(column for _, found in parts for column in found)),
        sections={column: name for name, found in parts for column in found},
        item_kind=node.text("item_kind", ""),
        personal=node.flag("personal"),
        note=node.text("note", ""),
    )
    if report.kind not in KINDS:
        node.fault("kind", "definition.not_a_choice", report.kind)
    if report.group not in GROUPS:
        node.fault("group", "definition.not_a_choice", report.group)
    node.finish()
    return report


def _section(node: Node) -> tuple[str, tuple[str, ...]]:
    section = node.text("name"), node.texts("columns")
    node.finish()
    return section


def _check_names(
    measures: Mapping[str, Measure],
    rates: Mapping[str, Rate],
    reports: Mapping[str, ReportDefinition],
    problems: list[Problem],
) -> None:
    wanted = [(f"rates.{r.key}", name) for r in rates.values() for name in (r.part, r.whole)]
    known = set(measures)
    problems += _unknown(wanted, known)
    columns = [(f"reports.{r.key}.columns", c) for r in reports.values() for c in r.columns]
    problems += _unknown(columns, known | set(rates))


def _unknown(wanted: list[tuple[str, str]], known: set[str]) -> list[Problem]:
    return [
        Problem(path=path, code="procedure.name_unknown", detail=name)
        for path, name in wanted
        if name not in known
    ]
