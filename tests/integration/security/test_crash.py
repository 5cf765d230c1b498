"""kill -9 and a full disk during backup and restore: the old state or the new, never between."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.adapters.backup import snapshots
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.domain.errors import DeskError, UnavailableError
from tests.kit.security.small_desk import fill, make_profile

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and mounts of POSIX")
ROOT = Path(__file__).parents[3]
SEED = int(os.environ.get("CRASH_SEED", "7"))


def command(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "desk_app", *map(str, arguments), "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def killed_within(process, seconds):
    """End a command by force somewhere in its work; True when it was still at work."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    finally:
        process.stdout.close()
        process.stderr.close()
    return False


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    folder = make_profile(tmp_path_factory.mktemp("crash") / "p")
    fill(folder, dossiers=12)
    return folder


def length_of(*arguments) -> float:
    started = time.monotonic()
    process = command(*arguments)
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, (out, err)
    return time.monotonic() - started


def kill_campaign_on_backup(profile, folder, rounds):
    whole = length_of("backup", folder / "b", "--profile", profile)
    choice = random.Random(SEED)
    for _ in range(rounds):
        before = snapshots(folder / "b")
        killed_within(
            command("backup", folder / "b", "--profile", profile),
            whole * choice.uniform(0.3, 1.0),
        )
        after = snapshots(folder / "b")
        assert after[: len(before)] == before
        report = bootstrap.restore(folder / "b", folder / "x", is_rehearsal=True)
        assert report.is_whole
        assert report.checked.dossiers == 12
        database = open_database_of(load_settings(profile), keys_of(load_settings(profile)))
        assert database.index.check_chain().is_whole
        database.close()
    assert bootstrap.back_up(profile, folder / "b").is_whole
    left = [p for p in (folder / "b").rglob("*") if p.name.endswith((".part", ".tar"))]
    assert left == []


def test_a_killed_backup_leaves_the_earlier_ones_and_the_desk(profile, tmp_path):
    kill_campaign_on_backup(profile, tmp_path, 2)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_thirty_killed_backups(profile, tmp_path):
    kill_campaign_on_backup(profile, tmp_path, 30)


def kill_campaign_on_restore(profile, folder, rounds):
    bootstrap.back_up(profile, folder / "b")
    target = folder / "there" / "desk"
    whole = length_of("restore", folder / "b", "--profile", folder / "first" / "desk")
    choice = random.Random(SEED)
    for _ in range(rounds):
        killed_within(
            command("restore", folder / "b", "--profile", target), whole * choice.uniform(0.3, 1.0)
        )
        if target.exists():
            settings = load_settings(target)
            database = open_database_of(settings, keys_of(settings))
            report = database.index.check_chain()
            database.close()
            assert (report.dossiers, report.is_whole) == (12, True)
            shutil.rmtree(target)
    assert bootstrap.restore(folder / "b", target).is_whole


def test_a_killed_restore_leaves_no_desk_or_a_whole_one(profile, tmp_path):
    kill_campaign_on_restore(profile, tmp_path, 2)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_thirty_killed_restores(profile, tmp_path):
    kill_campaign_on_restore(profile, tmp_path, 30)


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=False
    ).returncode
    if mounted:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


def ballast(place, left):
    (place / "ballast").write_bytes(bytes(max(shutil.disk_usage(place).free - left, 0)))


def test_a_full_backup_disk_keeps_the_earlier_backup(profile, small_disk, tmp_path):
    bootstrap.back_up(profile, small_disk / "b")
    before = snapshots(small_disk / "b")
    for left in (0, 40_000, 120_000):
        ballast(small_disk, left)
        with pytest.raises(UnavailableError, match=r"backup\.disk_full"):
            bootstrap.back_up(profile, small_disk / "b")
        (small_disk / "ballast").unlink()
        assert snapshots(small_disk / "b") == before
        assert bootstrap.restore(small_disk / "b", tmp_path / "x", is_rehearsal=True).is_whole
    assert bootstrap.back_up(profile, small_disk / "b").is_whole


def test_a_full_disk_restores_nothing_or_everything(profile, small_disk, tmp_path):
    bootstrap.back_up(profile, tmp_path / "b")
    ballast(small_disk, 60_000)
    with pytest.raises((DeskError, OSError)):
        bootstrap.restore(tmp_path / "b", small_disk / "desk")
    assert sorted(p.name for p in small_disk.iterdir()) == ["ballast"]
    (small_disk / "ballast").unlink()
    assert bootstrap.restore(tmp_path / "b", small_disk / "desk").is_whole


def test_the_command_says_a_full_disk_in_words(profile, small_disk):
    ballast(small_disk, 0)
    process = command("backup", small_disk / "b", "--profile", profile)
    out, _ = process.communicate(timeout=200)
    assert process.returncode == 2
    assert json.loads(out)["error"]["code"] == "backup.disk_full"
