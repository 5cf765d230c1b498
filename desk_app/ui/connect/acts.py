"""Acts beside the main road in the shape of the window: the same acts as the command line's."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from desk_app.application.acts import ActSpec, act_named
from desk_app.application.work import Act
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import TRANSITIONS, State
from desk_app.ui import contract as c
from desk_app.ui.connect.field_views import stored_value
from desk_app.ui.connect.paper_views import slip_document
from desk_app.ui.connect.sitting import Sitting

_REASON = c.ActField(id="reason", kind="text")
_RECEIPT = (
    c.ActField(id="receipt"),
    c.ActField(id="method", kind="choice", choices=("cash", "transfer")),
)
_OPEN = frozenset(State) - {State.REJECTED_AT_INTAKE, State.STOPPED, State.ARCHIVED}
_AT_WORK = frozenset({State.IN_APPRAISAL, State.OPINION_PENDING})
_AFTER = frozenset({State.RETURNED, State.ARCHIVED, State.STOPPED, State.REJECTED_AT_INTAKE})

OFFERED: tuple[tuple[str, str, tuple[c.ActField, ...], frozenset[State]], ...] = (
    ("intake", "claim", (), _OPEN),
    (
        "intake",
        "check_account",
        (
            c.ActField(id="identifier"),
            c.ActField(id="store", kind="choice", choices=("national", "provincial")),
            c.ActField(
                id="outcome",
                kind="choice",
                choices=("authenticated", "not_found", "created", "lost", "misused"),
            ),
            c.ActField(id="agreed", kind="tick"),
        ),
        _OPEN,
    ),
    (
        "intake",
        "record_consent",
        (
            c.ActField(id="given", kind="tick"),
            c.ActField(id="legal_basis"),
        ),
        _OPEN,
    ),
    ("intake", "unclaim", (), _OPEN),
    (
        "intake",
        "assess_fee",
        (
            c.ActField(id="name"),
            c.ActField(id="amount", kind="number"),
            c.ActField(id="legal_basis"),
            c.ActField(id="when", kind="choice", choices=("before_processing", "before_return")),
        ),
        _OPEN,
    ),
    ("intake", "request_payment", (), frozenset()),
    ("intake", "record_payment", _RECEIPT, frozenset({State.ACCEPTED, State.PAYMENT_REQUESTED})),
    ("intake", "pass_to_appraisal", (), frozenset()),
    ("intake", "take_supplement", (), frozenset()),
    ("intake", "give_up", (_REASON,), frozenset()),
    ("intake", "request_withdrawal", (_REASON,), frozenset()),
    ("intake", "sign_slips", (), frozenset(State) - {State.DRAFT}),
    (
        "intake",
        "record_call",
        (
            c.ActField(id="template", kind="choice", choices=("extended", "supplement", "payment")),
            c.ActField(id="to"),
            c.ActField(id="reached"),
        ),
        _OPEN,
    ),
    (
        "intake",
        "record_feedback",
        (
            c.ActField(id="about", kind="choice", choices=("execution", "regulation")),
            c.ActField(id="text", kind="text"),
            c.ActField(id="answer_by", kind="date"),
        ),
        frozenset(State),
    ),
    ("appraise", "resume", (), frozenset()),
    (
        "appraise",
        "pass_to_agency",
        (
            c.ActField(id="agency"),
            c.ActField(id="duty", kind="text"),
            c.ActField(id="amount", kind="number"),
        ),
        _AT_WORK,
    ),
    (
        "appraise",
        "receive_from_agency",
        (c.ActField(id="receiver"), c.ActField(id="outcome", kind="text")),
        _AT_WORK,
    ),
    (
        "appraise",
        "prepare_draft",
        (c.ActField(id="summary", kind="text"),),
        frozenset({State.IN_APPRAISAL}),
    ),
    ("appraise", "take_back_withdrawal", (_REASON,), frozenset()),
    ("approve", "extend", (c.ActField(id="new_due_on", kind="date"), _REASON), frozenset()),
    (
        "approve",
        "stop",
        (
            c.ActField(id="originals_returned", kind="tick"),
            c.ActField(id="fee_treatment", kind="choice", choices=("", "all", "part", "none")),
            c.ActField(id="fee_refund", kind="number"),
            c.ActField(id="fee_basis"),
            _REASON,
        ),
        frozenset(),
    ),
    ("return_result", "request_payment", (), frozenset()),
    (
        "return_result",
        "record_payment",
        _RECEIPT,
        frozenset({State.PAYMENT_REQUESTED, State.RESULT_READY, State.REFUSED}),
    ),
    (
        "return_result",
        "print_result",
        (c.ActField(id="copies", kind="number"),),
        frozenset({State.RESULT_READY, State.REFUSED, State.RETURNED}),
    ),
    ("return_result", "record_evaluation", (c.ActField(id="text", kind="text"),), _AFTER),
    (
        "return_result",
        "digitise_result",
        (c.ActField(id="files", kind="file"),),
        frozenset({State.RESULT_READY, State.RETURNED}),
    ),
    ("return_result", "seal_result_copy", (), frozenset({State.RESULT_READY, State.RETURNED})),
    ("return_result", "release", (), frozenset({State.RETURNED, State.ARCHIVED})),
    ("return_result", "open_correction", (_REASON,), frozenset()),
    (
        "return_result",
        "archive",
        (c.ActField(id="archive_due_on", kind="date"),),
        frozenset(),
    ),
)
"""Step, name, what it asks for, and the states of acts that no arc of the machine bounds."""


class OtherActsPart:
    """Acts beside the main road."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def offers(self, key: str) -> tuple[c.ActOffer, ...]:
        """What role and state allow; the use case asks everything else."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        rights = self._sitting.desk.office.rights
        held = self._sitting.officer.roles
        return tuple(
            c.ActOffer(step=step, name=name, fields=fields, signs=_device_of(step, name))
            for step, name, fields, states in OFFERED
            if held & rights.roles_of(step, name) and _fits(step, name, states, dossier)
        )

    def do(
        self, key: str, act: str, values: Mapping[str, str], pin: c.PinEntry | None = None
    ) -> c.Issued:
        """Do one of the offers."""
        step, _, name = act.partition(".")
        spec = act_named(step, name)
        fields = next((f for s, n, f, _ in OFFERED if (s, n) == (step, name)), None)
        if spec is None or fields is None:
            raise RuleError("usage.unknown_act", {"step": step, "act": name})
        before = len(self._sitting.desk.enquiries.dossier(key).slips)
        command = self._command(spec, key, fields, values)
        steps = self._sitting.desk.steps
        if _device_of(step, name) == "":
            self._sitting.act(key, lambda seen: steps.call(spec, command))
        else:
            grant = self._sitting.grant(_ROLES[_device_of(step, name)], pin or c.PinEntry())
            done = self._sitting.act(key, lambda seen: steps.call(spec, command, grant))
            if done.stopped_by:
                raise UnavailableError(done.stopped_by, done.facts)
        dossier = self._sitting.desk.enquiries.dossier(key)
        made = tuple(slip_document(slip) for slip in dossier.slips[before:])
        return c.Issued(dossier=self._sitting.view(key), slips=made)

    def _command(
        self,
        spec: ActSpec,
        key: str,
        fields: tuple[c.ActField, ...],
        values: Mapping[str, str],
    ) -> Act:
        from pydantic import TypeAdapter, ValidationError

        today = self._sitting.now().date()
        given = {f.id: _value(f, values.get(f.id, ""), today) for f in fields}
        filled = {k: v for k, v in given.items() if v is not None}
        try:
            made: Act = TypeAdapter(spec.command).validate_python(
                {**filled, "dossier": key, "actor": self._sitting.officer}
            )
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise RuleError(
                "usage.bad_input", {"field": where, "detail": first["msg"], "act": spec.name}
            ) from None
        return made


_ROLES = {"personal": SignatureRole.OFFICER, "agency": SignatureRole.COPY}


def _device_of(step: str, name: str) -> Literal["", "personal", "agency"]:
    """Which device an act signs with: true copies with the agency's, the rest with one's own."""
    spec = act_named(step, name)
    if spec is None or spec.signs == "no":
        return ""
    return "agency" if name == "seal_result_copy" else "personal"


def _fits(step: str, name: str, states: frozenset[State], dossier: Dossier) -> bool:
    if states:
        return dossier.state in states
    spec = act_named(step, name)
    rows = spec.rows if spec is not None else ()
    arcs = [t for t in TRANSITIONS.values() if t.row in rows]
    return any(dossier.state in t.sources and _origin_fits(t.rules, dossier) for t in arcs)


def _origin_fits(rules: tuple[str, ...], dossier: Dossier) -> bool:
    """Open requests differ by where they were made, which the state alone does not say."""
    asked = {
        "supplement_from_intake": dossier.supplement_origin == "intake",
        "supplement_from_appraisal": dossier.supplement_origin == "appraisal",
        "payment_was_before_processing": dossier.came_from is State.ACCEPTED,
        "payment_was_before_return": dossier.came_from in {State.RESULT_READY, State.REFUSED},
    }
    return all(asked.get(rule, True) for rule in rules)


def _value(field: c.ActField, text: str, today: dt.date) -> object:
    """What was typed as the act takes it; None leaves the act's own default."""
    if field.kind == "tick":
        return text == "true"
    if not text:
        return None
    if field.kind == "file":
        return [text]
    if field.kind == "number":
        return "".join(text.replace(".", "").split())
    return stored_value("date", text, today) if field.kind == "date" else text
