"""Extension with apology, withdrawal and stop, opinions, and what the clock says to each."""

import pytest

from desk_app.application.late_opinions import LateOpinions
from desk_app.domain.errors import RuleError


def extend(office, key, to, reason="Cần xác minh thêm"):
    return office.do("approve", "extend", key, "lanhdao", new_due_on=to, reason=reason)


def test_an_extension_apologises_and_moves_the_date_once(office):
    """T19, R-PR-31: at the latest on the last working day before; once; a working day after."""
    key = office.appraised()
    old = office.see(key).due_at
    assert old.date().isoformat() == "2026-11-18"
    office.at(17)
    extend(office, key, "2026-11-23")
    dossier = office.see(key)
    assert dossier.state == "IN_APPRAISAL"
    assert dossier.due_at.date().isoformat() == "2026-11-23"
    slip = office.printed(key, "apology")
    assert (slip["due_at"][:10], slip["new_due_at"][:10]) == ("2026-11-18", "2026-11-23")
    assert slip["delay_reason"] == "Cần xác minh thêm"
    assert dossier.notices[-1].template == "extended"
    assert office.kinds(key)[-1] == "extend"
    with pytest.raises(RuleError) as refusal:
        extend(office, key, "2026-11-25")
    assert refusal.value.code == "rule.extended_once"


def test_on_the_due_day_it_is_too_late_to_extend(office):
    """NĐ 61/2018 Art. 19(9)."""
    key = office.appraised()
    office.at(18)
    with pytest.raises(RuleError) as refusal:
        extend(office, key, "2026-11-23")
    assert refusal.value.code == "rule.extension_in_time"


@pytest.mark.parametrize("to", ["2026-11-18", "2026-11-17", "2026-11-22", "2026-11-24"])
def test_the_new_date_is_a_working_day_after_the_old_one(office, to):
    key = office.appraised()
    with pytest.raises(RuleError) as refusal:
        extend(office, key, to)
    assert refusal.value.code == "rule.new_date_later"


def test_a_restart_gives_no_second_extension(office):
    """T19."""
    key = office.appraised()
    extend(office, key, "2026-11-20")
    office.do(
        "appraise", "ask_to_supplement", key, "thamdinh", reason="thiếu",
        points=[{"component": "", "what": "x"}],
    )  # fmt: skip
    office.do("intake", "take_supplement", key, "canbo")
    with pytest.raises(RuleError) as refusal:
        extend(office, key, "2026-11-27")
    assert refusal.value.code == "rule.extended_once"


def withdraw(office, key):
    return office.do("intake", "request_withdrawal", key, "canbo", reason="Đổi nhu cầu")


def test_a_withdrawal_pauses_and_a_stop_gives_everything_back(office):
    """T20, T21: stop notice (form 05 of 2025), originals back."""
    key = office.appraised()
    withdraw(office, key)
    assert office.see(key).state == "WITHDRAWAL_REQUESTED"
    assert office.enquiries.clock(key).clock == "paused"
    with pytest.raises(RuleError) as refusal:
        office.do("approve", "stop", key, "lanhdao", originals_returned=False)
    assert refusal.value.code == "rule.originals_returned"
    office.do("approve", "stop", key, "lanhdao", originals_returned=True)
    dossier = office.see(key)
    assert dossier.state == "STOPPED"
    slip = office.printed(key, "stop_notice")
    assert slip["request"]["by"] == "Lê Văn Mẫu"
    assert slip["returned_papers"]
    assert office.kinds(key)[-2:] == ["request_withdrawal", "stop"]


def test_a_withdrawal_taken_back_goes_on_with_the_rest_of_the_time(office):
    """T22."""
    key = office.appraised()
    due = office.see(key).due_at
    office.at(11)
    withdraw(office, key)
    office.at(16)
    office.do("appraise", "take_back_withdrawal", key, "thamdinh", reason="Người nộp rút đơn")
    dossier = office.see(key)
    assert dossier.state == "IN_APPRAISAL"
    assert dossier.due_at > due
    assert dossier.withdrawal is None


def test_a_signed_result_cannot_be_withdrawn(office):
    """T20: no result decision yet."""
    key = office.approved()
    with pytest.raises(RuleError) as refusal:
        withdraw(office, key)
    assert refusal.value.code == "workflow.state"


