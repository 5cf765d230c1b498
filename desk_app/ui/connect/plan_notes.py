"""What was reckoned, counted or recorded of a restructuring file, as sentences of the window."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from desk_app.domain.forms import FormDefinition
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.assessment import QuestionSet
from desk_app.domain.restructuring.costs import Saving
from desk_app.domain.restructuring.evidence import Evidence
from desk_app.domain.restructuring.levels import Judgement, Level
from desk_app.domain.restructuring.linked import GroupComparison
from desk_app.domain.restructuring.portal_test import Board, PortalTest, RunState
from desk_app.domain.restructuring.process import Plan
from desk_app.domain.restructuring.project import (
    Answer,
    Approval,
    ComponentChoice,
    Deed,
    Project,
)
from desk_app.domain.restructuring.selection import Candidate, Ground, ListState, Priority
from desk_app.ui import contract as c
from desk_app.ui.connect.plan_writing import day, moment, written
from desk_app.ui.contract.restructuring import Tone

_MOST = 12
_TONES: Mapping[Level, Tone] = {
    Level.FULL: "ok", Level.PARTIAL: "warn", Level.INFORMATION: "warn", Level.NOT_QUALIFIED: "err",
}  # fmt: skip


def note(key: str, tone: Tone = "plain", **facts: object) -> c.PlanNote:
    """A sentence under ``ui.plan.note``."""
    return c.PlanNote(key=f"ui.plan.note.{key}", facts=tuple(facts.items()), tone=tone)


def head(key: str, **facts: object) -> c.PlanNote:
    """A title over the sentences that follow."""
    return c.PlanNote(key=f"ui.plan.note.{key}", facts=tuple(facts.items()), is_head=True)


def _said(key: str, tone: Tone) -> c.PlanNote:
    return c.PlanNote(key=key, tone=tone)


def of_candidate(candidate: Candidate) -> Iterator[c.PlanNote]:
    """Four criteria and six priorities with the desk's own figures."""
    figures = candidate.figures
    yield head("figures")
    yield note("received", count=written(figures.received), online=written(figures.online))
    if figures.components_in_scope:
        yield note(
            "digitised",
            digitised=written(round(figures.digitised_percent)),
            all=written(figures.components_in_scope),
            reused=written(figures.components_reused),
        )
    yield head("grounds")
    for ground in Ground:
        holds = candidate.grounds[ground]
        tone: Tone = "plain" if holds is None else "ok" if holds else "err"
        answer = {None: "to_judge", True: "yes", False: "no"}[holds]
        yield c.PlanNote(key=f"ui.plan.ground.{ground}.{answer}", tone=tone)
    yield head("priorities")
    for priority in Priority:
        tone = "ok" if priority in candidate.priorities else "plain"
        yield _said(f"restructuring.selection.priority.{priority}", tone)


def of_list(project: Project) -> Iterator[c.PlanNote]:
    """Where the file stands on the list of procedures to review."""
    yield head("place")
    state = project.list_state
    tone: Tone = "ok" if state is ListState.APPROVED else "plain"
    yield _said(f"ui.plan.value.place.{state}", tone)
    if project.list_consulted:
        yield note("consulted", who=project.list_consulted)
    if project.list_decision:
        yield note("list_decision", number=project.list_decision)


def of_components(plans: Sequence[Plan]) -> Iterator[c.PlanNote]:
    """How many papers the applicant still brings."""
    every = [planned for plan in plans for planned in plan.components]
    filed = sum(planned.is_filed for planned in every)
    data = sum(planned.decision.choice is ComponentChoice.REPLACE for planned in every)
    yield head("papers")
    yield note("filed", "ok" if filed < len(every) else "plain", before=len(every), after=filed)
    yield note("by_data", count=data)
    yield note("dropped", count=len(every) - filed - data)


def of_steps(plans: Sequence[Plan]) -> Iterator[c.PlanNote]:
    """Steps and the time they take, before and after."""
    for plan in plans:
        yield head("of", name=plan.procedure.name) if len(plans) > 1 else head("process")
        before = sum(Fraction(str(step.amount)) for step in plan.procedure.steps)
        after = Fraction(str(plan.duration))
        steps = {"before": len(plan.procedure.steps), "after": len(plan.steps)}
        yield note("steps", "ok" if steps["after"] < steps["before"] else "plain", **steps)
        unit = str(plan.procedure.term.unit)
        yield note(
            "duration", "ok" if after < before else "plain",
            before=written(before), after=written(after), unit=unit,
        )  # fmt: skip
        law = plan.procedure.term.due_amount
        yield note("term", before=written(law), after=written(plan.local_amount), unit=unit)


def of_levels(judgement: Judgement) -> Iterator[c.PlanNote]:
    """The level the ticks give, which nobody types."""
    level = judgement.level
    yield head("level")
    yield _said(f"restructuring.level.{level}", _TONES[level])
    yield note("met", count=len(judgement.met))
    if judgement.unmet:
        yield note("unmet", numbers=", ".join(str(number) for number in judgement.unmet))
    yield note("is_service" if judgement.is_online_service else "no_service")
    for problem in dict.fromkeys(judgement.problems):
        yield _said(problem, "warn")


def of_assessment(questions: QuestionSet, given: Mapping[str, Answer]) -> Iterator[c.PlanNote]:
    """How many questions are answered, and what the questions follow."""
    asked = [question.key for question in questions.questions]
    yield note("answered", done=sum(key in given for key in asked), all=len(asked))
    yield c.PlanNote(key="restructuring.assessment.source", facts=(("source", questions.source),))
    if questions.to_confirm:
        yield _said("restructuring.assessment.to_confirm", "warn")


