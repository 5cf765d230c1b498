"""A screen reader may ask anything in the window for parts it no longer has, and the window lives.

A reader asks how many parts a thing has and then for each of them; in between a page changes and a scroll bar
goes. Qt's own answer for scroll areas reads beyond its list there, so the asking is done in a process of its own.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.kit.ui.window import PAGES

pytestmark = pytest.mark.ui

SCRIPT = """
import faulthandler, json
faulthandler.enable()
from PySide6.QtGui import QAccessible
from desk_app.ui.start import make_application
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import PAGES, close_window, open_window, settle, show

application = make_application(["test"])
BEYOND = (0, 1, 2, 7, 60, 4000)


def ask(told, asked):
    count = told.childCount()
    if told.object() is not None:
        asked.add(told.object().metaObject().className())
    for more in BEYOND:
        part = told.child(count + more)
        assert part is None or not part.isValid(), (told, count, more)
    for place in range(min(count, 60)):
        part = told.child(place)
        if part is not None and part.isValid():
            part.text(QAccessible.Text.Name), part.state(), part.relations()
            ask(part, asked)


def asked_of(window):
    asked = set()
    ask(QAccessible.queryAccessibleInterface(window.shell), asked)
    return sorted(asked)


window = open_window(SampleDesk(), signed_in=False)
settle()
told = {"sign_in": asked_of(window)}
window.sign_in.sign_in("lethuha", "mat-khau")
for page in PAGES:
    show(window, page)
    told[page] = asked_of(window)
window.shell.work.show_help(window.shell.router.scope)
settle()
told["help"] = asked_of(window)
close_window(window)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told():
    """Classes of what was asked, by page."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True, text=True, timeout=120, env=_with_marked_memory(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _with_marked_memory():
    """glibc fills what it gives and takes back, so that a read beyond a list is never lucky."""
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "MALLOC_PERTURB_": "165"}


def test_parts_that_are_not_there_can_be_asked_for(told):
    assert list(told) == ["sign_in", *PAGES, "help"]
    asked = set().union(*told.values())
    assert {"QScrollArea", "PageArea", "ChipRow", "CardList", "Table", "ViTextEdit"} <= asked


BARS = """
import json
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget
from desk_app.ui.common.screen_reader import tell_scroll_areas_safely
from desk_app.ui.start import make_application

application = make_application(["test"])
QAccessible.setActive(True)


def parts():
    told = QAccessible.queryAccessibleInterface(area)
    return [told.child(place).object().objectName() for place in range(told.childCount())]


holder = QWidget()
area = QScrollArea(holder)
body = QWidget()
area.setWidget(body)
area.resize(200, 200)
before = parts()
tell_scroll_areas_safely(holder)
seen = []
for side in (100, 900, 100):
    body.resize(side, side)
    holder.show()
    area.show()
    application.processEvents()
    seen.append(parts())
area.hide()
seen.append(parts())
print(json.dumps([before, seen]))
"""


def test_a_scroll_area_has_the_same_parts_from_then_on_whether_its_bars_show_or_not():
    done = subprocess.run(
        [sys.executable, "-c", BARS],
        capture_output=True, text=True, timeout=60, env=_with_marked_memory(), check=True,
    )  # fmt: skip
    before, seen = json.loads(done.stdout)
    assert len(before) == 1  # as Qt tells it until the window is painted
    assert sorted(seen[0]) == [
        "qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer", "qt_scrollarea_viewport",
    ]  # fmt: skip
    assert seen == [seen[0]] * 4
