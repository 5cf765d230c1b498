"""Online and postal intake, chains of agencies, paper results, central agencies, corrections."""

import dataclasses

import pytest

from desk_app.application.records_in_force import RecordedStaff
from desk_app.domain.errors import ConflictError, NotFoundError, RuleError
from tests.kit.office import hold, terms


def refused(office, *call, **values):
    with pytest.raises((RuleError, ConflictError, NotFoundError)) as refusal:
        office.do(*call, **values)
    return refusal.value.code


def test_online_intake(office):
    """R-5B-35, R-5B-37, T04: examined against the list, accepted, the applicant is told."""
    key = office.draft(channel="online")
    assert [r.id for r in office.enquiries.work_list(query(scope="online")).rows] == [key]
    office.complete(key)
    office.do("intake", "receive", key, "canbo")
    dossier = office.see(key)
    assert (dossier.state, dossier.channel) == ("ACCEPTED", "online")
    assert office.rows(key) == ["T04"]
    assert dossier.notices[-1].template == "received"
    assert dossier.code is not None


def query(**values):
    from desk_app.application.enquiries import WorkQuery

    return WorkQuery(**values)


def test_postal_intake_records_channel_and_carrier(office):
    """R-PR-21."""
    key = office.draft()
    office.do("intake", "describe", key, "canbo", channel="post", carrier="Bưu điện xã Mẫu")
    office.complete(key)
    office.do("intake", "receive", key, "canbo", delivery_choice="post")
    dossier = office.see(key)
    assert (dossier.channel, dossier.carrier) == ("post", "Bưu điện xã Mẫu")
    assert (
        refused(office, "intake", "describe", key, "canbo", channel="drone") == "intake.bad_choice"
    )


def test_an_agency_that_files_on_paper_gives_its_reason(office):
    """R-PR-59."""
    key = office.draft(applicant={"kind": "organisation", "identifier_kind": "agency_code"})
    office.do("intake", "describe", key, "canbo", paper_reason="Hệ thống gián đoạn")
    assert office.see(key).paper_reason == "Hệ thống gián đoạn"


def test_papers_under_secrecy_never_enter(office):
    """R-PR-02."""
    key = office.draft()
    office.do("intake", "describe", key, "canbo", contains_secret=True)
    assert (
        refused(
            office, "intake", "digitise", key, "canbo", component="application",
            files=[str(office.paper())],
        )
        == "intake.secret_papers"
    )  # fmt: skip
    other = office.complete(office.draft(applicant={"identifier": "027090000999"}))
    assert (
        refused(office, "intake", "describe", other, "canbo", contains_secret=True)
        == "intake.secret_digitised"
    )


def test_the_digital_account_is_looked_up_and_authenticated(office):
    """R-5B-17 to R-5B-19, R-PR-14, R-PR-15: without a line the check is queued and intake goes on."""
    key = office.draft()
    office.do(
        "intake", "check_account", key, "canbo", identifier="027090000123", outcome="queued",
        method="offline",
    )  # fmt: skip
    assert office.see(key).account == ""
    assert (
        refused(office, "intake", "check_account", key, "canbo", identifier="x", outcome="created")
        == "intake.account_without_agreement"
    )
    office.do(
        "intake", "check_account", key, "canbo", identifier="027090000123", level="2",
        outcome="created", agreed=True,
    )  # fmt: skip
    dossier = office.see(key)
    assert dossier.account == "027090000123"
    assert [c.outcome for c in dossier.account_checks] == ["queued", "created"]
    assert dossier.account_checks[-1].by == "canbo"


def test_a_representative_files_under_the_principals_number(office):
    """R-5B-20: authorisation missing means a missing paper."""
    key = office.draft(applicant={"representative_name": "Trần Văn Thay"})
    office.complete(key)
    assert refused(office, "intake", "receive", key, "canbo") == "rule.identity_checked"
    office.do(
        "intake", "identify", key, "canbo", full_name="Lê Văn Mẫu", identifier="027090000123",
        representative_name="Trần Văn Thay", representative_identifier="027090000777",
        authorisation_paper="GUQ 01/2026",
    )  # fmt: skip
    office.do("intake", "receive", key, "canbo")
    dossier = office.see(key)
    assert dossier.applicant.identifier == "027090000123"
    assert dossier.representative.identifier == "027090000777"