def of_costs(saving: Saving | None) -> Iterator[c.PlanNote]:
    """Compliance cost before and after, by case and by year."""
    if saving is None:
        yield note("no_costs")
        return
    yield head("costs")
    for name, cost in (("before", saving.before), ("after", saving.after)):
        yield note(f"cost_{name}", case=_dong(cost.case), year=_dong(cost.year))
    tone: Tone = "ok" if saving.case > 0 else "warn" if saving.case < 0 else "plain"
    yield note("saved", tone, case=_dong(saving.case), year=_dong(saving.year))
    if saving.rate is not None:
        yield note("rate", tone, rate=f"{float(saving.rate):.2f}".replace(".", ","))
    yield note("model")


def _dong(amount: Fraction) -> str:
    return written(round(amount))


def of_roadmap(project: Project) -> Iterator[c.PlanNote]:
    """The group that the blockers give."""
    yield head("group")
    tone: Tone = "ok" if project.group == 1 else "warn"
    yield note(f"group_{project.group}", tone)


def of_document(kept: Sequence[Path]) -> Iterator[c.PlanNote]:
    """Papers of Part I that were written, the newest first."""
    if not kept:
        yield note("no_papers")
        return
    yield head("kept")
    for file in kept[:_MOST]:
        kind = {".docx": "Word", ".pdf": "PDF"}.get(file.suffix, file.suffix)
        at = dt.datetime.strptime(file.stem[-15:], "%Y%m%d-%H%M%S")  # noqa: DTZ007  as it was named
        yield note("paper", "ok", kind=kind, at=f"{at:%H:%M %d/%m/%Y}")


def of_approval(
    approval: Approval | None, history: Sequence[Deed], names: Mapping[str, str]
) -> Iterator[c.PlanNote]:
    """The decision with its verified file, and who changed what last."""
    if approval is None:
        yield note("no_approval")
    else:
        yield head("approval")
        yield note("decision", "ok", number=approval.number, dated=day(approval.dated))
        yield note("signed_file", "ok", file=approval.file)
    yield head("history")
    for deed in reversed(history[-_MOST:]):
        parts = "|".join(dict.fromkeys(part.partition(".")[0] for part in deed.what))
        by = names.get(deed.by, deed.by)
        yield note("deed" if by else "deed_unnamed", at=moment(deed.at), by=by, parts=parts)


def of_test(stands: Board, run: PortalTest) -> Iterator[c.PlanNote]:
    """The board: its state, the three clocks, what is owed, what happened."""
    over = stands.days_left is not None and stands.days_left < 0
    bad = stands.state in {RunState.STOPPED, RunState.FAILED, RunState.SENT_BACK} or over
    tone: Tone = "ok" if stands.state is RunState.PASSED else "err" if bad else "plain"
    yield head("test")
    yield _said(f"restructuring.state.{stands.state}", tone)
    if stands.days_left is not None:
        left: Tone = "err" if over else "warn" if stands.warns else "plain"
        yield note("overdue" if over else "days_left", left, count=abs(stands.days_left))
    if stands.warns:
        yield note("warns", "warn")
    yield head("clocks")
    for name in ("clock_a", "clock_b", "clock_c"):
        yield note(name, on=day(getattr(stands, name)) or "–")
    if stands.owed:
        yield note("owed", numbers=", ".join(str(case) for case in stands.owed))
    if run.events:
        yield head("events")
    for event, at, reason in reversed(run.events[-_MOST:]):
        yield note(
            "event" if not reason else "event_why", at=moment(at), event=str(event), reason=reason
        )


def of_evidence(
    procedure: ProcedureDefinition, form: FormDefinition, found: Evidence
) -> Iterator[c.PlanNote]:
    """Papers nobody opened, fields nobody filled, idle steps, causes of coming back."""
    labels = {field.name: field.label for field in form.fields}
    names = {component.key: component.name for component in procedure.components}
    yield head("evidence", name=procedure.name)
    yield note("looked_at", count=found.dossiers, recorded=found.recorded)
    dead = [part for part in found.parts if part.is_dead]
    for part in dead[:_MOST]:
        yield note(
            "dead", "warn", name=names.get(part.key, part.key), there=part.there, opened=part.opened
        )
    unused = [each for each in found.fields if each.is_unused]
    if unused:
        listed = "; ".join(labels.get(each.name, each.name) for each in unused[:_MOST])
        yield note("unused", "warn", count=len(unused), names=listed)
    for step in found.steps:
        if step.is_idle:
            yield note("idle", "warn", step=step.step, visits=step.visits)
    for key, times in found.causes[:_MOST]:
        yield note("cause", name=names.get(key, key), times=times)
    if not dead and not unused:
        yield note("nothing_dead")


def of_replay(group: GroupComparison) -> Iterator[c.PlanNote]:
    """The year as it was and as it would have been; of a linked group with its cases."""
    found = group.together
    yield head("replay")
    yield note("relived", count=found.dossiers)
    if len(group.parts) > 1:
        yield note("cases", count=group.cases, whole=group.whole)
    pairs = {"days": found.days, "signatures": found.signatures, "late": found.late}
    for name, (before, after) in pairs.items():
        tone: Tone = "ok" if after < before else "warn" if after > before else "plain"
        yield note(f"replay_{name}", tone, before=written(before), after=written(after))
    for step, most in found.queues[0].items():
        yield note("queue", step=step, before=most, after=found.queues[1].get(step, 0))
