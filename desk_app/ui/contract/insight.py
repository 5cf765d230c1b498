"""Answers beside the work: why this date, what is missing, what a shift leaves."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from desk_app.ui.contract.lists import WorkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One day of a term.

    Attributes:
        why: words ``due.word.<word>``, those of the calendar first.
        ordinal: which day of the term it is; 0 when it does not count.
    """

    on: dt.date
    ordinal: int = 0
    why: tuple[str, ...] = ()
    holiday: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """The clock of a dossier with every day explained.

    Attributes:
        clock: ``not_started``, ``running``, ``paused`` or ``finished``.
        paused_by: ``supplement``, ``payment``, ``withdrawal``.
        term: length of the term in words of the receipt.
        apology_last_day: latest day for the apology and new date; None when there is none.
    """

    code: str
    clock: str
    due_at: dt.datetime | None = None
    remaining: int | None = None
    term: str = ""
    rule_set: str = ""
    paused_by: tuple[str, ...] = ()
    apology_last_day: dt.date | None = None
    extended: bool = False
    days: tuple[DayLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing; ``code`` is a catalogue key, ``items`` what it is about."""

    code: str
    items: tuple[str, ...] = ()
    indicator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeClosing:
    """What the electronic dossier lacks, and which national indicators it does not count for."""

    code: str
    lacks: tuple[Gap, ...] = ()
    does_not_count: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView:
    """What one shift leaves to the next."""

    at: dt.datetime
    steps: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    overdue: tuple[WorkRow, ...] = ()
    due_today: tuple[WorkRow, ...] = ()
    claimed: tuple[WorkRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStep:
    """Time spent at one step; `is_here`: the dossier lies there now."""

    step: str
    seconds: float
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonView:
    """How far a practice dossier is, and how long each step took.

    Attributes:
        is_practice: outside the practice office there are no lessons, and no times are told.
        hints: what to do at the step where it lies.
    """

    code: str
    is_practice: bool
    steps: tuple[LessonStep, ...] = ()
    sent_back: int = 0
    is_over: bool = False
    hints: tuple[str, ...] = ()


class Insight(Protocol):
    """Questions about dates, completeness and the shift; cheap, on the ``db`` lane."""

    def due(self, key: str) -> DueView:
        """Why a dossier is due when it is."""
        ...

    def before_closing(self, key: str) -> BeforeClosing:
        """What is missing, and what does not count yet."""
        ...

    def lesson(self, key: str) -> LessonView:
        """Times and hints of a dossier of the practice office."""
        ...

    def shift(self) -> ShiftView:
        """The hand-over page of the officer who is signed in."""
        ...
