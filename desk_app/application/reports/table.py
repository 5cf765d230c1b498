"""A finished report: columns that say what they count, rows, the whole, and how it was made."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = int | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        kind: ``count``, ``money``, ``percent``, ``number``, ``text`` or ``day``.
        definition: the sentence beside the number; `source` where it comes from.
        target: share the office is asked to reach, in percent.
        over: heading it shares with its neighbours.
    """

    key: str
    name: str
    kind: str = "count"
    definition: str = ""
    source: str = ""
    target: float | None = None
    over: str = ""

    @property
    def full_name(self) -> str:
        """The name with its heading, where both stand in one line."""
        return f"{self.over}: {self.name}" if self.over else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; `group` is the key to ask for the dossiers behind it."""

    group: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A report of a period.

    Attributes:
        total: the whole; None where adding up makes no sense.
        taken_at: when the facts were read; `rules` names the versions of definitions used.
        missing: what the report could not know, in words of the catalogue (code, facts).
    """

    name: str
    title: str
    kind: str
    source: str
    first: dt.date
    last: dt.date
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    taken_at: dt.datetime
    rules: str = ""
    note: str = ""
    missing: tuple[tuple[str, Mapping[str, str]], ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The report as one JSON object."""
        return {
            "name": self.name,
            "title": self.title,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "unit": self.unit,
            "taken_at": self.taken_at.isoformat(),
            "source": self.source,
            "rules": self.rules,
            "digest": self.digest,
            "columns": [
                {
                    "key": c.key,
                    "name": c.name,
                    "kind": c.kind,
                    "definition": c.definition,
                    "source": c.source,
                    "target": c.target,
                    "over": c.over,
                }
                for c in self.columns
            ],
            "rows": [{"group": r.group, "label": r.label, **r.values} for r in self.rows],
            "total": None if self.total is None else dict(self.total.values),
            "missing": [{"code": code, "facts": dict(facts)} for code, facts in self.missing],
        }

    @property
    def digest(self) -> str:
        """SHA-256 over everything that is counted; equal facts give equal digests."""
        counted = {
            "name": self.name,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "unit": self.unit,
            "rules": self.rules,
            "rows": [[r.group, dict(r.values)] for r in (*self.rows, *self._whole())],
        }
        text = json.dumps(counted, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _whole(self) -> tuple[Row, ...]:
        return () if self.total is None else (self.total,)
