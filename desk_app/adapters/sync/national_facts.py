"""What a dossier says, in the terms the national field tables ask for. Pure; nothing invented.

The dossier is the document of the sync contract. A fact that is not known is absent: no placeholder
identity, no placeholder handler, no state rewritten, no submitted file passed off as a result.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desk_app.application.sync_rules import ActRules

Facts = dict[str, Any]
Address = Callable[[str], str | None]
"""Gives the lasting address of a file by its SHA-256, None when the province hosts it nowhere."""

ONLINE_PAYMENTS = {"national_portal": "national_portal", "online": "province_gateway"}
REUSE_WORDS = {None: "0", "reused": "1", "replaced": "2"}


def dossier_facts(
    document: Mapping[str, Any],
    rules: ActRules,
    address: Address,
    *,
    unit_name: str | None = None,
) -> Facts:
    """Give the facts of a whole dossier."""
    applicant = dict(document.get("applicant") or {})
    components = {one.get("code"): one for one in document.get("components", ())}
    live = [file for file in document.get("files", ()) if not file.get("is_removed")]
    return {
        **{name: document.get(name) for name in ("code", "title", "unit", "due_on", "form")},
        "channel": document.get("channel"),
        "procedure_code": document.get("procedure_code"),
        "procedure_name": document.get("procedure_name"),
        "field_code": document.get("field_code"),
        "field_name": document.get("field_name"),
        "receipt_number": document.get("receipt_number"),
        "service_code": document.get("service_code"),
        "server_code": document.get("server_code"),
        "server_id": document.get("server_id"),
        "unit_name": unit_name or document.get("unit_name"),
        "applicant": applicant,
        "submitter": {**applicant, "details": applicant or None},
        "identities": _identities(applicant),
        "submitted_at": _first_time(document, to=("SUBMITTED", "DRAFT")),
        "accepted_at": _first_time(document, to=("ACCEPTED",)),
        "finished_at": _first_time(document, to=("RESULT_READY", "REFUSED", "STOPPED")),
        "returned_at": _first_time(document, to=("RETURNED",)),
        "refused_at": _first_time(document, to=("REJECTED_AT_INTAKE", "REFUSED")),
        "national_status": _status(rules, str(document.get("state", ""))),
        "return_way": document.get("return_way"),
        "has_digitised": any(_is_digitised(one) for one in components.values()),
        "paid_online": _paid_online(document),
        "databases": [{"code": code} for code in document.get("databases", ())],
        "last_note": next((n.get("text") for n in reversed(document.get("notes", ()))), None),
        "submitted_files": [
            _file(file, components, address) for file in live if file.get("role") == "component"
        ],
        "result_files": _results(document, live, address),
        "fees": list(document.get("fees", ())),
        "supplements": list(_supplements(document)),
        "components": [_component(one, live) for one in components.values()],
    }


def progress_facts(
    document: Mapping[str, Any], rules: ActRules, words: Callable[[str], str]
) -> list[Facts]:
    """Give one row an event; ``words`` names an act for a reader."""
    return [
        {
            "code": document.get("code"),
            "server_code": document.get("server_code"),
            "server_id": document.get("server_id"),
            "user": event.get("user"),
            "role": event.get("role"),
            "unit": event.get("unit"),
            "at": event.get("received_at"),
            "text": words(str(event["kind"])),
            "national_status": _status(rules, str(event.get("to", "")).partition(":")[0]),
        }
        for event in document.get("events", ())
        if event.get("from") != event.get("to")
    ]


def _status(rules: ActRules, state: str) -> str | None:
    found = rules.national_status.get(state)
    return str(found) if found is not None else None


def _first_time(document: Mapping[str, Any], *, to: Iterable[str]) -> str | None:
    for event in document.get("events", ()):
        arrived = str(event.get("to", "")).partition(":")[0]
        if arrived in to and event.get("from") != event.get("to"):
            return str(event["received_at"])
    return None


def _identities(applicant: Mapping[str, Any]) -> list[Facts]:
    number = str(applicant.get("number") or "")
    if not number.isdecimal() or len(number) not in (9, 12):
        return []
    return [{"kind": "personal_number" if len(number) == 12 else "old_card", "number": number}]


def _paid_online(document: Mapping[str, Any]) -> str | None:
    if document.get("payment") == "none_due":
        return "none_due"
    methods = [paid.get("method") for paid in document.get("payments", ())]
    for method in methods:
        if method in ONLINE_PAYMENTS:
            return ONLINE_PAYMENTS[method]
    return "not_online" if methods else None


def _is_digitised(component: Mapping[str, Any]) -> bool:
    return bool(component.get("is_digitised"))


def _file(
    file: Mapping[str, Any], components: Mapping[Any, Mapping[str, Any]], address: Address
) -> Facts:
    component = components.get(file.get("component"), {})
    return {
        "sha256": file["sha256"],
        "name": file.get("name"),
        "component": file.get("component"),
        "deleted_word": "False",
        "address": address(file["sha256"]),
        "is_digitised": _is_digitised(component),
        "reuse": REUSE_WORDS.get(component.get("reuse"), "0"),
        "is_from_store": bool(component.get("is_from_store")),
        "replacing_result": component.get("replacing_result"),
    }


def _results(
    document: Mapping[str, Any], live: list[Mapping[str, Any]], address: Address
) -> list[Facts]:
    """Give the issued result; a draft is none, so nothing before the result is ready."""
    if _first_time(document, to=("RESULT_READY", "REFUSED")) is None:
        return []
    digest = (document.get("result") or {}).get("sha256")
    return [
        {
            "sha256": file["sha256"],
            "name": file.get("name"),
            "component": file.get("component"),
            "address": address(file["sha256"]),
            "result_code": file.get("result_code") or document.get("result_code"),
        }
        for file in live
        if file.get("role") == "result" and file["sha256"] == digest
    ]


def _supplements(document: Mapping[str, Any]) -> Iterable[Facts]:
    asked: Facts | None = None
    for event in document.get("events", ()):
        if event["kind"] == "request_supplement":
            asked = {
                "id": event["id"],
                "asked_by": event.get("user"),
                "reason": event.get("reason"),
                "asked_at": event["received_at"],
                "state": "1",
            }
        elif asked is not None and str(event.get("from", "")).startswith("SUPPLEMENT_REQUESTED"):
            received = {"received_by": event.get("user"), "received_at": event["received_at"]}
            yield {**asked, **received, "state": "2"}
            asked = None
    if asked is not None:
        yield asked


def _component(component: Mapping[str, Any], live: list[Mapping[str, Any]]) -> Facts:
    return {
        **component,
        "files": [{**file} for file in live if file.get("component") == component.get("code")],
    }
