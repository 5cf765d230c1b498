"""The file of one restructuring: what is decided of each part, why, and where it stands."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.definitions import DefinitionError, Node, Problem
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
        version: version of each procedure's definition the review started from.
        list_state: of the list the procedure stands on; a review starts from an approved one.
        list_consulted: agencies and subjects that were asked about the list.
        texts: sentences of Part I that replace the shipped ones, by name.
        local_amount: the office's new limit in the unit of the term.
    """

    code: str
    kind: ProjectKind
    procedures: tuple[str, ...]
    version: int = 1
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

    @property
    def group(self) -> int:
        """1 ready, 2 after technical work, 3 after a change of law; one legal blocker decides."""
        kinds = {blocker.kind for blocker in self.blockers}
        if BlockerKind.LEGAL in kinds:
            return 3
        return 2 if kinds else 1


def project_from_data(data: Mapping[str, object]) -> Project:
    """Parse a restructuring file; DefinitionError with every fault and its path."""
    problems: list[Problem] = []
    root = Node(data, "", problems)
    root.number("schema", least=1)
    project = Project(
        code=root.text("code"),
        kind=root.choice("kind", ProjectKind),
        procedures=root.texts("procedures"),
        version=root.number("version", 1, least=1),
        list_state=root.choice("list_state", ListState, ListState.DRAFT),
        list_decision=root.optional_text("list_decision") or "",
        list_consulted=root.optional_text("list_consulted") or "",
        purpose=root.optional_text("purpose") or "",
        scope=root.optional_text("scope") or "",
        criteria=_criteria(root),
        partial_reason=root.choice("partial_reason", PartialReason)
        if root.has("partial_reason")
        else None,
        components={k: _component(n) for k, n in root.tables("components").items()},
        steps={k: _step(n) for k, n in root.tables("steps").items()},
        local_amount=root.optional_number("local_amount", least=1),
        costs=_costs(root.optional_node("costs")),
        amendments=tuple(_amendment(n) for n in root.nodes("amendments")),
        blockers=tuple(_blocker(n) for n in root.nodes("blockers")),
        tasks=tuple(_task(n) for n in root.nodes("tasks")),
        roadmap=_roadmap(root.optional_node("roadmap")),
        approval=_approval(root.optional_node("approval")),
        abolished=tuple(_abolished(n) for n in root.nodes("abolished")),
        texts=_texts(root.optional_node("texts")),
    )
    root.raw("test_run")  # another parser's
    root.finish()
    problems += _reasons(project)
    if problems:
        raise DefinitionError(f"restructuring {project.code}", problems)
    return project


def _reasons(project: Project) -> list[Problem]:
    """A change without a reason is no plan."""
    found = []
    for key, component in project.components.items():
        if component.choice is not ComponentChoice.KEEP and not component.reason:
            found.append(Problem(path=f"components.{key}", code="restructuring.no_reason"))
        if component.choice is ComponentChoice.REPLACE and not component.system:
            found.append(Problem(path=f"components.{key}", code="restructuring.no_system"))
    for key, step in project.steps.items():
        if step.choice is not StepChoice.KEEP and not step.reason:
            found.append(Problem(path=f"steps.{key}", code="restructuring.no_reason"))
        wants_other = step.choice in {StepChoice.MERGE, StepChoice.PARALLEL}
        if wants_other != bool(step.other):
            found.append(Problem(path=f"steps.{key}.other", code="restructuring.other_step"))
    return found


def _criteria(root: Node) -> Mapping[int, Criterion]:
    found = {}
    for key, node in root.tables("criteria").items():
        if key not in {str(n) for n in range(1, 9)}:
            node.fault("", "restructuring.criterion_unknown", key)
            continue
        found[int(key)] = Criterion(
            met=node.flag("met"),
            applies=node.flag("applies", default=True),
            basis=node.optional_text("basis") or "",
        )
        node.finish()
    return found


