"""The state machine of a dossier: sixteen states, T01 to T28, every refusal named."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.components import Material, MaterialNeed, Presence
from desk_app.domain.dossier import move_of
from desk_app.domain.errors import RuleError
from desk_app.domain.money import FeeDue, FeeWhen
from desk_app.domain.people import Role
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import Opinion, PhysicalResult, Supplement, SupplementPoint, Withdrawal
from desk_app.domain.rules import RULES
from desk_app.domain.signatures import SignatureRole, Verdict
from desk_app.domain.workflow import TRANSITIONS, State, Step, arcs_from, step_of
from tests.builders import (
    EVERYBODY,
    NOW,
    a_dossier,
    a_received_dossier,
    a_result,
    a_verdict,
    an_actor,
    terms,
)

TOMORROW = NOW.date() + dt.timedelta(days=1)
KNOWN = {
    "reason": "vì thế",
    "points": 1,
    "failing_file": "result",
    "given_up": True,
    "recipient_checked": True,
    "archive_due_on": NOW.date(),
    "last_extension_day": NOW.date(),
    "new_due_on": TOMORROW,
    "new_due_is_working_day": True,
    "due_at": NOW,
}
"""What makes every rule about the move itself hold."""


def ready_for(arc: str):
    """A dossier in a state from which the arc can be taken, with everything it asks for."""
    transition = TRANSITIONS[arc]
    source = sorted(transition.sources)[0]
    dossier = a_received_dossier(state=source)
    dossier.components[0].signatures += (
        a_result(SignatureRole.COPY).signatures if source is State.AWAITING_AGENCY_SIGNATURE else ()
    )
    dossier.components[0].verdict = a_verdict()
    origin = "intake" if "supplement_from_intake" in transition.rules else "appraisal"
    if source is State.SUPPLEMENT_REQUESTED and arc != "request_withdrawal":
        dossier.supplements = (supplement(origin),)
    if source in {State.IN_APPRAISAL, State.IN_APPROVAL}:
        dossier.result = a_result(SignatureRole.APPROVER)
    if source in {
        State.AWAITING_AGENCY_SIGNATURE,
        State.RESULT_READY,
        State.REFUSED,
        State.RETURNED,
    }:
        dossier.result = a_result(SignatureRole.APPROVER, SignatureRole.AGENCY)
    if "outcome_is_refusal" in transition.rules:
        dossier.outcome = "refusal"
    SPECIAL.get(arc, lambda d: None)(dossier)
    return dossier


def supplement(origin: str) -> Supplement:
    return Supplement(
        origin=origin,
        points=(SupplementPoint(component="declaration", what="mờ", to_do="nộp lại"),),
        reason="thiếu",
        asked_by="someone",
        asked_at=NOW,
    )


def fee(when: FeeWhen, paid: bool = False) -> FeeDue:
    return FeeDue(
        name="Lệ phí", amount=50_000, when=when, paid_at=NOW if paid else None, receipt="1"
    )


def _owing_before(d):
    d.fees = (fee(FeeWhen.BEFORE_PROCESSING),)


def _paid_before(d):
    d.fees, d.origins = (fee(FeeWhen.BEFORE_PROCESSING, paid=True),), (State.ACCEPTED,)


def _owing_after(d):
    d.fees = (fee(FeeWhen.BEFORE_RETURN),)


def _paid_after(d):
    d.fees, d.origins = (fee(FeeWhen.BEFORE_RETURN, paid=True),), (State.RESULT_READY,)


def _asked(d):
    d.opinions = (
        Opinion(
            key="o",
            agency="Sở",
            question="?",
            asked_by="x",
            asked_at=NOW,
            unit="working_days",
            amount=2,
            answered_at=NOW,
        ),
    )


def _withdrawing(d):
    d.origins = (State.IN_APPRAISAL,)
    d.withdrawal = Withdrawal(
        reason="đổi ý",
        asked_at=NOW,
        recorded_by="x",
        came_from="IN_APPRAISAL",
        originals_returned=True,
        fee_treatment="none",
        fee_basis="Nghị quyết số 1",
    )


def _no_signature(d):
    d.result = None


def _physical(d):
    d.terms = terms(result_is_physical=True)
    d.result = a_result()
    d.result.physical = PhysicalResult(
        number="1", signed_by="x", signed_on=NOW.date(), medium="card"
    )


def _central(d):
    d.terms = terms(approved_by_central_agency=True)
    d.result = a_result(SignatureRole.OFFICER)
    d.result.central = True


SPECIAL = {
    "request_payment": _owing_before,
    "record_payment": _paid_before,
    "request_payment_at_return": _owing_after,
    "record_payment_at_return": _paid_after,
    "request_opinion": _asked,
    "resume_appraisal": _asked,
    "request_withdrawal": _no_signature,
    "stop": _withdrawing,
    "take_back_withdrawal": _withdrawing,
    "record_physical_result": _physical,
    "record_central_result": _central,
    "record_central_refusal": _central,
}

# What breaks each rule: a change of the dossier, or of the move.
BREAKS = {
    "components_complete": lambda d: setattr(d.components[0], "presence", Presence.MISSING),
    "identity_checked": lambda d: setattr(d, "identity", None),
    "components_signed": lambda d: setattr(d.components[0], "signatures", ()),
    "blank_sides_seen": lambda d: d.components[0].see_blanks(("ab" * 32,)),
    "materials_settled": lambda d: setattr(
        d.components[0], "material", Material(name="heritage", needs=(MaterialNeed.NOTE,))
    ),
    "form_verified": lambda d: setattr(d, "form", dataclasses.replace(d.form, values={})),
    "points_listed": {"points": 0},
    "asked_once": lambda d: setattr(d, "supplements", (supplement("intake"),)),
    "reason_given": {"reason": " "},
    "supplement_from_intake": lambda d: setattr(d, "supplements", (supplement("appraisal"),)),
    "supplement_from_appraisal": lambda d: setattr(d, "supplements", (supplement("intake"),)),
    "supplement_given_up": {"given_up": False},
    "fee_before_processing_paid": _owing_before,
    "fee_before_return_paid": _owing_after,
    "fees_paid": _owing_after,
    "fee_due_before_processing": lambda d: setattr(d, "fees", ()),
    "fee_due_before_return": lambda d: setattr(d, "fees", ()),
    "payment_was_before_processing": lambda d: setattr(d, "origins", (State.RESULT_READY,)),
    "payment_was_before_return": lambda d: setattr(d, "origins", (State.ACCEPTED,)),
    "opinion_named": lambda d: setattr(d, "opinions", ()),
    "opinions_in_or_overdue": lambda d: setattr(
        d, "opinions", tuple(dataclasses.replace(o, answered_at=None) for o in d.opinions)
    ),
    "before_due_if_short_term": {"term_days": 2, "due_at": NOW - dt.timedelta(hours=1)},
    "checks_concluded": lambda d: setattr(
        d, "checks", tuple(dataclasses.replace(c, state="open") for c in d.checks)
    ),
    "draft_attached": lambda d: setattr(d, "result", None),
    "no_component_unsigned": lambda d: setattr(d.components[0], "signatures", ()),
    "result_personally_signed": lambda d: setattr(d, "result", a_result()),
    "holds_agency_token": {"by": an_actor(Role.RESULT_OFFICER)},
    "failing_file_named": {"failing_file": ""},
    "outcome_is_grant": lambda d: setattr(d, "outcome", "refusal"),
    "outcome_is_refusal": lambda d: setattr(d, "outcome", "grant"),
    "signatures_verified": lambda d: setattr(d.result, "verdict", a_verdict(Verdict.INVALID)),
    "result_numbered": lambda d: setattr(d.result, "number", ""),
    "result_sealed": lambda d: setattr(
        d.result, "signatures", a_result(SignatureRole.APPROVER).signatures
    ),
    "copies_sealed": lambda d: setattr(
        d.components[0], "signatures", d.components[0].signatures[:1]
    ),
    "extension_in_time": {"last_extension_day": NOW.date() - dt.timedelta(days=1)},
    "extended_once": lambda d: setattr(d, "extension", extension()),
    "new_date_later": {"new_due_is_working_day": False},
    "code_issued": lambda d: (setattr(d, "code", None), setattr(d, "received_at", None)),
    "no_result_decision": lambda d: setattr(d, "result", a_result(SignatureRole.APPROVER)),
    "originals_returned": lambda d: setattr(
        d, "withdrawal", dataclasses.replace(d.withdrawal, originals_returned=False)
    ),
    "fee_rule_stated": lambda d: (
        setattr(d, "fees", (fee(FeeWhen.BEFORE_PROCESSING, paid=True),)),
        setattr(d, "withdrawal", dataclasses.replace(d.withdrawal, fee_treatment="")),
    ),
    "recipient_identified": {"recipient_checked": False},
    "originals_seen": lambda d: setattr(d.components[0], "original_pending", True),
    "result_signed_as_required": lambda d: setattr(d, "result", a_result(SignatureRole.AGENCY)),
    "retention_set": lambda d: setattr(d, "terms", terms(retention="")),
    "archive_due_set": {"archive_due_on": TOMORROW},
    "result_is_physical": lambda d: setattr(d, "terms", terms()),
    "physical_result_recorded": lambda d: setattr(d.result, "physical", None),
    "approved_centrally": lambda d: setattr(d, "terms", terms()),
    "central_answer_recorded": lambda d: setattr(d, "result", None),
}


def extension():
    from desk_app.domain.records import Extension

    return Extension(old_due_at=NOW, new_due_on=TOMORROW, reason="x", by="x", at=NOW)


def test_there_are_sixteen_states_and_all_twenty_eight_rows():
    assert len(State) == 16
    rows = {t.row for t in TRANSITIONS.values()}
    assert rows == {f"T{n:02d}" for n in range(1, 29)}


def test_every_rule_of_the_table_exists_and_every_rule_is_used():
    named = {rule for t in TRANSITIONS.values() for rule in t.rules}
    assert named == set(RULES)


@pytest.mark.parametrize("arc", TRANSITIONS)
def test_an_arc_is_taken_when_everything_it_asks_for_holds(arc):
    dossier = ready_for(arc)
    before = dossier.state
    dossier.take(move_of(arc, EVERYBODY, NOW, **KNOWN), kind="x")
    target = TRANSITIONS[arc].to
    assert dossier.state in {target, before} or target == "came_from"
    assert dossier.events[-1].transition == TRANSITIONS[arc].row
    assert (dossier.events[-1].from_state, dossier.events[-1].to_state) == (before, dossier.state)


@pytest.mark.parametrize("arc", TRANSITIONS)
def test_an_arc_is_refused_from_every_other_state(arc):
    for state in set(State) - TRANSITIONS[arc].sources:
        dossier = ready_for(arc)
        dossier.state = state
        with pytest.raises(RuleError) as refusal:
            dossier.take(move_of(arc, EVERYBODY, NOW, **KNOWN), kind="x")
        assert refusal.value.code == "workflow.state"
        assert refusal.value.facts["transition"] == TRANSITIONS[arc].row
        assert dossier.state is state
        assert not dossier.events


@pytest.mark.parametrize("arc", TRANSITIONS)
def test_an_arc_is_refused_to_every_role_it_does_not_name(arc):
    for role in set(Role) - TRANSITIONS[arc].roles:
        dossier = ready_for(arc)
        with pytest.raises(RuleError) as refusal:
            dossier.take(move_of(arc, an_actor(role, holds_token=True), NOW, **KNOWN), kind="x")
        assert refusal.value.code == "workflow.role"
        assert not dossier.events


@pytest.mark.parametrize(
    ("arc", "rule"), [(arc, rule) for arc, t in TRANSITIONS.items() for rule in t.rules]
)
def test_a_refusal_names_the_rule_that_refused(arc, rule):
    dossier = ready_for(arc)
    known = dict(KNOWN)
    by = EVERYBODY
    broken = BREAKS[rule]
    if callable(broken):
        broken(dossier)
    else:
        known |= {k: v for k, v in broken.items() if k != "by"}
        by = broken.get("by", by)
    if rule == "asked_once":
        dossier.state = State.SUBMITTED
    before = dossier.state
    with pytest.raises(RuleError) as refusal:
        dossier.take(move_of(arc, by, NOW, **known), kind="x")
    assert refusal.value.code == f"rule.{rule}"
    assert refusal.value.facts["arc"] == arc
    assert dossier.state is before
    assert not dossier.events


def test_unsigned_scans_are_accepted_only_with_the_reason_t01():
    dossier = a_dossier()
    dossier.components[0].signatures = ()
    move = move_of("receive", EVERYBODY, NOW, unsigned_reason="mất USB ký số")
    dossier.take(move, kind="x")
    assert dossier.state is State.ACCEPTED
    assert dossier.digitisation == "pending"


def test_an_unknown_verdict_passes_only_with_a_recorded_reason_t17():
    dossier = ready_for("seal_result")
    dossier.result.verdict = a_verdict(Verdict.UNKNOWN)
    move = move_of("seal_result", EVERYBODY, NOW, tolerated={"result": "mất mạng"}, **KNOWN)
    dossier.take(move, kind="x")
    assert dossier.state is State.RESULT_READY


def test_payment_and_withdrawal_go_back_to_where_they_came_from():
    dossier = a_received_dossier(state=State.REFUSED, fees=(fee(FeeWhen.BEFORE_RETURN),))
    dossier.take(move_of("request_payment_at_return", EVERYBODY, NOW), kind="x")
    assert (dossier.state, dossier.step) == (State.PAYMENT_REQUESTED, Step.RETURN_RESULT)
    dossier.fees = (fee(FeeWhen.BEFORE_RETURN, paid=True),)
    dossier.take(move_of("record_payment_at_return", EVERYBODY, NOW), kind="x")
    assert dossier.state is State.REFUSED


def test_a_withdrawal_during_a_payment_remembers_both_origins():
    dossier = a_received_dossier(state=State.ACCEPTED, fees=(fee(FeeWhen.BEFORE_PROCESSING),))
    dossier.take(move_of("request_payment", EVERYBODY, NOW), kind="x")
    dossier.take(move_of("request_withdrawal", EVERYBODY, NOW), kind="x")
    dossier.take(move_of("take_back_withdrawal", EVERYBODY, NOW, reason="đổi ý"), kind="x")
    assert dossier.state is State.PAYMENT_REQUESTED
    dossier.fees = (fee(FeeWhen.BEFORE_PROCESSING, paid=True),)
    dossier.take(move_of("record_payment", EVERYBODY, NOW), kind="x")
    assert dossier.state is State.ACCEPTED


def test_never_digitised_papers_do_not_count_in_the_rate_r_5b_06():
    dossier = a_dossier()
    other = dataclasses.replace(
        dossier.components[0], key="id", digitisation=Digitisation.NEVER, file=None, signatures=()
    )
    dossier.components.append(other)
    assert dossier.digitisation == "complete"


@given(st.lists(st.sampled_from(sorted(TRANSITIONS)), max_size=40), st.randoms())
def test_no_dossier_reaches_returned_without_the_signatures_it_needs(arcs, random):
    """The invariant under T28: signatures before RETURNED, whatever is tried in whatever order."""
    flags = random.choice(
        [
            {},
            {"result_is_physical": True},
            {"approved_by_central_agency": True},
            {"needs_agency_signature": False},
        ]
    )
    dossier = a_received_dossier(terms=terms(**flags), state=random.choice(list(State)))
    if dossier.state in {State.RETURNED, State.ARCHIVED}:
        dossier.state = State.DRAFT
    for arc in arcs:
        have = [r for r in SignatureRole if random.random() < 0.5]
        dossier.result = a_result(*have) if random.random() < 0.8 else None
        if dossier.result is not None and random.random() < 0.3:
            dossier.result.central = True
        try:
            dossier.take(move_of(arc, EVERYBODY, NOW, **KNOWN), kind="x")
        except RuleError:
            continue
        if dossier.state is State.RETURNED:
            assert not dossier.missing_signatures() or arc == "open_correction"
            break


def test_each_state_has_a_step_and_terminal_states_have_no_way_out():
    assert {step_of(s) for s in State} == set(Step)
    for state in (State.REJECTED_AT_INTAKE, State.STOPPED, State.ARCHIVED):
        assert arcs_from(state) == ()
