"""Several units' kept facts as one store: consolidation for the provincial office (R-PR-61)."""

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk_app.application.reports.ports import (
    Asked,
    FactStore,
    GroupSums,
    ItemLine,
    ItemSum,
    Line,
    VisitCount,
)
from desk_app.domain.errors import RuleError
from desk_app.domain.reports.measures import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedFacts:
    """The store of reports over the stores of several units.

    Attributes:
        parts: each unit's facts of the same period.
    """

    parts: Sequence[FactStore]

    def units(self, asked: Asked, counted: Measure) -> tuple[str, ...]:
        """Units that gave their facts.

        Args:
            asked: the period.
            counted: any measure; a unit is there as soon as it has a line.

        Raises:
            RuleError: ``reports.unit_twice``: its dossiers would be counted twice.
        """
        found: list[str] = []
        for part in self.parts:
            for row in part.sums(asked, [counted], "unit")[:-1]:
                if row.group in found:
                    raise RuleError("reports.unit_twice", {"unit": row.group})
                found.append(row.group)
        return tuple(sorted(found))

    def catch_up(self) -> int:
        """Let each part make what it lacks."""
        return sum(part.catch_up() for part in self.parts)

    def sums(self, asked: Asked, measures: Sequence[Measure], group: str) -> Sequence[GroupSums]:
        """Every measure by group, those of all parts added; the whole comes last."""
        whole = {measure.key: 0 for measure in measures}
        rows: dict[str, dict[str, int]] = {}
        for part in self.parts:
            *found, total = part.sums(asked, measures, group)
            for row in found:
                _add(rows.setdefault(row.group, dict.fromkeys(whole, 0)), row.sums)
            _add(whole, total.sums)
        groups = [GroupSums(group=key, label=key, sums=rows[key]) for key in sorted(rows)]
        return [*groups, GroupSums(group="", label="", sums=whole)]

    def visit_counts(self, asked: Asked) -> Sequence[VisitCount]:
        """Visits of all parts."""
        return [visit for part in self.parts for visit in part.visit_counts(asked)]

    def item_sums(self, asked: Asked, kind: str, by: str) -> Mapping[str, Sequence[ItemSum]]:
        """Items of all parts, those of one key and note added."""
        found: dict[str, dict[tuple[str, str], ItemSum]] = {}
        for part in self.parts:
            for group, items in part.item_sums(asked, kind, by).items():
                here = found.setdefault(group, {})
                for item in items:
                    key = (item.key, item.note)
                    before = here.get(key, ItemSum(key=item.key, note=item.note, count=0, amount=0))
                    here[key] = ItemSum(
                        key=item.key,
                        note=item.note,
                        count=before.count + item.count,
                        amount=before.amount + item.amount,
                    )
        return {group: [here[key] for key in sorted(here)] for group, here in sorted(found.items())}

    def item_lines(self, asked: Asked, kind: str) -> Iterator[ItemLine]:
        """Items of all parts by day."""
        lines = [part.item_lines(asked, kind) for part in self.parts]
        return heapq.merge(*lines, key=lambda line: line.on or dt.date.min)

    def behind(self, asked: Asked, measure: Measure, group: str, key: str) -> Iterator[Line]:
        """The dossiers a measure counted, part by part."""
        for part in self.parts:
            yield from part.behind(asked, measure, group, key)

    def register(self, asked: Asked) -> Iterator[Line]:
        """Dossiers received in the period, in the order of their codes."""
        return heapq.merge(*(p.register(asked) for p in self.parts), key=lambda line: line.code)

    def names(self) -> Mapping[str, str]:
        """Names of procedures, by code."""
        return {code: name for part in self.parts for code, name in part.names().items()}

    def rows(self, asked: Asked) -> Iterator[Mapping[str, object]]:
        """Every line of every part."""
        for part in self.parts:
            yield from part.rows(asked)


def _add(sums: dict[str, int], more: Mapping[str, int]) -> None:
    for key, number in more.items():
        sums[key] += number
