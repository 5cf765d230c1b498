"""kill -9 of the desk: nothing confirmed is lost, nothing takes effect twice (I1, I2, I8)."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.sync.conftest import Province
from tests.kit.forked import Nest
from tests.kit.sync.desk import FIVE_STEPS, Desk

ROOT = Path(__file__).resolve().parents[3]


def start_desk(folder: Path, url: str, count: int, die_at: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kit.sync.desk_process", str(folder), url, str(count), die_at],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def confirmed_of(lines: list[str]) -> list[str]:
    return [line.split()[1] for line in lines if line.startswith("confirmed ")]


def assert_once(province: Province, dossiers: list[str], desk: Desk) -> None:
    for dossier_id in dossiers:
        held = province.dossier(dossier_id)
        assert held["state"] == "RETURNED"
        assert [event["kind"] for event in held["events"]] == [kind for kind, _ in FIVE_STEPS]
    assert desk.states() == {"done": len(dossiers) * len(FIVE_STEPS)}


@pytest.mark.parametrize("die_at", ["committed", "sent", "in-unit"])
def test_f05_f06_a_killed_desk_sends_exactly_once(
    province: Province, tmp_path: Path, die_at: str
) -> None:
    process = start_desk(tmp_path, province.url, 1, die_at)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 9
    dossiers = confirmed_of(out.splitlines())
    assert len(dossiers) == 1
    if die_at == "sent":
        assert province.dossier(dossiers[0])["version"] == 1

    desk = Desk(tmp_path, province.url)
    report = desk.settle()

    assert report.parked == ()
    assert_once(province, dossiers, desk)


@pytest.mark.slow
def test_a_drain_killed_again_and_again_loses_and_doubles_nothing(
    province: Province, tmp_path: Path
) -> None:
    kill_many(province, tmp_path, rounds=5, seed=20261124)


@pytest.mark.long
@pytest.mark.timeout(14400)
def test_three_hundred_kills_of_desk_and_province(own_province: Province, tmp_path: Path) -> None:
    kill_many(own_province, tmp_path / "desk", rounds=300, seed=1, kill_province_every=3)


def kill_many(
    province: Province, folder: Path, *, rounds: int, seed: int, kill_province_every: int = 0
) -> None:
    draw = random.Random(seed)
    dossiers: list[str] = []
    with Nest("tests.kit.sync.desk_process") as nest:
        for number in range(rounds):
            process = nest.start(str(folder), province.url, "2")
            lines: list[str] = []
            while len(confirmed_of(lines)) < 2:
                lines.append(process.stdout.readline())
                assert lines[-1], "the desk ended by itself"
            time.sleep(draw.uniform(0.0, 0.6))
            if kill_province_every and number % kill_province_every == 0:
                province.restart()
            process.kill()
            process.stdout.read()  # its end is the end of the process
            process.close()
            dossiers += confirmed_of(lines)
    desk = Desk(folder, province.url)
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ()), f"seed {seed}"
    assert_once(province, dossiers, desk)