def test_consent_is_recorded_and_never_assumed(office):
    """R-PR-05, R-PR-17."""
    key = office.draft()
    assert office.see(key).consents == ()
    office.do("intake", "record_consent", key, "canbo", scope="reuse", given=False)
    office.do(
        "intake", "record_consent", key, "canbo", scope="share", given=True,
        legal_basis="Nghị định 47/2020/NĐ-CP",
    )  # fmt: skip
    assert [(c.scope, c.given) for c in office.see(key).consents] == [
        ("reuse", False),
        ("share", True),
    ]


def test_a_confirmation_keeps_the_digest_of_what_was_shown(office):
    """Second screen: only their own data, block by block."""
    key = office.draft()
    shown = {"Họ và tên": "Lê Văn Mẫu", "Số định danh": "027090000123"}
    first = office.do(
        "intake", "confirm_data", key, "canbo", block="identity", shown=shown, agrees=True
    )
    again = office.do(
        "intake", "confirm_data", key, "canbo", block="identity",
        shown=dict(reversed(shown.items())), agrees=True,
    )  # fmt: skip
    other = office.do(
        "intake", "confirm_data", key, "canbo", block="identity",
        shown=shown | {"Họ và tên": "Lê Văn Mẩu"}, agrees=False, remark="Sai dấu",
    )  # fmt: skip
    assert first.facts["sha256"] == again.facts["sha256"] != other.facts["sha256"]
    assert [c.agrees for c in office.see(key).confirmations] == [True, True, False]
    assert (
        refused(
            office, "intake", "confirm_data", key, "canbo", block="x", shown={}, agrees=True
        )
        == "intake.nothing_shown"
    )  # fmt: skip


def test_a_mismatch_keeps_both_values_and_the_paper_is_taken(office):
    """R-5B-24: never overwritten in silence."""
    key = office.draft()
    part = office.see(key).components[0].key
    hold(office)
    office.do(
        "intake", "reuse", key, "canbo", component=part, source="provincial", source_id="1",
        confirmed_by="Lê Văn Mẫu",
    )  # fmt: skip
    office.do(
        "intake", "record_mismatch", key, "canbo", component=part, field="ngay_sinh",
        stored="1990-01-01", paper="1990-10-01", source="kho tỉnh",
    )  # fmt: skip
    dossier = office.see(key)
    assert dossier.component(part).reuse is None
    found = dossier.mismatches[0]
    assert (found.stored, found.paper, found.by) == ("1990-01-01", "1990-10-01", "canbo")
    assert office.complete(key)
    office.do("intake", "receive", key, "canbo")


def test_an_original_promised_for_later_is_seen_before_the_return(office):
    """R-5B-38."""
    key = office.draft(channel="online")
    office.do(
        "intake", "postpone_original", key, "canbo", component="land_paper", reason="Ngân hàng giữ"
    )
    office.complete(key)
    key = office.do("intake", "receive", key, "canbo").dossier_code
    office.do("intake", "pass_to_appraisal", key, "canbo")
    office.checked(key)
    office.do("appraise", "submit", key, "thamdinh")
    office.do("approve", "approve", key, "lanhdao")
    office.do("agency_sign", "seal", key, "vanthu")
    with pytest.raises(RuleError) as refusal:
        office.hand_over(key)
    assert refusal.value.code == "rule.originals_seen"
    office.do("intake", "check_original", key, "canbo", component="land_paper", agrees=True)
    office.hand_over(key)


