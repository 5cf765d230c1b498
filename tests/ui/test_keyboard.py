"""The steps by keyboard alone, counted (UI-01, UI-02), with the PIN beside."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desk_app.domain.errors import UnavailableError
from tests.kit.ui.typing import press, type_vi
from tests.kit.ui.window import STEP_DOSSIERS, begin_intake

pytestmark = pytest.mark.ui


class Keyboard:
    """Presses keys of the table and of lists, and counts them."""

    def __init__(self, window):
        self.window, self.count = window, 0

    def act(self, *actions):
        for action in actions:
            self.count += 1
            self.window.shell.press(action)
            QApplication.processEvents()

    def key(self, widget, key, text=""):
        self.count += 1
        press(widget, key, text)
        QApplication.processEvents()

    def pin(self, pin="123456"):
        sheet = self.window.shell.work.pin_sheet
        assert sheet.isVisible()
        type_vi(sheet.pin, pin, "keys")
        sheet.confirm()
        QApplication.processEvents()


@pytest.fixture
def keyboard(window):
    return Keyboard(window)


def test_intake_of_three_components_takes_at_most_twelve_keys(keyboard, window, sample):
    page = window.pages
    keyboard.act("new_dossier")
    intake = page["intake_page"]
    type_vi(intake.start.procedure, "khai sinh", "keys")
    keyboard.key(intake.start.procedure, Qt.Key.Key_Return)
    type_vi(intake.start.identity, "024190001234", "keys")
    keyboard.key(intake.start.identity, Qt.Key.Key_Return)
    keyboard.act("scan")
    assert window.intake.state.component == "birth_paper"
    keyboard.act("scan")
    window.intake.papers.choose_component("card")
    keyboard.key(intake.tray.list, Qt.Key.Key_Down)
    keyboard.key(intake.tray.list, Qt.Key.Key_Space, " ")
    keyboard.act("next_doubt", "accept_value", "accept_value")
    assert window.intake.state.attention == ()
    keyboard.act("receive")
    keyboard.pin()
    issued = window.intake.state.issued
    assert issued is not None
    assert issued.dossier.step == "appraise"
    assert sample.printing.printed == ["slip"]
    assert keyboard.count <= 12


def test_after_the_cards_code_the_same_field_asks_for_the_day_that_opens_its_chip(keyboard, window):
    window.go("new_dossier")
    window.intake.begin("1.001193")
    intake = window.pages["intake_page"]
    field = intake.start.identity
    type_vi(
        field, "024190001234|123456789|Nguyễn Thị Phương Đông|15021990|Nữ|Xã A|20062024", "keys"
    )
    keyboard.key(field, Qt.Key.Key_Return)
    assert window.intake.state.dossier.identified_by == "qr"
    assert not intake.start.isHidden()
    assert field.accessibleName() == "Đọc chip (không bắt buộc): ngày hết hạn thẻ"
    type_vi(field, "15/02/2030", "keys")
    keyboard.key(field, Qt.Key.Key_Return)
    assert window.intake.state.dossier.identified_by == "chip"
    assert intake.start.isHidden()


def test_appraisal_of_five_checks_takes_at_most_seven_keys(keyboard, window):
    window.open(STEP_DOSSIERS["appraise"], "appraise")
    keyboard.act("check_passed", "check_passed")
    window.appraise.choose_check("2")
    keyboard.act("check_passed", "submit")
    assert window.appraise.state.issued.dossier.step == "approve"
    assert keyboard.count <= 7


def test_approval_of_five_takes_at_most_eight_keys_and_one_login(keyboard, window, sample):
    window.open(STEP_DOSSIERS["approve"], "approve")
    page = window.pages["approve_page"]
    keyboard.key(page.list, Qt.Key.Key_Down)
    for _ in range(4):
        keyboard.key(page.list, Qt.Key.Key_Space, " ")
    keyboard.act("sign_selected")
    keyboard.pin()
    assert sample.pins_tried == ["123456"]
    assert window.approve.state.items == ()
    assert keyboard.count <= 8


def test_sealing_of_four_takes_two_keys_once_the_reason_is_given(keyboard, window, sample):
    window.open(STEP_DOSSIERS["agency_sign"], "agency_sign")
    keyboard.act("seal")
    reason = window.shell.work.reason_sheet
    assert reason.isVisible()
    type_vi(reason.text, "đã đối chiếu bản giấy", "keys")
    reason.confirm()
    keyboard.act("seal")
    keyboard.pin()
    assert window.agency_sign.state.issued is not None
    assert keyboard.count <= 2


def test_return_takes_at_most_three_keys_with_a_bar_code_reader(keyboard, window):
    window.open(STEP_DOSSIERS["return_result"], "return_result")
    field = window.pages["return_page"].pickup
    type_vi(field, "024190001234", "keys")
    keyboard.key(field, Qt.Key.Key_Return)
    keyboard.act("hand_over")
    assert window.return_result.state.issued.dossier.state == "RETURNED"
    assert keyboard.count <= 3


def test_a_wrong_pin_is_one_attempt_and_signs_nothing(keyboard, window, sample):
    window.open(STEP_DOSSIERS["approve"], "approve")
    keyboard.act("sign_selected")
    keyboard.pin("000000")
    assert sample.pins_tried == ["000000"]
    assert window.shell.work.pin_sheet.isVisible()
    assert "2" in window.shell.work.pin_sheet.problem.text()
    assert len(window.approve.state.items) == 5


def test_a_token_pulled_out_leaves_the_rest_ticked(keyboard, window, sample):
    window.open(STEP_DOSSIERS["approve"], "approve")
    for item in window.approve.state.items[1:]:
        window.approve.choose(item.key)
        window.approve.tick(item.key)
    sample.remove_token_after = 2
    keyboard.act("sign_selected")
    keyboard.pin()
    state = window.approve.state
    assert len(state.items) == 3
    assert len(state.to_sign) == 3
    assert state.failure.code == "signing.token_removed"
    sample.remove_token_after = None
    keyboard.act("sign_selected")
    keyboard.pin()
    assert window.approve.state.items == ()


def test_problems_are_listed_in_order_and_walked_once(keyboard, window):
    begin_intake(window)
    window.intake.form.edit("phone", "098123")
    keyboard.act("receive")
    state = window.intake.state
    assert state.attention == ("child_name", "place", "phone")
    assert state.focus == "child_name"
    seen = [state.focus]
    for _ in range(2):
        keyboard.act("next_doubt")
        seen.append(window.intake.state.focus)
    assert seen == ["child_name", "place", "phone"]
    form = window.pages["intake_page"].form
    assert len(form.summary._links) == 3


def test_undo_brings_back_the_same_values(keyboard, window):
    begin_intake(window)
    before = dict(window.intake.state.values)
    window.intake.form.jump("child_name")
    window.intake.form.edit("child_name", "TRẦN MINH ĐĂNG")
    window.intake.form.edit("sex", "female")
    keyboard.act("undo", "undo")
    after = {name: value for name, value in window.intake.state.values.items() if name in before}
    changed = {
        name
        for name in before
        if (before[name].value, before[name].confirmed)
        != (after[name].value, after[name].confirmed)
    }
    assert changed == set()
    keyboard.act("redo")
    assert window.intake.state.values["child_name"].value == "TRẦN MINH ĐĂNG"


def test_removed_pages_come_back(keyboard, window):
    begin_intake(window)
    pages = window.intake.state.sheets
    window.intake.papers.arrange("remove")
    assert len(window.intake.state.sheets) == len(pages) - 1
    keyboard.act("undo")
    assert window.intake.state.sheets == pages


def test_the_draft_is_saved_by_itself(qtbot, window, sample):
    begin_intake(window)
    window.intake.form.edit("phone", "0981234567")
    qtbot.waitUntil(lambda: sample.saved >= 1, timeout=1500)


def test_escape_stops_the_running_job(window, sample):
    begin_intake(window)
    window.runner.hold = True
    window.shell.press("scan")
    window.shell.press("escape")
    assert window.intake.state.job.is_stopping
    window.runner.hold = False
    window.runner.run_pending()
    assert window.intake.state.job is None


def test_f1_shows_the_keys_of_the_screen(window):
    window.shell.press("help")
    assert window.shell.work.help.isVisible()
    window.shell.press("escape")
    assert not window.shell.work.help.isVisible()


def test_offline_every_step_goes_on(keyboard, window, sample):
    sample.online = False
    test_return_takes_at_most_three_keys_with_a_bar_code_reader(keyboard, window)
    window.go("sync")
    assert all(item.answer or item.attempts == 0 for item in window.sync.state.items)


def test_the_outbox_leads_to_the_field_the_province_complained_of(window):
    window.go("sync")
    window.shell.press("fix_and_send")
    assert window.intake.state.focus == "place"


@pytest.mark.parametrize("text", ["dong", "đông", "ĐÔNG", "Đông"])
def test_a_search_without_accents_finds_the_same(window, text):
    window.search(text)
    found = [row.applicant for row in window.dashboard.state.rows]
    assert set(found) == {"Nguyễn Thị Phương Đông", "Ngô Quốc Việt"}
    assert found[0] == "Nguyễn Thị Phương Đông"


def test_the_cursor_goes_where_the_state_says(window):
    begin_intake(window)
    form = window.pages["intake_page"].form
    for _ in range(2):
        window.shell.press("next_doubt")
        assert window.shell.focusWidget() is form.field(window.intake.state.focus).input
    window.shell.press("accept_value")
    assert window.shell.focusWidget() is form.field(window.intake.state.focus).input


def test_a_value_is_read_aloud_in_groups(window, sample):
    begin_intake(window)
    window.intake.form.jump("req_id")
    window.shell.press("read_aloud")
    assert sample.said == [("0 2 4, 1 9 0, 0 0 1, 2 3 4", "vi")]


def test_jobs_of_the_sitting_are_listed(window):
    begin_intake(window)
    window.shell.press("jobs")
    panel = window.shell.work.jobs
    assert panel.isVisible()
    assert panel.lines.model().rowCount() >= 2
    window.shell.press("escape")
    assert not panel.isVisible()


def test_the_draft_holds_what_is_still_being_typed(qtbot, window, sample):
    begin_intake(window)
    field = window.pages["intake_page"].form.field("phone").input
    field.setFocus()
    seen = []
    kept = window.intake.intake.save_draft
    window.intake.intake.save_draft = lambda key, version, values: (
        seen.append(values["phone"].value) or kept(key, version, values)
    )
    type_vi(field, "0981234567", "keys")
    qtbot.waitUntil(lambda: "0981234567" in seen, timeout=3000)
    assert "phone" not in window.intake.state.values
    assert field.hasFocus()


def test_a_draft_stays_here_while_the_office_is_away_and_goes_back_by_itself(window, sample):
    """Told in words; nothing typed is lost; when the database answers the banner goes."""
    begin_intake(window)
    intake, kept = window.intake.intake, window.intake.intake.save_draft

    def away(key, version, values):
        raise UnavailableError("intake.kept_here", {"time": "14:05"})

    intake.save_draft = away
    window.intake.form.edit("phone", "0912000111")
    window.intake.form.save()
    assert window.intake.state.failure.code == "intake.kept_here"
    assert window.intake.state.values["phone"].value == "0912000111"
    assert "14:05" in window.pages["intake_page"].banner.accessibleName() + " ".join(
        label.text() for label in window.pages["intake_page"].banner.findChildren(QLabel)
    )
    again = window.intake.form._again
    assert again.isActive()
    saved = []
    intake.save_draft = lambda key, version, values: (
        saved.append(values["phone"].value),
        kept(key, version, values),
    )[1]
    again.timeout.emit()
    assert saved == ["0912000111"]
    assert window.intake.state.failure is None
    assert not again.isActive()
