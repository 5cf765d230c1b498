"""The parts of a restructuring file as the window shows them: fields, rows, what locks them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.assessment import QuestionSet
from desk_app.domain.restructuring.costs import Activity, Saving
from desk_app.domain.restructuring.levels import CRITERIA, PAYMENT, Judgement, PartialReason
from desk_app.domain.restructuring.portal_test import (
    CASES,
    PAYMENT_CASE,
    Board,
    PortalTest,
    may_happen,
)
from desk_app.domain.restructuring.process import Plan
from desk_app.domain.restructuring.project import (
    PART_ONE_TEXTS,
    BlockerKind,
    ComponentChoice,
    ComponentDecision,
    Project,
    StepChoice,
    StepDecision,
)
from desk_app.domain.restructuring.project_reading import ANSWERS
from desk_app.domain.restructuring.selection import LIST_MAY_BECOME, ListState
from desk_app.ui import contract as c
from desk_app.ui.connect import plan_notes as notes
from desk_app.ui.connect.plan_writing import day, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that is known of one file; `names`: full names of officers by sign-in name."""

    project: Project
    procedures: tuple[ProcedureDefinition, ...]
    plans: tuple[Plan, ...]
    judgement: Judgement
    stands: Board
    run: PortalTest
    saving: Saving | None
    questions: QuestionSet
    kept: tuple[Path, ...]
    names: Mapping[str, str]

    @property
    def is_group(self) -> bool:
        """Whether its decisions are named ``procedure.part``."""
        return len(self.procedures) > 1


def sections_of(told: Told) -> tuple[c.PlanSection, ...]:
    """Parts in the order of the six steps."""
    return (
        _list(told), _components(told), _steps(told), _levels(told), _assessment(told),
        _evidence(), _costs(told), _roadmap(told), _law(told), _abolished(told), _texts(told),
        _document(told), _approval(told), _build(told), _test(told),
    )  # fmt: skip


def _field(name: str, kind: str = "text", *, required: bool = False) -> c.PlanField:
    return c.PlanField(id=name, kind=kind, required=required)  # type: ignore[arg-type]  # one of the kinds


def _choice(name: str, values: Iterable[str], *, required: bool = False) -> c.PlanField:
    offered = tuple(c.PlanChoice(value=str(value)) for value in values)
    return c.PlanField(id=name, kind="choice", choices=offered, required=required)


def _fields(*names: str) -> tuple[c.PlanField, ...]:
    return tuple(_field(name) for name in names)


def _flag(value: bool) -> str:  # noqa: FBT001  the value itself
    return "true" if value else ""


def _content_lock(told: Told) -> str:
    """An approved plan stands as it was approved."""
    return "restructuring.approved" if told.project.approval is not None else ""


def _review_lock(told: Told) -> str:
    is_open = told.project.list_state is ListState.APPROVED
    return _content_lock(told) or ("" if is_open else "restructuring.list_not_approved")


def _list(told: Told) -> c.PlanSection:
    after = sorted(LIST_MAY_BECOME[told.project.list_state], key=list(ListState).index)
    return c.PlanSection(
        id="list",
        values={},
        asks=(_choice("place", after, required=True), _field("note")) if after else (),
        has_act=bool(after),
        notes=tuple(notes.of_list(told.project)),
    )


def _title(told: Told, procedure: ProcedureDefinition, words: str) -> str:
    return f"{procedure.code or procedure.key} · {words}" if told.is_group else words


def _key(told: Told, procedure: ProcedureDefinition, part: str) -> str:
    return f"{procedure.key}.{part}" if told.is_group else part


def _components(told: Told) -> c.PlanSection:
    keep = ComponentDecision(choice=ComponentChoice.KEEP)
    rows = []
    for procedure in told.procedures:
        for component in procedure.components:
            key = _key(told, procedure, component.key)
            decision = told.project.components.get(key, keep)
            rows.append(
                {
                    "key": key,
                    "title": _title(told, procedure, component.name),
                    "choice": str(decision.choice),
                    "reason": decision.reason,
                    "system": decision.system,
                    "owner": decision.owner,
                    "connection": decision.connection,
                }
            )
    return c.PlanSection(
        id="components",
        columns=(
            _choice("choice", ComponentChoice, required=True),
            *_fields("connection", "reason", "system", "owner"),
        ),
        rows=tuple(rows),
        is_fixed=True,
        values={},
        notes=tuple(notes.of_components(told.plans)),
        locked=_review_lock(told),
    )


