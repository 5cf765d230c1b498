"""The catalogue page with the keyboard: a draft, its faults, a line more and less, saved with F12."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui.common.text_entry import ViLineEdit
from tests.kit.ui.window import settle, show

pytestmark = pytest.mark.ui
HOUSE = "construction_permit_house"


@pytest.fixture
def page(window):
    show(window, "procedures")
    window.procedures.choose(f"{HOUSE}.2")
    settle()
    return window.shell.page


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.shell.focusWidget() or window.shell, key, modifier)
    settle()


def test_a_version_is_read_only_until_a_draft_is_made(window, page):
    assert page.form.field("name").input.isReadOnly()
    assert not page.side.isVisible()
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert not page.form.field("name").input.isReadOnly()
    assert page.side.isVisible()
    assert not page.versions.isVisible()
    assert window.shell.focusWidget() is page.form.field("valid_from").input


def test_a_wrong_value_is_marked_at_its_field_and_f7_leads_there(window, page):
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    field = page.form.field("valid_from").input
    assert isinstance(field, ViLineEdit)
    field.setText("31/02/2027")
    press(window, Qt.Key.Key_F12)
    assert window.procedures.state.is_draft
    box = page.form.field("valid_from")
    assert box.input.property("mood") == "error"
    assert "31/02/2027" in box.message.text()
    window.procedures.choose_section("fees")
    settle()
    press(window, Qt.Key.Key_F7)
    assert window.shell.focusWidget() is page.form.field("valid_from").input


def test_lines_and_undo_by_key_then_saved_by_f12(window, page):
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page.form.field("valid_from").input.setText("01/01/2027")
    press(window, Qt.Key.Key_Tab)
    window.procedures.choose_section("checks")
    settle()
    rows = len(window.procedures.state.rows)
    page.sections.setFocus()
    press(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert len(window.procedures.state.rows) == rows + 1
    page.sections.setFocus()
    press(window, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert len(window.procedures.state.rows) == rows
    press(window, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert len(window.procedures.state.rows) == rows - 1
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.procedures.state.rows) == rows
    press(window, Qt.Key.Key_F12)
    assert not window.procedures.state.is_draft
    assert page.banner.isVisible()
    assert [v.version for v in window.procedures.state.versions if v.key == HOUSE] == [3, 2, 1]


def test_ticks_of_several_values_keep_their_order(window, page):
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.procedures.state.rows[0]["channels_in[]"] == "online\ncounter\npost"
    page.form.field("channels_in[]|counter").input.click()
    settle()
    assert window.procedures.state.rows[0]["channels_in[]"] == "online\npost"
    page.form.field("channels_in[]|counter").input.click()
    settle()
    assert window.procedures.state.rows[0]["channels_in[]"] == "online\npost\ncounter"


def test_esc_puts_the_draft_away(window, page):
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    window.shell.press("escape")
    settle()
    assert window.shell.page is page
    assert page.versions.isVisible()
    assert page.form.field("name").input.isReadOnly()


def test_the_process_is_drawn_below_the_form_by_one_key(window, page):
    """F12-02: one picture of a version; of a draft the one before and the one after, marked."""
    assert not page.diagram.isVisible()
    press(window, Qt.Key.Key_F8)
    assert page.diagram.isVisible()
    assert [p.which for p in window.procedures.state.pictures] == ["only"]
    (picture,) = window.procedures.state.pictures
    assert {b.key for b in picture.boxes} == {r["key"] for r in steps_of(window)}
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    window.procedures.choose_section("steps")
    window.procedures.choose_row("1")
    window.procedures.edit("duty", "Việc làm hoàn toàn mới")
    settle()
    before, after = window.procedures.state.pictures
    assert (before.which, after.which) == ("before", "after")
    assert not any(box.is_changed for box in before.boxes)
    changed = [box for box in after.boxes if box.is_changed]
    assert [" ".join(box.lines) for box in changed] == ["Việc làm hoàn toàn mới"]
    assert len(page.diagram.drawn) == 2
    assert "Việc làm hoàn toàn mới" in page.diagram.drawn[1].accessibleName()
    press(window, Qt.Key.Key_F8)
    assert page.diagram.isVisible()
    assert not page.form.isVisible()
    press(window, Qt.Key.Key_F8)
    assert not page.diagram.isVisible()
    assert page.form.isVisible()


def test_the_picture_shows_every_step_in_its_lane(window, page):
    """What is painted differs where a step is, and a changed step has another edge."""
    press(window, Qt.Key.Key_F8)
    drawing = page.diagram.drawn[0]
    (picture,) = window.procedures.state.pictures
    image = drawing.grab().toImage()
    scale = drawing.sizeHint().width() / (picture.w + 2)
    for box in picture.boxes:
        lane = next(lane for lane in picture.lanes if lane.y <= box.y < lane.y + lane.h)
        assert box.y + box.h <= lane.y + lane.h
        y = round((box.y + box.h / 2 - 30) * scale)
        ground = image.pixelColor(round((box.x - 12) * scale), round((lane.y + 4 - 30) * scale))
        edge = {image.pixelColor(round(box.x * scale) + d, y).name() for d in (-1, 0, 1, 2)}
        assert edge - {ground.name()}, box.key


def test_a_process_that_cannot_be_read_says_why_there_is_no_picture(window, page):
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_F8)
    window.procedures.choose_section("steps")
    window.procedures.edit("amount", "nhiều")
    settle()
    assert [p.which for p in window.procedures.state.pictures] == ["before"]
    assert page.diagram._none.isVisible()
    window.procedures.undo()
    settle()
    assert not page.diagram._none.isVisible()
    assert window.procedures.state.pictures


def steps_of(window):
    return window.procedures.state.sheets["steps"]
