"""What slips and results are filled with: plain values from a dossier.

Keys as the templates name them.
"""

from desk_app.application.ports import Office
from desk_app.domain.components import Component, Presence
from desk_app.domain.dossier import Dossier
from desk_app.domain.people import Actor, Person

Value = object


def slip(
    office: Office, dossier: Dossier, actor: Actor, *, number: str, reason: str = ""
) -> dict[str, Value]:
    """Everything a slip may ask for; a template takes what it names."""
    facts = office.facts
    applicant = _person(dossier.applicant)
    last = dossier.supplements[-1] if dossier.supplements else None
    names = {c.key: c.name for c in dossier.components}
    return {
        "dossier_code": str(dossier.code or ""),
        "procedure_code": dossier.terms.code,
        "procedure_name": dossier.terms.name,
        "number": number,
        "agency": facts.agency_name,
        "one_stop_unit": facts.unit_name,
        "applicant": applicant,
        "request_summary": dossier.terms.name,
        "components": [
            _component(c)
            for c in dossier.components
            if c.is_there or c.presence is Presence.PRESENT
        ],
        "set_count": 1,
        "processing_time": _term(dossier),
        "received_at": _iso(dossier.received_at),
        "due_at": _iso(dossier.due_at),
        "new_due_at": _iso(dossier.due_at),
        "old_due_at": _iso(dossier.extension.old_due_at if dossier.extension else None),
        "delivery": facts.unit_name,
        "submitter_name": (
            dossier.representative or dossier.applicant or Person(full_name="")
        ).full_name,
        "officer_name": actor.full_name,
        "contact_name": actor.full_name,
        "contact_phone": "",
        "reason": reason or (last.reason if last else ""),
        "missing_items": [
            {"paper": names.get(p.component, p.component), "wrong": p.what, "to_do": p.to_do}
            for p in (last.points if last else ())
        ],
        "respond_by": last.respond_by.isoformat() if last and last.respond_by else "",
        "fees": [
            {"name": f.name, "amount": f.amount, "legal_basis": f.legal_basis, "receipt": f.receipt}
            for f in dossier.fees
            if f.amount
        ],
        "payer": applicant.get("full_name", ""),
        "hand_overs": [
            {"giver": h.giver, "receiver": h.receiver, "at": _iso(h.at), "remark": h.remark}
            for h in dossier.hand_overs
        ],
        "result_number": dossier.result.number if dossier.result else "",
        "recipient": dossier.deliveries[-1].recipient if dossier.deliveries else "",
        "fee_rule": dossier.withdrawal.fee_rule if dossier.withdrawal else "",
    }


def result(office: Office, dossier: Dossier, summary: str) -> dict[str, Value]:
    """E-form values under their own names, and what the result says about the dossier."""
    facts = office.facts
    return {
        **dossier.form.data(),
        "dossier_code": str(dossier.code or ""),
        "procedure_code": dossier.terms.code,
        "procedure_name": dossier.terms.name,
        "agency": facts.agency_name,
        "superior": facts.superior,
        "place": facts.place,
        "applicant": _person(dossier.applicant),
        "received_at": _iso(dossier.received_at),
        "reason": summary,
        "summary": summary,
    }


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


def _term(dossier: Dossier) -> str:
    term = dossier.terms.term
    return f"{term.amount} {term.unit}"


def _iso(at: object) -> str:
    return at.isoformat() if hasattr(at, "isoformat") else ""
