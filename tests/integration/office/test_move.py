"""A desk moves into an office: every row and paper compared, killed at any moment, run again."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from desk_app.adapters.persistence import open_database
from desk_app.adapters.persistence.moving import sums
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of, open_desk
from desk_app.bootstrap.instance import single_instance
from tests.kit.security.small_desk import fill, make_profile
from tests.kit.sync.store import KEY
from tests.kit.warm_command import run_warm

ROOT = Path(__file__).resolve().parents[3]


def desk_app(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "desk_app", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip


def moved(folder: Path, database: str, papers: str = "") -> tuple[int, dict[str, Any]]:
    options = ("--papers", papers) if papers else ()
    words = ["move-to-office", database, *options, "--profile", str(folder), "--json"]
    done = run_warm(words, timeout=240)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def own_sums(folder: Path) -> dict[str, tuple[int, str]]:
    settings = load_settings(folder)
    database = open_database_of(settings, keys_of(settings))
    with database.engine.connect() as connection:
        found = {name: (one.rows, one.sha256) for name, one in sums(connection).items()}
    database.close()
    return found


def test_every_row_and_paper_is_there_and_the_desk_goes_on(
    office_url: str, seaweed: str, tmp_path: Path
) -> None:
    folder = make_profile(tmp_path / "Bàn số 1")
    digests = fill(folder, dossiers=8)
    shelf = f"{seaweed}/{tmp_path.name}"
    code, made = moved(folder, office_url, shelf)
    assert code == 0, made
    assert (made["dossiers"], made["papers"]) == (8, 8)
    assert made["tables"]["event"]["rows"] == made["events"] == 16

    settings = load_settings(folder)
    assert (settings.database_url, settings.papers_url) == (office_url, shelf)
    desk = open_desk(folder)
    try:
        assert desk.enquiries.dossier("H99.01-261123-0003").components[0].file is not None
        for digest in digests:
            assert desk.office.papers.read(digest).startswith(b"%PDF-1.7 gi")
    finally:
        desk.close()

    other = make_profile(tmp_path / "Bàn số 2")
    place = other / "profile.toml"
    urls = f'\n[database]\nurl = "{office_url}"\n\n[papers]\nurl = "{shelf}"\n'
    place.write_text(place.read_text(encoding="utf-8") + urls, encoding="utf-8")
    second = open_desk(other)
    try:
        assert second.office.papers.read(digests[0]).startswith(b"%PDF-1.7 gi")
        assert second.enquiries.dossier("H99.01-261123-0008").version == 1
    finally:
        second.close()

    code, again = moved(folder, office_url)
    assert (code, again["error"]["code"]) == (1, "office.moved_already")


def test_numbers_go_on_after_the_highest(office_url: str, tmp_path: Path) -> None:
    folder = make_profile(tmp_path / "bàn")
    fill(folder, dossiers=3)
    assert moved(folder, office_url)[0] == 0
    with psycopg.connect(office_url) as connection:
        last = connection.execute("SELECT max(no) FROM dossier").fetchone()
        following = connection.execute(
            "SELECT nextval(pg_get_serial_sequence('dossier', 'no'))"
        ).fetchone()
    assert last is not None
    assert following is not None
    assert following[0] == last[0] + 1


def test_dossiers_of_somebody_else_are_never_touched(office_url: str, tmp_path: Path) -> None:
    first, second = make_profile(tmp_path / "một"), make_profile(tmp_path / "hai")
    fill(first, dossiers=2)
    fill(second, dossiers=2, start=50)
    assert moved(first, office_url)[0] == 0
    code, said = moved(second, office_url)
    assert (code, said["error"]["code"]) == (1, "office.not_empty")
    assert load_settings(second).database_url == ""
    database = open_database(office_url, KEY)
    assert database.index.check_chain().dossiers == 2
    database.close()


def test_a_desk_in_use_is_not_moved(office_url: str, tmp_path: Path) -> None:
    folder = make_profile(tmp_path / "bàn")
    fill(folder, dossiers=1)
    with single_instance(folder):
        code, said = moved(folder, office_url)
    assert (code, said["error"]["code"]) == (1, "office.in_use")


def test_an_office_that_is_away_leaves_the_desk_as_it_was(tmp_path: Path) -> None:
    folder = make_profile(tmp_path / "bàn")
    fill(folder, dossiers=1)
    before = own_sums(folder)
    code, said = moved(folder, "postgresql://desk@127.0.0.1:9/x")
    assert (code, said["error"]["code"]) == (2, "persistence.unreachable")
    assert own_sums(folder) == before


def test_a_move_killed_at_any_moment_is_made_whole_by_the_next(
    office_url: str, tmp_path: Path
) -> None:
    kill_and_move(office_url, tmp_path, kills=4, dossiers=12, seed=20261129)


@pytest.mark.long
def test_a_move_killed_forty_times(office_url: str, tmp_path: Path) -> None:
    kill_and_move(office_url, tmp_path, kills=40, dossiers=200, seed=1)


def kill_and_move(office_url: str, folder: Path, *, kills: int, dossiers: int, seed: int) -> None:
    draw = random.Random(seed)
    profile = make_profile(folder / "Bàn số 1")
    digests = fill(profile, dossiers=dossiers)
    shelf = folder / "Kho chung"
    shelf.mkdir()
    before = own_sums(profile)
    for number in range(kills):
        if load_settings(profile).database_url:
            break
        process = desk_app(
            "move-to-office",
            office_url,
            "--papers",
            str(shelf),
            "--profile",
            str(profile),
            "--json",
        )
        time.sleep(draw.uniform(0.5, 4.0))
        process.kill()
        process.communicate()
        if not load_settings(profile).database_url and number % 2:
            digests += fill(profile, dossiers=1, start=1000 + number)
            before = own_sums(profile)
    if not load_settings(profile).database_url:
        code, made = moved(profile, office_url, str(shelf))
        assert code == 0, made
    database = open_database(office_url, KEY)
    with database.engine.connect() as connection:
        found = {name: (one.rows, one.sha256) for name, one in sums(connection).items()}
    assert found["dossier"] == before["dossier"]
    assert found["dossier_body"] == before["dossier_body"]
    assert found["event"] == before["event"]
    assert found["outbox"] == before["outbox"]
    assert database.index.check_chain().is_whole
    database.close()
    desk = open_desk(profile)
    try:
        assert all(desk.office.papers.is_sound(digest) for digest in digests)
    finally:
        desk.close()


def test_papers_are_checked_by_the_office_backlog(office_url: str, tmp_path: Path) -> None:
    folder = make_profile(tmp_path / "bàn")
    digests = fill(folder, dossiers=3)
    shelf = tmp_path / "Kho chung"
    shelf.mkdir()
    assert moved(folder, office_url, str(shelf))[0] == 0
    (shelf / digests[0][:2] / digests[0][2:4] / f"{digests[0]}.age").write_bytes(b"rot")

    def said(*words: str) -> dict[str, Any]:
        done = run_warm(["backlog", *words, "--profile", str(folder), "--json"], timeout=240)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    assert said("add", "check_papers")["added"] == 3
    assert said("work")["done"] == 3
    assert said("status")["results"] == {"damaged": 1, "sound": 2}
