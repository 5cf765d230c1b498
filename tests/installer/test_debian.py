"""The Debian packages on bare roots of Debian 12 and 13: built here, put in without a network, upgraded, removed, purged."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.timeout(7200), pytest.mark.xdist_group("installer")]
ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "installer"
CACHE = Path(os.environ.get("DESK_INSTALLER_CACHE", ROOT / "build" / "installer"))
SUITES = {"bookworm": "deb12", "trixie": "deb13"}
NEWER = "99.0.0"
ANSWERS = "Tổ kỹ thuật Mẫu <bao-loi@mau.example>"


def run(*command, **more):
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, timeout=3000, **more
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module", params=sorted(SUITES))
def suite(request):
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.skip("needs root rights and debootstrap")
    return request.param


def test_the_life_of_the_package(suite, tmp_path_factory):
    made = tmp_path_factory.mktemp(suite)
    env = {**os.environ, "CACHE": str(CACHE)}
    root = CACHE / "roots" / suite
    root.parent.mkdir(parents=True, exist_ok=True)
    run(INSTALLER / "roots" / "make_root.sh", suite, root)
    build = INSTALLER / "debian" / "build.sh"
    package = run(build, suite, made, env=env).strip().splitlines()[-1]
    newer = (
        run(build, suite, made, NEWER, env={**env, "MAINTAINER": ANSWERS}).strip().splitlines()[-1]
    )
    assert "@desk-app.invalid" in run("dpkg-deb", "-f", package, "Maintainer")
    assert run("dpkg-deb", "-f", newer, "Maintainer").strip() == ANSWERS
    out = made / "journey"
    said = run(INSTALLER / "debian" / "journey.sh", root, package, newer, out)
    steps = [line for line in said.splitlines() if line.startswith("ok: ")]
    assert len(steps) == 10, said
    assert list(out.glob("*.png"))
