"""Sent back with notes on pages: written at a place, carried with the reason, seen, ticked; the file stays."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.errors import DeskError
from desk_app.ui.common.item_list import ITEM_ROLE
from tests.kit.ui.office_window import answer_reason, do_act
from tests.kit.ui.window import settle

SPOT = (0.2, 0.3, 0.4, 0.05)
WORDS = "Ngày sinh của Nguyễn Văn Mốt chưa khớp"


def noted(office, key, user="lanhdao", paper="result", **more):
    given = {"paper": paper, "page": 0, "place": list(SPOT), "text": WORDS} | more
    return office.do("appraise", "add_note", key, user, **given)


def kinds(office, key):
    return [e.kind for e in office.enquiries.events(office.see(key).id) if "note" in e.kind]


def refused(code, call, *args, **known):
    with pytest.raises(DeskError) as caught:
        call(*args, **known)
    assert caught.value.code == code


def test_notes_go_back_with_the_reason_and_the_file_keeps_every_byte(office):
    key = office.submitted()
    before = office.see(key).result.file
    data = office.papers.read(before.sha256)
    noted(office, key)
    noted(office, key, text="Viết hoa tên xã")
    assert office.see(key).result.file == before
    office.do("approve", "send_back", key, "lanhdao", reason="Sửa theo ghi chú")
    dossier = office.see(key)
    assert (dossier.state, dossier.result.file) == ("IN_APPRAISAL", before)
    assert office.papers.read(before.sha256) == data
    assert all(note.sent_at is not None for note in dossier.page_notes)
    back = next(e for e in office.enquiries.events(dossier.id) if e.kind == "sent_back")
    assert back.reason == "Sửa theo ghi chú"
    assert tuple(back.data["notes"]) == tuple(note.key for note in dossier.page_notes)


def test_everything_done_to_a_note_is_an_event_without_its_words(office):
    key = office.submitted()
    first = noted(office, key).facts["note"]
    second = noted(office, key).facts["note"]
    office.do("appraise", "drop_note", key, "lanhdao", note=second)
    office.do("approve", "send_back", key, "lanhdao", reason="Sửa")
    office.do("appraise", "tick_note", key, "thamdinh", note=first)
    office.do("appraise", "tick_note", key, "thamdinh", note=first, done=False)
    assert kinds(office, key) == [
        "page_note_added", "page_note_added", "page_note_dropped", "page_note_done", "page_note_reopened",
    ]  # fmt: skip
    events = office.enquiries.events(office.see(key).id)
    assert "Nguyễn Văn Mốt" not in repr(events)
    (note,) = office.see(key).page_notes
    assert (note.text, note.is_done) == (WORDS, False)


def test_notes_of_an_appraisal_go_with_the_request_to_supplement(office):
    key = office.appraised()
    part = next(c for c in office.see(key).components if c.file is not None)
    noted(office, key, "thamdinh", paper=part.key)
    points = [{"component": part.key, "what": "Chụp lại trang 1"}]
    office.do("appraise", "ask_to_supplement", key, "thamdinh", points=points, reason="Mờ")
    (note,) = office.see(key).page_notes
    assert note.sent_at is not None
    office.do("appraise", "tick_note", key, "canbo", note=note.key)
    assert office.see(key).page_notes[0].done_by == "canbo"


def test_what_is_refused_and_why(office):
    key = office.submitted()
    refused("notes.empty", noted, office, key, text=" ")
    refused("notes.outside_page", noted, office, key, place=[0.9, 0.1, 0.5, 0.1])
    refused("dossier.component", noted, office, key, paper="nothing")
    refused("notes.not_what_was_shown", noted, office, key, shown="0" * 64)
    refused("workflow.role", noted, office, key, "vanthu")
    refused("workflow.state", noted, office, office.approved(), "lanhdao")
    note = noted(office, key).facts["note"]
    refused(
        "notes.of_somebody_else", office.do, "appraise", "drop_note", key, "thamdinh", note=note
    )
    office.do("approve", "send_back", key, "lanhdao", reason="Sửa")
    refused("notes.sent_already", office.do, "appraise", "drop_note", key, "lanhdao", note=note)


def lines(listed):
    model = listed.lines.model()
    return [model.data(model.index(row, 0), ITEM_ROLE) for row in range(model.rowCount())]


@pytest.mark.ui
def test_from_the_approver_to_the_appraiser_through_the_window(office, at):
    key = office.submitted()
    window = at("lanhdao")
    window.open(key, "approve")
    settle()
    page = window.shell.page
    assert not page.notes.isVisible()
    page.document.area.picked.emit(SPOT)
    answer_reason(window, WORDS)
    settle()
    assert page.notes.isVisible()
    assert [line.text for line in lines(page.notes)] == [f"1. {WORDS}"]
    assert page.document.area.paper.notes[0].place == SPOT
    window.shell.press("send_back_appraise")
    settle()
    assert "1 ghi chú" in window.shell.work.reason_sheet.sentence.text()
    answer_reason(window, "Sửa theo ghi chú")
    assert office.see(key).state == "IN_APPRAISAL"

    window = at("thamdinh")
    window.open(key, "appraise")
    settle()
    page = window.shell.page
    (line,) = lines(page.notes)
    assert line.text == f"1. {WORDS}"
    assert "trang 1" in line.remark
    window.shell.press("next_note")
    settle()
    assert window.appraise.state.component == "result"
    (mark,) = page.document.area.paper.notes
    assert (mark.place, mark.is_done, mark.is_chosen) == (SPOT, False, True)
    QTest.keyClick(page.notes.lines, Qt.Key.Key_Return)
    settle()
    (line,) = lines(page.notes)
    assert line.spoken_state == "đã xong"
    assert page.document.area.paper.notes[0].is_done
    assert office.see(key).page_notes[0].done_by == "thamdinh"
    assert "result" not in window.appraise.seen


@pytest.mark.ui
def test_the_appraiser_makes_the_draft_anew_before_it_goes_up_again(office, at):
    key = office.submitted()
    noted(office, key)
    office.do("approve", "send_back", key, "lanhdao", reason="Sửa")
    first = office.see(key).result.file
    window = at("thamdinh")
    window.open(key, "appraise")
    settle()
    do_act(window, "appraise.prepare_draft", summary="Đã sửa ngày sinh")
    result = office.see(key).result
    assert result.file.sha256 != first.sha256
    assert (result.summary, first in result.earlier) == ("Đã sửa ngày sinh", True)
    (line,) = lines(window.shell.page.notes)
    assert "đã được thay" in line.remark


@pytest.mark.ui
def test_a_note_on_a_draft_that_was_replaced_says_so_and_marks_nothing(office, at):
    key = office.submitted()
    noted(office, key)
    office.do("approve", "send_back", key, "lanhdao", reason="Sửa")
    before = office.see(key).result.file.sha256
    office.clock.at += dt.timedelta(hours=1)
    office.do("appraise", "prepare_draft", key, "thamdinh", summary="Đã sửa ngày sinh")
    office.do("appraise", "submit", key, "thamdinh")
    assert office.see(key).result.file.sha256 != before
    window = at("lanhdao")
    window.open(key, "approve")
    settle()
    page = window.shell.page
    (line,) = lines(page.notes)
    assert "đã được thay" in line.remark
    assert page.document.area.paper.notes == ()
    said = [(tone, code) for tone, code, _ in window.approve.state.item.remarks]
    assert ("warn", "ui.remark.notes_open") in said