def ask_opinion(office, key, days=2):
    return office.do(
        "appraise", "request_opinion", key, "thamdinh",
        questions=[{"agency": "Phòng Kinh tế", "question": "Có đúng quy hoạch?", "amount": days}],
    )  # fmt: skip


def test_an_opinion_has_its_own_clock_inside_the_total_time(office):
    """R-5B-41, R-5B-43, T10: the dossier's clock runs on."""
    key = office.appraised()
    due = office.see(key).due_at
    ask_opinion(office, key)
    dossier = office.see(key)
    assert dossier.state == "OPINION_PENDING"
    assert dossier.due_at == due
    assert dossier.opinions[0].due_at.date().isoformat() == "2026-11-11"
    office.do(
        "appraise", "record_opinion", key, "thamdinh", opinion="opinion-1", answer="Đồng ý",
        author="Trần Văn B", files=[str(office.paper())],
    )  # fmt: skip
    assert office.see(key).state == "IN_APPRAISAL"
    office.checked(key)
    with pytest.raises(RuleError) as refusal:
        office.do("appraise", "submit", key, "thamdinh")
    assert refusal.value.code == "rule.no_component_unsigned"
    office.do("appraise", "sign_opinion", key, "thamdinh", opinion="opinion-1")
    office.do("appraise", "submit", key, "thamdinh")
    assert "record_opinion" in office.kinds(key)


def test_a_late_opinion_is_recorded_and_the_appraisal_goes_on(office):
    """R-5B-41: NĐ 61/2018 Art. 19(5)(b)."""
    key = office.appraised()
    ask_opinion(office, key)
    with pytest.raises(RuleError) as refusal:
        office.do("appraise", "resume", key, "thamdinh")
    assert refusal.value.code == "rule.opinions_in_or_overdue"
    office.at(12)
    office.do("appraise", "resume", key, "thamdinh")
    assert office.see(key).state == "IN_APPRAISAL"


def test_a_verification_record_of_our_own_is_filed_and_signed(office):
    """R-5B-42."""
    key = office.appraised()
    done = office.do(
        "appraise", "record_verification", key, "thamdinh", title="Biên bản thực địa",
        finding="Đúng hiện trạng", files=[str(office.paper())],
    )  # fmt: skip
    office.do("appraise", "sign_opinion", key, "thamdinh", opinion=done.facts["opinion"])
    record = office.see(key).opinions[0]
    assert record.signatures
    assert record.answer == "Đúng hiện trạng"


def test_paper_after_fifteen_goes_out_the_next_working_day(office):
    """R-5B-39, T08: NĐ 61/2018 Art. 18(2); 15:00 itself is not after."""
    office.at(13, 15, 0)
    first = office.appraised()
    office.at(13, 15, 1)
    second = office.appraised(applicant={"identifier": "027090000456"})
    days = [office.see(k).hand_overs[0].paper_on.isoformat() for k in (first, second)]
    assert days == ["2026-11-13", "2026-11-16"]


def test_a_late_answer_is_told_to_the_head_of_the_unit_once(office):
    """R-5B-41; NĐ 61/2018 Art. 19(5)(b)."""
    late = LateOpinions(office=office.office, index=office.store.index)
    key = office.appraised()
    question = {
        "agency": "Sở Xây dựng",
        "question": "Quy hoạch?",
        "unit": "working_days",
        "amount": 1,
    }
    office.do("appraise", "request_opinion", key, "thamdinh", questions=[question])
    assert late.run_once() == 0
    office.at(12)
    assert late.run_once() == 1
    assert late.run_once() == 0, "told once"
    (notice,) = [n for n in office.see(key).notices if n.template == "opinion_late"]
    assert (notice.channel, notice.to, str(notice.state)) == ("desk", "lanhdao", "confirmed")
    assert "Sở Xây dựng" in notice.text
    assert key in notice.text
    event = office.enquiries.events(key)[-1]
    assert (event.kind, event.user, event.data["agency"]) == (
        "opinion_late",
        "system",
        "Sở Xây dựng",
    )
    office.do("appraise", "resume", key, "thamdinh")
    assert late.run_once() == 0, "nobody waits for it any more"
