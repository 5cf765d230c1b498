"""What the sign-in page reads of a profile, before anything else is loaded."""

import json

import pytest

from desk_app.config import front
from desk_app.config.settings import SettingsError, load

PROFILE = """
[office]
agency_name = "UBND xã Mẫu"
[desk]
name = "Quầy 1"
practice = {practice}
[session]
lock_minutes = 3
"""


def profile(folder, *, practice=False):
    folder.mkdir()
    text = PROFILE.format(practice=str(practice).lower())
    (folder / front.SETTINGS_FILE).write_text(text, encoding="utf-8")
    return folder


def test_office_desk_and_lock_are_read_though_the_rest_is_missing(tmp_path):
    folder = profile(tmp_path / "desk")
    found = front.read_front(folder)
    assert found == ("UBND xã Mẫu", "Quầy 1", False, 3, ())
    with pytest.raises(SettingsError):
        load(folder)


def test_the_machine_s_policy_holds_on_a_real_desk_alone(tmp_path, monkeypatch):
    policy = tmp_path / "policy.toml"
    policy.write_text("[lock.session]\nlock_minutes = 1\n", encoding="utf-8")
    monkeypatch.setattr("desk_app.config.policy.policy_places", lambda: (policy,))
    assert front.read_front(profile(tmp_path / "real")).lock_minutes == 1
    assert front.read_front(profile(tmp_path / "practice", practice=True)).lock_minutes == 3


def test_a_restore_that_broke_off_is_mended_first(tmp_path):
    folder = profile(tmp_path / "desk")
    aside = folder.rename(tmp_path / "aside")
    note = tmp_path / ".desk.restoring"
    note.write_text(json.dumps({"aside": aside.name}), encoding="utf-8")
    assert front.read_front(folder).desk == "Quầy 1"
    assert not note.exists()


@pytest.mark.parametrize("text", ["[office", 'office = "x"\x00'])
def test_what_is_no_profile_is_an_error(tmp_path, text):
    with pytest.raises(OSError, match="profile"):
        front.read_front(tmp_path)
    (tmp_path / front.SETTINGS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"(?i)."):
        front.read_front(tmp_path)
