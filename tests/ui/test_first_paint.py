"""What is loaded when the sign-in window is painted (UI-18)."""

import json
import subprocess
import sys

import pytest

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
opening = Opening(Path(sys.argv[1]))
dress(app, opening.settings)
window = Conductor(opening, Words(screen_texts, "vi"), ThreadTaskRunner(), opening.welcome())
window.shell.show()
window.shell.grab()
read = [name for name in linecache.cache if "desk_app" in name]
print(json.dumps([opening.welcome().office, sorted(sys.modules), read]))
"""
LATER = (
    "multiprocessing", "concurrent.futures", "socket", "ctypes", "desk_app.bootstrap", "desk_app.config.settings",
    "desk_app.config.keys", "desk_app.ui.contract", "desk_app.ui.shell.work_area", "desk_app.ui.steps",
)  # fmt: skip


def test_the_program_waits_with_what_the_sign_in_page_does_not_show(tmp_path):
    profile = '[office]\nagency_name = "UBND xã Mẫu"\n[desk]\nname = "Quầy 1"\n'
    (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )  # fmt: skip
    office, loaded, read = json.loads(done.stdout.splitlines()[-1])
    assert office == "UBND xã Mẫu"
    assert [name for name in loaded if name.startswith(LATER)] == []
    assert read == []  # PySide looks for its switches in the source of nothing
