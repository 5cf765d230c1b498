"""Exceptional flows through the window: keys, sheets and pages over the real use cases."""

import hashlib

import pytest
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.accounts import shown_digest
from tests.kit.office import a_held_paper, terms
from tests.kit.ui.office_window import answer_reason, do_act, fill
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def test_supplement_at_intake(office, at):
    key = office.draft()
    window = at("canbo")
    window.open(key, "intake")
    settle()
    window.shell.press("supplement")
    answer_reason(window, "Thiếu bản vẽ\nThiếu chữ ký")
    dossier = office.see(key)
    assert dossier.state == "SUPPLEMENT_REQUESTED"
    assert [p.what for p in dossier.supplements[0].points] == ["Thiếu bản vẽ", "Thiếu chữ ký"]


def test_supplement_at_appraisal(office, at):
    key = office.appraised()
    window = at("thamdinh")
    window.open(key, "appraise")
    settle()
    window.shell.press("supplement")
    answer_reason(window, "Bản vẽ chưa có tỷ lệ")
    assert (office.see(key).state, office.see(key).due_at) == ("SUPPLEMENT_REQUESTED", None)
    window = at("canbo")
    window.open(key, "appraise")
    settle()
    do_act(window, "intake.take_supplement")
    assert office.see(key).state == "IN_APPRAISAL"


def test_refusal_at_intake(office, at):
    key = office.draft()
    window = at("canbo")
    window.open(key, "intake")
    settle()
    window.shell.press("refuse")
    answer_reason(window, "Không thuộc thẩm quyền")
    assert office.see(key).state == "REJECTED_AT_INTAKE"


def test_the_approver_sees_the_mark_as_it_will_be_signed(office, at):
    window = at("lanhdao")
    window.open(office.submitted(), "approve")
    settle()
    frame = window.shell.page.document.area._paper.frame
    name = office.office.staff.officer("lanhdao").full_name
    assert frame.lines == office.office.signer.mark_of("approver", name).lines
    assert not frame.picture


def test_the_clerk_sees_the_seal_where_it_will_stand(office, at):
    key = office.approved()
    before = office.see(key).result
    window = at("vanthu")
    window.open(key, "agency_sign")
    settle()
    paper = window.shell.page.document.area._paper
    page, *place = before.places["ConDau"]
    frame = paper.frame
    assert (paper.document, paper.page) == (before.file.sha256, page)
    assert [frame.x_mm, frame.y_mm, frame.width_mm, frame.height_mm] == [
        pytest.approx(side / 72 * 25.4, abs=0.06) for side in place
    ]
    agency = office.office.facts.agency_name
    assert frame.lines == office.office.signer.mark_of("agency", agency).lines
    office.do("agency_sign", "seal", key, "vanthu")
    window.open(key, "agency_sign")
    settle()
    assert window.shell.page.document.area._paper.frame is None


def test_send_back_from_approval(office, at):
    key = office.submitted()
    window = at("lanhdao")
    window.open(key, "approve")
    settle()
    window.shell.press("send_back_appraise")
    answer_reason(window, "Thiếu căn cứ")
    assert office.see(key).state == "IN_APPRAISAL"
    assert office.rows(key)[-1] == "T14"


def test_payment_before_return(office, at):
    key = office.sealed()
    window = at("traketqua")
    window.open(key, "return_result")
    settle()
    do_act(
        window, "intake.assess_fee", name="Lệ phí", amount="150.000", legal_basis="NQ 10/2024",
        when="before_return",
    )  # fmt: skip
    do_act(window, "return_result.request_payment")
    assert office.see(key).state == "PAYMENT_REQUESTED"
    do_act(window, "return_result.record_payment", receipt="AA-1", method="cash")
    dossier = office.see(key)
    assert (dossier.state, dossier.payment) == ("RESULT_READY", "paid")


def test_extension(office, at):
    key = office.appraised()
    window = at("lanhdao")
    window.open(key, "appraise")
    settle()
    sheet = do_act(window, "approve.extend", new_due_on="22/11/2026", reason="Cần xác minh")
    assert sheet.isVisible(), "a Sunday is refused, and the sheet says why"
    assert "ngày làm việc" in sheet.problem.text().lower()
    assert sheet.values()["reason"] == "Cần xác minh", "what was typed stands"
    fill(sheet, {"new_due_on": "23/11/2026"})
    sheet.accept.click()
    settle()
    assert office.see(key).due_at.date().isoformat() == "2026-11-23"


