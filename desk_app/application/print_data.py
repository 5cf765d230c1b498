"""What slips and results are filled with: plain values, keys as the templates name them."""

import datetime as dt

from desk_app.application.capacity import block_of
from desk_app.application.ports import Office
from desk_app.domain.components import Component
from desk_app.domain.dossier import Dossier
from desk_app.domain.people import Actor, Officer, Person, Role
from desk_app.domain.records import HandOver, Withdrawal
from desk_app.texts import shipped

Value = object


def slip(
    office: Office,
    dossier: Dossier,
    actor: Actor,
    now: dt.datetime,
    *,
    number: str,
    reason: str = "",
) -> dict[str, Value]:
    """Everything a slip may ask for; a template takes what it names."""
    facts = office.facts
    applicant = _person(dossier.applicant)
    submitter = dossier.representative or dossier.applicant
    return {
        **_common(office, dossier),
        "number": number,
        "series": f"{facts.agency_code}-{now:%y}",
        "one_stop_unit": facts.unit_name,
        "request_summary": dossier.terms.name,
        "components": [_component(c) for c in dossier.components if c.is_there],
        "set_count": dossier.set_count,
        "processing_time": term_in_words(dossier),
        "due_at": _iso(dossier.extension.old_due_at if dossier.extension else dossier.due_at),
        "new_due_at": _iso(dossier.due_at),
        "delay_reason": reason,
        "extension_count": "1" if dossier.extension else "0",
        "delivery": dossier.delivery_place or facts.unit_name,
        "register_book": dossier.register_book,
        "register_no": f"{dossier.register_no:04d}" if dossier.register_no else "",
        "submitter_name": submitter.full_name if submitter else "",
        "officer_name": actor.full_name,
        "contact_name": actor.full_name,
        "reason": reason or _supplement_reason(dossier),
        **_supplement(dossier),
        **_money(dossier, actor, now, applicant),
        **_return(dossier, actor, now),
        **_stop(dossier),
        **_chain(office, dossier, actor),
        "movements": [_movement(facts.agency_name, h) for h in dossier.hand_overs],
        "lead_agency": facts.agency_name,
        "coordinating_agencies": [o.agency for o in dossier.opinions],
        "signer": _signer(office, dossier),
    }


def result(
    office: Office, dossier: Dossier, summary: str, now: dt.datetime, *, paper: str = ""
) -> dict[str, Value]:
    """E-form values under ``form``, who will sign and in whose name, and what a refusal says.

    Raises:
        RuleError: ``capacity.*``: who will sign may not sign this paper so.
    """
    form: dict[str, Value] = dict(dossier.form.data())
    return {
        **_common(office, dossier),
        "form": form,
        "registered_at": office.facts.agency_name,
        "registered_on": now.date().isoformat(),
        "reasons": [line.strip() for line in summary.splitlines() if line.strip()] or [summary],
        "summary": summary,
        "signer": _signer(office, dossier, paper, now.date()),
    }


def _common(office: Office, dossier: Dossier) -> dict[str, Value]:
    return {
        "dossier_code": dossier.shown_code,
        "temporary_code_note": _code_note(dossier),
        "procedure_code": dossier.terms.code,
        "procedure_name": dossier.terms.name,
        "agency": office.facts.agency_name,
        "applicant": _person(dossier.applicant),
        "received_at": _iso(dossier.received_at or dossier.created_at),
    }


def _code_note(dossier: Dossier) -> str:
    """That the number is a provisional one; empty under a code, which is printed once and kept."""
    if dossier.code is not None or not dossier.is_received:
        return ""
    return shipped().label("print.provisional_number")


def term_in_words(dossier: Dossier) -> str:
    """The processing time as the receipt prints it."""
    term = dossier.terms.term
    if term.same_day:
        return shipped().label("print.term.same_day")
    return shipped().label(f"print.term.{term.unit}", amount=f"{float(term.amount):g}")


def approver_of(office: Office, dossier: Dossier) -> Officer | None:
    """Who will sign the result: the first approver of the unit, else of the office."""
    approvers = [o for o in office.staff.officers() if Role.APPROVER in o.roles]
    own = [o for o in approvers if o.unit == dossier.unit]
    return next(iter(own or approvers), None)


def _signer(
    office: Office, dossier: Dossier, paper: str = "", on: dt.date | None = None
) -> dict[str, Value]:
    officer = approver_of(office, dossier)
    if officer is None:
        return {"name": "", "capacity": [""]}
    composed = block_of(officer, paper, on) if on is not None else None
    if composed is not None:
        return {"name": officer.full_name, "capacity": list(composed.lines)}
    block = officer.signature_block or (officer.position.upper(),)
    return {"name": officer.full_name, "capacity": list(block)}


