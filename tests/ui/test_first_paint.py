"""What is loaded when the sign-in window is painted (UI-18)."""

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desk_app.config.front import read_front
from desk_app.ui.common import ink, qt_numbers

pytestmark = pytest.mark.ui

SCRIPT = """
import json, sys
from PySide6.QtWidgets import QApplication
from tests.kit.ui.window import open_window
from tests.kit.ui.sample_desk import SampleDesk
from desk_app.ui.start import make_application
app = make_application(["test"])
sample = SampleDesk()
before = set(sys.modules)
window = open_window(sample, signed_in=False)
window.shell.grab()
print(json.dumps(sorted(sys.modules)))
"""
FORBIDDEN = (
    "sqlalchemy",
    "pydantic",
    "cv2",
    "numpy",
    "pyhanko",
    "pytesseract",
    "tesserocr",
    "aiohttp",
    "pypdfium2",
    "serial",
    "PySide6.QtNetwork",
    "PySide6.QtPdf",
    "PySide6.QtSvg",
)


def test_nothing_heavy_is_loaded_before_the_first_paint():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    heavy = [name for name in loaded if name.startswith(FORBIDDEN)]
    assert heavy == []


PROGRAM = """
import json, linecache, sys
from pathlib import Path
from desk_app.ui.start import dress, make_application, screen_texts
from desk_app.ui.common.words import Words
from desk_app.ui.opening import Opening
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import ThreadTaskRunner
app = make_application(["test"])
app.setCursorFlashTime(0)
opening = Opening(Path(sys.argv[1]))
dress(app, opening.settings)
window = Conductor(opening, Words(screen_texts, "vi"), ThreadTaskRunner(), opening.welcome())
painted = []
window.shell.painted.connect(lambda: painted.append(True))
window.shell.show()
while not painted:
    app.processEvents()
loaded = sorted(sys.modules)
read = [name for name in linecache.cache if "desk_app" in name]

def enumerations(of):
    for one in of.__subclasses__():
        yield one.__qualname__
        yield from enumerations(one)

import enum
named = sorted(enumerations(enum.Enum))
first = window.shell.grab().toImage()
from PySide6.QtTest import QTest
QTest.qWait(1000)
is_still = window.shell.grab().toImage() == first
QTest.keyClick(window.shell.windowHandle(), "x")
page = window.sign_in_page
typed = [page.user.text(), page.password.text()]
print(json.dumps([opening.welcome().office, loaded, read, named, is_still, typed]))
"""
LATER = (
    "multiprocessing", "concurrent.futures", "socket", "ctypes", "dataclasses", "tomllib", "datetime",
    "desk_app.bootstrap",
    "desk_app.config.settings", "desk_app.config.keys", "desk_app.ui.contract",
    "desk_app.ui.shell.work_area", "desk_app.ui.steps",
)  # fmt: skip
NAMED_LATER = (
    "Qt.AlignmentFlag",
    "Qt.Key",
    "QSizePolicy.",
    "QStyle",
    "QKeySequence.",
    "QGradient.",
    "QAccessible.",
)
"""One of its enumerations stands for a class: PySide makes all of them together."""
OFFICE = '[office]\nagency_name = "UBND xã Mẫu"\n[desk]\nname = "Quầy 1"\n'
PRACTICE = f"{OFFICE}practice = true\n"


@pytest.mark.parametrize("profile", [OFFICE, PRACTICE], ids=["office", "practice"])
@pytest.mark.parametrize("user", ["", "canbo1"], ids=["nobody", "known"])
def test_the_program_waits_with_what_the_sign_in_page_does_not_show(tmp_path, profile, user):
    (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
    (tmp_path / "staff.toml").write_text('[[officer]]\nuser = "canbo1"\n', encoding="utf-8")
    (tmp_path / "window.json").write_text(json.dumps({"session.user": user}), encoding="utf-8")
    read_front(tmp_path)  # as the start before did
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )  # fmt: skip
    office, loaded, read, named, is_still, typed = json.loads(done.stdout.splitlines()[-1])
    assert office == "UBND xã Mẫu"
    assert [name for name in loaded if name.startswith(LATER)] == []
    assert read == []  # PySide looks for its switches in the source of nothing
    assert [name for name in named if name.startswith(NAMED_LATER)] == []
    assert is_still  # nothing is laid out or dressed anew after the first paint
    assert typed == (["canbo1", "x"] if user else ["x", ""])


def test_what_is_said_to_qt_by_number_is_what_its_names_say():
    assert Qt.TextFormat.PlainText.value == qt_numbers.PLAIN_TEXT
    assert Qt.FocusPolicy.NoFocus.value == qt_numbers.NO_FOCUS
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == qt_numbers.BAR_NEVER_SHOWN
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    assert middle.value == qt_numbers.LEFT_IN_THE_MIDDLE
    hint = Qt.InputMethodHint
    secret = hint.ImhHiddenText | hint.ImhSensitiveData | hint.ImhNoAutoUppercase
    assert (secret | hint.ImhNoPredictiveText).value == qt_numbers.HIDDEN_SENSITIVE_INPUT


def test_the_pen_of_icons_has_round_ends():
    pen = ink.round_pen(QColor("#12345678"), 1.8)
    assert (pen.color(), pen.widthF()) == (QColor("#12345678"), 1.8)
    assert pen.style() is Qt.PenStyle.SolidLine
    assert pen.capStyle() is Qt.PenCapStyle.RoundCap
    assert pen.joinStyle() is Qt.PenJoinStyle.RoundJoin
    assert not pen.isCosmetic()
