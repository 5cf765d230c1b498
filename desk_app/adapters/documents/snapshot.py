"""Counted facts in a file: the same report comes out of it years later, whatever changed since.

The file holds one narrow line a dossier, without names of applicants, and the sums of visits and
items of its period. It is JSON, one object a line, compressed.
"""

import datetime as dt
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desk_app.application.reports.ports import (
    Asked,
    FactStore,
    GroupSums,
    ItemLine,
    ItemSum,
    Line,
    VisitCount,
)
from desk_app.domain.errors import IntegrityError, RuleError
from desk_app.domain.reports.measures import PERIOD_FLAGS, Measure, Period

_FORMAT = "desk-facts"
_VERSION = 1
_ITEM_KINDS = (
    "fee", "supplement", "wrong", "correction", "left_on_paper", "evaluation", "incident",
)  # fmt: skip
_LISTED = "incident"


def write_snapshot(facts: FactStore, asked: Asked, file: Path) -> int:
    """Write what a period's reports are made of; the number of dossiers."""
    count = 0
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=6) as out:
        head: dict[str, object] = {
            "format": _FORMAT,
            "version": _VERSION,
            "first": asked.period.first.isoformat(),
            "last": asked.period.last.isoformat(),
            "asked_at": asked.period.asked_at.isoformat(),
            "unit": asked.unit,
            "names": dict(facts.names()),
            "visits": [asdict(v) for v in facts.visit_counts(asked)],
            "items": {
                kind: {
                    group: [asdict(i) for i in found]
                    for group, found in facts.item_sums(asked, kind, "procedure").items()
                }
                for kind in _ITEM_KINDS
            },
            "lines": [_nameless(line) for line in facts.item_lines(asked, _LISTED)],
        }
        out.write(json.dumps(head, ensure_ascii=False) + "\n")
        for row in facts.rows(asked):
            out.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
            count += 1
    return count


