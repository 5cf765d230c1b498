"""Form and paper beside each other (F05-01): a field leads to its place, a place to its field."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.kit.ui.window import begin_intake, settle

pytestmark = pytest.mark.ui


@pytest.fixture
def page(window):
    begin_intake(window)
    settle()
    return window.pages["intake_page"]


def middle_of(area):
    """What lies in the vertical middle of the pane, in the page's own units."""
    scale, rectangle = area._scaling()
    return (area.viewport().height() / 2 - rectangle.top()) / scale


def test_a_field_brings_its_place_on_the_paper_into_sight_enlarged(window, page):
    area = page.document.area
    area.zoom_in(), area.zoom_in()
    values = window.intake.state.values
    seen = []
    for name in ("child_name", "place"):
        reading = values[name].reading
        page.form.field(name).input.setFocus()
        settle()
        assert area.paper.focus == reading.box
        assert area.paper.document == reading.document_id
        _, y, _, height = reading.box
        seen.append(middle_of(area) - (y + height / 2))
        assert page.form.field(name).strip.isVisible(), "the doubtful value has its strip of paper"
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    assert all(abs(off) < 12 for off in seen) or bar.value() in (0, bar.maximum())
    assert not page.form.field("birth").strip.isVisible(), "a sure one costs no room"


def test_a_click_on_the_paper_goes_to_the_field_that_was_read_there(window, page):
    area = page.document.area
    x, y, width, height = window.intake.state.values["birth"].reading.box
    scale, rectangle = area._scaling()
    point = QPoint(
        round(rectangle.left() + (x + width / 2) * scale),
        round(rectangle.top() + (y + height / 2) * scale),
    )
    assert window.intake.state.focus != "birth"
    QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, pos=point)
    settle()
    assert window.intake.state.focus == "birth"
    assert window.shell.focusWidget() is page.form.field("birth").input
