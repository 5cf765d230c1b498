"""The process before and after: decisions applied to steps and components, nothing lost unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desk_app.domain.errors import RuleError
from desk_app.domain.procedures import ComponentDefinition, ProcedureDefinition, ProcessStep
from desk_app.domain.restructuring.project import (
    ComponentChoice,
    ComponentDecision,
    Project,
    StepChoice,
    StepDecision,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step of the proposed process.

    Attributes:
        beside: keys of steps that run at the same time.
        merged: keys of steps that were taken in.
        is_automatic: the system does it.
        is_changed: it differs from today's.
    """

    step: ProcessStep
    beside: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    is_automatic: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedComponent:
    """A component of the proposed dossier, with what was decided of it."""

    component: ComponentDefinition
    decision: ComponentDecision

    @property
    def is_filed(self) -> bool:
        """Whether the applicant still brings it."""
        return self.decision.choice is ComponentChoice.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The proposed process of one procedure.

    Attributes:
        dropped: steps that are gone, with their decisions.
        local_amount: the office's limit; the law's where it stays.
    """

    procedure: ProcedureDefinition
    steps: tuple[PlannedStep, ...]
    components: tuple[PlannedComponent, ...]
    dropped: Mapping[str, StepDecision]
    local_amount: int

    @property
    def duration(self) -> float:
        """Units of the term the steps take, those beside another not added."""
        total, counted = 0.0, set[str]()
        for planned in self.steps:
            if planned.step.key in counted:
                continue
            together = [planned, *(p for p in self.steps if p.step.key in planned.beside)]
            counted |= {p.step.key for p in together}
            total += max(p.step.amount for p in together)
        return total


def plan_of(procedure: ProcedureDefinition, project: Project) -> Plan:
    """Apply a project's decisions.

    Raises:
        RuleError: ``restructuring.unknown_part`` (a decision about nothing),
            ``restructuring.merge_into_nothing`` (the other step is gone too),
            ``restructuring.nothing_left`` (no step to do the work).
    """
    _known(project.components, {c.key for c in procedure.components})
    _known(project.steps, {s.key for s in procedure.steps})
    steps = _steps(procedure, project.steps)
    if not steps:
        raise RuleError("restructuring.nothing_left", {"procedure": procedure.name})
    keep = ComponentDecision(choice=ComponentChoice.KEEP)
    return Plan(
        procedure=procedure,
        steps=steps,
        components=tuple(
            PlannedComponent(component=c, decision=project.components.get(c.key, keep))
            for c in procedure.components
        ),
        dropped={
            key: each for key, each in project.steps.items() if each.choice is StepChoice.DROP
        },
        local_amount=project.local_amount or procedure.term.due_amount,
    )


def today_of(procedure: ProcedureDefinition) -> Plan:
    """The process as it is."""
    keep = ComponentDecision(choice=ComponentChoice.KEEP)
    return Plan(
        procedure=procedure,
        steps=tuple(PlannedStep(step=step) for step in procedure.steps),
        components=tuple(
            PlannedComponent(component=c, decision=keep) for c in procedure.components
        ),
        dropped={},
        local_amount=procedure.term.due_amount,
    )


def compared(before: ProcedureDefinition, after: ProcedureDefinition) -> Plan:
    """A version as a plan, each step marked that is not in the version before it as it is now."""
    known = {step.key: step for step in before.steps}
    plan = today_of(after)
    steps = (replace(p, is_changed=known.get(p.step.key) != p.step) for p in plan.steps)
    return replace(plan, steps=tuple(steps))


def _known(decided: Mapping[str, object], known: set[str]) -> None:
    for key in decided:
        if key not in known:
            raise RuleError("restructuring.unknown_part", {"part": key})


def _steps(
    procedure: ProcedureDefinition, decisions: Mapping[str, StepDecision]
) -> tuple[PlannedStep, ...]:
    gone = {
        key for key, each in decisions.items() if each.choice in {StepChoice.DROP, StepChoice.MERGE}
    }
    taken_in: dict[str, list[ProcessStep]] = {}
    for step in procedure.steps:
        decision = decisions.get(step.key)
        if decision is not None and decision.choice is StepChoice.MERGE:
            if decision.other in gone or decision.other not in {s.key for s in procedure.steps}:
                raise RuleError("restructuring.merge_into_nothing", {"part": step.key})
            taken_in.setdefault(decision.other, []).append(step)
    kept = [s for s in procedure.steps if s.key not in gone]
    beside = _pairs(decisions, {s.key for s in kept})
    following = _following(procedure, gone)
    return tuple(
        _planned(
            replace(step, following=following[step.key]),
            decisions.get(step.key),
            taken_in.get(step.key, []),
            beside.get(step.key, ()),
        )
        for step in kept
    )


def _planned(
    step: ProcessStep,
    decision: StepDecision | None,
    merged: list[ProcessStep],
    beside: tuple[str, ...],
) -> PlannedStep:
    automatic = decision is not None and decision.choice is StepChoice.AUTOMATE
    amount = 0.0 if automatic else step.amount
    if decision is not None and decision.amount is not None:
        amount = decision.amount
    duty = "; ".join([step.duty, *(each.duty for each in merged)])
    return PlannedStep(
        step=replace(step, amount=amount, duty=duty),
        beside=beside,
        merged=tuple(each.key for each in merged),
        is_automatic=automatic,
        is_changed=bool(merged or beside or automatic or amount != step.amount),
    )


def _pairs(decisions: Mapping[str, StepDecision], kept: set[str]) -> dict[str, tuple[str, ...]]:
    pairs: dict[str, tuple[str, ...]] = {}
    for key, each in decisions.items():
        if each.choice is StepChoice.PARALLEL:
            if each.other not in kept or each.other == key:
                raise RuleError("restructuring.merge_into_nothing", {"part": key})
            pairs[key] = (*pairs.get(key, ()), each.other)
            pairs[each.other] = (*pairs.get(each.other, ()), key)
    return pairs


def _following(procedure: ProcedureDefinition, gone: set[str]) -> dict[str, tuple[str, ...]]:
    """Next steps with those that are gone stepped over."""
    steps = {s.key: s for s in procedure.steps}

    def next_of(key: str, seen: frozenset[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for after in steps[key].following:
            if after in gone and after not in seen:
                found.update(dict.fromkeys(next_of(after, seen | {after})))
            elif after not in gone:
                found[after] = None
        return tuple(found)

    return {key: next_of(key, frozenset({key})) for key in steps}
