"""Update bundles: only the publisher's, only forward, whole or not at all, and back again."""

import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.bootstrap import updates
from desk_app.bootstrap.care import Care
from desk_app.bootstrap.data import load_settings
from desk_app.config import policy
from desk_app.domain.errors import DeskError, IntegrityError, RuleError, UnavailableError
from tests.kit.security import small_desk

ROOT = Path(__file__).parents[3]
SEED = int(os.environ.get("UPDATE_SEED", "3"))
POLICY = "[lock.session]\nlock_minutes = 4\n[default.backup]\nevery_hours = 6\n"


def make_profile(folder):
    """A real profile: policies do not reach practice offices."""
    file = small_desk.make_profile(folder) / "profile.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("practice = true", "practice = false"))
    return folder


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """The machine's policy folder and a profile with the publisher pinned."""
    place = tmp_path / "etc" / "policy.toml"
    place.parent.mkdir()
    for module in (policy, updates):
        monkeypatch.setattr(module, "policy_places", lambda: (place,))
    profile = make_profile(tmp_path / "p")
    bootstrap.new_update_keys(tmp_path / "keys")
    (place.parent / updates.PINNED).write_bytes((tmp_path / "keys" / updates.PINNED).read_bytes())
    return profile


def procedure(folder, version=7):
    """A procedure file of the office."""
    import tomllib

    from desk_app.adapters.catalogue.exchange import to_json

    shipped = ROOT / "resources" / "procedures" / "civil_status_extract.toml"
    data = tomllib.loads(shipped.read_text(encoding="utf-8")) | {"version": version}
    file = folder / f"extract-{version}.json"
    file.write_text(to_json(data), encoding="utf-8")
    return file


def a_bundle(folder, name="b.zip", *, keys="keys", **files):
    if not files:
        (folder / "policy.toml").write_text(POLICY, encoding="utf-8")
        files = {"policy": [folder / "policy.toml"], "procedure": [procedure(folder)]}
    bootstrap.write_update(folder / name, folder / keys, files)
    return folder / name


def versions(profile):
    return {
        p.version for p in bootstrap.catalogue(profile)._procedures.values() if "extract" in p.key
    }


def test_policy_and_procedure_hold_together_and_go_back_together(machine, tmp_path):
    before = versions(machine)
    said = bootstrap.apply_update(machine, a_bundle(tmp_path))
    assert said["applied"] == ["policy.toml", "extract-7.json"]
    settings = load_settings(machine)
    assert (settings.lock_minutes, settings.backup_hours) == (4, 6)
    assert versions(machine) == before | {7}
    assert bootstrap.roll_back_update(machine) == {"content": True, "program": ""}
    assert load_settings(machine).lock_minutes == 10
    assert versions(machine) == before
    with pytest.raises(RuleError, match=r"update\.nothing_before"):
        bootstrap.roll_back_update(machine)


def test_a_machine_without_a_pinned_publisher_takes_nothing(machine, tmp_path):
    bundle = a_bundle(tmp_path)
    (tmp_path / "etc" / updates.PINNED).unlink()
    with pytest.raises(UnavailableError, match=r"update\.no_root"):
        bootstrap.apply_update(machine, bundle)


def test_another_publisher_is_refused(machine, tmp_path):
    bootstrap.new_update_keys(tmp_path / "theirs")
    with pytest.raises(IntegrityError, match=r"update\.not_by_publisher"):
        bootstrap.apply_update(machine, a_bundle(tmp_path, keys="theirs"))
    assert load_settings(machine).lock_minutes == 10


def test_an_older_bundle_is_refused_and_an_expired_one(machine, tmp_path, monkeypatch):
    old = a_bundle(tmp_path, "old.zip")
    time.sleep(1.1)
    bootstrap.apply_update(machine, a_bundle(tmp_path, "new.zip"))
    with pytest.raises(IntegrityError, match=r"update\.older"):
        bootstrap.apply_update(machine, old)
    past = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    monkeypatch.setattr(updates, "wall_clock", type("C", (), {"now": lambda self: past}))
    expired = a_bundle(tmp_path, "expired.zip")
    other = make_profile(tmp_path / "other")
    with pytest.raises(IntegrityError, match=r"update\.expired"):
        bootstrap.apply_update(other, expired)


