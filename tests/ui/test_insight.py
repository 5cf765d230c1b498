"""Why this date, what is missing, what a shift leaves: asked by key or by a click on the date."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui.common.item_list import ITEM_ROLE
from desk_app.ui.guide import hints_of
from tests.kit.ui.window import STEP_DOSSIERS, settle, show

pytestmark = pytest.mark.ui


def lines_of(window):
    model = window.shell.work.insight.lines.model()
    return [model.data(model.index(row, 0), ITEM_ROLE) for row in range(model.rowCount())]


def said(window):
    return window.shell.work.insight.said.text()


def test_a_click_on_the_date_explains_each_day(window):
    show(window, "dashboard")
    preview = window.shell.page.preview
    QTest.mouseClick(preview.due, Qt.MouseButton.LeftButton)
    settle()
    panel = window.shell.work.insight
    assert panel.isVisible()
    lines = lines_of(window)
    assert [line.trailing for line in lines[:5]] == ["", "ngày 1", "", "", "ngày 2"]
    assert lines[2].remark == "ngày lễ, Ngày Văn hóa"
    assert lines[3].remark == "đồng hồ dừng"
    window.shell.press("escape")
    assert not panel.isVisible()


def test_another_page_takes_the_answer_away(window):
    show(window, "dashboard")
    window.shell.press("shift_page")
    settle()
    assert window.shell.work.insight.isVisible()
    window.go("sync")
    assert not window.shell.work.insight.isVisible()


def test_a_lesson_tells_times_and_what_to_do_here(window):
    """R-5B-73: the five steps with their times, the one in hand marked, then the guide's advice."""
    window.open(STEP_DOSSIERS["appraise"], "appraise")
    settle()
    window.shell.press("lesson")
    settle()
    lines = lines_of(window)
    assert [line.trailing for line in lines[:5]] == ["4 phút 14 giây", "1 phút 36 giây", "", "", ""]
    assert [bool(line.spoken_state) for line in lines[:5]] == [False, True, False, False, False]
    assert tuple(line.text for line in lines[5:]) == hints_of("appraise")
    assert "5 phút 50 giây" in said(window)
    assert "1 lần" in said(window)


def test_before_closing_says_what_does_not_count_yet(window):
    window.open(STEP_DOSSIERS["return_result"], "return_result")
    settle()
    window.shell.press("before_closing")
    settle()
    assert "Chưa được tính cho 2 chỉ số, vì:" in said(window)
    assert [line.trailing for line in lines_of(window)] == ["", "chỉ số 4.3", "chỉ số 4.5"]
