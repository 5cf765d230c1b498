"""What is said to a screen reader without its asking: what, in which order, and how often."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from desk_app.ui.common import announce
from desk_app.ui.common.labels import Banner, EmptyState
from tests.kit.ui.window import begin_intake, settle, show

pytestmark = pytest.mark.ui


@pytest.fixture
def heard(qapp, monkeypatch):
    """Somebody listens; nobody waits long for a turn."""
    said = []
    monkeypatch.setattr(announce, "is_heard", lambda: True)
    monkeypatch.setattr(announce, "tell", lambda about, text, manner: said.append((manner, text)))
    monkeypatch.setattr(announce, "EVERY_MS", 60)
    monkeypatch.setattr(announce, "REST_MS", 30)
    yield said
    voice = qapp.findChild(QObject, "voice")
    if voice is not None:
        delete(voice)


@pytest.fixture
def labels(qtbot):
    made = [QLabel(str(number)) for number in range(3)]
    for label in made:
        qtbot.addWidget(label)
        label.show()
    return made


def test_what_went_wrong_is_said_first_and_the_rest_in_its_turn(qtbot, heard, labels):
    announce.politely(labels[0], "12 results")
    announce.politely(labels[1], "saved")
    announce.at_once(labels[2], "no network")
    assert heard == [("at_once", "no network")]
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard[1:] == [("polite", "12 results"), ("polite", "saved")]


def test_what_went_wrong_does_not_wait_behind_a_result(qtbot, heard, labels, monkeypatch):
    monkeypatch.setattr(announce, "EVERY_MS", 60_000)
    announce.politely(labels[0], "12 results")
    qtbot.waitUntil(lambda: bool(heard))
    announce.at_once(labels[1], "no network")
    assert heard == [("polite", "12 results"), ("at_once", "no network")]


def test_what_went_wrong_does_not_cut_off_what_else_went_wrong(qtbot, heard, labels):
    announce.at_once(labels[0], "no network")
    announce.at_once(labels[1], "no token")
    assert heard == [("at_once", "no network")]
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == ("at_once", "no token")


def test_of_one_widget_only_the_last_is_said(qtbot, heard, labels):
    for number in range(4):
        announce.politely(labels[0], f"{number} results")
    announce.politely(labels[1], "saved")
    announce.withdraw(labels[1])
    announce.politely(labels[2], "the end")
    qtbot.waitUntil(lambda: ("polite", "the end") in heard)
    assert heard == [("polite", "3 results"), ("polite", "the end")]


def test_what_has_gone_out_of_sight_is_not_said(qtbot, heard, labels):
    announce.politely(labels[0], "gone")
    announce.politely(labels[1], "here")
    labels[0].hide()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("polite", "here")]


def test_nothing_is_said_where_nobody_listens(qtbot, heard, labels, monkeypatch):
    monkeypatch.setattr(announce, "is_heard", lambda: False)
    announce.at_once(labels[0], "no network")
    announce.politely(labels[1], "saved")
    qtbot.wait(3 * announce.REST_MS)
    monkeypatch.setattr(announce, "is_heard", lambda: True)  # what was said before is over
    announce.politely(labels[2], "the end")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("polite", "the end")]


def test_a_banner_is_heard_when_it_comes_and_not_when_it_stays(qtbot, heard):
    banner = Banner("banner")
    qtbot.addWidget(banner)
    for _ in range(3):
        banner.show_message("err", "alert-circle", "try again", title="no network")
    assert heard == [("at_once", "no network try again")]
    banner.show_message("ok", "check-circle", "sent")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == ("polite", "sent")


def test_a_step_that_is_done_is_heard_once(qtbot, heard, labels):
    state = EmptyState("done")
    qtbot.addWidget(state)
    state.show()
    for _ in range(3):
        state.show_done("received")
    announce.politely(labels[0], "the end")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == ("polite", "received")


def test_a_draft_that_is_kept_by_its_key_is_heard(qtbot, heard, window):
    show(window, "intake")
    del heard[:]
    window.intake.form.edit("phone", "0981234567")
    window.intake.form.save()
    window.shell.press("save_draft")
    qtbot.waitUntil(lambda: any("lưu" in words for _, words in heard))
    assert len([words for _, words in heard if "lưu" in words]) == 1, heard


def test_the_number_of_results_is_heard_when_the_search_rests(qtbot, heard, window, labels):
    show(window, "dashboard")
    for text in ("n", "ng", "ngu", "nguy"):
        window.search(text)
    qtbot.waitUntil(lambda: bool(heard))
    note = window.pages["dashboard"].filters.note.text()
    window.dashboard.refresh()
    settle()
    announce.politely(labels[0], "the end")
    qtbot.waitUntil(lambda: ("polite", "the end") in heard)
    assert heard == [("polite", note), ("polite", "the end")]


def test_an_appraisal_that_is_kept_by_its_key_is_heard(qtbot, heard, window):
    show(window, "appraise")
    del heard[:]
    window.appraise.write_opinion("Đủ điều kiện")
    window.appraise.save()
    for _ in range(2):  # also when nothing is left to keep
        window.shell.press("save_draft")
    qtbot.waitUntil(lambda: any("lưu" in words for _, words in heard))
    assert heard == [("polite", "Đã lưu thẩm định 14:08")]


def test_an_agency_that_was_asked_is_heard(qtbot, heard, window):
    show(window, "appraise")
    del heard[:]
    window.shell.press("ask_opinion")
    window.shell.work.reason_sheet.text.setPlainText("Công an xã\nXin xác nhận nơi cư trú")
    window.shell.work.reason_sheet.confirm()
    qtbot.waitUntil(lambda: bool(heard))
    assert ("polite", "Đã gửi xin ý kiến Công an xã") in heard


def test_a_job_whose_end_no_banner_tells_is_heard(qtbot, heard, window):
    begin_intake(window)
    settle()
    qtbot.waitUntil(lambda: any("xong" in words for _, words in heard))
    assert ("polite", "Nhận dạng chữ · 1/1 trang: xong") in heard


def test_an_act_on_all_that_is_ticked_is_heard(qtbot, heard, window):
    show(window, "dashboard")
    window.dashboard.filter_by("office")
    for row in window.dashboard.state.rows[4:7]:
        window.selection.tick(row.key)
    del heard[:]
    window.shell.press("print_selected")
    qtbot.waitUntil(lambda: any("in giấy hẹn" in words for _, words in heard))