def test_a_chain_of_agencies(office):
    """R-5B-74: each hand-over with receipt, list, working days and outcome; control slip tells all."""
    key = office.appraised()
    office.do(
        "appraise", "pass_to_agency", key, "thamdinh", agency="Sở Xây dựng", duty="Ý kiến quy hoạch",
        amount=2,
    )  # fmt: skip
    dossier = office.see(key)
    assert (dossier.state, dossier.position) == ("IN_APPRAISAL", "Sở Xây dựng")
    assert dossier.agencies[0].due_at.date().isoformat() == "2026-11-11"
    assert dossier.waiting_for == "agency"
    slip = office.printed(key, "handover")
    assert (slip["to_agency"], slip["term"]) == ("Sở Xây dựng", "2 ngày làm việc")
    assert len(slip["papers"]) == len(dossier.agencies[0].components) > 0
    code = refused(
        office, "appraise", "pass_to_agency", key, "thamdinh", agency="Sở khác", duty="x", amount=1
    )
    assert code == "appraise.still_at_agency"
    office.do("appraise", "receive_from_agency", key, "thamdinh", receiver="Bà Hoa")
    office.at(12)
    done = office.do(
        "appraise", "receive_from_agency", key, "thamdinh", receiver="Bà Hoa", outcome="Đồng ý"
    )
    assert done.facts["late"] is True
    office.do(
        "appraise", "pass_to_agency", key, "thamdinh", agency="Sở Tài chính", duty="Thẩm định giá",
        amount=1,
    )  # fmt: skip
    office.do(
        "appraise", "receive_from_agency", key, "thamdinh", receiver="Ông Nam", outcome="Đồng ý"
    )
    dossier = office.see(key)
    assert dossier.position == dossier.unit
    assert [leg.agency for leg in dossier.agencies] == ["Sở Xây dựng", "Sở Tài chính"]
    assert [h.remark for h in dossier.hand_overs][-4:] == [
        "passed_to_agency", "back_from_agency", "passed_to_agency", "back_from_agency",
    ]  # fmt: skip
    assert office.kinds(key).count("pass_to_agency") == 4
    office.checked(key)
    office.do("appraise", "submit", key, "thamdinh")


def physical(office):
    key = office.submitted()
    terms(office, key, result_is_physical=True)
    office.do(
        "approve", "record_physical_result", key, "lanhdao", number="GP-12", signed_by="Phạm Văn Bốn",
        signed_on="2026-11-10", medium="card",
    )  # fmt: skip
    return key


def test_a_result_on_a_card_is_recorded_digitised_and_returned(office):
    """R-5B-03, R-5B-75, T27: no agency signature on the card; its copy is signed and sealed."""
    key = physical(office)
    assert office.see(key).state == "RESULT_READY"
    assert (
        refused(office, "return_result", "seal_result_copy", key, "vanthu")
        == "return_result.copy_not_signed"
    )
    office.do(
        "return_result", "digitise_result", key, "traketqua", files=[str(office.paper("thẻ.pdf"))]
    )
    office.do("return_result", "seal_result_copy", key, "vanthu")
    result = office.see(key).result
    assert [str(s.role) for s in result.signatures] == ["officer", "copy"]
    assert (result.number, result.physical_copy) == ("GP-12", True)
    office.hand_over(key)
    assert office.rows(key)[-2:] == ["T27", "T24"]


def test_only_a_flagged_procedure_may_have_a_card(office):
    key = office.submitted()
    assert (
        refused(
            office, "approve", "record_physical_result", key, "lanhdao", number="1",
            signed_by="x", signed_on="2026-11-10",
        )
        == "rule.result_is_physical"
    )  # fmt: skip


def test_a_central_agency_answers(office):
    """R-5B-04, T28: its document is filed with its signature, hand-over and receipt are tracked."""
    key = office.appraised()
    terms(office, key, approved_by_central_agency=True)
    office.do(
        "appraise", "record_central_result", key, "traketqua", files=[str(office.paper())],
        number="12/BXD", number_on="2026-11-10",
    )  # fmt: skip
    assert office.see(key).state == "RESULT_READY"
    office.hand_over(key)
    assert office.rows(key)[-2:] == ["T28", "T24"]


