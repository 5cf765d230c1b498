"""A practice office, and sessions in which the real program is driven from outside."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.ui.outside import Screen, end

ROOT = Path(__file__).parents[3]
PROGRAMS = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "gdbus")


def needs(*programs):
    """Skip by name on a laptop; in the gate a missing program is a failure of its own."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"missing programs: {', '.join(missing)}")


class Office:
    """A running practice office: its profile folder and the PINs of its people."""

    def __init__(self, folder, told):
        self.folder, self.told = folder, told

    def pin(self, certificate):
        """PIN of a token by the name of its certificate."""
        return next(token["pin"] for token in self.told["tokens"] if token["cert"] == certificate)


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """One practice office for all these tests."""
    needs("softhsm2-util", "tesseract")
    folder = tmp_path_factory.mktemp("outside") / "office"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kit.ui.practice_office", str(folder)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told = json.loads(process.stdout.readline())
    yield Office(folder, told)
    process.stdin.close()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        end(process)


@pytest.fixture
def session(tmp_path):
    """Opens a private screen; with the real input method where it is asked for."""
    needs(*PROGRAMS)
    opened = []

    def open_session(*, unikey=False, sync=False):
        if unikey:
            needs("ibus-daemon")
        screen = Screen(tmp_path / f"home{len(opened)}", unikey=unikey, sync=sync)
        opened.append(screen)
        screen.__enter__()
        screen.env["PYTHONPATH"] = str(ROOT)
        return screen

    yield open_session
    for screen in reversed(opened):
        screen.__exit__(None, None, None)