def _component(node: Node) -> ComponentDecision:
    decision = ComponentDecision(
        choice=node.choice("choice", ComponentChoice),
        **{
            key: node.optional_text(key) or ""
            for key in ("reason", "system", "owner", "connection")
        },
    )
    node.finish()
    return decision


def _step(node: Node) -> StepDecision:
    amount = node.raw("amount")
    if amount is not None and (not isinstance(amount, int | float) or amount < 0):
        node.fault("amount", "definition.not_a_number", repr(amount))
        amount = None
    decision = StepDecision(
        choice=node.choice("choice", StepChoice),
        reason=node.optional_text("reason") or "",
        other=node.optional_text("other") or "",
        amount=float(amount) if isinstance(amount, int | float) else None,
    )
    node.finish()
    return decision


def _costs(node: Node | None) -> Costs | None:
    if node is None:
        return None
    costs = Costs(
        base=CostBase(
            hourly_income=node.number("hourly_income"),
            subjects=node.number("subjects"),
            times_per_year=_fraction(node, "times_per_year", Fraction(1)),
        ),
        before=tuple(_activity(n) for n in node.nodes("before")),
        after=tuple(_activity(n) for n in node.nodes("after")),
    )
    node.finish()
    return costs


def _activity(node: Node) -> Activity:
    activity = Activity(
        name=node.text("name"),
        hours=_fraction(node, "hours", Fraction(0)),
        spent=node.number("spent", 0),
        fee=node.number("fee", 0),
        share=_fraction(node, "share", Fraction(1)),
    )
    node.finish()
    return activity


def _fraction(node: Node, key: str, default: Fraction) -> Fraction:
    """A number as written: 0.1 is a tenth, `1/3` a third."""
    value = node.raw(key)
    if value is None:
        return default
    try:
        found = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if isinstance(value, bool) or found < 0:
        node.fault(key, "definition.not_a_number", repr(value))
        return default
    return found


def _amendment(node: Node) -> Amendment:
    amendment = Amendment(
        provision=node.text("provision"),
        change=node.text("change"),
        owner=node.text("owner"),
        state=node.text("state", "proposed"),
    )
    node.finish()
    return amendment


def _task(node: Node) -> BuildTask:
    task = BuildTask(
        what=node.text("what"),
        owner=node.text("owner"),
        due=node.date("due"),
        done_on=node.optional_date("done_on"),
    )
    node.finish()
    return task


def _blocker(node: Node) -> Blocker:
    blocker = Blocker(
        kind=node.choice("kind", BlockerKind),
        what=node.text("what"),
        owner=node.optional_text("owner") or "",
    )
    node.finish()
    return blocker


def _roadmap(node: Node | None) -> Roadmap:
    if node is None:
        return Roadmap()
    roadmap = Roadmap(
        level_3=node.flag("level_3"),
        level_4=node.flag("level_4"),
        **{key: node.optional_text(key) or "" for key in ("province", "national", "note")},
    )
    node.finish()
    return roadmap


def _approval(node: Node | None) -> Approval | None:
    if node is None:
        return None
    approval = Approval(
        number=node.text("number"),
        dated=node.date("dated"),
        **{key: node.optional_text(key) or "" for key in ("file", "sha256", "verdict")},
    )
    node.finish()
    return approval


def _abolished(node: Node) -> Abolished:
    abolished = Abolished(
        name=node.text("name"),
        code=node.optional_text("code") or "",
        basis=node.optional_text("basis") or "",
    )
    node.finish()
    return abolished


def _texts(node: Node | None) -> Mapping[str, str]:
    if node is None:
        return {}
    found = {name: node.text(name) for name in PART_ONE_TEXTS if node.has(name)}
    node.finish()
    return found


PART_ONE_TEXTS = (
    "submit", "direct", "post", "online", "place_direct", "place_online", "receive_direct",
    "receive_online", "place_result_direct", "place_result_online", "term_by_law", "term_local",
    "subjects", "agency", "coordinating", "competent", "fees", "conditions", "send_place",
)  # fmt: skip
"""Names of sentences of Part I that a project may replace."""