def test_withdrawal_and_stop(office, at):
    key = office.appraised()
    window = at("canbo")
    window.open(key, "appraise")
    settle()
    do_act(window, "intake.request_withdrawal", reason="Đổi nhu cầu")
    assert office.see(key).state == "WITHDRAWAL_REQUESTED"
    window = at("lanhdao")
    window.open(key, "appraise")
    settle()
    sheet = do_act(window, "approve.stop", reason="Theo đề nghị")
    assert sheet.isVisible()
    fill(sheet, {"originals_returned": True})
    sheet.accept.click()
    settle()
    assert office.see(key).state == "STOPPED"


def test_online_intake(office, at):
    key = office.draft(channel="online")
    office.complete(key)
    window = at("canbo")
    window.dashboard.filter_by("online")
    assert [row.key for row in window.dashboard.state.rows] == [key]
    window.open(key, "intake")
    settle()
    window.shell.press("receive")
    settle()
    assert office.see(key).state == "IN_APPRAISAL", "received, and passed on at once"
    assert office.rows(key) == ["T04", "T08"]


def test_a_paper_of_the_store_is_offered_and_used_with_one_key(office, at):
    """R-5B-15, R-5B-23: after the identity is known, without a scan."""
    office.stores.holds = [a_held_paper()]
    key = office.draft()
    window = at("canbo")
    window.open(key, "intake")
    settle()
    window.intake.identify("027090000123")
    settle()
    parts = {part.id: part for part in window.intake.state.dossier.components}
    assert parts["land_paper"].status == "in_store"
    assert "CH 01234" in parts["land_paper"].reason
    window.intake.papers.choose_component("land_paper")
    window.intake.papers.reuse()
    settle()
    reuse = office.see(key).component("land_paper").reuse
    assert (reuse.source, reuse.source_id, reuse.dated) == ("provincial", "1", "2025-01-01")
    parts = {part.id: part for part in window.intake.state.dossier.components}
    assert parts["land_paper"].status == "reused"


def test_the_citizens_answer_is_kept_with_the_digest_of_the_block(office, at):
    key = office.draft()
    office.fill(key)
    window = at("canbo")
    window.open(key, "intake")
    settle()
    shown = {"Họ và tên": "Lê Văn Mẫu"}
    window.intake.confirm_block("applicant", shown, agrees=True)
    settle()
    (kept,) = office.see(key).confirmations
    assert (kept.block, kept.agrees, kept.sha256) == ("applicant", True, shown_digest(shown))


def test_slips_are_signed_from_the_window(office, at):
    """TT 01/2018 Art. 10(1)(d): the PIN is asked once, the signed file is the one that is kept."""
    key = office.appraised()
    before = [slip.file.sha256 for slip in office.see(key).slips]
    window = at("thamdinh")
    window.open(key, "appraise")
    settle()
    do_act(window, "intake.sign_slips")
    pin = window.shell.work.pin_sheet
    assert pin.isVisible(), window.shell.work.act_sheet.problem.text()
    assert all(not slip.signatures for slip in office.see(key).slips), "nothing before the PIN"
    pin.pin.setText("123456")
    pin.confirm()
    settle()
    slips = office.see(key).slips
    assert all(slip.signatures for slip in slips)
    assert [slip.earlier[0].sha256 for slip in slips] == before


def test_a_paper_result_is_digitised_and_signed_from_the_window(office, at, tmp_path):
    """R-5B-75."""
    key = office.submitted()
    terms(office, key, result_is_physical=True)
    office.do(
        "approve", "record_physical_result", key, "lanhdao", number="12/GP", signed_by="Chủ tịch",
        signed_on="2026-11-09",
    )  # fmt: skip
    scan = tmp_path / "kết quả.pdf"
    scan.write_bytes(b"%PDF quet")
    window = at("traketqua")
    window.open(key, "return_result")
    settle()
    do_act(window, "return_result.digitise_result", files=str(scan))
    window.shell.work.pin_sheet.pin.setText("123456")
    window.shell.work.pin_sheet.confirm()
    settle()
    result = office.see(key).result
    assert result.physical_copy
    assert result.file is not None


