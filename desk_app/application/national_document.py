"""A dossier of this desk as the document national payloads are made from; nothing is invented.

What the desk does not know is left out, and the dry run says so field by field.
"""

from collections.abc import Iterable
from typing import Any

from desk_app.application import wire
from desk_app.application.enquiries import StoredEvent
from desk_app.domain.components import Component
from desk_app.domain.dossier import Dossier
from desk_app.domain.people import ApplicantKind, Person

_WORDS = {
    "dossier_received": "accept",
    "supplement_requested": "request_supplement",
}
_OWNERS = {ApplicantKind.INDIVIDUAL: "citizen", ApplicantKind.ORGANISATION: "organisation"}
_COPIES = {"original": "original", "copy": "copy", "certified_copy": "copy"}


def document_of(dossier: Dossier, events: Iterable[StoredEvent]) -> dict[str, Any]:
    """The document, in the terms of the exchange contract.

    Args:
        dossier: as it stands now.
        events: the history of the dossier, oldest first.
    """
    document: dict[str, Any] = {
        "id": dossier.id,
        "code": str(dossier.code) if dossier.code else None,
        "state": str(dossier.state),
        "channel": dossier.channel,
        "procedure_code": dossier.terms.code,
        "procedure_name": dossier.terms.name,
        "title": dossier.terms.name,
        "unit": dossier.unit,
        "due_on": dossier.due_at.date().isoformat() if dossier.due_at else None,
        "receipt_number": next((s.number for s in dossier.slips if s.key == "receipt"), None),
        "return_way": "post" if dossier.delivery_place else "counter",
        "applicant": _owner(dossier.applicant),
        "form": wire.form(dossier),
        "components": [_component(one) for one in dossier.components if one.is_there],
        "files": [*_component_files(dossier), *_result_files(dossier)],
        "fees": [{"name": fee.name, "amount": fee.amount} for fee in dossier.fees],
        "payment": str(dossier.payment),
        "payments": [{"method": fee.method} for fee in dossier.fees if fee.paid_at is not None],
        "events": [_event(dossier, one) for one in events],
    }
    result = dossier.result
    if result is not None and result.file is not None:
        document["result"] = {"sha256": result.file.sha256}
    return document


def _owner(who: Person | None) -> dict[str, Any]:
    if who is None:
        return {}
    facts = {
        "name": who.full_name,
        "kind": _OWNERS[who.kind],
        "number": who.identifier,
        "phone": who.phone,
        "email": who.email,
    }
    return {name: value for name, value in facts.items() if value}


def _component(item: Component) -> dict[str, Any]:
    return {
        "code": item.key,
        "name": item.name,
        "count": item.quantity,
        "copy_kind": _COPIES.get(item.paper_kind),
        "is_digitised": item.file is not None,
        "reuse": "reused" if item.reuse is not None else None,
        "is_from_store": item.reuse is not None,
    }


def _component_files(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {
            "sha256": item.file.sha256,
            "name": item.file.name,
            "role": "component",
            "component": item.key,
        }
        for item in dossier.components
        if item.file is not None
    ]


def _result_files(dossier: Dossier) -> list[dict[str, Any]]:
    result = dossier.result
    if result is None or result.file is None:
        return []
    return [{"sha256": result.file.sha256, "name": result.file.name, "role": "result"}]


def _event(dossier: Dossier, event: StoredEvent) -> dict[str, Any]:
    return {
        "id": f"{dossier.id}/{event.seq}",
        "kind": _WORDS.get(event.kind, event.kind),
        "from": event.from_state,
        "to": event.to_state,
        "user": event.user,
        "unit": dossier.unit,
        "reason": event.reason,
        "received_at": event.at.isoformat(),
    }
