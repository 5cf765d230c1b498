"""A place on a page is chosen with the mouse or with keys alone; the words are asked, and kept beside the paper."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.kit.ui.window import STEP_DOSSIERS, settle

pytestmark = pytest.mark.ui


@pytest.fixture(params=["approve", "appraise"])
def page(request, window):
    window.open(STEP_DOSSIERS[request.param], request.param)
    settle()
    opened = window.shell.page
    assert opened.document.area.is_loaded
    return opened


def notes_of(window, page):
    model = window.approve if page.scope == "approve" else window.appraise
    return model.state.notes


def answer(window, text):
    sheet = window.shell.work.reason_sheet
    assert sheet.isVisible()
    sheet.text.show_value(text)
    sheet.confirm()
    settle()


def drag(area, start, end):
    view = area.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    settle()


def test_a_rectangle_is_dragged_with_the_mouse(window, page):
    area = page.document.area
    _, on_screen = area._scaling()
    drag(area, QPoint(60, 80), QPoint(220, 120))
    answer(window, "Thiếu tên đường")
    (note,) = notes_of(window, page)
    x, y, width, height = note.place
    assert x * on_screen.width() + on_screen.left() == pytest.approx(60, abs=1.5)
    assert y * on_screen.height() + on_screen.top() == pytest.approx(80, abs=1.5)
    assert width * on_screen.width() == pytest.approx(160, abs=1.5)
    assert height * on_screen.height() == pytest.approx(40, abs=1.5)
    assert note.text == "Thiếu tên đường"
    assert [mark.place for mark in area.paper.notes] == [note.place]


def test_only_the_left_button_drags(window, page):
    view = page.document.area.viewport()
    QTest.mousePress(view, Qt.MouseButton.RightButton, pos=QPoint(60, 80))
    QTest.mouseMove(view, QPoint(220, 120))
    QTest.mouseRelease(view, Qt.MouseButton.RightButton, pos=QPoint(220, 120))
    assert not window.shell.work.reason_sheet.isVisible()
    assert view.cursor().shape() is Qt.CursorShape.CrossCursor


def test_a_click_is_no_place(window, page):
    drag(page.document.area, QPoint(60, 80), QPoint(61, 80))
    assert not window.shell.work.reason_sheet.isVisible()
    assert notes_of(window, page) == ()


def test_keys_alone_choose_move_size_and_write(window, page):
    area = page.document.area
    window.shell.press("add_note")
    assert window.shell.focusWidget() is area
    assert area.accessibleDescription()
    before = area._pick.place
    for key, modifier in (
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(area, key, modifier)
    after = area._pick.place
    moved = [now - was for now, was in zip(after, before, strict=True)]
    assert moved == pytest.approx([0.05, 0.01, 0.0, 0.01])
    QTest.keyClick(area, Qt.Key.Key_Return)
    answer(window, "Sai ngày")
    assert [note.place for note in notes_of(window, page)] == [after]


def test_escape_leaves_the_page_as_it_was(window, page):
    window.shell.press("add_note")
    window.shell.press("escape")
    assert page.document.area._pick.box is None
    assert not page.document.area.end_pick()
    assert notes_of(window, page) == ()


def test_enter_ticks_and_delete_takes_back(window, page):
    drag(page.document.area, QPoint(60, 80), QPoint(220, 120))
    answer(window, "Sai ngày")
    window.shell.press("next_note")
    settle()
    assert window.shell.focusWidget() is page.notes.lines
    QTest.keyClick(page.notes.lines, Qt.Key.Key_Return)
    settle()
    assert notes_of(window, page)[0].done_by
    QTest.keyClick(page.notes.lines, Qt.Key.Key_Return)
    settle()
    assert not notes_of(window, page)[0].done_by
    QTest.keyClick(page.notes.lines, Qt.Key.Key_Delete)
    settle()
    assert notes_of(window, page) == ()
    assert not page.notes.isVisible()
