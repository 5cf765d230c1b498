"""The self-contained archive on a bare Debian 13 root without any package put in: started, broken, upgraded, taken back."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.timeout(7200), pytest.mark.xdist_group("installer")]
ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "installer"
CACHE = Path(os.environ.get("DESK_INSTALLER_CACHE", ROOT / "build" / "installer"))


def run(*command, **more):
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, timeout=3000, **more
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_life_of_the_archive(tmp_path):
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.skip("needs root rights and debootstrap")
    if "VERSION_CODENAME=bookworm" not in Path("/etc/os-release").read_text(encoding="utf-8"):
        pytest.skip("the archive takes along the interpreter of Debian 12")
    env = {**os.environ, "CACHE": str(CACHE / "linux")}
    root = CACHE / "roots" / "trixie"
    root.parent.mkdir(parents=True, exist_ok=True)
    run(INSTALLER / "roots" / "make_root.sh", "trixie", root)
    build = INSTALLER / "linux" / "build.sh"
    archive = run(build, tmp_path, env=env).strip().splitlines()[-1]
    newer = run(build, tmp_path, "99.0.0", env=env).strip().splitlines()[-1]
    out = tmp_path / "journey"
    said = run(INSTALLER / "linux" / "journey.sh", root, archive, newer, out)
    steps = [line for line in said.splitlines() if line.startswith("ok: ")]
    assert len(steps) == 11, said
    assert list(out.glob("*.png"))
