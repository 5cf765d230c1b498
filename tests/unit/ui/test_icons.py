"""Icons: every name used is a file of the one form, and every file draws something."""

import re
from pathlib import Path

import pytest

import desk_app.ui
import resources
from desk_app.ui.common import icons

FILES = sorted(path.stem for path in resources.path("icons").glob("*.svg"))
UI = Path(desk_app.ui.__file__).parent


@pytest.mark.parametrize("name", FILES)
def test_every_icon_draws_inside_its_grid(name):
    shapes = icons.shapes(name)
    assert shapes
    for shape, _ in shapes:
        box = shape.boundingRect()
        assert box.left() >= -0.5
        assert box.top() >= -0.5
        assert box.right() <= icons.GRID + 0.5
        assert box.bottom() <= icons.GRID + 0.5


def test_icons_named_in_code_are_there():
    named = set()
    for path in UI.rglob("*.py"):
        named |= set(re.findall(r'icon="([a-z-]+)"', path.read_text(encoding="utf-8")))
        named |= set(re.findall(r'Icon\("([a-z-]+)"', path.read_text(encoding="utf-8")))
    assert named <= set(FILES)


def test_an_arc_ends_where_it_should():
    path = icons.path("M2 12a10 10 0 1 0 20 0")
    end = path.currentPosition()
    assert (round(end.x(), 3), round(end.y(), 3)) == (22, 12)
    assert path.boundingRect().bottom() == pytest.approx(22, abs=0.01)
