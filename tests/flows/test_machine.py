"""The machine by use cases: whatever officers do in whatever order, what the rules promise holds."""

import tempfile

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk_app.domain.errors import ConflictError, RuleError
from desk_app.domain.workflow import FINISHED, TERMINAL, TRANSITIONS, State
from tests.kit.office import Counter

OPEN_CLOCK = {
    State.DRAFT: "not_started",
    State.SUBMITTED: "not_started",
    State.ACCEPTED: "running",
    State.IN_APPRAISAL: "running",
    State.OPINION_PENDING: "running",
    State.IN_APPROVAL: "running",
    State.AWAITING_AGENCY_SIGNATURE: "running",
    State.WITHDRAWAL_REQUESTED: "paused",
}
BASIS = {"legal_basis": "NQ 10/2024"}
POINT = [{"component": "", "what": "thiếu", "to_do": "nộp"}]
ACTS = (
    ("intake", "receive", "canbo", {}),
    ("intake", "ask_to_supplement", "canbo", {"points": POINT, "reason": "x"}),
    ("intake", "reject", "canbo", {"reason": "x"}),
    ("intake", "give_up", "canbo", {"reason": "x"}),
    ("intake", "pass_to_appraisal", "canbo", {}),
    ("intake", "request_payment", "canbo", {}),
    ("intake", "take_supplement", "canbo", {}),
    ("intake", "request_withdrawal", "canbo", {"reason": "x"}),
    ("appraise", "ask_to_supplement", "thamdinh", {"points": POINT, "reason": "x"}),
    (
        "appraise",
        "request_opinion",
        "thamdinh",
        {"questions": [{"agency": "Sở", "question": "?", "amount": 1}]},
    ),
    ("appraise", "resume", "thamdinh", {}),
    ("appraise", "prepare_draft", "thamdinh", {}),
    ("appraise", "submit", "thamdinh", {}),
    ("appraise", "submit_refusal", "thamdinh", {"reason": "x"}),
    ("appraise", "take_back_withdrawal", "thamdinh", {"reason": "x"}),
    ("appraise", "pass_to_agency", "thamdinh", {"agency": "Sở", "duty": "x", "amount": 1}),
    ("appraise", "receive_from_agency", "thamdinh", {"receiver": "x", "outcome": "đồng ý"}),
    ("approve", "approve", "lanhdao", {}),
    ("approve", "send_back", "lanhdao", {"reason": "x"}),
    ("approve", "stop", "lanhdao", {"originals_returned": True}),
    (
        "approve",
        "stop",
        "lanhdao",
        {"originals_returned": True, "fee_treatment": "all", "fee_basis": "NQ"},
    ),
    ("agency_sign", "seal", "vanthu", {}),
    (
        "agency_sign",
        "send_back",
        "vanthu",
        {"to": "approve", "failing_file": "result", "reason": "x"},
    ),
    (
        "agency_sign",
        "send_back",
        "vanthu",
        {"to": "intake", "failing_file": "application", "reason": "x"},
    ),
    ("return_result", "request_payment", "traketqua", {}),
    ("return_result", "archive", "vanthu", {"archive_due_on": "2026-11-09"}),
    ("return_result", "open_correction", "traketqua", {"reason": "x"}),
)


NEXT = {
    State.DRAFT: ("intake", "receive", "canbo"),
    State.SUBMITTED: ("intake", "receive", "canbo"),
    State.ACCEPTED: ("intake", "pass_to_appraisal", "canbo"),
    State.IN_APPRAISAL: ("appraise", "submit", "thamdinh"),
    State.IN_APPROVAL: ("approve", "approve", "lanhdao"),
    State.AWAITING_AGENCY_SIGNATURE: ("agency_sign", "seal", "vanthu"),
}


