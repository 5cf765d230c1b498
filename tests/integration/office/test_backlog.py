"""Long work of an office: each item once whoever does it, none lost when a desk is killed."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.adapters.backlog import LocalBacklog
from desk_app.adapters.persistence import Database, open_database
from tests.builders import NOW
from tests.kit.backlog.worker import backlog_of
from tests.kit.sync.store import KEY

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def database(office_url: str) -> Iterator[Database]:
    opened = open_database(office_url, KEY)
    yield opened
    opened.close()


def start_worker(url: str, name: str, milliseconds: int) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kit.backlog.worker", url, name, str(milliseconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    return process


def test_items_are_queued_once_and_done_once(office_url: str, database: Database) -> None:
    backlog = backlog_of(office_url, "Quầy 1", 1)
    assert backlog.add("check_papers", [f"{n}" for n in range(6)]) == 6
    assert backlog.add("check_papers", ["0", "6"]) == 1
    assert backlog.work(lambda: True) == 7
    (seen,) = database.backlog.progress(now=NOW)
    assert (seen.total, seen.done, seen.results) == (7, 7, {"read": 7})
    assert backlog.work(lambda: True) == 0
    assert not database.backlog.finish("check_papers", "0", "again", by="x", at=NOW)


def test_items_of_a_desk_that_died_before_queueing_are_found(
    office_url: str, database: Database
) -> None:
    database.backlog.add("check_papers", ["a", "b"], at=NOW)
    assert backlog_of(office_url, "Quầy 1", 1).work(lambda: True) == 2


def test_work_pauses_while_the_machine_is_needed(office_url: str, database: Database) -> None:
    backlog = backlog_of(office_url, "Quầy 1", 1)
    backlog.add("check_papers", ["a"])
    answers = iter([False, True])
    began = time.monotonic()
    assert backlog.work(lambda: next(answers, True)) == 1
    assert time.monotonic() - began >= 1.0


def test_a_desk_of_its_own_does_the_same_work(tmp_path: Path) -> None:
    database = open_database(tmp_path / "desk.db", KEY)

    def work(_kind: str, key: str) -> str:
        if key == "hỏng":
            raise ValueError(key)
        return "sound"

    backlog = LocalBacklog(database.backlog, work, desk="Quầy 1", now=lambda: NOW)
    assert backlog.add("check_papers", ["a", "hỏng", "b"]) == 3
    assert backlog.work(lambda: True) == 3
    (seen,) = database.backlog.progress(now=NOW)
    assert seen.results == {"sound": 2, "failed": 1}
    assert seen.minutes_left == 0.0
    database.close()


def test_killed_desks_lose_nothing_and_double_nothing(office_url: str, database: Database) -> None:
    kill_workers(office_url, database, items=40, kills=3, seed=20261129)


@pytest.mark.long
def test_five_hundred_items_over_thirty_kills(office_url: str, database: Database) -> None:
    kill_workers(office_url, database, items=500, kills=30, seed=1)


def kill_workers(office_url: str, database: Database, *, items: int, kills: int, seed: int) -> None:
    draw = random.Random(seed)
    backlog_of(office_url, "Quầy 0", 1).add("read_pages", [f"trang {n}" for n in range(items)])
    for number in range(kills):
        process = start_worker(office_url, f"Quầy {number}", 60)
        time.sleep(draw.uniform(0.2, 1.5))
        process.kill()
        process.communicate()
    process = start_worker(office_url, "Quầy cuối", 1)
    process.communicate(timeout=200)
    (seen,) = database.backlog.progress(now=NOW)
    assert (seen.total, seen.done, seen.results) == (items, items, {"read": items})
    assert database.backlog.open() == []
