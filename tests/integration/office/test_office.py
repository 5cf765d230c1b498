"""Two desks on one database: who sends, who works on what, what moved."""

import datetime as dt
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk_app.adapters.persistence import (
    AdvisorySeat,
    Database,
    FileSeat,
    NewsFollower,
    open_database,
)
from desk_app.domain.people import Actor, Role
from tests.builders import NOW
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants
from tests.kit.sync.store import KEY


@pytest.fixture
def database(office_url: str) -> Iterator[Database]:
    opened = open_database(office_url, KEY)
    yield opened
    opened.close()


def officer(user: str, name: str, desk: str) -> Actor:
    return Actor(
        user=user,
        full_name=name,
        position="Công chức",
        unit="H98",
        desk=desk,
        roles=frozenset({Role.INTAKE_OFFICER}),
    )


LAN = officer("lan", "Trần Thị Lan", "Quầy 1")
MINH = officer("minh", "Lê Văn Minh", "Quầy 2")


def test_one_desk_at_a_time_sends_and_the_next_takes_over(office_url: str) -> None:
    one, two = AdvisorySeat(office_url, "Quầy 1"), AdvisorySeat(office_url, "Quầy 2")
    assert one.take()
    assert one.take(), "whoever sits stays"
    assert not two.take()
    assert two.holder() == "Quầy 1"
    one.give_back()
    assert two.take()
    assert one.holder() == "Quầy 2"
    two.give_back()


def test_a_seat_of_a_dead_desk_is_free(office_url: str) -> None:
    code = (
        "import sys; from desk_app.adapters.persistence import AdvisorySeat\n"
        f"seat = AdvisorySeat({office_url!r}, 'Quầy 9'); assert seat.take()\n"
        "print('seated', flush=True)\n"
        "sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline().strip() == "seated"
    seat = AdvisorySeat(office_url, "Quầy 1")
    assert not seat.take()
    process.kill()
    process.wait()
    process.stdout.close()
    process.stdin.close()
    while not seat.take():
        pass
    seat.give_back()


def test_a_seat_whose_line_was_cut_is_noticed(office_url: str) -> None:
    seat, other = AdvisorySeat(office_url, "Quầy 1"), AdvisorySeat(office_url, "Quầy 2")
    assert seat.take()
    with psycopg.connect(office_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        while seat.holder():
            pass
    assert other.take()
    assert not seat.take(), "the lock was lost with the session"
    other.give_back()


def test_window_and_command_line_of_one_desk_do_not_both_send(tmp_path: Path) -> None:
    one, two = (FileSeat(tmp_path / "sending.lock", "Quầy 1") for _ in range(2))
    assert one.take()
    assert not two.take()
    one.give_back()
    assert two.take()
    two.give_back()


def test_claims_are_seen_and_end(database: Database) -> None:
    here, there = database.claims("máy 1"), database.claims("máy 2")
    mine = here.take("d1", LAN, at=NOW)
    assert (mine.user, mine.desk) == ("lan", "Quầy 1")
    seen = there.take("d1", MINH, at=NOW + dt.timedelta(minutes=5))
    assert (seen.user, seen.full_name) == ("lan", "Trần Thị Lan")
    assert there.of(["d1", "d2"], at=NOW)["d1"].user == "lan"
    renewed = here.take("d1", LAN, at=NOW + dt.timedelta(minutes=10))
    assert (renewed.since, renewed.until) == (NOW, NOW + dt.timedelta(minutes=25))
    assert there.of(["d1"], at=NOW + dt.timedelta(minutes=26)) == {}
    taken = there.take("d1", MINH, at=NOW + dt.timedelta(minutes=26))
    assert taken.user == "minh"
    here.release("d1", LAN)
    assert there.of(["d1"], at=NOW + dt.timedelta(minutes=27))["d1"].user == "minh"
    there.release_all()
    assert there.of(["d1"], at=NOW + dt.timedelta(minutes=27)) == {}


def test_two_desks_claim_at_once_and_one_wins(database: Database) -> None:
    won: list[str] = []
    start = threading.Barrier(6)

    def claim(number: int) -> None:
        actor = officer(f"u{number}", f"Người {number}", f"Quầy {number}")
        start.wait()
        won.append(database.claims(f"máy {number}").take("d1", actor, at=NOW).user)

    threads = [threading.Thread(target=claim, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    holder = database.claims("x").of(["d1"], at=NOW)["d1"].user
    assert won == [holder] * 6


def test_news_of_claims_reach_other_desks(database: Database, office_url: str) -> None:
    heard: queue.Queue[frozenset[str]] = queue.Queue()
    standing: queue.Queue[str] = queue.Queue()
    follower = NewsFollower(office_url, heard.put, standing.put)
    follower.start()
    assert standing.get(timeout=20) == "there"
    assert heard.get(timeout=20) == frozenset(), "at first anything may have moved"
    database.claims("máy 1").take("d1", LAN, at=NOW)
    assert heard.get(timeout=20) == {"d1"}
    with psycopg.connect(office_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        )
    assert standing.get(timeout=20) == "away"
    assert standing.get(timeout=20) == "there"
    assert heard.get(timeout=20) == frozenset()
    follower.close()


def test_desks_of_an_office_share_one_queue_and_one_sender(
    own_province: Province, office_url: str, tmp_path: Path
) -> None:
    one = Desk(tmp_path / "1", own_province.url, name="máy 1", database=office_url)
    two = Desk(tmp_path / "2", own_province.url, name="máy 2", user="minh", database=office_url)
    two.blobs.folder = one.blobs.folder
    seats = [AdvisorySeat(office_url, "Quầy 1"), AdvisorySeat(office_url, "Quầy 2")]
    for desk, seat in zip((one, two), seats, strict=True):
        desk.engine = desk.new_engine(seat=seat)
    ids = [new_id(), new_id()]
    files = {ids[0]: five_steps(one, ids[0]), ids[1]: five_steps(two, ids[1])}
    assert seats[0].take()
    report = two.sync()
    assert report.stopped is not None
    assert (report.stopped.code, report.stopped.facts["desk"]) == (
        "sync.other_desk_sends",
        "Quầy 1",
    )
    assert (report.sent, report.waiting) == (0, 2 * len(FIVE_STEPS))
    seats[0].give_back()
    report = two.settle()
    assert (report.waiting, report.parked) == (0, ())
    for dossier_id, its_files in files.items():
        own_province.assert_files(dossier_id, its_files)
    assert_invariants(own_province, one, two)
    one.store.close()
    two.store.close()