class Desk(RuleBasedStateMachine):
    """One dossier and everybody who may touch it."""

    @initialize(channel=st.sampled_from(["counter", "online"]), ready=st.booleans())
    def begin(self, channel, ready):
        self.folder = tempfile.TemporaryDirectory()
        self.office = Counter(self.folder.name)
        self.key = self.office.draft(channel=channel)
        self.code = None
        self.receipts = 0
        self.terminal = None
        if ready:
            self.office.complete(self.key)

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def attempt(self, step, act, user, values):
        """An act that the rules may refuse; a refusal changes nothing."""
        before = self.office.see(self.key)
        sent = len(self.office.store.outbox)
        try:
            self.office.do(step, act, self.key, user, **values)
        except (RuleError, ConflictError):
            after = self.office.see(self.key)
            assert after.state is before.state
            assert len(self.office.store.outbox) == sent
            assert after.code == before.code

    @rule(act=st.sampled_from(ACTS))
    def somebody_acts(self, act):
        self.attempt(*act)

    @rule()
    def the_road_goes_on(self):
        """What usually comes next, so that a walk gets to the end of the road."""
        state = self.office.see(self.key).state
        if state in {State.DRAFT, State.SUBMITTED}:
            self.papers_are_completed()
        if state is State.IN_APPRAISAL:
            self.everything_is_checked()
        if state in {State.RESULT_READY, State.REFUSED}:
            self.the_result_is_handed_over()
        elif state in NEXT:
            self.attempt(*NEXT[state], {})

    @rule()
    def papers_are_completed(self):
        self.attempt("intake", "mark", "canbo", {"component": "application", "presence": "present"})
        if self.office.see(self.key).state in {"DRAFT", "SUBMITTED", "SUPPLEMENT_REQUESTED"}:
            self.office.complete(self.key)
        else:
            self.attempt("intake", "sign_components", "canbo", {})

    @rule()
    def everything_is_checked(self):
        findings = [{"check": c.key, "state": "passed"} for c in self.office.see(self.key).checks]
        self.attempt("appraise", "record_checks", "thamdinh", {"findings": findings})

    @rule(when=st.sampled_from(["before_processing", "before_return"]))
    def a_fee_is_stated(self, when):
        values = {"name": f"Phí {when}", "amount": 1000, "when": when, **BASIS}
        self.attempt("intake", "assess_fee", "canbo", values)

    @rule(step=st.sampled_from(["intake", "return_result"]))
    def a_fee_is_paid(self, step):
        self.receipts += 1
        user = {"intake": "canbo", "return_result": "traketqua"}[step]
        self.attempt(step, "record_payment", user, {"receipt": f"AA-{self.receipts}"})

    @rule(days=st.integers(1, 12))
    def a_new_date_is_set(self, days):
        due = self.office.see(self.key).due_at
        if due is not None:
            to = (due.date().toordinal() + days, due)[0]
            day = due.date().fromordinal(to).isoformat()
            self.attempt("approve", "extend", "lanhdao", {"new_due_on": day, "reason": "x"})

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        self.office.clock.tick(hours=hours)

    @precondition(lambda self: hasattr(self, "office"))
    @rule()
    def the_result_is_handed_over(self):
        values = {
            "recipient": "Lê Văn Mẫu",
            "recipient_identifier": "027090000123",
            "identity_method": "card_seen",
        }
        self.attempt("return_result", "hand_over", "traketqua", values)

    # -- what always holds

    @invariant()
    def nothing_is_returned_unsigned(self):
        """The invariant of the legal table (3.4)."""
        if not hasattr(self, "office"):
            return
        dossier = self.office.see(self.key)
        if dossier.state in {State.RETURNED, State.ARCHIVED}:
            assert dossier.missing_signatures() == []
            assert not any(f.is_open for f in dossier.fees)

    @invariant()
    def the_history_leads_to_the_state(self):
        if not hasattr(self, "office"):
            return
        dossier = self.office.see(self.key)
        here = State.DRAFT if dossier.channel == "counter" else State.SUBMITTED
        rows = {t.row for t in TRANSITIONS.values()}
        for event in self.office.enquiries.events(self.key):
            assert event.from_state == here, event
            here = event.to_state
            assert not event.transition or event.transition in rows
        assert here == dossier.state

    @invariant()
    def the_clock_fits_the_state(self):
        if not hasattr(self, "office"):
            return
        dossier = self.office.see(self.key)
        clock = self.office.enquiries.clock(self.key).clock
        if dossier.state in OPEN_CLOCK:
            assert clock == OPEN_CLOCK[dossier.state], (dossier.state, clock)
        if dossier.state in FINISHED - {State.STOPPED}:
            assert clock == "finished"
        if clock == "running":
            assert dossier.due_at is not None
        if clock in {"paused", "not_started"} and dossier.state not in TERMINAL:
            assert dossier.due_at is None

    @invariant()
    def a_code_is_given_once_and_an_end_is_an_end(self):
        if not hasattr(self, "office"):
            return
        dossier = self.office.see(self.key)
        if self.code is not None:
            assert dossier.code == self.code
        self.code = dossier.code
        if self.terminal is not None:
            assert dossier.state is self.terminal
        if dossier.state in TERMINAL:
            self.terminal = dossier.state

    @invariant()
    def commands_are_numbered_without_gaps(self):
        if not hasattr(self, "office"):
            return
        dossier = self.office.see(self.key)
        mine = [e.dossier_seq for e in self.office.store.outbox if e.dossier_id == dossier.id]
        assert mine == list(range(1, len(mine) + 1))

    @invariant()
    def numbers_are_given_once(self):
        if not hasattr(self, "office"):
            return
        slips = [(s.key, s.number) for s in self.office.see(self.key).slips]
        assert len(slips) == len(set(slips))


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=10, stateful_step_count=25, deadline=None)


@pytest.mark.long
@pytest.mark.timeout(7200)
class TestLongWalks(Desk.TestCase):
    """The same machine, for hours."""

    settings = settings(max_examples=400, stateful_step_count=50, deadline=None)
