"""Backups: verified before done, going on over damage, restored elsewhere, fenced from the old desk."""

import json
import shutil

import pytest

from desk_app import bootstrap
from desk_app.adapters.backup import paper_place, snapshots
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.domain.errors import IntegrityError, RuleError, UnavailableError
from tests.kit.security.small_desk import fill, make_profile


@pytest.fixture
def profile(tmp_path):
    folder = make_profile(tmp_path / "máy quầy 1")
    fill(folder, dossiers=4)
    return folder


def flip(path, at=None):
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    at = len(data) // 2 if at is None else at
    data[at] ^= 0x20
    path.write_bytes(data)


def test_a_backup_is_verified_and_comes_back_on_another_machine(profile, tmp_path):
    made = bootstrap.back_up(profile, tmp_path / "sao lưu")
    assert (made.dossiers, made.papers, made.new_papers) == (4, 4, 4)
    assert made.is_whole
    shutil.rmtree(profile)
    there = tmp_path / "máy khác" / "hồ sơ"
    back = bootstrap.restore(tmp_path / "sao lưu", there)
    assert back.is_whole
    settings = load_settings(there)
    database = open_database_of(settings, keys_of(settings))
    report = database.index.check_chain()
    named = database.papers_named()
    database.close()
    assert (report.dossiers, report.is_whole) == (4, True)
    store = _papers(there)
    assert all(store.is_sound(digest) for digest in named)
    assert len(named) == 4


def _papers(folder):
    from desk_app.adapters.papers import PapersStore

    keys = keys_of(load_settings(folder))
    return PapersStore(folder / "papers", keys.papers, keys.recovery)


def test_the_second_backup_copies_only_what_is_new(profile, tmp_path):
    bootstrap.back_up(profile, tmp_path / "b")
    fill(profile, dossiers=2, start=50)
    second = bootstrap.back_up(profile, tmp_path / "b")
    assert (second.papers, second.new_papers) == (6, 2)
    assert len(snapshots(tmp_path / "b")) == 2


def test_a_rehearsal_leaves_nothing_and_needs_no_new_folder(profile, tmp_path):
    bootstrap.back_up(profile, tmp_path / "b")
    before = sorted(p.name for p in profile.parent.iterdir())
    report = bootstrap.restore(tmp_path / "b", profile, is_rehearsal=True)
    assert report.is_whole
    assert sorted(p.name for p in profile.parent.iterdir()) == before


def test_a_profile_that_is_there_is_not_overwritten(profile, tmp_path):
    bootstrap.back_up(profile, tmp_path / "b")
    with pytest.raises(RuleError, match=r"profile\.exists"):
        bootstrap.restore(tmp_path / "b", profile)
    replaced = bootstrap.restore(tmp_path / "b", profile, is_replacing=True)
    assert replaced.is_whole
    aside = [p for p in profile.parent.iterdir() if ".before-" in p.name]
    assert len(aside) == 1
    assert (aside[0] / "desk.db").exists()


def test_backup_goes_on_over_a_damaged_paper_and_names_it(profile, tmp_path):
    lost, flipped, *_ = fill(profile, dossiers=2, start=90)
    paper_place(profile / "papers", lost).unlink()
    flip(paper_place(profile / "papers", flipped))
    report = bootstrap.back_up(profile, tmp_path / "b")
    assert set(report.damaged) == {lost, flipped}
    assert report.papers == 4
    back = bootstrap.restore(tmp_path / "b", tmp_path / "new")
    assert set(back.damaged) == {lost, flipped}


def test_a_paper_damaged_later_comes_back_from_an_earlier_backup(profile, tmp_path):
    digest = fill(profile, dossiers=1, start=70)[0]
    bootstrap.back_up(profile, tmp_path / "b")
    flip(paper_place(profile / "papers", digest))
    assert bootstrap.back_up(profile, tmp_path / "b").is_whole
    bootstrap.restore(tmp_path / "b", tmp_path / "new")
    assert _papers(tmp_path / "new").is_sound(digest)


def test_a_purged_paper_is_not_a_lost_one(profile, tmp_path):
    digest = fill(profile, dossiers=1, start=70)[0]
    store = _papers(profile)
    assert store.purge(digest)
    with pytest.raises(IntegrityError, match=r"papers\.purged"):
        store.read(digest)
    assert bootstrap.back_up(profile, tmp_path / "b").is_whole