def _steps(told: Told) -> c.PlanSection:
    keep = StepDecision(choice=StepChoice.KEEP)
    rows: list[dict[str, str]] = []
    others: dict[str, str] = {}
    for procedure in told.procedures:
        for step in procedure.steps:
            key = _key(told, procedure, step.key)
            decision = told.project.steps.get(key, keep)
            title = _title(told, procedure, step.duty)
            others.setdefault(step.key, step.duty)
            rows.append(
                {
                    "key": key,
                    "title": title,
                    "agency": step.agency,
                    "choice": str(decision.choice),
                    "other": decision.other,
                    "amount": written(decision.amount),
                    "today": written(step.amount),
                    "reason": decision.reason,
                }
            )
    return c.PlanSection(
        id="steps",
        columns=(
            _choice("choice", StepChoice, required=True),
            c.PlanField(
                id="other",
                kind="choice",
                choices=tuple(c.PlanChoice(value=k, name=duty) for k, duty in others.items()),
            ),
            _field("reason"),
            _field("amount", "number"),
        ),
        rows=tuple(rows),
        is_fixed=True,
        fields=(_field("local_amount", "number"),),
        values={"local_amount": written(told.project.local_amount)},
        notes=tuple(notes.of_steps(told.plans)),
        locked=_review_lock(told),
    )


def _levels(told: Told) -> c.PlanSection:
    rows = []
    for number in CRITERIA:
        tick = told.project.criteria.get(number)
        rows.append(
            {
                "key": str(number),
                "met": _flag(tick is not None and tick.met),
                "waived": _flag(tick is not None and not tick.applies),
                "basis": tick.basis if tick is not None else "",
            }
        )
    reason = told.project.partial_reason
    has_fee = any(procedure.fees for procedure in told.procedures)
    payment = c.PlanField(id="waived", kind="check", only_for=(str(PAYMENT),))
    waived = () if has_fee else (payment,)
    return c.PlanSection(
        id="levels",
        columns=(_field("met", "check"), *waived, _field("basis")),
        rows=tuple(rows),
        is_fixed=True,
        fields=(_choice("partial_reason", PartialReason),),
        values={"partial_reason": str(reason) if reason is not None else ""},
        notes=tuple(notes.of_levels(told.judgement)),
        locked=_content_lock(told),
    )


def _assessment(told: Told) -> c.PlanSection:
    given = told.project.assessment
    rows = tuple(
        {
            "key": question.key,
            "title": question.text,
            "answer": given[question.key].answer if question.key in given else "",
            "basis": given[question.key].basis if question.key in given else "",
        }
        for question in told.questions.questions
    )
    return c.PlanSection(
        id="assessment",
        columns=(_choice("answer", ANSWERS), _field("basis")),
        rows=rows,
        is_fixed=True,
        values={},
        notes=tuple(notes.of_assessment(told.questions, given)),
        locked=_content_lock(told),
    )


def _evidence() -> c.PlanSection:
    return c.PlanSection(id="evidence", values={}, has_act=True)


def _costs(told: Told) -> c.PlanSection:
    costs = told.project.costs
    rows: list[dict[str, str]] = []
    values = {"hourly_income": "", "subjects": "", "times_per_year": ""}
    if costs is not None:
        rows += [_activity(each, "before") for each in costs.before]
        rows += [_activity(each, "after") for each in costs.after]
        values = {name: written(getattr(costs.base, name)) for name in values}
    numbers = (_field(name, "number") for name in ("hours", "spent", "fee", "share"))
    return c.PlanSection(
        id="costs",
        columns=(
            _field("name", required=True), _choice("side", ("before", "after"), required=True),
            *numbers,
        ),
        rows=tuple(rows),
        fields=tuple(_field(name, "number", required=name != "times_per_year") for name in values),
        values=values,
        notes=tuple(notes.of_costs(told.saving)),
        locked=_content_lock(told),
    )  # fmt: skip


def _activity(each: Activity, side: str) -> dict[str, str]:
    numbers = {name: written(getattr(each, name)) for name in ("hours", "spent", "fee", "share")}
    return {"side": side, "name": each.name, **numbers}


