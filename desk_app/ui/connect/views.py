"""From the dossier aggregate to the read model every step shows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from desk_app.application.enquiries import StoredEvent, WorkRow
from desk_app.domain.dossier import Dossier
from desk_app.domain.forms import FormDefinition
from desk_app.domain.records import DeliveryState
from desk_app.ui import contract as c
from desk_app.ui.connect.field_views import field_value, form_definition, kinds_of
from desk_app.ui.connect.paper_views import component, document, signature_rows


def work_row(row: WorkRow) -> c.WorkRow:
    """One line of a list."""
    return c.WorkRow(
        key=row.code or row.id,
        code=row.code,
        applicant=row.applicant,
        procedure=row.procedure,
        state=row.state,
        step=_step(row.step, row.state),
        due_at=row.due_at,
        sync=_sync(row.sync),
    )


def _step(step: str, state: str) -> c.Step | None:
    if state in ("RETURNED", "ARCHIVED", "STOPPED", "REJECTED_AT_INTAKE"):
        return None
    return next((name for name in c.STEPS if name == step), None)


def _sync(sync: str) -> c.SyncState:
    known: tuple[c.SyncState, ...] = ("sent", "waiting", "failed")
    return next((name for name in known if name == sync), "none")


def event_line(event: StoredEvent, names: Mapping[str, str]) -> c.EventLine:
    """One line of the log."""
    return c.EventLine(
        at=event.at, who=names.get(event.user, event.user), code=event.kind, facts=dict(event.data)
    )


def targets(
    dossier: Dossier, sync: c.SyncState, next_try_at: dt.datetime | None
) -> tuple[c.Target, ...]:
    """Where the result goes and how far that is."""
    is_back = str(dossier.state) in ("RETURNED", "ARCHIVED")
    local = c.Target(
        id="local_store", state="done" if dossier.result and dossier.result.file else "later"
    )
    province: dict[c.SyncState, str] = {
        "sent": "done",
        "waiting": "waiting",
        "failed": "failed",
        "none": "later",
    }
    held = [item for item in dossier.deliveries if item.channel == "electronic"]
    citizen = "later"
    if held:
        states = {DeliveryState.CONFIRMED: "done", DeliveryState.FAILED: "failed"}
        citizen = states.get(held[-1].state, "waiting")
    package = "done" if str(dossier.state) == "ARCHIVED" else "waiting" if is_back else "later"
    return (
        local,
        c.Target(id="province", state=province[sync], next_try_at=next_try_at),  # type: ignore[arg-type]  # table
        c.Target(id="citizen_store", state=citizen),  # type: ignore[arg-type]  # literals above
        c.Target(id="package", state=package),  # type: ignore[arg-type]  # literals above
    )


def twin(row: WorkRow) -> c.Twin:
    """Another open dossier of the same person and procedure."""
    return c.Twin(code=row.code, applicant=row.applicant, state=row.state, due_at=row.due_at)


def dossier_view(
    dossier: Dossier,
    form: FormDefinition | None,
    events: tuple[c.EventLine, ...],
    *,
    holder: str = "",
    held_since: dt.datetime | None = None,
    sync: c.SyncState = "none",
    problems: Mapping[str, tuple[str, Mapping[str, object]]] | None = None,
    next_try_at: dt.datetime | None = None,
) -> c.DossierView:
    """One dossier as every step shows it."""
    kinds = kinds_of(form)
    pages = {part.key: part.pages for part in dossier.components}
    titles = {part.key: part.name for part in dossier.components}
    values = {
        name: field_value(kinds.get(name, "text"), filled, pages, titles)
        for name, filled in dossier.form.values.items()
    }
    for name, (code, facts) in (problems or {}).items():
        known = values.get(name, c.FieldValue())
        values[name] = replace(known, problem=code, problem_facts=facts)
    applicant = dossier.applicant
    state = str(dossier.state)
    return c.DossierView(
        key=str(dossier.code) if dossier.code else dossier.id,
        version=dossier.version,
        code=dossier.shown_code,
        state=state,
        step=_step(str(dossier.step), state),
        procedure_code=dossier.terms.code,
        procedure=dossier.terms.name,
        applicant=applicant.full_name if applicant else "",
        id_number=applicant.identifier if applicant else "",
        identified_by=dossier.identity.method if dossier.identity else "",
        holder=holder,
        held_since=held_since,
        due_at=dossier.due_at,
        outcome=dossier.outcome,
        sync=sync,
        components=tuple(component(part) for part in dossier.components),
        form=form_definition(form) if form else None,
        values=values,
        checks=tuple(
            c.Check(id=check.key, text=check.name, result=str(check.state), note=check.remark)  # type: ignore[arg-type]  # the same words
            for check in dossier.checks
        ),
        opinion_text=dossier.opinion_text,
        opinions=tuple(
            c.Opinion(
                id=item.key,
                agency=item.agency,
                question=item.question,
                due_on=item.due_at.date() if item.due_at else None,
                state="answered" if item.answered_at else "waiting",
                answer=item.answer,
            )
            for item in dossier.opinions
        ),
        result=document(dossier.result.file) if dossier.result and dossier.result.file else None,
        signatures=signature_rows(dossier),
        fees=tuple(
            c.Fee(
                name=fee.name,
                amount=fee.amount,
                state="paid" if fee.paid_at else "due" if fee.amount else "none_due",
                paid_on=fee.paid_at.date() if fee.paid_at else None,
            )
            for fee in dossier.fees
            if fee.amount
        ),
        targets=targets(dossier, sync, next_try_at),
        slips=tuple(document(slip.file) for slip in dossier.slips),
        events=events,
        confirmations=tuple(
            c.ConfirmedBlock(block=said.block, sha256=said.sha256, agrees=said.agrees, at=said.at)
            for said in dossier.confirmations
        ),
        saved_at=events[-1].at if events else None,
    )
