"""Evidence and replay in the sentences of the window, for who reads the terminal."""

from collections.abc import Iterator, Sequence

from desk_app.domain.forms import FormDefinition
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.evidence import Evidence
from desk_app.domain.restructuring.linked import GroupComparison
from desk_app.domain.restructuring.replay import Comparison
from desk_app.texts import shipped


def evidence_words(
    procedure: ProcedureDefinition, form: FormDefinition, found: Evidence
) -> Iterator[str]:
    """Papers nobody opened, fields nobody filled, idle steps, causes of coming back."""
    names = {component.key: component.name for component in procedure.components}
    labels = {field.name: field.label for field in form.fields}
    dead = [part for part in found.parts if part.is_dead]
    unused = [labels.get(each.name, each.name) for each in found.fields if each.is_unused]
    yield _said("evidence", name=procedure.name)
    yield _said("looked_at", count=found.dossiers, recorded=found.recorded)
    for part in dead:
        name = names.get(part.key, part.key)
        yield _said("dead", name=name, there=part.there, opened=part.opened)
    if unused:
        yield _said("unused", count=len(unused), names="; ".join(unused))
    for step in found.steps:
        if step.is_idle:
            yield _said("idle", step=_step(step.step), visits=step.visits)
    for key, times in found.causes:
        yield _said("cause", name=names.get(key, key), times=times)
    if not dead and not unused:
        yield _said("nothing_dead")


def replay_words(
    procedures: Sequence[ProcedureDefinition], found: GroupComparison
) -> Iterator[str]:
    """The year before and after; of a linked group with its cases and each procedure."""
    yield _said("replay")
    if len(procedures) > 1:
        yield _said("cases", count=found.cases, whole=found.whole)
    yield from _compared(found.together)
    if len(procedures) > 1:
        for procedure, part in zip(procedures, found.parts, strict=True):
            yield procedure.name
            yield from _compared(part)


def _compared(found: Comparison) -> Iterator[str]:
    yield _said("relived", count=found.dossiers)
    pairs = {"days": found.days, "signatures": found.signatures, "late": found.late}
    for name, (before, after) in pairs.items():
        yield _said(f"replay_{name}", before=before, after=after)
    for step, most in found.queues[0].items():
        yield _said("queue", step=_step(step), before=most, after=found.queues[1].get(step, 0))


def _step(name: str) -> str:
    return shipped().label(f"step.{name}")


def _said(key: str, **facts: object) -> str:
    return shipped().label(f"ui.plan.note.{key}", **facts)
