"""A restructuring file read from its data, every fault with its path."""

from collections.abc import Mapping
from fractions import Fraction

from desk_app.domain.definitions import DefinitionError, Node, Problem
from desk_app.domain.restructuring.costs import Activity, CostBase
from desk_app.domain.restructuring.levels import Criterion, PartialReason
from desk_app.domain.restructuring.project import (
    PART_ONE_TEXTS,
    Abolished,
    Amendment,
    Answer,
    Approval,
    Blocker,
    BlockerKind,
    BuildTask,
    ComponentChoice,
    ComponentDecision,
    Costs,
    Deed,
    Project,
    ProjectKind,
    Roadmap,
    StepChoice,
    StepDecision,
)
from desk_app.domain.restructuring.selection import ListState

ANSWERS = ("yes", "partly", "no")


def project_from_data(data: Mapping[str, object]) -> Project:
    """Parse a restructuring file; DefinitionError with every fault and its path."""
    problems: list[Problem] = []
    root = Node(data, "", problems)
    root.number("schema", least=1)
    procedures = root.texts("procedures")
    project = Project(
        code=root.text("code"),
        kind=root.choice("kind", ProjectKind),
        procedures=procedures,
        version=root.number("version", 1, least=1),
        versions=_versions(root.optional_node("versions"), procedures),
        list_state=root.choice("list_state", ListState, ListState.DRAFT),
        list_decision=root.text("list_decision", ""),
        list_consulted=root.text("list_consulted", ""),
        purpose=root.text("purpose", ""),
        scope=root.text("scope", ""),
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
        assessment={k: _answer(n) for k, n in root.tables("assessment").items()},
        history=tuple(_deed(n) for n in root.nodes("history")),
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


def _versions(node: Node | None, procedures: tuple[str, ...]) -> Mapping[str, int]:
    if node is None:
        return {}
    found = {key: node.number(key, least=1) for key in procedures if node.has(key)}
    node.finish()
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
            basis=node.text("basis", ""),
        )
        node.finish()
    return found


def _component(node: Node) -> ComponentDecision:
    decision = ComponentDecision(
        choice=node.choice("choice", ComponentChoice),
        **{key: node.text(key, "") for key in ("reason", "system", "owner", "connection")},
    )
    node.finish()
    return decision


def _step(node: Node) -> StepDecision:
    decision = StepDecision(
        choice=node.choice("choice", StepChoice),
        reason=node.text("reason", ""),
        other=node.text("other", ""),
        amount=node.optional_amount("amount"),
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
        owner=node.text("owner", ""),
    )
    node.finish()
    return blocker


def _roadmap(node: Node | None) -> Roadmap:
    if node is None:
        return Roadmap()
    roadmap = Roadmap(
        level_3=node.flag("level_3"),
        level_4=node.flag("level_4"),
        **{key: node.text(key, "") for key in ("province", "national", "note")},
    )
    node.finish()
    return roadmap


def _approval(node: Node | None) -> Approval | None:
    if node is None:
        return None
    approval = Approval(
        number=node.text("number"),
        dated=node.date("dated"),
        **{key: node.text(key, "") for key in ("file", "sha256", "verdict")},
    )
    node.finish()
    return approval


def _abolished(node: Node) -> Abolished:
    abolished = Abolished(
        name=node.text("name"),
        code=node.text("code", ""),
        basis=node.text("basis", ""),
    )
    node.finish()
    return abolished


def _texts(node: Node | None) -> Mapping[str, str]:
    if node is None:
        return {}
    found = {name: node.text(name) for name in PART_ONE_TEXTS if node.has(name)}
    node.finish()
    return found


def _answer(node: Node) -> Answer:
    answer = Answer(answer=node.text("answer"), basis=node.text("basis", ""))
    if answer.answer not in ANSWERS:
        node.fault("answer", "definition.not_a_choice", answer.answer)
    node.finish()
    return answer


def _deed(node: Node) -> Deed:
    deed = Deed(by=node.text("by", ""), at=node.moment("at"), what=node.texts("what"))
    node.finish()
    return deed
