"""Acts on papers at intake: backs of a pile, pages side by side, size, the list of scanners."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui.contract import DocumentRef, PaperNote, PaperSize
from desk_app.ui.contract.intake import ScanEnd
from desk_app.ui.steps.intake.compare_sheet import CompareSheet
from tests.kit.ui.window import begin_intake, settle

pytestmark = pytest.mark.ui


def part(window, **changes):
    """The chosen component, changed as the application would give it."""
    intake = window.intake
    parts = tuple(
        replace(each, **changes) if each.id == intake.state.component else each
        for each in intake.state.parts
    )
    intake.show(dossier=replace(intake.state.dossier, components=parts), sheet=0)
    settle()
    return window.shell.page


def test_backs_are_scanned_at_the_second_press_and_undone(window):
    begin_intake(window)
    intake, page = window.intake, window.shell.page
    pages = len(intake.state.sheets)
    window.shell.press("scan_backs")
    assert intake.state.turns_pile
    assert len(intake.state.sheets) == pages
    assert page.banner.isVisible()
    window.shell.press("scan_backs")
    assert not intake.state.turns_pile
    assert len(intake.state.sheets) == 2 * pages
    window.shell.press("undo")
    window.shell.press("undo")
    assert len(intake.state.sheets) == pages


def test_another_paper_ends_the_talk_about_backs(window):
    begin_intake(window)
    window.shell.press("scan_backs")
    window.intake.papers.choose_component("birth_paper")
    assert not window.intake.state.turns_pile


def test_a_scan_that_ends_in_a_jam_is_no_job_done(window, monkeypatch):
    begin_intake(window)
    jam = ScanEnd(pages=1, ending="jam", problem="scanner.jam", facts={"sheet": 2})
    monkeypatch.setattr(window.desk.intake, "scan", lambda *given: jam)
    window.shell.press("scan")
    settle()
    assert window.intake.state.failure.code == "scanner.jam"
    assert window.jobs.jobs[0].ending == "failed"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_two_pages_side_by_side_are_kept_unless_the_officer_says_otherwise(window, key):
    """The focus is on "keep both": neither Esc nor Enter drops a page by accident."""
    begin_intake(window)
    note = PaperNote(
        code="intake.note_given_before",
        facts={"dossier": "H21.14-260901-0003"},
        page=0,
        other=DocumentRef(id="form", name="H21.14-260901-0003", pages=1),
    )
    page = part(window, notes=(note,))
    left = len(window.intake.state.sheets)
    window.shell.press("compare_pages")
    settle()
    sheet = page.window().findChild(CompareSheet)
    assert sheet.isVisible()
    QTest.keyClick(sheet, key)
    settle()
    assert not sheet.isVisible()
    assert len(window.intake.state.sheets) == left
    window.shell.press("compare_pages")
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    settle()
    assert len(window.intake.state.sheets) == left - 1
    window.shell.press("undo")
    assert len(window.intake.state.sheets) == left


def test_two_papers_that_differ_open_at_their_places_and_both_stay(window):
    begin_intake(window)
    boxes = ((10.0, 20.0, 60.0, 12.0), (30.0, 40.0, 50.0, 10.0))
    note = PaperNote(
        code="intake.note_differs_birth",
        facts={"who": "Lê Văn An", "here": "04/05/1994", "there": "14/05/1994", "paper": "CCCD"},
        page=0,
        other=DocumentRef(id="form", name="CCCD", pages=1),
        boxes=boxes,
    )
    page = part(window, notes=(note,))
    left = len(window.intake.state.sheets)
    window.shell.press("compare_pages")
    settle()
    sheet = page.window().findChild(CompareSheet)
    assert not sheet.accept.isVisible()
    assert "14/05/1994" in sheet.text.text()
    assert (sheet.here.area.paper.focus, sheet.other.area.paper.focus) == boxes
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    settle()
    assert sheet.isVisible()
    assert len(window.intake.state.sheets) == left
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    settle()
    assert not sheet.isVisible()


def test_without_a_page_to_compare_nothing_opens(window):
    begin_intake(window)
    window.shell.press("compare_pages")
    assert window.shell.page.window().findChild(CompareSheet) is None


def test_the_size_says_where_its_limit_is_from(window):
    begin_intake(window)
    size = PaperSize(used_bytes=1_234_000, most_bytes=20_000_000, pages_left=40)
    line = part(window, size=size).tray.size_line
    assert line.text().startswith("1,3/20 MB")
    assert line.text().endswith(window.words.label("ui.intake.size_from_settings"))
    line = part(window, size=replace(size, is_from_province=True)).tray.size_line
    assert "\n" not in line.text()
    assert window.words.label("ui.intake.size_from_province") in line.toolTip()
    part(window, size=None)
    assert line.isHidden()


def test_scanners_are_remembered_at_once_and_looked_for_later(window):
    """The window asks nobody at sign-in; the fresh look is a job of the background."""
    assert [each.uri for each in window.devices.found] == ["escl://10.0.0.21:80/eSCL"]
    told = []
    window.devices.changed.connect(told.append)
    window.devices.look()
    assert [each.uri for each in told[-1]] == ["escl://10.0.0.21:80/eSCL", "folder:/srv/quet"]
    window.devices.look()
    assert len(told) == 1, "an unchanged list is not told again"
    window.go("settings")
    page = window.shell.page
    assert page.device.offers.choices[1] == "Thư mục của máy đa năng · folder:/srv/quet"
    page._device_committed("Thư mục của máy đa năng · folder:/srv/quet")
    assert page.device.value() == "folder:/srv/quet"


def test_an_address_typed_by_hand_stays_though_no_search_finds_it(window):
    """F02-04: where discovery is blocked the address is typed, kept, and never written over."""
    typed = "escl://10.9.8.7:80/eSCL"
    window.go("settings")
    page = window.shell.page
    page._device_committed(typed)
    assert page.device.value() == typed
    window.devices.look()
    assert typed not in {each.uri for each in window.devices.found}
    window.go("dashboard")
    window.go("settings")
    assert window.shell.page.device.value() == typed
