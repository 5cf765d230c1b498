"""The stand-alone check agrees with the program's own and finds what it finds."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.adapters.persistence.engine import keyed
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of
from tests.kit.security.small_desk import fill, make_profile

SCRIPT = Path(__file__).parents[3] / "installer" / "audit_check.py"


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    folder = make_profile(tmp_path_factory.mktemp("script") / "p")
    fill(folder, dossiers=4)
    return folder


def check(database, profile):
    return subprocess.run(
        [sys.executable, "-I", SCRIPT, database, profile / "practice-keys.json"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd="/",
    )


def test_it_knows_nothing_of_the_program():
    assert "desk_app" not in SCRIPT.read_text(encoding="utf-8")


def test_an_untouched_database_is_whole(profile):
    said = check(profile / "desk.db", profile)
    assert (said.returncode, said.stdout.strip()) == (0, "whole")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET canonical = replace(canonical, 'someone', 'nobody0') WHERE seq = 2",
        "DELETE FROM event WHERE seq = 2",
        "UPDATE dossier SET head = upper(head)",
        "UPDATE anchor_line SET number = number + 1 WHERE kind = 'dossier'",
        "DELETE FROM anchor_line",
        "UPDATE anchor SET at = '2020-01-01'",
    ],
)
def test_a_change_is_named(profile, tmp_path, change):
    file = tmp_path / "desk.db"
    shutil.copyfile(profile / "desk.db", file)
    connection = keyed(file, keys_of(load_settings(profile)).database)
    connection.execute("PRAGMA foreign_keys = OFF")
    for table in ("event", "anchor", "anchor_line"):
        connection.execute(f"DROP TRIGGER {table}_no_update")
        connection.execute(f"DROP TRIGGER {table}_no_delete")
    connection.execute(change)
    connection.close()
    said = check(file, profile)
    assert said.returncode == 1, said.stdout + said.stderr
    assert "dossier" in said.stdout or "anchor" in said.stdout


def test_another_key_is_told_as_such(profile, tmp_path):
    keys = tmp_path / "keys.json"
    keys.write_text('{"database": "' + "0" * 64 + '"}')
    said = subprocess.run(
        [sys.executable, "-I", SCRIPT, profile / "desk.db", keys],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
