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
