"""Ticks with long words wrap where room is short, and what is wider than its area is found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desk_app.ui.common.clipping import clipped
from desk_app.ui.common.tick_box import TickBox
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
LONG = "Bản chụp kèm bản chính để đối chiếu"


@pytest.fixture
def pane(qapp):
    """A window with an area that does not scroll sideways, and in it one tick."""
    window, area, body = QWidget(), QScrollArea(), QWidget()
    outer = QVBoxLayout(window)
    outer.addWidget(area)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    column = QVBoxLayout(body)
    window.area, window.tick = area, TickBox("tick")
    window.tick.set_words(LONG)
    column.addWidget(window.tick)
    column.addStretch(1)
    area.setWidget(body)
    yield window
    window.close()
    window.deleteLater()


def test_a_long_tick_wraps_in_a_narrow_pane_and_stands_in_one_line_in_a_wide_one(pane):
    heights = []
    for width in (600, 180, 600):
        pane.resize(width, 300)
        pane.show()
        settle()
        assert clipped(pane) == []
        assert pane.tick.width() <= pane.area.viewport().width()
        heights.append(pane.tick.height())
    assert heights[0] == heights[2] < heights[1]


def test_what_is_wider_than_its_area_is_found(pane):
    pane.tick.setMinimumWidth(900)
    pane.resize(300, 300)
    pane.show()
    settle()
    assert any("what it holds wants" in line for line in clipped(pane))
