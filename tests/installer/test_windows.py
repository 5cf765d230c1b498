"""The Windows set-up program under Wine 10: built here, put in silently, started, broken, upgraded, removed."""

import os
import subprocess

import pytest

from tests.kit import wine

pytestmark = [pytest.mark.long, pytest.mark.timeout(10800), pytest.mark.xdist_group("installer")]
NEWER = "99.0.0"


def run(*command, **more):
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, timeout=7200, **more
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_life_of_the_set_up_program(tmp_path):
    lacking = wine.missing()
    if lacking:
        pytest.skip(f"missing here: {lacking}")
    env = {**os.environ, "CACHE": str(wine.CACHE / "windows")}
    build = wine.WINDOWS / "build.sh"
    setup = run(build, tmp_path, env=env).strip().splitlines()[-1]
    newer = run(build, tmp_path, NEWER, env=env).strip().splitlines()[-1]
    out = tmp_path / "journey"
    said = run(wine.WINDOWS / "journey.sh", wine.wine_root(), setup, newer, out)
    steps = [line for line in said.splitlines() if line.startswith("ok: ")]
    assert len(steps) == 10, said
    assert (out / "window.png").is_file()
