"""The catalogue of procedures in the window: versions, their forms, drafts and their faults."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

ProcedureSheets = Mapping[str, tuple[Mapping[str, str], ...]]
"""A definition as sheets of rows of texts; an empty text is an absent value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureVersion:
    """One version of a procedure.

    Attributes:
        to_confirm: data that still need a source.
        is_in_force: it is the one that holds today.
    """

    key: str
    version: int
    code: str
    name: str
    valid_from: dt.date
    to_confirm: int = 0
    is_in_force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureField:
    """One field; `id` is the column of its sheet."""

    id: str
    kind: Literal["text", "number", "date", "check", "choice", "choices", "lines"]
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureSection:
    """Fields that are edited together; `is_table`: any number of rows of them."""

    id: str
    sheet: str
    fields: tuple[ProcedureField, ...]
    is_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFault:
    """A fault at its place: row -1 and no field when it is about the whole section."""

    section: str
    row: int
    field: str
    code: str
    detail: str
    forbids: bool


Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramBox:
    """A step: where it is, its words, and its share of the term at its foot."""

    key: str
    x: float
    y: float
    w: float
    h: float
    lines: tuple[str, ...]
    foot: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramLane:
    """An agency's band across the picture."""

    name: tuple[str, ...]
    y: float
    h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPicture:
    """A process laid out in swim lanes; points at a body text of 11.

    Attributes:
        which: ``only``, ``before`` or ``after``.
        name: of the procedure, where several are shown.
        unit: what the shares of the term are counted in, such as ``working_days``.
        lane_w: width of the names of the lanes.
        arrows: corners, the tip last.
    """

    which: Literal["only", "before", "after"]
    unit: str
    w: float
    h: float
    lane_w: float
    lanes: tuple[DiagramLane, ...]
    boxes: tuple[DiagramBox, ...]
    arrows: tuple[tuple[Point, ...], ...]
    name: str = ""


class ProcedureCatalogue(Protocol):
    """Procedures as the office keeps them. Lane ``db``; files in lane ``io``."""

    def sections(self) -> tuple[ProcedureSection, ...]:
        """The form, in the order in which a procedure is read."""
        ...

    def versions(self) -> tuple[ProcedureVersion, ...]:
        """Every version, by name, the newest first."""
        ...

    def sheets(self, key: str, version: int) -> ProcedureSheets:
        """A version. Errors: ``procedures.unknown``."""
        ...

    def permit(self) -> None:
        """Refuse an officer who may not change the catalogue. Errors: ``workflow.role``."""
        ...

    def look(
        self, draft: ProcedureSheets, before: ProcedureSheets
    ) -> tuple[ProcedureSheets, tuple[ProcedureFault, ...]]:
        """A draft with its sources followed, and its faults."""
        ...

    def pictures(
        self, draft: ProcedureSheets, before: ProcedureSheets
    ) -> tuple[ProcessPicture, ...]:
        """Today's process, or the one before and the draft's; none while they cannot be read."""
        ...

    def save(self, draft: ProcedureSheets) -> ProcedureVersion:
        """Keep a draft as a new version. Errors: ``procedures.*``, ``workflow.role``."""
        ...

    def read(self, path: str) -> ProcedureSheets:
        """A file as a draft. Errors: ``procedures.unreadable``."""
        ...

    def export(self, key: str, version: int) -> tuple[str, ...]:
        """Write a version as JSON and as a workbook; the paths."""
        ...