def test_every_damaged_part_of_a_backup_is_named(profile, tmp_path):
    bootstrap.back_up(profile, tmp_path / "b")
    whole = tmp_path / "whole"
    shutil.copytree(tmp_path / "b", whole)
    snapshot = snapshots(tmp_path / "b")[0]
    for at in (5, 200, snapshot.stat().st_size // 2, snapshot.stat().st_size - 1):
        flip(snapshot, at)
        with pytest.raises(IntegrityError, match=r"backup\.(damaged|other_key)"):
            bootstrap.restore(tmp_path / "b", tmp_path / "x", is_rehearsal=True)
        shutil.copyfile(whole / "snapshots" / snapshot.name, snapshot)
    paper = next((tmp_path / "b").glob("papers/??/??/*.age"))
    flip(paper, 3)
    report = bootstrap.restore(tmp_path / "b", tmp_path / "x", is_rehearsal=True)
    assert report.damaged == (paper.stem,)


def test_a_restored_desk_is_a_later_generation(profile, tmp_path):
    bootstrap.back_up(profile, tmp_path / "b")
    old = _generation(profile)
    bootstrap.restore(tmp_path / "b", tmp_path / "new")
    assert _generation(tmp_path / "new") > old
    assert _generation(tmp_path / "new") == _generation(tmp_path / "new")


def _generation(folder):
    from desk_app.bootstrap.addresses import key_store
    from desk_app.bootstrap.data import wall_clock
    from desk_app.bootstrap.fencing import fenced

    settings = load_settings(folder)
    return fenced(settings, key_store(settings), now=wall_clock().now()).device_gen


def test_a_cloned_disk_is_seen(profile, monkeypatch):
    first = _generation(profile)
    assert _generation(profile) == first
    monkeypatch.setattr("desk_app.bootstrap.fencing.machine_name", lambda: "another machine")
    second = _generation(profile)
    assert second > first
    assert _generation(profile) == second


def test_only_the_recovery_key_opens_a_backup_elsewhere(profile, tmp_path):
    made = bootstrap.back_up(profile, tmp_path / "b")
    secret = tmp_path / "b" / "practice-recovery-key.txt"
    key = tmp_path / "key.txt"
    key.write_bytes(secret.read_bytes())
    secret.unlink()
    with pytest.raises(UnavailableError, match=r"backup\.no_key"):
        bootstrap.restore(tmp_path / "b", tmp_path / "new")
    other = tmp_path / "other.txt"
    bootstrap.new_recovery_key(other)
    with pytest.raises(IntegrityError, match=r"backup\.other_key"):
        bootstrap.restore(tmp_path / "b", tmp_path / "new", recovery=other)
    assert bootstrap.restore(made.snapshot, tmp_path / "new", recovery=key).is_whole


def test_a_lost_key_ring_is_mended_by_the_recovery_key(profile, tmp_path):
    keys = json.loads((profile / "practice-keys.json").read_text())
    key = tmp_path / "key.txt"
    key.write_text(keys["recovery_secret"])
    kept = {k: v for k, v in keys.items() if k in {"recovery_public"}}
    (profile / "practice-keys.json").write_text(json.dumps(kept))
    with pytest.raises(UnavailableError, match=r"keys\.lost"):
        keys_of(load_settings(profile))
    other = tmp_path / "other.txt"
    bootstrap.new_recovery_key(other)
    with pytest.raises(UnavailableError, match=r"keys\.other_recovery_key"):
        bootstrap.recover_keys(profile, other)
    bootstrap.recover_keys(profile, key)
    settings = load_settings(profile)
    database = open_database_of(settings, keys_of(settings))
    assert database.index.check_chain().dossiers == 4
    database.close()


def test_a_recovery_key_is_never_overwritten(tmp_path):
    bootstrap.new_recovery_key(tmp_path / "key.txt")
    with pytest.raises(RuleError, match=r"keys\.file_exists"):
        bootstrap.new_recovery_key(tmp_path / "key.txt")


def test_an_empty_folder_is_no_backup(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(UnavailableError, match=r"backup\.none"):
        bootstrap.restore(tmp_path / "b", tmp_path / "new")