class SnapshotFacts:
    """The store of reports over a snapshot."""

    def __init__(
        self, file: Path, *, first: dt.date | None = None, last: dt.date | None = None
    ) -> None:
        """Read the head; lines are read when a report asks.

        Args:
            file: made by `write_snapshot`.
            first: first day the reader will ask for, with `last`; None takes the file's.
            last: the last day.

        Raises:
            IntegrityError: ``reports.snapshot``.
            RuleError: ``reports.snapshot_period``: the file was made for other days.
        """
        self._file = file
        try:
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                head = json.loads(lines.readline())
        except (OSError, ValueError, EOFError) as error:
            raise IntegrityError("reports.snapshot", {"file": file.name}) from error
        if head.get("format") != _FORMAT or head.get("version") != _VERSION:
            raise IntegrityError("reports.snapshot", {"file": file.name})
        self._head: dict[str, Any] = head
        days = {"first": head["first"], "last": head["last"]}
        if first is not None and last is not None and days != {
            "first": first.isoformat(), "last": last.isoformat(),
        }:  # fmt: skip
            raise RuleError("reports.snapshot_period", {"file": file.name, **days})

    @property
    def asked_at(self) -> str:
        """Moment at which the facts were written, ISO 8601."""
        return str(self._head["asked_at"])

    def catch_up(self) -> int:
        """Nothing to make: the file is what it is."""
        return 0

    def sums(self, asked: Asked, measures: Sequence[Measure], group: str) -> Sequence[GroupSums]:
        """Every measure by group; the whole comes last."""
        found: dict[str, dict[str, int]] = {}
        whole = {measure.key: 0 for measure in measures}
        for row in self._rows(asked):
            place = "" if group == "none" else str(row[group])
            sums = found.setdefault(place, {measure.key: 0 for measure in measures})
            for measure in measures:
                number = _counts(row, measure)
                sums[measure.key] += number
                whole[measure.key] += number
        total = GroupSums(group="", label="", sums=whole)
        if group == "none":
            return [total]
        rows = [GroupSums(group=key, label=key, sums=sums) for key, sums in sorted(found.items())]
        return [*rows, total]

    def visit_counts(self, asked: Asked) -> Sequence[VisitCount]:
        """Visits as they were counted when the file was written."""
        visits = [VisitCount(**each) for each in self._head["visits"]]
        return [v for v in visits if not asked.user or v.user == asked.user]

    def item_sums(self, asked: Asked, kind: str, by: str) -> Mapping[str, Sequence[ItemSum]]:
        """Items as they were counted when the file was written."""
        return {
            group: [ItemSum(**each) for each in found]
            for group, found in self._head["items"].get(kind, {}).items()
        }

    def item_lines(self, asked: Asked, kind: str) -> Iterator[ItemLine]:
        """Incidents as they stood; what was written down about them stays with the office."""
        for line in self._head.get("lines", ()) if kind == _LISTED else ():
            found = ItemLine(**line | {"on": dt.date.fromisoformat(line["on"]), "mark": ""})
            is_here = asked.unit in {"", found.unit} and asked.procedure in {"", found.procedure}
            if is_here:
                yield found

    def behind(self, asked: Asked, measure: Measure, group: str, key: str) -> Iterator[Line]:
        """Codes of the dossiers a measure counted; the file knows no names."""
        for row in self._rows(asked):
            is_here = group == "none" or not key or row[group] == key
            if is_here and _counts(row, measure):
                yield _line(row)

    def register(self, asked: Asked) -> Iterator[Line]:
        """Codes of dossiers received in the period."""
        first, last = asked.period.first.toordinal(), asked.period.last.toordinal()
        lines = [
            _line(row)
            for row in self._rows(asked)
            if row["received_on"] is not None and first <= row["received_on"] <= last
        ]
        return iter(sorted(lines, key=lambda line: line.code))

    def names(self) -> Mapping[str, str]:
        """Names of procedures, by code."""
        return dict(self._head["names"])

    def rows(self, asked: Asked) -> Iterator[Mapping[str, object]]:
        """Every line."""
        for row in self._rows(asked):
            yield {name: value for name, value in row.items() if name not in PERIOD_FLAGS}

    def _rows(self, asked: Asked) -> Iterator[dict[str, Any]]:
        try:
            with gzip.open(self._file, "rt", encoding="utf-8") as lines:
                lines.readline()
                for line in lines:
                    row = json.loads(line)
                    if asked.unit in {"", row["unit"]} and asked.procedure in {
                        "",
                        row["procedure"],
                    }:
                        yield {**row, **_dated(row, asked.period)}
        except (OSError, ValueError, EOFError) as error:
            raise IntegrityError("reports.snapshot", {"file": self._file.name}) from error


def _nameless(line: ItemLine) -> dict[str, object]:
    kept = asdict(line)
    del kept["mark"]
    return kept | {"on": line.on.isoformat() if line.on else ""}


def _counts(row: Mapping[str, Any], measure: Measure) -> int:
    # a file of an older program lacks flags that were added since: nothing was counted under them
    if not all(row.get(name, 0) for name in measure.all_of):
        return 0
    if any(row.get(name, 0) for name in measure.none_of):
        return 0
    return 1 if measure.adds is None else int(row[measure.adds])


def _dated(row: Mapping[str, Any], period: Period) -> dict[str, bool]:
    """The Python twin of the store's conditions on days."""
    first, last = period.first.toordinal(), period.last.toordinal()
    received, finished, due = row["received_on"], row["finished_on"], row["due_min"]
    is_open = finished is None or finished > last
    is_late = due is not None and due < period.cut_min
    return {
        "received_in": first <= received <= last,
        "carried_in": received < first and (finished is None or finished >= first),
        "finished_in": finished is not None and first <= finished <= last,
        "returned_in": row["returned_on"] is not None and first <= row["returned_on"] <= last,
        "open_end": is_open,
        "open_late": is_open and is_late,
        "open_in_time": is_open and not is_late,
    }


def _line(row: Mapping[str, Any]) -> Line:
    def day(name: str) -> dt.date | None:
        return dt.date.fromordinal(row[name]) if row[name] is not None else None

    return Line(
        no=row["no"],
        code=row["code"] or "",
        procedure=row["procedure_name"],
        applicant="",
        address="",
        phone="",
        unit=row["unit"],
        channel=row["channel"],
        received_on=day("received_on"),
        due_at=None,
        finished_on=day("finished_on"),
        returned_on=day("returned_on"),
        state="",
    )
