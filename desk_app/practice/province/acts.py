"""What a command does to the province's copy of a dossier. Pure: document in, document out."""

import copy
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_app.application.sync_rules import OF_OUTCOME, OUTCOME, PREVIOUS, ActRule, ActRules
from desk_app.application.sync_values import CommandKind

Document = dict[str, Any]

DETOURS = frozenset({"PAYMENT_REQUESTED", "WITHDRAWAL_REQUESTED"})
PLAIN_FACTS = ("title", "channel", "procedure_name", "unit", "applicant")


class RefusedError(Exception):
    """A rule says no. ``status`` is the HTTP status; ``code`` a stable slug."""

    def __init__(self, status: int, code: str, **facts: Any) -> None:
        super().__init__(f"{status} {code} {facts}")
        self.status = status
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A command as the province received it, with its own time."""

    id: str
    kind: CommandKind
    dossier_id: str
    procedure_code: str
    user: str
    unit: str
    role: str
    device_id: str
    device_gen: int
    occurred_at: dt.datetime
    received_at: dt.datetime
    blobs: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    assigned: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> dict[str, Any]:
        """Say who did it where and when, for the history and for conflicts."""
        return {
            "user": self.user,
            "unit": self.unit,
            "role": self.role,
            "device": self.device_id,
            "occurred_at": self.occurred_at.isoformat(),
            "received_at": self.received_at.isoformat(),
        }


def blank(dossier_id: str) -> Document:
    """Give a dossier that does not exist yet: version 0, no state."""
    return {
        "id": dossier_id,
        "version": 0,
        "state": "",
        "origin": None,
        "previous_state": None,
        "procedure_code": "",
        "unit": "",
        "title": "",
        "channel": "counter",
        "code": None,
        "codes": [],
        "outcome": None,
        "is_extended": False,
        "due_on": None,
        "due_history": [],
        "applicant": {},
        "form": {},
        "form_changed": {},
        "components": [],
        "files": [],
        "result": None,
        "payment": "none_due",
        "payments": [],
        "opinions": [],
        "notes": [],
        "feedback": [],
        "evaluation": None,
        "recipient": None,
        "position": None,
        "corrected_by": [],
        "events": [],
    }


def full_state(document: Mapping[str, Any]) -> str:
    """Give the state with its origin, as the table of acts names it."""
    state, origin = document["state"], document["origin"]
    return f"{state}:{origin}" if origin else str(state)


def perform(document: Document, act: Act, rules: ActRules) -> Document:
    """Give the dossier after the act, one version higher.

    Raises:
        RefusedError: the state, the role or the body does not permit it.
    """
    rule = _rule(document, act, rules)
    after = copy.deepcopy(document)
    before_state = full_state(document)
    after["version"] += 1
    _take_facts(after, act)
    _TAKERS.get(act.kind, _take_nothing)(after, act)
    if rule.to is not None:
        _move(after, rule.to)
    after["events"].append(
        {
            "id": act.id,
            "kind": act.kind.value,
            "version": after["version"],
            "from": before_state,
            "to": full_state(after),
            "skew_ms": _skew_ms(act),
            "reason": act.body.get("reason"),
            **act.mark,
        }
    )
    return after


def _rule(document: Document, act: Act, rules: ActRules) -> ActRule:
    state = full_state(document)
    rule = rules.find(act.kind, state, act.body)
    if rule is None:
        raise RefusedError(422, "state-forbids-act", state=state, kind=act.kind.value)
    if rule.roles and act.role not in rule.roles:
        raise RefusedError(403, "role-forbids-act", role=act.role, kind=act.kind.value)
    missing = [key for key in rule.needs if act.body.get(key) in (None, "", [], {})]
    if missing:
        errors = [{"pointer": f"/body/{key}", "code": "required"} for key in missing]
        raise RefusedError(422, "body-incomplete", errors=errors)
    if act.kind is CommandKind.EXTEND and document["is_extended"]:
        raise RefusedError(422, "extended-already", due_on=document["due_on"])
    return rule


def _skew_ms(act: Act) -> int:
    return int((act.received_at - act.occurred_at).total_seconds() * 1000)


def _move(after: Document, to: str) -> None:
    target = to
    if to == PREVIOUS:
        target = after["previous_state"] or "ACCEPTED"
    elif to == OUTCOME:
        target = OF_OUTCOME[after["outcome"] or "grant"]
    came_from = full_state(after)
    state, _, origin = target.partition(":")
    after["previous_state"] = came_from if state in DETOURS else None
    after["state"], after["origin"] = state, origin or None


def _take_facts(after: Document, act: Act) -> None:
    """Take in the facts any act may carry: plain ones, form, components, files."""
    body = act.body
    if act.procedure_code:
        after["procedure_code"] = act.procedure_code
    for key in PLAIN_FACTS:
        if body.get(key) not in (None, ""):
            after[key] = body[key]
    if not after["unit"]:
        after["unit"] = act.unit
    for name, value in _mapping(body.get("form")).items():
        if name not in after["form"] or after["form"][name] != value:
            after["form_changed"][name] = {"version": after["version"], **act.mark}
        after["form"][name] = value
    for component in _objects(body.get("components")):
        _merge_component(after, component, act)
    _take_files(after, act)


def _take_files(after: Document, act: Act) -> None:
    listed = _objects(act.body.get("files"))
    for entry in listed:
        _add_file(after, entry, act)
    known = {entry.get("sha256") for entry in listed} | {
        entry["sha256"] for entry in after["files"]
    }
    for digest in act.blobs:
        if digest not in known:
            _add_file(after, {"sha256": digest}, act)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _merge_component(after: Document, component: dict[str, Any], act: Act) -> None:
    changed = {"changed": {"version": after["version"], **act.mark}}
    for position, known in enumerate(after["components"]):
        if known.get("code") == component.get("code"):
            after["components"][position] = {**known, **component, **changed}
            return
    after["components"].append({**component, **changed})


def _add_file(after: Document, entry: dict[str, Any], act: Act) -> None:
    digest = entry.get("sha256")
    if digest not in act.blobs:
        errors = [{"pointer": "/body/files", "code": "not-in-blobs", "sha256": digest}]
        raise RefusedError(422, "file-without-blob", errors=errors)
    row = {
        "sha256": digest,
        "name": entry.get("name") or "",
        "role": entry.get("role"),
        "component": entry.get("component"),
        "is_removed": False,
        **{key: value for key, value in entry.items() if key not in ("sha256", "is_removed")},
        "added_by": act.user,
        "added_at": act.received_at.isoformat(),
        "added_version": after["version"],
    }
    place = (digest, row["role"], row["component"])
    for position, known in enumerate(after["files"]):
        if (known["sha256"], known["role"], known["component"]) == place:
            after["files"][position] = row
            break
    else:
        after["files"].append(row)
    if entry.get("replaces"):
        for known in after["files"]:
            if known["sha256"] == entry["replaces"] and known is not row:
                known["is_removed"] = True
                known["replaced_by"] = digest


def _take_nothing(_after: Document, _act: Act) -> None:
    return


def _take_due(after: Document, act: Act) -> None:
    if act.body.get("due_on"):
        if after["due_on"]:
            after["due_history"].append(after["due_on"])
        after["due_on"] = act.body["due_on"]


def _take_extension(after: Document, act: Act) -> None:
    _take_due(after, act)
    after["is_extended"] = True


def _take_result(after: Document, act: Act) -> None:
    after["outcome"] = act.body.get("outcome", after["outcome"] or "grant")
    if after["outcome"] not in OF_OUTCOME:
        errors = [{"pointer": "/body/outcome", "code": "not-allowed"}]
        raise RefusedError(422, "body-incomplete", errors=errors)
    _take_result_file(after, act)


def _take_refusal(after: Document, act: Act) -> None:
    after["outcome"] = "refusal"
    _take_result_file(after, act)


def _take_result_file(after: Document, act: Act) -> None:
    result = dict(after["result"] or {})
    for entry in _objects(act.body.get("files")):
        if entry.get("role") == "result":
            result["sha256"] = entry["sha256"]
            result["name"] = entry.get("name", "")
    for key in ("number", "dated_on", "reason"):
        if act.body.get(key):
            result[key] = act.body[key]
    result["last_act"] = act.kind.value
    after["result"] = result


def _take_payment_request(after: Document, act: Act) -> None:
    after["payment"] = "due"
    after["amount_due"] = act.body["amount"]


def _take_payment(after: Document, act: Act) -> None:
    receipt = str(act.body["receipt"])
    if any(paid["receipt"] == receipt for paid in after["payments"]):
        raise RefusedError(200, "payment-known", receipt=receipt)
    after["payments"].append(
        {
            "receipt": receipt,
            "amount": act.body["amount"],
            "method": act.body.get("method", "cash"),
            **act.mark,
        }
    )
    after["payment"] = "paid"


def _take_opinion(after: Document, act: Act) -> None:
    after["opinions"].append(
        {"agency": act.body["agency"], "text": act.body.get("text"), **act.mark}
    )


def _take_note(after: Document, act: Act) -> None:
    after["notes"].append({"text": act.body.get("note") or act.body.get("text") or "", **act.mark})


def _take_evaluation(after: Document, act: Act) -> None:
    after["evaluation"] = {**dict(act.body), **act.mark}


def _take_feedback(after: Document, act: Act) -> None:
    after["feedback"].append({**dict(act.body), **act.mark})


def _take_recipient(after: Document, act: Act) -> None:
    after["recipient"] = act.body["recipient"]
    after["returned_at"] = act.received_at.isoformat()


def _take_position(after: Document, act: Act) -> None:
    after["position"] = act.body["agency"]


def _take_correction(after: Document, act: Act) -> None:
    after["corrected_by"].append(act.body["new_dossier_id"])


def _take_removal(after: Document, act: Act) -> None:
    hit = False
    for known in after["files"]:
        same_component = act.body.get("component") in (None, known["component"])
        if known["sha256"] == act.body["sha256"] and same_component and not known["is_removed"]:
            known["is_removed"] = hit = True
    if not hit:
        errors = [{"pointer": "/body/sha256", "code": "unknown-file"}]
        raise RefusedError(422, "file-unknown", errors=errors)


_TAKERS = {
    CommandKind.ACCEPT: _take_due,
    CommandKind.RECEIVE_SUPPLEMENT: _take_due,
    CommandKind.EXTEND: _take_extension,
    CommandKind.SUBMIT_RESULT: _take_result,
    CommandKind.REFUSE: _take_refusal,
    CommandKind.APPROVE: _take_result_file,
    CommandKind.AGENCY_SIGN: _take_result_file,
    CommandKind.REQUEST_PAYMENT: _take_payment_request,
    CommandKind.RECORD_PAYMENT: _take_payment,
    CommandKind.RECORD_OPINION: _take_opinion,
    CommandKind.ADD_NOTE: _take_note,
    CommandKind.RECORD_EVALUATION: _take_evaluation,
    CommandKind.RECORD_FEEDBACK: _take_feedback,
    CommandKind.RETURN_RESULT: _take_recipient,
    CommandKind.PASS_TO_AGENCY: _take_position,
    CommandKind.CORRECT: _take_correction,
    CommandKind.REMOVE_FILE: _take_removal,
}
