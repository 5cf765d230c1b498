"""The file of one restructuring: what is decided of each part, why, and where it stands."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.restructuring.costs import Activity, CostBase
from desk_app.domain.restructuring.levels import Criterion, PartialReason
from desk_app.domain.restructuring.selection import ListState


class ProjectKind(StrEnum):
    """One procedure, or a group of linked ones (R-RS-10)."""

    SINGLE = "single"
    LINKED_GROUP = "linked_group"


class ComponentChoice(StrEnum):
    """What becomes of a component (R-RS-15)."""

    KEEP = "keep"
    REPLACE = "replace_by_data"
    DROP = "drop"


class StepChoice(StrEnum):
    """What becomes of a step (R-RS-15)."""

    KEEP = "keep"
    MERGE = "merge"
    PARALLEL = "parallel"
    AUTOMATE = "automate"
    DROP = "drop"


class BlockerKind(StrEnum):
    """Why a procedure is not ready (R-RS-36, R-RS-37)."""

    TECHNICAL = "technical"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDecision:
    """A component: keep, replace by data of a system, or drop.

    Attributes:
        system: system or database that holds the data; `owner` who runs it.
        connection: how far it is connected, in words.
    """

    choice: ComponentChoice
    reason: str = ""
    system: str = ""
    owner: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDecision:
    """A step: keep, merge into another, run beside another, automate, or drop.

    Attributes:
        other: key of the step it is merged into or runs beside.
        amount: its new share of the term; None keeps the old one.
    """

    choice: StepChoice
    reason: str = ""
    other: str = ""
    amount: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A legal provision to change, who owns it and how far it is (R-RS-18)."""

    provision: str
    change: str
    owner: str
    state: str = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """Something in the way."""

    kind: BlockerKind
    what: str
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """When the service comes, where (R-RS-38)."""

    level_3: bool = False
    level_4: bool = False
    province: str = ""
    national: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The decision that approves the plan, with the verified file (R-RS-23)."""

    number: str
    dated: dt.date
    file: str = ""
    sha256: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abolished:
    """A procedure that is abolished: its name, its code when published, the basis (R-RS-25)."""

    name: str
    code: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildTask:
    """Something to build for the service, by whom and until when (R-RS-26)."""

    what: str
    owner: str
    due: dt.date
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a question of the assessment (R-RS-34).

    Attributes:
        answer: ``yes``, ``partly`` or ``no``.
        basis: what it rests on.
    """

    answer: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who changed what of the file, and when (R-RS-03).

    Attributes:
        by: sign-in name; empty where the desk asks nobody for a name.
        what: parts of the file.
    """

    by: str
    at: dt.datetime
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Activities before and after."""

    base: CostBase
    before: tuple[Activity, ...]
    after: tuple[Activity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One restructuring file.

    Attributes:
        code: code or key of the procedure, or the name of the group.
        procedures: the procedures, in the order of the link.
        version: version of the first procedure's definition the review started from.
        versions: the same of every procedure of a group, by key; one that is not named is the one
            in force.
        list_state: of the list the procedure stands on; a review starts from an approved one.
        list_consulted: agencies and subjects that were asked about the list.
        texts: sentences of Part I that replace the shipped ones, by name.
        local_amount: the office's new limit in the unit of the term.
    """

    code: str
    kind: ProjectKind
    procedures: tuple[str, ...]
    version: int = 1
    versions: Mapping[str, int] = field(default_factory=dict)
    list_state: ListState = ListState.DRAFT
    list_decision: str = ""
    list_consulted: str = ""
    purpose: str = ""
    scope: str = ""
    criteria: Mapping[int, Criterion] = field(default_factory=dict)
    partial_reason: PartialReason | None = None
    components: Mapping[str, ComponentDecision] = field(default_factory=dict)
    steps: Mapping[str, StepDecision] = field(default_factory=dict)
    local_amount: int | None = None
    costs: Costs | None = None
    amendments: tuple[Amendment, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    tasks: tuple[BuildTask, ...] = ()
    roadmap: Roadmap = field(default_factory=Roadmap)
    approval: Approval | None = None
    abolished: tuple[Abolished, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    assessment: Mapping[str, Answer] = field(default_factory=dict)
    history: tuple[Deed, ...] = ()

    @property
    def group(self) -> int:
        """1 ready, 2 after technical work, 3 after a change of law; one legal blocker decides."""
        kinds = {blocker.kind for blocker in self.blockers}
        if BlockerKind.LEGAL in kinds:
            return 3
        return 2 if kinds else 1


PART_ONE_TEXTS = (
    "submit", "direct", "post", "online", "place_direct", "place_online", "receive_direct",
    "receive_online", "place_result_direct", "place_result_online", "term_by_law", "term_local",
    "subjects", "agency", "coordinating", "competent", "fees", "conditions", "send_place",
)  # fmt: skip
"""Names of sentences of Part I that a project may replace."""
