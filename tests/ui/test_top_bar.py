"""The bar over a page says whose dossier is in hand and how things stand, at every text size."""

import pytest

from desk_app.ui.common.clipping import clipped
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import STEP_DOSSIERS, close_window, open_window, settle, show

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
