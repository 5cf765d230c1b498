"""The page of restructuring files: keys, focus, what is locked, what is drawn, nothing left behind."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.sample_restructuring import BIRTH, EXTRACT, GROUP
from tests.kit.ui.window import close_window, open_window, settle, show

pytestmark = pytest.mark.ui


@pytest.fixture
def page(window):
    show(window, "restructuring")
    return window.shell.page


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.shell.focusWidget() or window.shell, key, modifier)
    settle()


def test_the_catalogue_leads_to_the_files_and_esc_back(window):
    show(window, "procedures")
    press(window, Qt.Key.Key_F9)
    assert window.shell.page is window.pages["restructuring"]
    assert window.shell.work.navigation.buttons["procedures"].isChecked()
    press(window, Qt.Key.Key_Escape)
    assert window.shell.page is window.pages["procedures"]


def test_keys_filter_open_and_leave_and_the_focus_goes_along(window, page):
    assert window.shell.focusWidget() is page.files.list
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert page.files.list.rows_model.ids == (GROUP,)
    press(window, Qt.Key.Key_Return)
    assert window.plans.state.view.line.code == GROUP
    assert window.shell.focusWidget() is page.sections
    press(window, Qt.Key.Key_Escape)
    assert window.plans.state.mode == "list"
    assert window.shell.focusWidget() is page.files.list


def test_without_files_the_page_says_so_and_begins_the_first(qapp):
    sample = SampleDesk()
    sample.has_no_plans = True
    window = open_window(sample)
    show(window, "restructuring")
    page = window.shell.page
    assert page.files.empty.isVisible()
    assert window.shell.focusWidget() is page.files.empty.button
    press(window, Qt.Key.Key_Space)
    assert window.plans.state.mode == "new"
    assert window.shell.focusWidget() is page.choice.candidates
    close_window(window)


def test_an_approved_plan_says_why_nothing_can_be_typed(window, page):
    window.plans.open(EXTRACT)
    window.plans.choose_section("components")
    settle()
    assert page.part.lock.isVisible()
    assert page.part.lock.accessibleName().startswith("Phương án đã được phê duyệt")
    assert not page.part.form.field("row.choice").input.isEnabled()
    assert page.part.form.field("row.reason").input.isReadOnly()
    window.plans.choose_section("build")
    settle()
    assert not page.part.lock.isVisible()


def test_what_keeps_a_part_from_being_kept_is_marked_and_f7_leads_there(window, page):
    window.plans.open(BIRTH)
    window.plans.choose_section("components")
    window.plans.choose_row("4")
    window.plans.filling.edit("row", "choice", "drop")
    window.plans.choose_section("costs")
    settle()
    marked = [row.cells[1].chip for row in page.sections.rows_model.rows]
    assert [chip.text for chip in marked if chip] == ["1"]
    press(window, Qt.Key.Key_F7)
    field = page.part.form.field("row.reason")
    assert window.shell.focusWidget() is field.input
    assert field.input.property("mood") == "error"
    assert "phải có lý do" in field.message.text()


def test_before_and_after_are_drawn_at_one_size(window, page):
    window.plans.open(BIRTH)
    window.plans.choose_section("steps")
    press(window, Qt.Key.Key_F8)
    assert page.diagram.isVisible()
    before, after = page.diagram.drawn
    assert before._scale == after._scale
    assert "Ký Giấy khai sinh" in after.accessibleName()
    press(window, Qt.Key.Key_F8)
    assert page.diagram.isVisible()
    assert not page.body.isVisible()
    press(window, Qt.Key.Key_F8)
    assert page.body.isVisible()


def test_on_a_large_screen_before_and_after_stand_side_by_side(window, page):
    window.shell.resize(2560, 1300)
    settle()
    window.plans.open(BIRTH)
    window.plans.choose_section("steps")
    for _ in range(2):
        press(window, Qt.Key.Key_F8)
    left, right = (d.mapTo(page, d.rect().topLeft()) for d in page.diagram.drawn)
    assert left.y() == right.y()
    assert right.x() >= left.x() + page.diagram.drawn[0].width()
    assert page.diagram.horizontalScrollBar().maximum() == 0


def test_the_level_is_shown_and_nowhere_typed(window, page):
    window.plans.open(BIRTH)
    window.plans.choose_section("levels")
    settle()
    page.part.rows.setFocus()
    window.plans.choose_row("5")
    settle()
    press(window, Qt.Key.Key_Space)
    lines = [line.text for line in page.notes.items_model.items]
    assert "Toàn trình" in lines
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    lines = [line.text for line in page.notes.items_model.items]
    assert "Một phần" in lines


def test_long_findings_are_reached_by_key(window, page):
    window.plans.open(BIRTH)
    window.plans.choose_section("evidence")
    press(window, Qt.Key.Key_F12)
    page.sections.setFocus()
    press(window, Qt.Key.Key_F6)
    assert window.shell.focusWidget() is page.part.findings
    for _ in page.part.findings.items_model.items:
        press(window, Qt.Key.Key_Down)
    last = page.part.findings.items_model.rowCount() - 1
    assert page.part.findings.currentIndex().row() == last


def test_leading_files_through_their_parts_leaves_nothing_behind(window, page):
    def walk():
        for code in (BIRTH, GROUP):
            window.plans.open(code)
            for part in window.plans.state.view.sections:
                window.plans.choose_section(part.id)
            window.plans.choose_section("steps")
            for _ in range(3):
                window.shell.press("show_diagram")
            settle()
            window.plans.leave()
        window.plans.choosing.begin()
        window.plans.leave()
        settle()
        return len(window.shell.findChildren(QObject)) + len(window.findChildren(QObject))

    walk()
    before = walk()
    for _ in range(6):
        after = walk()
    assert after <= before * 1.02
