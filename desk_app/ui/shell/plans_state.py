"""What the page of restructuring files shows: the list, a new file, or the parts of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desk_app.ui.common.failures import Failure
from desk_app.ui.contract import (
    PlanCandidate,
    PlanCandidates,
    PlanFault,
    PlanLine,
    PlanNote,
    PlanRow,
    PlanSection,
    PlanView,
    ProcessPicture,
)

Mode = Literal["list", "new", "file"]
Kind = Literal["all", "single", "linked_group"]
Running = Literal["", "candidates", "evidence", "document", "write"]
KINDS: tuple[Kind, ...] = ("all", "single", "linked_group")


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Rows and values of a part as they were typed, until the file holds them."""

    rows: tuple[PlanRow, ...]
    values: PlanRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansState:
    """All the page shows.

    Attributes:
        chosen: code under the cursor of the list.
        candidate: code under the cursor of the procedures; ``ticked`` in the order of the link.
        drafts: parts that were changed and are not in the file yet, by part, with their `faults`.
        asked: what was typed for the act of each part.
        counted: what the last count of the dossiers said.
        focus: field that is to have the focus, once per `focus_turn`.
        done: of the running work, how much; ``total`` 0 while nobody knows of how much.
        told: catalogue key of what was done, with `told_facts`.
    """

    mode: Mode = "list"
    lines: tuple[PlanLine, ...] = ()
    is_loaded: bool = False
    kind: Kind = "all"
    chosen: str = ""
    candidates: PlanCandidates | None = None
    candidate: str = ""
    ticked: tuple[str, ...] = ()
    name: str = ""
    view: PlanView | None = None
    section: str = "list"
    row: int = 0
    drafts: Mapping[str, PlanDraft] = field(default_factory=dict)
    faults: Mapping[str, tuple[PlanFault, ...]] = field(default_factory=dict)
    asked: Mapping[str, PlanRow] = field(default_factory=dict)
    counted: tuple[PlanNote, ...] = ()
    running: Running = ""
    done: int = 0
    total: int = 0
    is_busy: bool = False
    diagram: Literal["none", "below", "alone"] = "none"
    pictures: tuple[ProcessPicture, ...] = ()
    focus: str = ""
    focus_turn: int = 0
    told: str = ""
    told_facts: tuple[tuple[str, object], ...] = ()
    failure: Failure | None = None

    @property
    def shown_lines(self) -> tuple[PlanLine, ...]:
        """Lines of the kind asked for."""
        return tuple(line for line in self.lines if self.kind in ("all", line.kind))

    @property
    def candidate_row(self) -> PlanCandidate | None:
        """The procedure under the cursor."""
        rows = self.candidates.rows if self.candidates is not None else ()
        return next((row for row in rows if row.code == self.candidate), None)

    @property
    def part(self) -> PlanSection | None:
        """The part in sight, with what was typed into it."""
        sections = self.view.sections if self.view is not None else ()
        found = next((part for part in sections if part.id == self.section), None)
        draft = self.drafts.get(self.section)
        if found is None or draft is None:
            return found
        return replace(found, rows=draft.rows, values=draft.values)

    @property
    def asked_now(self) -> PlanRow:
        """What the act of the part in sight is told; where there is one choice, it is made."""
        part = self.part
        asks = part.asks if part is not None else ()
        only = {f.id: f.choices[0].value for f in asks if f.required and len(f.choices) == 1}
        return {**only, **self.asked.get(self.section, {})}

    @property
    def part_faults(self) -> tuple[PlanFault, ...]:
        """Faults of the part in sight."""
        return self.faults.get(self.section, ())

    @property
    def lock(self) -> tuple[str, Mapping[str, object]]:
        """Code and facts of the sentence why the part in sight cannot be filled in; or empty."""
        view, part = self.view, self.part
        if view is None or part is None or not (part.rows or part.columns or part.fields):
            return "", {}
        if view.refused[0]:
            return view.refused[0], dict(view.refused[1])
        return part.locked, {"plan": view.line.code}

    @property
    def is_table(self) -> bool:
        """Whether lines of the part in sight may be added and taken out."""
        part = self.part
        return part is not None and bool(part.columns) and not part.is_fixed and not self.lock[0]