def test_a_correction_is_a_new_linked_dossier(office):
    """T26: the signed file is never edited."""
    key = office.returned()
    before = office.see(key).result.file
    done = office.do("return_result", "open_correction", key, "traketqua", reason="Sai năm sinh")
    new = office.see(done.facts["correction"])
    assert (new.corrects, new.state) == (key, "DRAFT")
    assert office.see(key).result.file == before
    assert "correct" in office.kinds(key)


def test_delegation_of_approval(office):
    """R-5B-09, R-5B-50: recorded with number and dates; the delegate signs TUQ., never delegates."""
    office.office = dataclasses.replace(
        office.office, staff=RecordedStaff(office.staff, newest(office))
    )
    office.steps = type(office.steps).of(office.office)
    office.enquiries = dataclasses.replace(office.enquiries, office=office.office)
    key = office.submitted()
    assert refused(office, "approve", "approve", key, "traketqua") == "workflow.role"
    give = {
        "delegate": "traketqua", "valid_from": "2026-11-09", "valid_to": "2026-11-30",
        "document_number": "05/UQ", "procedures": [office.see(key).terms.code],
    }  # fmt: skip
    assert refused(office, "approve", "delegate", "", "traketqua", **give) == "workflow.role"
    office.do("approve", "delegate", "", "lanhdao", **give)
    mark = office.steps.approve.mark_of(office.actor("traketqua"), office.see(key).terms.code)
    assert mark.lines[0].startswith("TUQ. ")
    office.do("approve", "approve", key, "traketqua")
    record = office.see(key).result.signatures[0]
    assert (record.user, record.capacity) == ("traketqua", "TUQ.")
    office.do(
        "approve", "end_delegation", "", "lanhdao", document_number="05/UQ", reason="Hết việc"
    )
    other = office.submitted(applicant={"identifier": "027090000456"})
    assert refused(office, "approve", "approve", other, "traketqua") == "workflow.role"


def newest(office):
    def read(kind):
        with office.store.unit_of_work() as work:
            return work.records.newest(kind)

    return read


def test_the_second_seal_has_a_holder_and_every_use_is_logged(office):
    """R-5B-10, R-5B-76."""
    key = office.sealed()
    use = {"seal": "dấu số 2", "copies": 2}
    assert refused(office, "agency_sign", "use_seal", key, "traketqua", **use) == (
        "agency_sign.seal_not_held"
    )
    office.do(
        "agency_sign", "hold_seal", "", "vanthu", seal="dấu số 2", holder="traketqua",
        order_number="12/QĐ",
    )  # fmt: skip
    assert refused(office, "agency_sign", "use_seal", key, "traketqua", **use) == (
        "agency_sign.nothing_printed"
    )
    office.do("return_result", "print_result", key, "traketqua", copies=2)
    office.do("agency_sign", "use_seal", key, "traketqua", **use)
    kinds = [e.kind for e in office.enquiries.events(key)]
    assert kinds[-2:] == ["result_printed", "seal_used"]


def test_feedback_is_taken_in_forwarded_answered_and_late_is_said(office):
    """R-PR-60."""
    key = office.returned()
    done = office.do(
        "intake", "record_feedback", key, "canbo", about="execution", text="Chờ lâu",
        officer="thamdinh", answer_by="2026-11-12", forwarded_to="UBND tỉnh Mẫu",
    )  # fmt: skip
    office.at(13)
    answered = office.do(
        "return_result", "answer_feedback", key, "lanhdao", feedback=done.facts["feedback"],
        answer="Xin lỗi và đã khắc phục",
    )  # fmt: skip
    assert answered.facts["late"] is True
    assert office.see(key).feedback[0].answer == "Xin lỗi và đã khắc phục"
    assert office.kinds(key)[-2:] == ["record_feedback", "record_feedback"]


