"""The bar over a page says whose dossier is in hand and how things stand, at every text size."""

import itertools

import pytest

from desk_app.ui.common.clipping import clipped
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import STEP_DOSSIERS, begin_intake, close_window, open_window, settle, show

pytestmark = pytest.mark.ui


@pytest.mark.parametrize("scale", [100, 150, 175])
@pytest.mark.parametrize("step", STEP_DOSSIERS)
def test_whose_dossier_is_in_hand_is_always_said(qapp, step, scale):
    window = open_window(SampleDesk(), scale=scale)
    show(window, step)
    work, code = window.shell.work, STEP_DOSSIERS[step].partition("-")[2]
    said = work.context.code if scale == 100 else work.top.subtitle
    assert said.isVisible()
    assert code in said.accessibleName() or code in said.text()
    assert said.width() >= said.fontMetrics().horizontalAdvance(code)
    close_window(window)


@pytest.mark.parametrize("scale", [100, 150])
def test_the_signing_device_is_in_sight_at_every_size(qapp, scale):
    window = open_window(SampleDesk(), scale=scale)
    show(window, "approve")
    chip = window.shell.work.top.token
    assert chip.isVisible()
    assert "Chứng thư" in chip.accessibleName()
    close_window(window)


def test_the_search_takes_the_room_there_is(qapp):
    window = open_window(SampleDesk(), scale=150)
    top = window.shell.work.top
    show(window, "dashboard")
    assert "Ctrl+K" in top.search.placeholderText()
    wide = top.search.width()
    show(window, "appraise")
    assert top.search.width() < wide
    assert clipped(top) == []
    window.shell.resize(1100, 688)
    settle()
    assert clipped(top) == []
    close_window(window)


@pytest.mark.parametrize("scale", [100, 125, 150])
def test_everything_that_is_wrong_at_once_has_its_place(qapp, scale):
    """Reader lost, papers waiting, no network: no chip lies on the search or on another."""
    sample = SampleDesk()
    sample.online = False
    sample.printing.hold("receipt", "H99.01-1")
    window = open_window(sample, scale=scale)
    window.look_around()
    begin_intake(window)
    window.shell.work.show_reader("away")
    settle()
    top = window.shell.work.top
    row = [top.title, top.search, top.reader, top.printouts, top.network, top.token]
    assert all(part.isVisible() for part in row)
    for left, right in itertools.pairwise(row):
        assert left.geometry().right() < right.geometry().left(), right.objectName()
    close_window(window)
