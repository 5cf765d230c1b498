"""Refusal at intake and after appraisal; send-back from approval and from the clerk."""

import pytest

from desk_app.domain.errors import RuleError
from desk_app.domain.signatures import Verdict


def test_refusal_at_intake(office):
    """R-5B-33, T03: form 03 with reasons; terminal."""
    key = office.draft()
    office.do("intake", "reject", key, "canbo", reason="Không thuộc thẩm quyền")
    dossier = office.see(key)
    assert dossier.state == "REJECTED_AT_INTAKE"
    assert dossier.finished_at == office.clock.now()
    assert office.printed(key, "refusal")["reason"] == "Không thuộc thẩm quyền"
    assert [s.key for s in dossier.slips] == ["evaluation", "refusal"]
    assert office.kinds(key) == ["create_dossier", "reject"]
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "receive", key, "canbo")
    assert refusal.value.code == "workflow.state"


def test_refusal_at_intake_needs_a_reason(office):
    """NĐ 61/2018 Art. 17(1)(b)."""
    key = office.draft()
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "reject", key, "canbo", reason=" ")
    assert refusal.value.code == "rule.reason_given"


def test_refusal_of_an_online_dossier(office):
    """T05."""
    key = office.draft(channel="online")
    office.do("intake", "reject", key, "canbo", reason="Không thuộc thẩm quyền")
    assert office.rows(key) == ["T05"]


def test_refusal_after_appraisal_takes_the_signed_road(office):
    """R-5B-45, T18: refusal form approved and signed, T17 leads to REFUSED, then handed over."""
    key = office.appraised()
    office.do("appraise", "submit_refusal", key, "thamdinh", reason="Trái quy hoạch")
    office.do("approve", "approve", key, "lanhdao")
    office.do("agency_sign", "seal", key, "vanthu")
    dossier = office.see(key)
    assert (dossier.state, dossier.outcome) == ("REFUSED", "refusal")
    assert office.enquiries.clock(key).clock == "finished"
    assert dossier.notices[-1].template == "refused"
    office.hand_over(key)
    assert office.see(key).state == "RETURNED"
    assert office.rows(key) == ["T01", "T08", "T18", "T15", "T17", "T24"]


def test_send_back_from_approval_leaves_the_deadline_alone(office):
    """R-5B-49, T14: reason given, several loops possible, each logged."""
    key = office.submitted()
    due = office.see(key).due_at
    for _ in range(2):
        office.do("approve", "send_back", key, "lanhdao", reason="Bổ sung căn cứ")
        assert office.see(key).state == "IN_APPRAISAL"
        assert office.see(key).due_at == due
        office.do("appraise", "submit", key, "thamdinh")
    assert office.rows(key).count("T14") == 2
    assert office.kinds(key).count("send_back") == 2
    office.do("approve", "approve", key, "lanhdao")


def test_send_back_needs_a_reason(office):
    key = office.submitted()
    with pytest.raises(RuleError) as refusal:
        office.do("approve", "send_back", key, "lanhdao", reason="")
    assert refusal.value.code == "rule.reason_given"


@pytest.mark.parametrize(
    ("to", "file", "state"),
    [
        ("approve", "result", "IN_APPROVAL"),
        ("appraise", "result", "IN_APPRAISAL"),
        ("intake", "application", "ACCEPTED"),
    ],
)
def test_the_clerk_sends_a_failing_file_back_to_its_author(office, to, file, state):
    """R-5B-51, T16: the file and the reason are named; the failed signature is made again."""
    key = office.approved()
    office.verifier.says = Verdict.INVALID
    with pytest.raises(RuleError) as refusal:
        office.do("agency_sign", "seal", key, "vanthu")
    assert refusal.value.code == "rule.signatures_verified"
    office.verifier.says = None
    office.do(
        "agency_sign", "send_back", key, "vanthu", to=to, failing_file=file, reason="Chữ ký hỏng"
    )
    assert office.see(key).state == state
    if to == "intake":
        part = office.see(key).component("application")
        assert not part.is_signed_personally
        office.do("intake", "sign_components", key, "canbo")
        office.do("intake", "pass_to_appraisal", key, "canbo")
        office.do("appraise", "submit", key, "thamdinh")
    elif to == "appraise":
        office.do("appraise", "submit", key, "thamdinh")
    office.do("approve", "approve", key, "lanhdao")
    office.do("agency_sign", "seal", key, "vanthu")
    office.hand_over(key)
    assert office.see(key).state == "RETURNED"


def test_an_unknown_verdict_passes_only_with_a_recorded_reason(office):
    """T17: verified again when online."""
    key = office.approved()
    office.verifier.says = Verdict.UNKNOWN
    with pytest.raises(RuleError) as refusal:
        office.do("agency_sign", "seal", key, "vanthu")
    assert refusal.value.code == "rule.signatures_verified"
    names = refusal.value.facts["items"]
    office.do(
        "agency_sign", "seal", key, "vanthu", tolerated=dict.fromkeys(names, "Mất mạng, OCSP lỗi")
    )
    assert office.see(key).state == "RESULT_READY"