def _roadmap(told: Told) -> c.PlanSection:
    road = told.project.roadmap
    blockers = tuple(
        {"kind": str(each.kind), "what": each.what, "owner": each.owner}
        for each in told.project.blockers
    )
    texts = {name: str(getattr(road, name)) for name in ("province", "national", "note")}
    return c.PlanSection(
        id="roadmap",
        columns=(
            _field("what", required=True), _choice("kind", BlockerKind, required=True),
            _field("owner"),
        ),
        rows=blockers,
        fields=(_field("level_3", "check"), _field("level_4", "check"), *_fields(*texts)),
        values={"level_3": _flag(road.level_3), "level_4": _flag(road.level_4), **texts},
        notes=tuple(notes.of_roadmap(told.project)),
    )  # fmt: skip


def _law(told: Told) -> c.PlanSection:
    names = ("provision", "change", "owner", "state")
    return c.PlanSection(
        id="law",
        columns=tuple(_field(name, required=name != "state") for name in names),
        rows=_rows_of(told.project.amendments, names),
        values={},
        locked=_content_lock(told),
    )


def _abolished(told: Told) -> c.PlanSection:
    names = ("name", "code", "basis")
    return c.PlanSection(
        id="abolished",
        columns=tuple(_field(name, required=name == "name") for name in names),
        rows=_rows_of(told.project.abolished, names),
        values={},
        locked=_content_lock(told),
    )


def _rows_of(items: Sequence[object], names: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    return tuple({name: str(getattr(item, name)) for name in names} for item in items)


def _texts(told: Told) -> c.PlanSection:
    given = told.project.texts
    return c.PlanSection(
        id="texts",
        columns=(_field("sentence", "lines"),),
        rows=tuple({"key": name, "sentence": given.get(name, "")} for name in PART_ONE_TEXTS),
        is_fixed=True,
        values={},
        locked=_content_lock(told),
    )


def _document(told: Told) -> c.PlanSection:
    project = told.project
    return c.PlanSection(
        id="document",
        fields=(_field("purpose", "lines"), _field("scope", "lines")),
        values={"purpose": project.purpose, "scope": project.scope},
        has_act=True,
        notes=tuple(notes.of_document(told.kept)),
        locked=_content_lock(told),
    )


def _approval(told: Told) -> c.PlanSection:
    approval = told.project.approval
    asks = (
        _field("number", required=True), _field("dated", "date", required=True),
        _field("file", required=True),
    )  # fmt: skip
    return c.PlanSection(
        id="approval",
        values={},
        asks=asks if approval is None else (),
        has_act=approval is None,
        notes=tuple(notes.of_approval(approval, told.project.history, told.names)),
    )


def _build(told: Told) -> c.PlanSection:
    rows = tuple(
        {"what": each.what, "owner": each.owner, "due": day(each.due), "done_on": day(each.done_on)}
        for each in told.project.tasks
    )
    return c.PlanSection(
        id="build",
        columns=(
            _field("what", required=True), _field("owner", required=True),
            _field("due", "date", required=True), _field("done_on", "date"),
        ),
        rows=rows,
        values={},
    )  # fmt: skip


def _test(told: Told) -> c.PlanSection:
    run, rows = told.run, []
    has_fee = any(procedure.fees for procedure in told.procedures)
    for number in CASES:
        found = run.cases.get(number)
        if number == PAYMENT_CASE and not has_fee and found is None:
            continue
        rows.append(
            {
                "key": str(number),
                "passed": _flag(found is not None and found.passed),
                "dossier_code": found.dossier_code if found is not None else "",
                "evidence": found.evidence if found is not None else "",
            }
        )
    events = may_happen(told.stands.state)
    asks = (_choice("event", events, required=True), _field("at"), _field("reason"))
    return c.PlanSection(
        id="test",
        columns=(_field("passed", "check"), *_fields("dossier_code", "evidence")),
        rows=tuple(rows),
        is_fixed=True,
        fields=(_field("system_in_use"),),
        values={"system_in_use": run.system_in_use},
        asks=asks if events else (),
        has_act=bool(events),
        notes=tuple(notes.of_test(told.stands, run)),
    )