def test_an_evaluation_goes_out_with_the_slips_and_comes_back(office):
    """R-PR-08, R-PR-49: with receipt, supplement and refusal slips, and at return."""
    key = office.returned()
    keys = [s.key for s in office.see(key).slips]
    assert keys.index("evaluation") == keys.index("receipt") - 1
    assert keys.count("evaluation") == 2
    office.do("return_result", "record_evaluation", key, "traketqua", answers={"1": "2", "2": "1"})
    assert office.see(key).evaluations[0].answers == {"1": "2", "2": "1"}
    assert office.kinds(key)[-1] == "record_evaluation"


def test_slips_are_signed_and_the_signed_file_is_the_one_that_is_kept(office):
    """R-PR-26 to R-PR-29; TT 01/2018 Art. 10(1)(d)."""
    key = office.received()
    before = office.see(key).slips
    office.do("intake", "sign_slips", key, "canbo")
    after = office.see(key).slips
    assert all(s.signatures and s.earlier for s in after)
    assert [s.earlier[0] for s in after] == [s.file for s in before]
    assert office.verifier.verify(after[-1].file).verdict == "valid"
    assert refused(office, "intake", "sign_slips", key, "canbo") == "intake.no_slip_to_sign"


def test_numbers_run_per_book_and_year(office):
    """R-PR-26; TT 01/2018 Art. 10(2): from 1 to the end of the year without restart."""
    first, second = office.received(), office.received(applicant={"identifier": "2"})
    assert [office.see(k).register_no for k in (first, second)] == [1, 2]
    assert office.printed(second, "receipt")["register_no"] == "0002"
    office.clock.at = office.clock.at.replace(year=2027, month=1, day=4)
    third = office.received(applicant={"identifier": "3"})
    assert (office.see(third).register_no, office.see(third).register_book) == (1, "01/2027")


def test_a_claimed_dossier_is_left_to_its_claimant(office):
    key = office.appraised()
    office.do("intake", "claim", key, "thamdinh")
    assert refused(office, "intake", "claim", key, "canbo") == "dossier.claimed"
    rows = office.enquiries.work_list(query(claimed_by="thamdinh")).rows
    assert [r.code for r in rows] == [key]
    assert refused(office, "intake", "unclaim", key, "canbo") == "dossier.claimed"
    office.do("intake", "unclaim", key, "lanhdao")
    office.do("intake", "claim", key, "canbo")


def test_lists_by_what_a_dossier_waits_for(office):
    key = office.draft()
    office.do(
        "intake", "ask_to_supplement", key, "canbo", reason="x",
        points=[{"component": "", "what": "y"}],
    )  # fmt: skip
    rows = office.enquiries.work_list(query(waiting_for="applicant")).rows
    assert [r.id for r in rows] == [key]
    assert office.enquiries.work_list(query(waiting_for="payment")).rows == ()


def test_archiving_is_refused_until_retention_and_day_are_set(office):
    """T25, R-PR-36."""
    key = office.returned()
    terms(office, key, retention="")
    assert (
        refused(office, "return_result", "archive", key, "vanthu", archive_due_on="2026-11-09")
        == "rule.retention_set"
    )
    terms(office, key, retention="permanent")
    assert refused(office, "return_result", "archive", key, "vanthu") == "rule.archive_due_set"
    office.do("return_result", "archive", key, "vanthu", archive_due_on="2026-11-09")
    assert office.see(key).state == "ARCHIVED"


@pytest.mark.parametrize("outcome", ["lost", "misused"])
def test_a_lost_or_misused_account_is_taken_down_and_proves_nobody(office, outcome):
    """R-PR-16: the owner lets it be known at the counter, and the province is told."""
    key = office.received()
    office.do(
        "intake", "check_account", key, "canbo", identifier="027090000123", outcome="authenticated"
    )
    assert office.see(key).account == "027090000123"
    office.do("intake", "check_account", key, "canbo", identifier="027090000123", outcome=outcome)
    assert office.see(key).account == ""
    assert office.see(key).account_checks[-1].outcome == outcome
    assert office.kinds(key)[-1] == "record_feedback"
    assert office.store.outbox[-1].body["about"] == "account"
