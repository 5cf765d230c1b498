"""Restructuring files in the window: their list, the parts of one, its numbers, papers and test."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from desk_app.ui.contract.codes import Cancellation, ProgressCall
from desk_app.ui.contract.procedures import ProcessPicture

PlanRow = Mapping[str, str]
"""Texts by field; a fixed row has its ``key`` and, in words of the procedure, its ``title``."""
Tone = Literal["plain", "ok", "warn", "err"]
Told = tuple[tuple[str, object], ...]
"""Facts of a sentence of the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One file in the list.

    Attributes:
        place: where it stands on the list of procedures to review.
        group: 1 ready, 2 after technical work, 3 after a change of law.
        done: of the six steps, how many are done.
        test: state of the portal test; ``days_left`` on its running clock.
        is_damaged: the file cannot be read; opening it says why.
    """

    code: str
    name: str
    kind: Literal["single", "linked_group"] = "single"
    place: str = "draft"
    group: int = 1
    done: int = 0
    is_approved: bool = False
    test: str = "not_begun"
    days_left: int | None = None
    warns: bool = False
    is_damaged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoice:
    """A value to choose; `name` where it is data of the procedure and not of the catalogue."""

    value: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanField:
    """A field of a part, of its rows, or of its act; `only_for`: keys of the rows that have it."""

    id: str
    kind: Literal["text", "number", "date", "check", "choice", "lines"] = "text"
    choices: tuple[PlanChoice, ...] = ()
    required: bool = False
    only_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNote:
    """Something reckoned or recorded, said by a sentence of the catalogue; ``head`` is a title."""

    key: str
    facts: Told = ()
    tone: Tone = "plain"
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSection:
    """A part of a file.

    Attributes:
        columns: fields of each of its `rows`; none where it has no rows.
        is_fixed: the rows are those of the procedure; none is added or taken out.
        fields: what the part has once, with its `values`.
        asks: what its act wants to know; nothing of it is kept before the act.
        has_act: F12 does something here.
        has_list: a list of the office belongs to it and can be written.
        notes: what was reckoned of it.
        locked: code of the sentence why nothing here can be changed now.
    """

    id: str
    columns: tuple[PlanField, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    is_fixed: bool = False
    fields: tuple[PlanField, ...] = ()
    values: PlanRow
    asks: tuple[PlanField, ...] = ()
    has_act: bool = False
    has_list: bool = False
    notes: tuple[PlanNote, ...] = ()
    locked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """One file.

    Attributes:
        procedures: codes of its procedures, in the order of the link.
        refused: code and facts of the sentence why this officer changes nothing; else empty.
    """

    line: PlanLine
    procedures: tuple[str, ...]
    sections: tuple[PlanSection, ...]
    refused: tuple[str, Told] = ("", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFault:
    """A fault at its place: row -1 for a field the part has once."""

    row: int
    field: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswer:
    """A file after a change; with faults nothing was written."""

    view: PlanView
    faults: tuple[PlanFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCandidate:
    """A procedure in force with what the desk's own dossiers say of it.

    Attributes:
        received: dossiers of the days counted, and those of them that came `online`.
        digitised: percent of components in scope; empty where none was.
        notes: four criteria and six priorities, each held, not held, or for a person to judge.
    """

    code: str
    name: str
    received: str
    online: str
    digitised: str
    priorities: int
    notes: tuple[PlanNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCandidates:
    """Those for which most speaks first, over the days counted."""

    first: dt.date
    last: dt.date
    rows: tuple[PlanCandidate, ...]


class RestructuringFiles(Protocol):
    """Restructuring files of the office. Lane ``db``; counting and writing in lane ``io``."""

    def lines(self) -> tuple[PlanLine, ...]:
        """Every file, by code."""
        ...

    def candidates(self) -> PlanCandidates:
        """Procedures in force with the figures of the last year; seconds, lane ``io``."""
        ...

    def create(self, procedures: tuple[str, ...], name: str) -> str:
        """A new file over one procedure, or a linked group called `name`; its code.

        Errors: ``restructuring.exists``, ``restructuring.code_form``, ``workflow.role``.
        """
        ...

    def file(self, code: str) -> PlanView:
        """One file. Errors: ``restructuring.unknown``, ``restructuring.damaged``."""
        ...

    def change(
        self, code: str, part: str, rows: tuple[PlanRow, ...], values: PlanRow
    ) -> PlanAnswer:
        """Put the rows and values of a part into a file. Errors: ``restructuring.*``."""
        ...

    def act(self, code: str, part: str, asked: PlanRow) -> PlanView:
        """Do the act of a part: move its place on the list, approve, record a test event.

        Errors: ``restructuring.*``, ``workflow.role``.
        """
        ...

    def write(self, code: str, suffix: str, tell: ProgressCall, cancelled: Cancellation) -> str:
        """Part I as ``.docx`` or ``.pdf`` beside those written before; its path. Lane ``io``."""
        ...

    def write_list(self, part: str, code: str) -> str:
        """The office's list that belongs to a part, as a workbook; its path. Lane ``io``.

        Without a part it is the list of all files with their six steps.
        """
        ...

    def pictures(self, code: str) -> tuple[ProcessPicture, ...]:
        """Today's process and the proposed one of each procedure."""
        ...

    def evidence(
        self, code: str, tell: ProgressCall, cancelled: Cancellation
    ) -> tuple[PlanNote, ...]:
        """A year of dossiers: what nobody used, and that year on the proposed process."""
        ...
