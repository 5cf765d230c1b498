"""Makes reports: asks the store once, labels what came, and says what it could not know."""

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk_app.application.ports import Office
from desk_app.application.reports import steps_table
from desk_app.application.reports.indicators import (
    Counted,
    IndicatorSet,
    Score,
    in_force,
    scores,
)
from desk_app.application.reports.labels import Labels, Words
from desk_app.application.reports.ports import Asked, FactStore, GroupSums, Line
from desk_app.application.reports.table import Column, ReportTable, Row, Value
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Actor, Role
from desk_app.domain.procedures import Channel
from desk_app.domain.reports.measures import (
    Measure,
    Period,
    Rate,
    ReportDefinition,
    Shelf,
    rounded,
    value_of,
)

_LEADERS = frozenset({Role.ONE_STOP_HEAD, Role.AGENCY_LEADER, Role.ADMIN})
_LATE_ONLINE = ("online_late_finished", "online_late_open")
REGISTER_COLUMNS = (
    "code", "procedure", "applicant", "address", "phone", "unit",
    "received_on", "due_at", "finished_on", "returned_on", "channel", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOrder:
    """A report asked for.

    Attributes:
        first: first day; `last` the last, both counted.
        actor: who asks; figures of single officers are for them and their leaders.
        inputs: what the office enters where the desk cannot count (indicators), by name.
    """

    name: str
    first: dt.date
    last: dt.date
    unit: str = ""
    procedure: str = ""
    actor: Actor | None = None
    inputs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Every report of the office.

    Attributes:
        indicator_sets: the nine indicators by first day of validity.
        words: labels of columns that are not measures.
    """

    office: Office
    facts: FactStore
    shelf: Shelf
    indicator_sets: Sequence[IndicatorSet]
    words: Words

    @property
    def labels(self) -> Labels:
        """Names of rows."""
        return Labels(office=self.office, facts=self.facts, words=self.words)

    def over(self, facts: FactStore, office: Office | None = None) -> "Reports":
        """The same reports over other facts; `office` where its clock or names are others."""
        return replace(self, facts=facts, office=office or self.office)

    def all(self) -> tuple[ReportDefinition, ...]:
        """Reports by name."""
        return tuple(self.shelf.reports.values())

    def definition(self, name: str) -> ReportDefinition:
        """One report; NotFoundError ``reports.unknown``."""
        found = self.shelf.reports.get(name)
        if found is None:
            raise NotFoundError("reports.unknown", {"report": name[:40]})
        return found

    def make(self, order: ReportOrder) -> ReportTable:
        """A report as a table.

        Raises:
            RuleError: ``reports.period`` (ends before it begins), ``reports.personal`` (figures
                of officers asked for by nobody).
        """
        report = self.definition(order.name)
        asked = self._asked(order, report)
        self.facts.catch_up()
        makers = {
            "sums": self._sums,
            "visits": self._visits,
            "items": self._items,
            "lines": self._lines,
            "register": self._register,
            "indicators": self._indicators,
        }
        return makers[report.kind](report, asked, order)

    def behind(self, order: ReportOrder, column: str, group: str = "") -> Iterator[Line]:
        """The dossiers that a number counted.

        Raises:
            NotFoundError: ``reports.unknown_number`` for a column that counts no dossiers.
        """
        report = self.definition(order.name)
        asked = self._asked(order, report)
        rate = self.shelf.rates.get(column)
        measure = self.shelf.measures.get(rate.part if rate else column)
        if measure is None:
            raise NotFoundError("reports.unknown_number", {"number": column[:40]})
        if report.group == "sector" and group:
            for code in self.labels.codes_of_sector(group, order.last):
                yield from self.facts.behind(asked, measure, "procedure", code)
            return
        yield from self.facts.behind(asked, measure, report.group, group)

    def register(self, order: ReportOrder) -> Iterator[Line]:
        """Lines of the register, flowing."""
        return self.facts.register(self._asked(order, self.definition("register")))

    def _asked(self, order: ReportOrder, report: ReportDefinition) -> Asked:
        if order.last < order.first:
            facts = {"first": order.first.isoformat(), "last": order.last.isoformat()}
            raise RuleError("reports.period", dict(facts))
        only = ""
        if report.personal:
            if order.actor is None:
                raise RuleError("reports.personal", {"report": report.name})
            only = "" if order.actor.may_act_as(_LEADERS) else order.actor.user
        period = Period(first=order.first, last=order.last, asked_at=self._now())
        return Asked(period=period, unit=order.unit, procedure=order.procedure, user=only)

    def _now(self) -> dt.datetime:
        return self.office.clock.now()

    # -- kinds

    def _sums(self, report: ReportDefinition, asked: Asked, order: ReportOrder) -> ReportTable:
        measures = self.shelf.measures_of(report)
        by_sector = report.group == "sector"
        found = list(self.facts.sums(asked, measures, "procedure" if by_sector else report.group))
        whole = found.pop() if report.group != "none" else found[0]
        if by_sector:
            found = _merged(found, self.labels.sector_of(order.last))
        if report.group == "receiver" and asked.user:
            found = [row for row in found if row.group == asked.user]
            whole = found[0] if found else GroupSums(group="", label="", sums=_zeros(measures))
        label = self.labels.of(report.group)
        kept = [row for row in found if any(row.sums.values())]
        rows = tuple(
            Row(group=row.group, label=label(row.group), values=self._values(report, row.sums))
            for row in (kept if report.group != "none" else [])
        )
        total = Row(group="", label="", values=self._values(report, whole.sums))
        return self._table(report, order, self._columns(report), rows, total)

    def _visits(self, report: ReportDefinition, asked: Asked, order: ReportOrder) -> ReportTable:
        counts = self.facts.visit_counts(asked)
        by_officer = report.personal
        found = steps_table.tallies(
            counts,
            self.labels.definition_of,
            (lambda v: f"{v.user} · {v.step}") if by_officer else (lambda v: v.step),
        )
        columns, rows, total = steps_table.table(found, self.labels.step, self.words)
        return self._table(report, order, columns, rows, total)

    def _items(self, report: ReportDefinition, asked: Asked, order: ReportOrder) -> ReportTable:
        found = self.facts.item_sums(asked, report.item_kind, "procedure")
        label = self.labels.of("procedure")
        is_money = report.item_kind == "fee"
        rows = []
        for group, sums in found.items():
            for item in sorted(sums, key=lambda i: (-i.count, i.key, i.note)):
                values: dict[str, Value] = {
                    "key": self.labels.item(report.item_kind, group, item.key),
                    "note": item.note,
                    "count": item.count,
                }
                if is_money:
                    values["amount"] = item.amount
                rows.append(Row(group=group, label=label(group), values=values))
        names = ("key", "note", "count", *(("amount",) if is_money else ()))
        kinds = {"count": "count", "amount": "money"}
        columns = tuple(
            Column(
                key=name,
                name=self.words(f"report.{report.item_kind}.{name}"),
                kind=kinds.get(name, "text"),
                definition=self.words(f"report.{report.item_kind}.{name}_means"),
                source=report.source,
            )
            for name in names
        )
        whole: dict[str, Value] = {"key": "", "note": ""}
        whole["count"] = sum(i.count for sums in found.values() for i in sums)
        if is_money:
            whole["amount"] = sum(i.amount for sums in found.values() for i in sums)
        total = Row(group="", label="", values=whole)
        return self._table(report, order, columns, tuple(rows), total)

    def _lines(self, report: ReportDefinition, asked: Asked, order: ReportOrder) -> ReportTable:
        """Items one by one, each under the code of its dossier (R-PR-51)."""
        kind, labels = report.item_kind, self.labels
        # few kinds and components stand in very many lines: each is named once
        named = functools.cache(lambda key: self.words(f"report.{kind}.{key}"))
        component = functools.cache(lambda code, key: labels.item(kind, code, key) if key else "")
        day = functools.cache(lambda on: f"{on:%d/%m/%Y}" if on else "")
        rows = tuple(
            Row(
                group=line.code,
                label=line.code,
                values={
                    "on": day(line.on),
                    "key": named(line.key),
                    "procedure": f"{line.procedure} · {line.procedure_name}",
                    "unit": line.unit,
                    "note": component(line.procedure, line.note),
                    "mark": line.mark,
                },
            )
            for line in self.facts.item_lines(asked, kind)
        )
        columns = tuple(
            Column(
                key=key,
                name=self.words(f"report.{kind}.{key}"),
                kind="text",
                definition=self.words(f"report.{kind}.{key}_means"),
                source=report.source,
            )
            for key in ("on", "key", "procedure", "unit", "note", "mark")
        )
        total = Row(group="", label="", values={"key": len(rows)})
        return self._table(report, order, columns, rows, total)

    def _register(self, report: ReportDefinition, asked: Asked, order: ReportOrder) -> ReportTable:
        """Columns and the count; the lines flow through `register`."""
        count = self.facts.sums(asked, [self.shelf.measures["received"]], "none")[0]
        columns = tuple(
            Column(key=key, name=self.words(f"report.register.{key}"), kind="text")
            for key in REGISTER_COLUMNS
        )
        total = Row(group="", label="", values={"code": count.sums["received"]})
        return self._table(report, order, columns, (), total)

    def _indicators(
        self, report: ReportDefinition, asked: Asked, order: ReportOrder
    ) -> ReportTable:
        chosen = in_force(self.indicator_sets, order.last)
        found = scores(chosen, self._counted(chosen, asked, order))
        rows = tuple(_score_row(score) for score in found)
        columns = tuple(
            Column(
                key=key,
                name=self.words(f"report.indicators.{key}"),
                kind="text" if key in {"definition", "missing"} else "number",
            )
            for key in ("score", "twos", "ones", "zeros", "definition", "missing")
        )
        known = [score.score for score in found if score.score is not None]
        complete = len(known) == len(found)
        whole: dict[str, Value] = {"score": rounded(round(sum(known) * 10), 10, 1)}
        whole["definition"] = chosen.band(sum(known)) if complete else ""
        missing = tuple(
            ("reports.input_missing", {"input": score.missing}) for score in found if score.missing
        )
        total = Row(group="", label="", values=whole)
        return self._table(report, order, columns, rows, total, missing, chosen.source)

    def _counted(self, chosen: IndicatorSet, asked: Asked, order: ReportOrder) -> Counted:
        wanted = {name for each in chosen.indicators for name in each.measures}
        wanted |= {"received", "received_online", *_LATE_ONLINE}
        measures = [self.shelf.measures[name] for name in sorted(wanted)]
        sums = dict(self.facts.sums(asked, measures, "none")[0].sums)
        sums["online_late"] = sum(sums[name] for name in _LATE_ONLINE)
        visits = steps_table.tallies(
            self.facts.visit_counts(asked), self.labels.definition_of, lambda v: ""
        ).get("", steps_table.Tally())
        procedures = self.office.catalogue.procedures(order.last)
        online = sum(Channel.ONLINE in p.channels_in for p in procedures)
        return Counted(
            sums=sums,
            visits=(visits.shorter, visits.equal, visits.longer),
            online_procedures=100 * online / len(procedures) if procedures else 0.0,
            inputs=order.inputs,
        )

    # -- labels

    def _table(
        self,
        report: ReportDefinition,
        order: ReportOrder,
        columns: tuple[Column, ...],
        rows: tuple[Row, ...],
        total: Row | None,
        missing: tuple[tuple[str, Mapping[str, str]], ...] = (),
        rules: str = "",
    ) -> ReportTable:
        return ReportTable(
            name=report.key,
            title=report.name,
            kind=report.kind,
            source=report.source,
            first=order.first,
            last=order.last,
            unit=order.unit or self.office.facts.unit_name,
            columns=columns,
            rows=rows,
            total=total,
            taken_at=self._now().astimezone(VIETNAM),
            rules=rules or report.valid_from.isoformat(),
            note=report.note,
            missing=missing,
        )

    def _columns(self, report: ReportDefinition) -> tuple[Column, ...]:
        return tuple(self._column(key, report.sections.get(key, "")) for key in report.columns)

    def _column(self, key: str, over: str) -> Column:
        found: Rate | Measure | None = self.shelf.rates.get(key)
        if found is not None:
            kind, target = "percent", self.shelf.rates[key].target
        else:
            found, target = self.shelf.measures[key], None
            kind = "money" if (found.adds or "").startswith("fee_") else "count"
        return Column(
            key=key,
            name=found.name,
            kind=kind,
            definition=found.definition,
            source=found.source,
            target=target,
            over=over,
        )

    def _values(self, report: ReportDefinition, sums: Mapping[str, int]) -> dict[str, Value]:
        return {key: value_of(self.shelf, key, sums) for key in report.columns}


def _merged(found: Sequence[GroupSums], group_of: Callable[[str], str]) -> list[GroupSums]:
    merged: dict[str, dict[str, int]] = {}
    for row in found:
        sums = merged.setdefault(group_of(row.group), {})
        for key, number in row.sums.items():
            sums[key] = sums.get(key, 0) + number
    return [GroupSums(group=key, label=key, sums=sums) for key, sums in sorted(merged.items())]


def _zeros(measures: Sequence[Measure]) -> dict[str, int]:
    return {measure.key: 0 for measure in measures}


def _score_row(score: Score) -> Row:
    return Row(
        group=str(score.indicator.number),
        label=f"{score.indicator.number}. {score.indicator.name}",
        values={
            "score": score.score,
            "twos": score.twos,
            "ones": score.ones,
            "zeros": score.zeros,
            "definition": score.indicator.definition,
            "missing": score.missing,
        },
    )