def test_only_what_role_and_state_allow_is_offered(office, at):
    key = office.appraised()
    window = at("thamdinh")
    offers = {o.key for o in window.desk.other.offers(key)}
    assert "appraise.pass_to_agency" in offers
    assert not offers & {"approve.extend", "intake.request_withdrawal", "return_result.archive"}
    window = at("lanhdao")
    assert "approve.extend" in {o.key for o in window.desk.other.offers(key)}


def test_wrong_input_is_told_and_nothing_happens(office, at):
    key = office.appraised()
    window = at("lanhdao")
    window.open(key, "appraise")
    settle()
    sheet = do_act(window, "approve.extend", new_due_on="hôm nào đó", reason="x")
    assert sheet.isVisible()
    assert "new_due_on" in sheet.problem.text()
    sheet.reject()
    assert office.see(key).extension is None


def test_every_offer_has_its_words(qapp):
    from desk_app.texts import Texts
    from desk_app.ui.connect.acts import OFFERED

    for language in ("vi", "en"):
        words = Texts(language)
        for step, name, fields, _ in OFFERED:
            assert words.has(f"ui.other.{step}.{name}"), name
            for field in fields:
                assert words.has(f"ui.other.field.{field.id}"), field.id
                for choice in field.choices:
                    assert words.has(f"ui.other.choice.{choice or 'empty'}"), choice


def test_a_signed_electronic_original_is_taken_whole(office, at, tmp_path):
    """R-5B-64: what the applicant brings on a stick instead of paper, by the key that adds a file."""
    key = office.draft()
    data = "<HoSo>Đỗ Thị Mẫu</HoSo>\n%sig applicant 1a2b".encode()
    file = tmp_path / "Tờ khai đã ký.xml"
    file.write_bytes(data)
    window = at("canbo")
    window.open(key, "intake")
    settle()
    component = window.intake.state.component
    window.shell.press("add_file")
    settle()
    dialog = window.shell.findChild(QFileDialog, "fileDialog")
    assert "*.xml" in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(file))
    settle()
    taken = office.see(key).component(component)
    assert taken.is_signed_original
    assert (taken.file.name, taken.file.sha256) == (file.name, hashlib.sha256(data).hexdigest())


def test_an_open_dossier_of_the_same_person_is_shown_beside_and_blocks_nothing(office, at):
    """F01-09: same identifier, same procedure, still open: a warning that names both."""
    first = office.received()
    other = office.draft(applicant={"identifier": "027090000999", "full_name": "Trần Thị Khác"})
    second = office.complete(office.draft())
    window = at("canbo")
    window.open(other, "intake")
    settle()
    assert window.intake.state.dossier.twins == ()
    window.open(second, "intake")
    settle()
    (twin,) = window.intake.state.dossier.twins
    assert twin.code == str(office.see(first).code)
    banner = window.pages["intake_page"].banner
    assert banner.isVisible()
    text = banner._text.text()
    assert twin.code in text
    office.do("intake", "receive", second, "canbo")
    assert str(office.see(second).state) == "ACCEPTED"


def test_what_intake_issues_reaches_the_printer(office, at):
    key = office.draft()
    window = at("canbo")
    window.open(key, "intake")
    settle()
    window.shell.press("supplement")
    answer_reason(window, "Thiếu bản vẽ")
    slips = office.see(key).slips
    assert [slip.key for slip in slips] == ["evaluation", "supplement_request"]
    sent = [(printer, copies, pdf) for printer, _, copies, pdf in window.spooler.sent]
    papers = [office.office.papers.read(slip.file.sha256) for slip in slips]
    assert sent == [("quay-1", 1, papers[0]), ("quay-1", 2, papers[1])]


@pytest.mark.parametrize(
    ("typed", "method", "sign"),
    [("number", "card_seen", "match_applicant"), ("code", "slip_code", "by_slip")],
)
def test_how_the_recipient_was_seen_is_what_is_recorded(office, at, typed, method, sign):
    key = office.sealed()
    window = at("traketqua")
    window.open(key, "return_result")
    settle()
    dossier = office.see(key)
    text = {"number": dossier.applicant.identifier, "code": dossier.shown_code}[typed]
    window.return_result.pick_up(text)
    settle()
    page = window.pages["return_page"]
    assert page.match.text() == window.words.label(f"ui.return.{sign}")
    window.return_result.hand_over()
    settle()
    handed = [event for event in office.enquiries.events(key) if event.kind == "result_returned"]
    assert [event.data["method"] for event in handed] == [method]
