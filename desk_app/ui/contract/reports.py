"""Reports in the window: numbers with their sentences, bars, and the dossiers behind."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoice:
    """A report that can be asked for."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: what, how long, and the number as it is read."""

    label: str
    length: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNumber:
    """One number of a report.

    Attributes:
        column: what to ask for the dossiers behind it; empty when it counts none.
        definition: the sentence; `source` where it comes from.
        misses: the target is not reached.
    """

    key: str
    name: str
    value: str
    column: str = ""
    target: str = ""
    definition: str = ""
    source: str = ""
    misses: bool = False
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report of a period."""

    key: str
    title: str
    first: dt.date
    last: dt.date
    source: str
    numbers: tuple[ReportNumber, ...]
    taken_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindLine:
    """A dossier behind a number."""

    code: str
    procedure: str
    state: str
    due_at: dt.datetime | None = None


class Reports(Protocol):
    """Statutory reports and dashboards. Lane ``db``."""

    def choices(self) -> tuple[ReportChoice, ...]:
        """Reports this officer may see something in."""
        ...

    def make(self, key: str, first: dt.date, last: dt.date) -> ReportView:
        """A report. Errors: ``reports.*``."""
        ...

    def behind(
        self, key: str, column: str, first: dt.date, last: dt.date, limit: int
    ) -> tuple[BehindLine, ...]:
        """The first dossiers a number counted."""
        ...

    def save(self, key: str, first: dt.date, last: dt.date) -> str:
        """Write a workbook into the profile's folder of reports; its path. Lane ``io``."""
        ...
