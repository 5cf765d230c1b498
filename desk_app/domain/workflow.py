"""State machine of a dossier: 16 states, one flag, transitions T01 to T28.

Source: Decision 1264/QĐ-UBND of 29 August 2023 (Bắc Giang) and its appendix; the split into one
    business state and
independent facets is ours. A row of the legal table may hold more than one arc; each arc is one
``Transition`` here.
"""

from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.people import Role


class State(StrEnum):
    """Business state of a dossier."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED"
    REJECTED_AT_INTAKE = "REJECTED_AT_INTAKE"
    ACCEPTED = "ACCEPTED"
    PAYMENT_REQUESTED = "PAYMENT_REQUESTED"
    IN_APPRAISAL = "IN_APPRAISAL"
    OPINION_PENDING = "OPINION_PENDING"
    IN_APPROVAL = "IN_APPROVAL"
    AWAITING_AGENCY_SIGNATURE = "AWAITING_AGENCY_SIGNATURE"
    RESULT_READY = "RESULT_READY"
    REFUSED = "REFUSED"
    WITHDRAWAL_REQUESTED = "WITHDRAWAL_REQUESTED"
    STOPPED = "STOPPED"
    RETURNED = "RETURNED"
    ARCHIVED = "ARCHIVED"


INTAKE_STATES = frozenset(
    {State.DRAFT, State.SUBMITTED, State.SUPPLEMENT_REQUESTED, State.ACCEPTED}
)
"""States in which the papers of a dossier may still change at the counter."""


class Target(StrEnum):
    """Targets that depend on the dossier and not on the table."""

    SAME = "same"
    CAME_FROM = "came_from"


class Step(StrEnum):
    """The five electronic steps."""

    INTAKE = "intake"
    APPRAISE = "appraise"
    APPROVE = "approve"
    AGENCY_SIGN = "agency_sign"
    RETURN_RESULT = "return_result"


TERMINAL = frozenset({State.REJECTED_AT_INTAKE, State.STOPPED, State.ARCHIVED})
FINISHED = frozenset(
    {State.RESULT_READY, State.REFUSED, State.STOPPED, State.RETURNED, State.ARCHIVED}
)
RUNNING = frozenset(
    {
        State.ACCEPTED,
        State.IN_APPRAISAL,
        State.OPINION_PENDING,
        State.IN_APPROVAL,
        State.AWAITING_AGENCY_SIGNATURE,
    }
)

_STEP_OF = {
    State.DRAFT: Step.INTAKE,
    State.SUBMITTED: Step.INTAKE,
    State.SUPPLEMENT_REQUESTED: Step.INTAKE,
    State.REJECTED_AT_INTAKE: Step.INTAKE,
    State.ACCEPTED: Step.INTAKE,
    State.PAYMENT_REQUESTED: Step.INTAKE,
    State.IN_APPRAISAL: Step.APPRAISE,
    State.OPINION_PENDING: Step.APPRAISE,
    State.WITHDRAWAL_REQUESTED: Step.APPRAISE,
    State.IN_APPROVAL: Step.APPROVE,
    State.AWAITING_AGENCY_SIGNATURE: Step.AGENCY_SIGN,
    State.RESULT_READY: Step.RETURN_RESULT,
    State.REFUSED: Step.RETURN_RESULT,
    State.STOPPED: Step.RETURN_RESULT,
    State.RETURNED: Step.RETURN_RESULT,
    State.ARCHIVED: Step.RETURN_RESULT,
}


def step_of(state: State) -> Step:
    """The step on whose screen a dossier in ``state`` is worked on."""
    return _STEP_OF[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One arc of the machine.

    Attributes:
        row: row of the legal table, ``T01`` … ``T28``.
        arc: name of the arc, unique; also the act's name in events and refusals.
        to: target state, or how the dossier tells it.
        rules: names of the guards, checked in this order; see ``desk_app.domain.rules``.
    """

    row: str
    arc: str
    sources: frozenset[State]
    to: State | Target
    roles: frozenset[Role]
    rules: tuple[str, ...] = ()


_S = State
_R = Role
_TOKEN_HOLDERS = frozenset({_R.RECORDS_CLERK, _R.RESULT_OFFICER})
_ACCEPTING = (
    "components_complete",
    "identity_checked",
    "blank_sides_seen",
    "materials_settled",
    "components_signed",
    "form_verified",
)


def _row(
    row: str,
    arc: str,
    sources: set[State],
    to: State | Target,
    roles: set[Role] | frozenset[Role],
    *rules: str,
) -> Transition:
    return Transition(
        row=row,
        arc=arc,
        sources=frozenset(sources),
        to=to,
        roles=frozenset(roles),
        rules=tuple(rules),
    )


