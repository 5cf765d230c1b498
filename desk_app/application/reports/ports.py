"""What reports ask of the store: sums over facts, visits and items, and the lines behind them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk_app.domain.reports.measures import Measure, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose dossiers, of which days.

    Attributes:
        unit: only this unit; empty means every unit of the office.
        procedure: only this procedure's code; empty means all.
        user: only visits this officer ended; empty means everybody's.
    """

    period: Period
    unit: str = ""
    procedure: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSums:
    """One row of sums: its group (empty for the whole) and a number a measure."""

    group: str
    label: str
    sums: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCount:
    """How many ended visits are alike in everything a step report asks."""

    step: str
    user: str
    procedure: str
    procedure_version: str
    way: str
    days: int
    count: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSum:
    """Items of one key.

    Attributes:
        amount: sum of amounts.
    """

    key: str
    note: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A dossier behind a number, or a line of the register."""

    no: int
    code: str
    procedure: str
    applicant: str
    address: str
    phone: str
    unit: str
    channel: str
    received_on: dt.date | None
    due_at: dt.datetime | None
    finished_on: dt.date | None
    returned_on: dt.date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item with the dossier it belongs to; fields as those of `Item`."""

    code: str
    procedure: str
    procedure_name: str
    unit: str
    on: dt.date | None
    key: str
    note: str
    mark: str


class FactStore(Protocol):
    """Filled by persistence; a snapshot file fills it too."""

    def catch_up(self) -> int:
        """Make lines of dossiers that lack them or whose lines are older; how many were made."""
        ...

    def sums(self, asked: Asked, measures: Sequence[Measure], group: str) -> Sequence[GroupSums]:
        """Every measure by group, groups in the order of their keys; the whole comes last."""
        ...

    def visit_counts(self, asked: Asked) -> Sequence[VisitCount]:
        """Visits to steps that ended in the period."""
        ...

    def item_sums(self, asked: Asked, kind: str, by: str) -> Mapping[str, Sequence[ItemSum]]:
        """Items of a kind dated in the period, by group."""
        ...

    def item_lines(self, asked: Asked, kind: str) -> Iterator[ItemLine]:
        """Items of a kind dated in the period, one by one, by day and number of the dossier."""
        ...

    def behind(self, asked: Asked, measure: Measure, group: str, key: str) -> Iterator[Line]:
        """The dossiers a measure counted, in the order of their numbers."""
        ...

    def register(self, asked: Asked) -> Iterator[Line]:
        """Dossiers received in the period, in the order of their codes."""
        ...

    def names(self) -> Mapping[str, str]:
        """Newest name of every procedure that has dossiers, by code."""
        ...

    def rows(self, asked: Asked) -> Iterator[Mapping[str, object]]:
        """Every stored fact line the sums of this question are made of, for a snapshot."""
        ...