def _person(who: Person | None) -> dict[str, str]:
    if who is None:
        return {"full_name": "", "identifier": "", "address": "", "phone": "", "email": ""}
    return {
        "full_name": who.full_name,
        "identifier": who.identifier,
        "address": who.address,
        "phone": who.phone,
        "email": who.email,
    }


def _component(item: Component) -> dict[str, Value]:
    copy = item.paper_kind in {"copy", "certified_copy"}
    return {
        "name": item.name,
        "originals": 0 if copy else item.quantity,
        "copies": item.quantity if copy else 0,
    }


def _supplement_reason(dossier: Dossier) -> str:
    return dossier.supplements[-1].reason if dossier.supplements else ""


def _supplement(dossier: Dossier) -> dict[str, Value]:
    if not dossier.supplements:
        return {}
    last = dossier.supplements[-1]
    names = {c.key: c.name for c in dossier.components}
    return {
        "stage": last.origin,
        "respond_by": last.respond_by.isoformat() if last.respond_by else None,
        "missing_items": [
            {"paper": names.get(p.component, p.component), "fault": p.what, "remedy": p.to_do}
            for p in last.points
        ],
    }


def _money(
    dossier: Dossier, actor: Actor, now: dt.datetime, applicant: dict[str, str]
) -> dict[str, Value]:
    paid = [f for f in dossier.fees if f.paid_at == now]
    return {
        "payer": {"full_name": applicant["full_name"], "address": applicant["address"]},
        "fees": [{"name": f.name, "legal_basis": f.legal_basis, "amount": f.amount} for f in paid],
        "total": sum(f.amount for f in paid),
        "method": shipped().label(f"print.method.{paid[0].method}") if paid else "",
        "paid_at": _iso(now),
        "receiver_name": actor.full_name,
    }


def _return(dossier: Dossier, actor: Actor, now: dt.datetime) -> dict[str, Value]:
    if not dossier.deliveries:
        return {}
    taken = dossier.deliveries[-1]
    return {
        "returned_at": _iso(now),
        "originals": [
            {"name": c.name, "quantity": c.quantity}
            for c in dossier.components
            if c.is_there and c.paper_kind == "original"
        ],
        "receiver_identity": taken.recipient_identifier,
        "giver_name": actor.full_name,
        "receiver_name": taken.recipient,
    }


def _stop(dossier: Dossier) -> dict[str, Value]:
    asked = dossier.withdrawal
    if asked is None:
        return {"decision": shipped().label("print.stop.decision")}
    return {
        "request": {
            "by": dossier.applicant.full_name if dossier.applicant else "",
            "at": asked.asked_at.date().isoformat(),
            "how": shipped().label("print.stop.at_counter"),
        },
        "stage": shipped().label(f"state.{asked.came_from}"),
        "decision": shipped().label("print.stop.decision"),
        "returned_papers": [c.name for c in dossier.components if c.is_there],
        "fee_treatment": _fee_treatment(asked),
    }


def _fee_treatment(asked: Withdrawal) -> str:
    if not asked.fee_treatment:
        return shipped().label("print.stop.no_fee")
    return shipped().label(
        f"print.stop.{asked.fee_treatment}",
        amount=f"{asked.fee_refund:,}".replace(",", "."),
        basis=asked.fee_basis,
    )


def _chain(office: Office, dossier: Dossier, actor: Actor) -> dict[str, Value]:
    """The hand-over record of the leg that is open (R-5B-74)."""
    if not dossier.agencies:
        return {}
    leg = dossier.agencies[-1]
    names = {c.key: c for c in dossier.components}
    papers = [names[key] for key in leg.components if key in names]
    return {
        "from_agency": office.facts.unit_name,
        "to_agency": leg.agency,
        "handed_at": _iso(leg.handed_at),
        "duty": leg.duty,
        "term": shipped().label(f"print.term.{leg.unit}", amount=str(leg.amount)),
        "papers": [
            {
                "name": c.name,
                "form": shipped().label(
                    f"print.form.{'paper' if c.file is None else 'electronic'}"
                ),
                "quantity": c.quantity,
            }
            for c in papers
        ],
        "giver_name": actor.full_name,
        "receiver_name": leg.received_by,
    }


def _movement(agency: str, step: HandOver) -> dict[str, Value]:
    return {
        "agency": agency,
        "giver": step.giver,
        "receiver": _role(step.receiver),
        "at": _iso(step.at),
        "result": shipped().label(f"print.movement.{step.remark}") if step.remark else "",
    }


def _role(name: str) -> str:
    return shipped().label(f"role.{name}") if name in set(Role) else name


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
