"""Small files are read once, and anew whenever anything was done to them."""

import json
import os
import tomllib

import pytest

from desk_app.config import front
from desk_app.config.kept import KEPT_FILE, Kept

PROFILE = '[office]\nagency_name = "UBND xã {}"\n[desk]\nname = "Quầy 1"\npractice = true\n'


def write(folder, commune):
    file = folder / front.SETTINGS_FILE
    file.write_text(PROFILE.format(commune), encoding="utf-8")
    return file


@pytest.fixture
def readings(monkeypatch):
    """Texts the reader of TOML was given."""
    given, reader = [], tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: given.append(text) or reader(text))
    return given


def test_the_next_start_reads_no_toml_and_shows_the_same(tmp_path, readings):
    write(tmp_path, "Mẫu")
    (tmp_path / "staff.toml").write_text('[[officer]]\nuser = "canbo1"\n', encoding="utf-8")
    first = front.read_front(tmp_path)
    assert (first.office, first.people, len(readings)) == ("UBND xã Mẫu", ("canbo1",), 2)
    assert front.read_front(tmp_path) == first
    assert len(readings) == 2


def test_a_file_of_the_same_size_and_time_is_read_anew_when_it_is_another(tmp_path):
    file = write(tmp_path, "Mẫu")
    front.read_front(tmp_path)
    told = file.stat()
    other = tmp_path / "other.toml"
    other.write_text(PROFILE.format("Mới"), encoding="utf-8")
    os.utime(other, ns=(told.st_atime_ns, told.st_mtime_ns))
    other.replace(file)
    assert file.stat().st_size == told.st_size
    assert front.read_front(tmp_path).office == "UBND xã Mới"
    assert front.read_front(tmp_path).office == "UBND xã Mới"


def test_a_file_that_is_gone_or_broken_is_told_though_it_was_kept(tmp_path):
    file = write(tmp_path, "Mẫu")
    front.read_front(tmp_path)
    file.write_text("[office", encoding="utf-8")
    with pytest.raises(ValueError, match=r"(?i)."):
        front.read_front(tmp_path)
    file.unlink()
    with pytest.raises(OSError, match="profile"):
        front.read_front(tmp_path)


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", '{"profile.toml": 1}', '{"profile.toml": {}}', "\x00"]
)
def test_what_was_kept_may_be_anything(tmp_path, kept):
    write(tmp_path, "Mẫu")
    (tmp_path / KEPT_FILE).write_text(kept, encoding="utf-8")
    assert front.read_front(tmp_path).office == "UBND xã Mẫu"
    assert json.loads((tmp_path / KEPT_FILE).read_text(encoding="utf-8"))


def test_what_has_no_form_in_json_is_read_each_time(tmp_path, readings):
    (tmp_path / "a.toml").write_text("day = 2026-12-02\n", encoding="utf-8")
    for number in (1, 2):
        kept = Kept(tmp_path)
        assert str(kept.read("a.toml", dict)["day"]) == "2026-12-02"
        kept.keep()
        assert len(readings) == number
    assert not list(tmp_path.glob("*.json"))


def test_a_folder_that_takes_nothing_is_read_all_the_same(tmp_path):
    write(tmp_path, "Mẫu")
    (tmp_path / KEPT_FILE).with_suffix(".new").mkdir()
    assert front.read_front(tmp_path).office == "UBND xã Mẫu"
    assert not (tmp_path / KEPT_FILE).exists()


def test_nothing_but_what_is_shown_is_kept(tmp_path):
    file = write(tmp_path, "Mẫu")
    secret = '[store]\nurl = "mat-khau"\n[session]\nother = "mat-khau"\n'
    file.write_text(file.read_text(encoding="utf-8") + secret, encoding="utf-8")
    people = '[[officer]]\nuser = "canbo1"\nfull_name = "Lê Thu Hà"\npassword = "mat-khau"\n'
    (tmp_path / "staff.toml").write_text(people, encoding="utf-8")
    assert front.read_front(tmp_path).people == ("canbo1",)
    kept = json.loads((tmp_path / KEPT_FILE).read_text(encoding="utf-8"))
    assert kept[front.SETTINGS_FILE]["data"] == {
        "office": {"agency_name": "UBND xã Mẫu"},
        "desk": {"name": "Quầy 1", "practice": True},
        "session": {},
    }
    assert kept["staff.toml"]["data"] == {"users": ["canbo1"]}


def test_the_policy_of_the_machine_is_never_taken_from_the_profile(tmp_path, monkeypatch):
    policy = tmp_path / "policy.toml"
    policy.write_text("[lock.session]\nlock_minutes = 1\n", encoding="utf-8")
    monkeypatch.setattr("desk_app.config.policy.policy_places", lambda: (policy,))
    folder = tmp_path / "desk"
    folder.mkdir()
    write(folder, "Mẫu").write_text("[session]\nlock_minutes = 9\n", encoding="utf-8")
    assert front.read_front(folder).lock_minutes == 1
    assert 'lock_minutes": 1' not in (folder / KEPT_FILE).read_text(encoding="utf-8")
    policy.write_text("[lock.session]\nlock_minutes = 2\n", encoding="utf-8")
    assert front.read_front(folder).lock_minutes == 2
