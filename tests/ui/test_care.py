"""The page of the data's safety: what it says, what runs when, what a finding does elsewhere."""

import datetime as dt
from dataclasses import replace

import pytest

from desk_app.domain.errors import IntegrityError, UnavailableError
from desk_app.ui.shell.care_view_model import CareViewModel
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.sample_desk import NOW, CareKept
from tests.kit.ui.window import close_window, open_window, settle, show

pytestmark = pytest.mark.ui


@pytest.fixture
def model(qapp):
    care = CareKept()
    made = CareViewModel(care, InlineTaskRunner(), lambda: NOW)
    made.look()
    return made


def test_nothing_runs_while_nothing_is_due(model):
    model.look_after()
    assert model._care.ran == []


def test_an_old_audit_comes_before_a_due_backup(model):
    care = model._care
    care.standing_now = replace(
        care.standing_now, audited_at=NOW - dt.timedelta(days=2), next_backup_at=NOW
    )
    model.look()
    model.look_after()
    assert care.ran == ["check"]
    care.standing_now = replace(care.standing_now, audited_at=NOW)
    model.look()
    model.look_after()
    assert care.ran == ["check", "backup"]


def test_a_backup_that_failed_is_told_and_not_tried_again_at_once(model):
    care, alarms = model._care, []
    model.alarmed.connect(alarms.append)
    care.standing_now = replace(care.standing_now, next_backup_at=NOW)
    care.fails = UnavailableError("backup.disk_full", {"folder": "E:/"})
    model.look()
    model.look_after()
    model.look_after()
    assert care.ran == ["backup"]
    assert alarms[-1].code == "backup.disk_full"
    assert model.state.failure.code == "backup.disk_full"


def test_a_finding_stands_on_the_work_queue_until_it_is_right(window):
    care = window.desk.care
    care.standing_now = replace(
        care.standing_now,
        problems=(("audit.event_changed", {"dossier": "H02.15-261118-0031", "seq": 3}),),
        problem_count=1,
    )
    window.care.check()
    show(window, "dashboard")
    banner = window.pages["dashboard"]._banner
    assert banner.isVisible()
    assert "H02.15-261118-0031" in banner._title.text()
    care.standing_now = replace(care.standing_now, problems=(), problem_count=0)
    window.care.check()
    settle()
    assert not banner.isVisible()


def test_the_place_of_backups_is_set_on_the_page(window, tmp_path):
    show(window, "care")
    page = window.pages["care"]
    page.folder.setFocus()
    page.folder.setText(str(tmp_path))
    page.folder.commit()
    assert window.desk.care.standing_now.backup_folder == str(tmp_path)


@pytest.fixture
def signed_out(sample):
    opened = open_window(sample, signed_in=False)
    yield opened
    close_window(opened)


def test_a_backup_comes_back_where_nobody_has_signed_in(signed_out):
    window = signed_out
    window.examine()
    settle()
    window.shell.press("open_care")
    settle()
    page = window.pages["care"]
    assert page.back.isVisible()
    assert not page.plan.isVisible()
    page._model.choose(place="E:/Sao lưu", key="F:/khoa.txt")
    window.shell.press("rehearse_restore")
    window.shell.press("restore_desk")
    assert window.entry.care.ran == ["rehearsal", "restore"]
    assert "1842" in page.banner._text.text()
    window.shell.press("escape")
    settle()
    assert window.shell.page is window.pages["doctor"]
    window.sign_in.sign_in("lethuha", "mat-khau")
    settle()
    show(window, "care")
    assert window.pages["care"].plan.isVisible()


def test_an_offered_update_is_looked_at_and_taken_with_two_keys(window):
    show(window, "care")
    page, care = window.pages["care"], window.desk.care
    assert page.bundle.value().endswith("cap-nhat-112026.zip")
    window.shell.press("take_update")
    assert care.ran == []
    window.shell.press("look_update")
    settle()
    assert "3 thủ tục" in page.offer.text()
    assert "0.2.0" in page.offer.text()
    window.shell.press("take_update")
    settle()
    assert care.ran == ["look_update", "take_update"]
    assert "0.2.0" in page.banner._text.text()
    assert page.bundle.value() == page.offer.text() == ""


def test_the_way_back_is_a_button_and_only_where_there_is_one(window):
    show(window, "care")
    page, care = window.pages["care"], window.desk.care
    page.undo.click()
    settle()
    assert care.ran == ["undo_update"]
    assert "0.0.9" in page.banner._text.text()
    care.standing_now = replace(care.standing_now, has_before=False)
    window.care.look()
    settle()
    assert not page.undo.isEnabled()


def test_a_refused_bundle_is_told_and_nothing_can_be_taken(model):
    care = model._care
    care.fails = IntegrityError("update.not_by_publisher", {"file": "a.zip"})
    model.choose_update("E:/a.zip")
    assert model.state.failure.code == "update.not_by_publisher"
    model.take_update()
    assert care.ran == ["look_update"]


def test_a_signature_that_no_longer_holds_stands_on_the_work_queue(window):
    care = window.desk.care
    care.standing_now = replace(
        care.standing_now, broken=2, first_broken=("H02.15-261118-0031", "tờ khai.pdf")
    )
    window.care.look()
    show(window, "dashboard")
    banner = window.pages["dashboard"]._banner
    assert banner.isVisible()
    assert "tờ khai.pdf, hồ sơ H02.15-261118-0031" in banner._title.text()