_TABLE = (
    _row("T01", "receive", {_S.DRAFT}, _S.ACCEPTED, {_R.INTAKE_OFFICER}, *_ACCEPTING),
    _row(
        "T02",
        "ask_to_supplement_at_intake",
        {_S.DRAFT},
        _S.SUPPLEMENT_REQUESTED,
        {_R.INTAKE_OFFICER},
        "points_listed",
    ),
    _row(
        "T03",
        "reject_at_intake",
        {_S.DRAFT},
        _S.REJECTED_AT_INTAKE,
        {_R.INTAKE_OFFICER},
        "reason_given",
    ),
    _row("T04", "receive_online", {_S.SUBMITTED}, _S.ACCEPTED, {_R.INTAKE_OFFICER}, *_ACCEPTING),
    _row(
        "T05",
        "ask_to_supplement_online",
        {_S.SUBMITTED},
        _S.SUPPLEMENT_REQUESTED,
        {_R.INTAKE_OFFICER},
        "points_listed",
        "asked_once",
    ),
    _row(
        "T05",
        "reject_online",
        {_S.SUBMITTED},
        _S.REJECTED_AT_INTAKE,
        {_R.INTAKE_OFFICER},
        "reason_given",
    ),
    _row(
        "T06",
        "receive_supplemented",
        {_S.SUPPLEMENT_REQUESTED},
        _S.ACCEPTED,
        {_R.INTAKE_OFFICER},
        "supplement_from_intake",
        *_ACCEPTING,
    ),
    _row(
        "T07",
        "reject_not_supplemented",
        {_S.SUPPLEMENT_REQUESTED},
        _S.REJECTED_AT_INTAKE,
        {_R.INTAKE_OFFICER, _R.ONE_STOP_HEAD},
        "supplement_from_intake",
        "supplement_given_up",
    ),
    _row(
        "T07",
        "stop_not_supplemented",
        {_S.SUPPLEMENT_REQUESTED},
        _S.STOPPED,
        {_R.INTAKE_OFFICER, _R.ONE_STOP_HEAD},
        "supplement_from_appraisal",
        "supplement_given_up",
    ),
    _row(
        "T08",
        "pass_to_appraisal",
        {_S.ACCEPTED},
        _S.IN_APPRAISAL,
        {_R.INTAKE_OFFICER},
        "fee_before_processing_paid",
    ),
    _row(
        "T09",
        "request_payment",
        {_S.ACCEPTED},
        _S.PAYMENT_REQUESTED,
        {_R.INTAKE_OFFICER, _R.SYSTEM},
        "fee_due_before_processing",
    ),
    _row(
        "T09",
        "record_payment",
        {_S.PAYMENT_REQUESTED},
        _S.ACCEPTED,
        {_R.INTAKE_OFFICER, _R.SYSTEM},
        "payment_was_before_processing",
        "fee_before_processing_paid",
    ),
    _row(
        "T10",
        "request_opinion",
        {_S.IN_APPRAISAL},
        _S.OPINION_PENDING,
        {_R.APPRAISER},
        "opinion_named",
    ),
    _row(
        "T10",
        "resume_appraisal",
        {_S.OPINION_PENDING},
        _S.IN_APPRAISAL,
        {_R.APPRAISER},
        "opinions_in_or_overdue",
    ),
    _row(
        "T11",
        "ask_to_supplement_at_appraisal",
        {_S.IN_APPRAISAL},
        _S.SUPPLEMENT_REQUESTED,
        {_R.APPRAISER},
        "points_listed",
        "before_due_if_short_term",
    ),
    _row(
        "T12",
        "take_supplement",
        {_S.SUPPLEMENT_REQUESTED},
        _S.IN_APPRAISAL,
        {_R.INTAKE_OFFICER},
        "supplement_from_appraisal",
        "components_complete",
    ),
    _row(
        "T13",
        "submit_for_approval",
        {_S.IN_APPRAISAL},
        _S.IN_APPROVAL,
        {_R.APPRAISER},
        "checks_concluded",
        "draft_attached",
        "no_component_unsigned",
    ),
    _row(
        "T14",
        "send_back_to_appraisal",
        {_S.IN_APPROVAL},
        _S.IN_APPRAISAL,
        {_R.APPROVER},
        "reason_given",
    ),
    _row(
        "T15",
        "approve",
        {_S.IN_APPROVAL},
        _S.AWAITING_AGENCY_SIGNATURE,
        {_R.APPROVER},
        "result_personally_signed",
    ),
    _row(
        "T16",
        "return_to_approval",
        {_S.AWAITING_AGENCY_SIGNATURE},
        _S.IN_APPROVAL,
        _TOKEN_HOLDERS,
        "holds_agency_token",
        "failing_file_named",
    ),
    _row(
        "T16",
        "return_to_appraisal",
        {_S.AWAITING_AGENCY_SIGNATURE},
        _S.IN_APPRAISAL,
        _TOKEN_HOLDERS,
        "holds_agency_token",
        "failing_file_named",
    ),
    _row(
        "T16",
        "return_to_intake",
        {_S.AWAITING_AGENCY_SIGNATURE},
        _S.ACCEPTED,
        _TOKEN_HOLDERS,
        "holds_agency_token",
        "failing_file_named",
    ),
    _row(
        "T17",
        "seal_result",
        {_S.AWAITING_AGENCY_SIGNATURE},
        _S.RESULT_READY,
        _TOKEN_HOLDERS,
        "holds_agency_token",
        "outcome_is_grant",
        "signatures_verified",
        "result_numbered",
        "result_sealed",
        "copies_sealed",
    ),
    _row(
        "T17",
        "seal_refusal",
        {_S.AWAITING_AGENCY_SIGNATURE},
        _S.REFUSED,
        _TOKEN_HOLDERS,
        "holds_agency_token",
        "outcome_is_refusal",
        "signatures_verified",
        "result_numbered",
        "result_sealed",
        "copies_sealed",
    ),
    _row(
        "T18",
        "submit_refusal",
        {_S.IN_APPRAISAL},
        _S.IN_APPROVAL,
        {_R.APPRAISER},
        "reason_given",
        "draft_attached",
        "no_component_unsigned",
    ),
    _row(
        "T19",
        "extend",
        set(RUNNING),
        Target.SAME,
        {_R.AGENCY_LEADER},
        "reason_given",
        "extended_once",
        "extension_in_time",
        "new_date_later",
    ),
    _row(
        "T20",
        "request_withdrawal",
        {
            _S.ACCEPTED,
            _S.PAYMENT_REQUESTED,
            _S.IN_APPRAISAL,
            _S.OPINION_PENDING,
            _S.SUPPLEMENT_REQUESTED,
            _S.IN_APPROVAL,
        },
        _S.WITHDRAWAL_REQUESTED,
        {_R.INTAKE_OFFICER},
        "code_issued",
        "no_result_decision",
    ),
    _row(
        "T21",
        "stop",
        {_S.WITHDRAWAL_REQUESTED},
        _S.STOPPED,
        {_R.AGENCY_LEADER, _R.ONE_STOP_HEAD},
        "originals_returned",
        "fee_rule_stated",
    ),
    _row(
        "T22",
        "take_back_withdrawal",
        {_S.WITHDRAWAL_REQUESTED},
        Target.CAME_FROM,
        {_R.APPRAISER},
        "reason_given",
    ),
    _row(
        "T23",
        "request_payment_at_return",
        {_S.RESULT_READY, _S.REFUSED},
        _S.PAYMENT_REQUESTED,
        {_R.RESULT_OFFICER},
        "fee_due_before_return",
    ),
    _row(
        "T23",
        "record_payment_at_return",
        {_S.PAYMENT_REQUESTED},
        Target.CAME_FROM,
        {_R.RESULT_OFFICER},
        "payment_was_before_return",
        "fee_before_return_paid",
    ),
    _row(
        "T24",
        "hand_over",
        {_S.RESULT_READY, _S.REFUSED},
        _S.RETURNED,
        {_R.RESULT_OFFICER},
        "recipient_identified",
        "originals_seen",
        "fees_paid",
        "result_signed_as_required",
    ),
    _row(
        "T25",
        "archive",
        {_S.RETURNED},
        _S.ARCHIVED,
        {_R.RECORDS_CLERK},
        "retention_set",
        "archive_due_set",
    ),
    _row("T26", "open_correction", {_S.RETURNED}, Target.SAME, {_R.RESULT_OFFICER}, "reason_given"),
    _row(
        "T27",
        "record_physical_result",
        {_S.IN_APPROVAL},
        _S.RESULT_READY,
        {_R.APPROVER, _R.RESULT_OFFICER},
        "result_is_physical",
        "outcome_is_grant",
        "physical_result_recorded",
    ),
    _row(
        "T28",
        "record_central_result",
        {_S.IN_APPRAISAL},
        _S.RESULT_READY,
        {_R.RESULT_OFFICER},
        "approved_centrally",
        "central_answer_recorded",
    ),
    _row(
        "T28",
        "record_central_refusal",
        {_S.IN_APPRAISAL},
        _S.REFUSED,
        {_R.RESULT_OFFICER},
        "approved_centrally",
        "central_answer_recorded",
    ),
)

TRANSITIONS: dict[str, Transition] = {t.arc: t for t in _TABLE}
"""Every arc by its name."""


def arcs_from(state: State) -> tuple[Transition, ...]:
    """The arcs that leave ``state``, in the order of the legal table."""
    return tuple(t for t in _TABLE if state in t.sources)
