"""The demonstration with pictures, as a process: a picture of every screen, nothing cut off."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.ui, pytest.mark.xdist_group("journey")]
SCREENS = {
    "01-dang-nhap", "02-bang-cong-viec", "03-tiep-nhan", "04-tham-dinh", "05-phe-duyet", "06-ma-pin",
    "07-ky-so-co-quan", "08-tra-ket-qua", "09-hop-gui",
}  # fmt: skip


def test_the_demonstration_leaves_a_picture_of_every_screen(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "desk_app", "demo", "--headless",
         "--out", str(tmp_path / "out"), "--screens", str(tmp_path / "screens")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["state"] == "RETURNED"
    assert report["screens"]["clipped"] == {}
    made = {path.stem for path in (tmp_path / "screens").glob("*.png")}
    assert made == SCREENS | {f"{name}-150" for name in SCREENS}
