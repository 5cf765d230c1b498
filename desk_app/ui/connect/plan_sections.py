"""The parts of a restructuring file as the window shows them: fields, rows, what locks them."""

from dataclasses import replace

from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.costs import Activity
from desk_app.domain.restructuring.levels import CRITERIA, PAYMENT, PartialReason
from desk_app.domain.restructuring.portal_test import (
    CASES,
    PAYMENT_CASE,
    may_happen,
)
from desk_app.domain.restructuring.project import (
    PART_ONE_TEXTS,
    BlockerKind,
    ComponentChoice,
    ComponentDecision,
    StepChoice,
    StepDecision,
)
from desk_app.domain.restructuring.project_reading import ANSWERS
from desk_app.domain.restructuring.selection import LIST_MAY_BECOME, ListState
from desk_app.ui import contract as c
from desk_app.ui.connect import plan_notes as notes
from desk_app.ui.connect.plan_told import (
    LIST_OF_PART,
    Told,
    choice_of,
    content_lock,
    field_of,
    flag_text,
    review_lock,
    rows_of,
    texts_of,
)
from desk_app.ui.connect.plan_writing import day, written


def sections_of(told: Told) -> tuple[c.PlanSection, ...]:
    """Parts in the order of the six steps."""
    parts = (
        _list(told), _components(told), _steps(told), _levels(told), _assessment(told),
        _evidence(), _costs(told), _roadmap(told), _law(told), _abolished(told), _texts(told),
        _document(told), _approval(told), _build(told), _test(told),
    )  # fmt: skip
    return tuple(replace(part, has_list=part.id in LIST_OF_PART) for part in parts)


def _list(told: Told) -> c.PlanSection:
    after = sorted(LIST_MAY_BECOME[told.project.list_state], key=list(ListState).index)
    return c.PlanSection(
        id="list",
        values={},
        asks=(choice_of("place", after, required=True), field_of("note")) if after else (),
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
            choice_of("choice", ComponentChoice, required=True),
            *texts_of("connection", "reason", "system", "owner"),
        ),
        rows=tuple(rows),
        is_fixed=True,
        values={},
        notes=tuple(notes.of_components(told.plans)),
        locked=review_lock(told),
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
            choice_of("choice", StepChoice, required=True),
            c.PlanField(
                id="other",
                kind="choice",
                choices=tuple(c.PlanChoice(value=k, name=duty) for k, duty in others.items()),
            ),
            field_of("reason"),
            field_of("amount", "number"),
        ),
        rows=tuple(rows),
        is_fixed=True,
        fields=(field_of("local_amount", "number"),),
        values={"local_amount": written(told.project.local_amount)},
        notes=tuple(notes.of_steps(told.plans)),
        locked=review_lock(told),
    )


def _levels(told: Told) -> c.PlanSection:
    rows = []
    for number in CRITERIA:
        tick = told.project.criteria.get(number)
        rows.append(
            {
                "key": str(number),
                "met": flag_text(tick is not None and tick.met),
                "waived": flag_text(tick is not None and not tick.applies),
                "basis": tick.basis if tick is not None else "",
            }
        )
    reason = told.project.partial_reason
    has_fee = any(procedure.fees for procedure in told.procedures)
    payment = c.PlanField(id="waived", kind="check", only_for=(str(PAYMENT),))
    waived = () if has_fee else (payment,)
    return c.PlanSection(
        id="levels",
        columns=(field_of("met", "check"), *waived, field_of("basis")),
        rows=tuple(rows),
        is_fixed=True,
        fields=(choice_of("partial_reason", PartialReason),),
        values={"partial_reason": str(reason) if reason is not None else ""},
        notes=tuple(notes.of_levels(told.judgement)),
        locked=content_lock(told),
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
        columns=(choice_of("answer", ANSWERS), field_of("basis")),
        rows=rows,
        is_fixed=True,
        values={},
        notes=tuple(notes.of_assessment(told.questions, given)),
        locked=content_lock(told),
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
    numbers = (field_of(name, "number") for name in ("hours", "spent", "fee", "share"))
    return c.PlanSection(
        id="costs",
        columns=(
            field_of("name", required=True), choice_of("side", ("before", "after"), required=True),
            *numbers,
        ),
        rows=tuple(rows),
        fields=tuple(
            field_of(name, "number", required=name != "times_per_year") for name in values
        ),
        values=values,
        notes=tuple(notes.of_costs(told.saving)),
        locked=content_lock(told),
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
            field_of("what", required=True), choice_of("kind", BlockerKind, required=True),
            field_of("owner"),
        ),
        rows=blockers,
        fields=(field_of("level_3", "check"), field_of("level_4", "check"), *texts_of(*texts)),
        values={"level_3": flag_text(road.level_3), "level_4": flag_text(road.level_4), **texts},
        notes=tuple(notes.of_roadmap(told.project)),
    )  # fmt: skip


def _law(told: Told) -> c.PlanSection:
    names = ("provision", "change", "owner", "state")
    return c.PlanSection(
        id="law",
        columns=tuple(field_of(name, required=name != "state") for name in names),
        rows=rows_of(told.project.amendments, names),
        values={},
        locked=content_lock(told),
    )


def _abolished(told: Told) -> c.PlanSection:
    names = ("name", "code", "basis")
    return c.PlanSection(
        id="abolished",
        columns=tuple(field_of(name, required=name == "name") for name in names),
        rows=rows_of(told.project.abolished, names),
        values={},
        locked=content_lock(told),
    )


def _texts(told: Told) -> c.PlanSection:
    given = told.project.texts
    return c.PlanSection(
        id="texts",
        columns=(field_of("sentence", "lines"),),
        rows=tuple({"key": name, "sentence": given.get(name, "")} for name in PART_ONE_TEXTS),
        is_fixed=True,
        values={},
        locked=content_lock(told),
    )


def _document(told: Told) -> c.PlanSection:
    project = told.project
    return c.PlanSection(
        id="document",
        fields=(field_of("purpose", "lines"), field_of("scope", "lines")),
        values={"purpose": project.purpose, "scope": project.scope},
        has_act=True,
        notes=tuple(notes.of_document(told.kept)),
        locked=content_lock(told),
    )


def _approval(told: Told) -> c.PlanSection:
    approval = told.project.approval
    asks = (
        field_of("number", required=True), field_of("dated", "date", required=True),
        field_of("file", required=True),
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
            field_of("what", required=True), field_of("owner", required=True),
            field_of("due", "date", required=True), field_of("done_on", "date"),
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
                "passed": flag_text(found is not None and found.passed),
                "dossier_code": found.dossier_code if found is not None else "",
                "evidence": found.evidence if found is not None else "",
            }
        )
    events = may_happen(told.stands.state)
    asks = (choice_of("event", events, required=True), field_of("at"), field_of("reason"))
    return c.PlanSection(
        id="test",
        columns=(field_of("passed", "check"), *texts_of("dossier_code", "evidence")),
        rows=tuple(rows),
        is_fixed=True,
        fields=(field_of("system_in_use"),),
        values={"system_in_use": run.system_in_use},
        asks=asks if events else (),
        has_act=bool(events),
        notes=tuple(notes.of_test(told.stands, run)),
    )