def test_a_broken_policy_or_procedure_changes_nothing(machine, tmp_path):
    bad = tmp_path / "policy.toml"
    bad.write_text("[office]\nname = 1\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"update\.policy_broken"):
        bootstrap.apply_update(
            machine, a_bundle(tmp_path, policy=[bad], procedure=[procedure(tmp_path)])
        )
    assert not (machine / "catalogue").exists()
    assert load_settings(machine).lock_minutes == 10


@pytest.mark.parametrize("rounds", [24, pytest.param(300, marks=pytest.mark.long)])
def test_every_changed_byte_is_refused(machine, tmp_path, rounds):
    good = a_bundle(tmp_path).read_bytes()
    choice, missed, taken = random.Random(SEED), [], 0
    for round_ in range(rounds):
        data = bytearray(good)
        at = choice.randrange(len(data))
        data[at] ^= 1 << choice.randrange(8)
        file = tmp_path / "changed.zip"
        file.write_bytes(data)
        profile = make_profile(tmp_path / f"p{round_}")
        try:
            bootstrap.apply_update(profile, file)
        except DeskError:
            continue
        # What a zip does not use (times, comments, unused flags) may differ: the files are the signed ones.
        taken += 1
        kept = sorted((profile / "catalogue" / "procedures").iterdir())
        if [json.loads(f.read_text())["version"] for f in kept] != [7]:
            missed.append(at)
    assert missed == []
    assert taken < rounds * 2 / 3


def test_a_program_for_this_machine_is_laid_ready(machine, tmp_path):
    setup = tmp_path / "desk-app-9.9.0-linux.run"
    setup.write_bytes(b"#!/bin/sh\nexit 0\n")
    other = tmp_path / "desk-app-9.9.0-setup.exe"
    other.write_bytes(b"MZ")
    bundle = a_bundle(tmp_path, program=[setup, other])
    said = bootstrap.apply_update(machine, bundle, is_installing=True)
    assert (said["version"], said["installed"]) == ("9.9.0", True)
    assert Path(said["program"]).read_bytes() == setup.read_bytes()


def test_looking_takes_and_remembers_nothing(machine, tmp_path):
    setup = tmp_path / "desk-app-9.9.0-linux.run"
    setup.write_bytes(b"#!/bin/sh\nexit 0\n")
    other = tmp_path / "desk-app-9.8.0-setup.exe"
    other.write_bytes(b"MZ")
    files = {"procedure": [procedure(tmp_path)], "program": [setup, other]}
    older, newer = a_bundle(tmp_path, "1.zip", **files), None
    time.sleep(1.1)
    newer = a_bundle(tmp_path, "2.zip", **files)
    before = sorted(p for p in machine.rglob("*") if p.is_file())
    said = bootstrap.look_at_update(machine, newer)
    assert [item["kind"] for item in said["items"]] == ["procedure", "program"]
    assert said["program"] == "9.9.0"
    assert sorted(p for p in machine.rglob("*") if p.is_file()) == before
    bootstrap.apply_update(machine, older)  # the newer one was only looked at
    bootstrap.apply_update(machine, newer)
    with pytest.raises(IntegrityError, match=r"update\.older"):
        bootstrap.look_at_update(machine, older)


def test_the_window_is_offered_what_was_not_taken_yet(machine, tmp_path):
    care, never = Care(machine), lambda: False
    laid = tmp_path / "laid"
    assert (care.standing().offered, care.standing().has_before) == ("", False)
    file = machine / "profile.toml"
    file.write_text(file.read_text(encoding="utf-8") + f'\n[updates]\nfolder = "{laid}"\n')
    assert care.standing().offered == ""  # a folder that is away is no fault
    laid.mkdir()
    bundle = a_bundle(tmp_path).rename(laid / "b.zip")
    (machine / updates.PINNED).write_bytes((tmp_path / "keys" / updates.PINNED).read_bytes())
    assert care.standing().offered == str(bundle)
    procedures = {"procedure": [procedure(tmp_path, 8)]}
    bundle.unlink()
    bundle = a_bundle(tmp_path, "c.zip", **procedures).rename(laid / "c.zip")
    found = care.look_at_update(str(bundle), never)
    assert [item["file"] for item in found["items"]] == ["extract-8.json"]
    assert care.take_update(str(bundle), never)["applied"] == ["extract-8.json"]
    now = care.standing()
    assert (now.offered, now.has_before, now.updated_at is not None) == ("", True, True)
    assert 8 in versions(machine)
    assert care.undo_update(never)["content"] is True
    assert 8 not in versions(machine)
    assert care.standing().has_before is False


def state(profile):
    settings = load_settings(profile)  # whoever opens the profile finishes what was begun
    return settings.lock_minutes, tuple(sorted(versions(profile)))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_update_leaves_the_old_or_the_new(tmp_path, monkeypatch):
    kill_campaign(tmp_path, monkeypatch, 4)


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_forty_killed_updates(tmp_path, monkeypatch):
    kill_campaign(tmp_path, monkeypatch, 40)


_CHILD = """
import os, sys
from pathlib import Path
from desk_app.bootstrap import updates
from desk_app.bootstrap.care import Care
from desk_app.config import policy, switch
from desk_app import bootstrap
place = Path(sys.argv[3])
policy.policy_places = updates.policy_places = lambda: (place,)
left = int(sys.argv[4])
real = Path.rename, Path.replace
def counted(call):
    def move(self, target):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
        return call(self, target)
    return move
Path.rename, Path.replace = (counted(call) for call in real)
bootstrap.apply_update(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def kill_campaign(folder, monkeypatch, rounds):
    """End the process at its n-th move of a file, for every n there is, then at random moments."""
    keys = folder / "keys"
    bootstrap.new_update_keys(keys)
    place = folder / "etc" / "policy.toml"
    place.parent.mkdir()
    (place.parent / updates.PINNED).write_bytes((keys / updates.PINNED).read_bytes())
    for module in (policy, updates):
        monkeypatch.setattr(module, "policy_places", lambda: (place,))
    bundle = a_bundle(folder)
    seen, ended_well = set(), 0
    for number in range(rounds):
        profile = make_profile(folder / f"p{number}")
        place.unlink(missing_ok=True)
        old = state(profile)
        nth = number * 3 + 5 if rounds < 10 else number + 1
        child = subprocess.run(
            [sys.executable, "-c", _CHILD, profile, bundle, place, str(nth)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=200,
        )  # fmt: skip
        ended_well += child.returncode == 0
        now = state(profile)
        assert now in {old, (4, (*old[1], 7))}, (nth, old, now)
        seen.add(now == old)
    assert rounds < 10 or seen == {True, False}


def test_a_full_disk_leaves_what_was_there(machine, tmp_path):
    big = tmp_path / "desk-app-9.9.0-linux.run"
    big.write_bytes(os.urandom(3 << 20))
    bundle = a_bundle(tmp_path, program=[big], procedure=[procedure(tmp_path)])
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small], check=False
    ).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        profile = make_profile(small / "p")
        before = versions(profile)
        with pytest.raises((UnavailableError, IntegrityError), match=r"update\."):
            bootstrap.apply_update(profile, bundle)
        assert versions(profile) == before
        assert not (profile / "updates" / "programs").exists()
    finally:
        subprocess.run(["umount", small], check=True)


def test_the_bundle_is_read_by_any_client_of_the_framework(machine, tmp_path):
    from tuf.api.metadata import Metadata, Root, Targets

    with zipfile.ZipFile(a_bundle(tmp_path)) as packed:
        root = Metadata[Root].from_bytes(packed.read("metadata/1.root.json"))
        name = next(n for n in packed.namelist() if n.endswith(".targets.json"))
        targets = Metadata[Targets].from_bytes(packed.read(name))
    root.signed.verify_delegate("targets", targets.signed_bytes, targets.signatures)
    assert set(targets.signed.targets) == {"policy.toml", "extract-7.json", "contents.json"}
