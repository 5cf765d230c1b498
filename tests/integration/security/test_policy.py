"""Policies of a machine, and the wall around the practice office."""

import pytest

from desk_app.config import settings as config
from desk_app.config.policy import with_policies
from tests.kit.security.small_desk import make_profile


def policy(tmp_path, text):
    place = tmp_path / "policy.toml"
    place.write_text(text, encoding="utf-8")
    return (place,)


def test_a_default_fills_what_nobody_set_and_a_lock_wins(tmp_path):
    places = policy(
        tmp_path,
        'default.province.url = "https://tinh.example"\ndefault.session.lock_minutes = 5\n'
        'lock.recovery.public = "age1tinh"\n',
    )
    own = {
        "province": {"url": ""},
        "session": {"lock_minutes": 20},
        "recovery": {"public": "age1khac"},
    }
    merged = with_policies(own, places)
    assert merged["province"] == {"url": "https://tinh.example"}
    assert merged["session"] == {"lock_minutes": 20}
    assert merged["recovery"] == {"public": "age1tinh"}
    assert own["province"] == {"url": ""}


def test_a_machines_policy_is_stronger_than_an_accounts(tmp_path):
    strong, weak = tmp_path / "a.toml", tmp_path / "b.toml"
    strong.write_text("lock.session.lock_minutes = 3\n")
    weak.write_text("lock.session.lock_minutes = 30\n")
    assert with_policies({}, (strong, weak))["session"] == {"lock_minutes": 3}


def test_a_policy_that_cannot_be_read_stops_the_desk(tmp_path, monkeypatch):
    places = policy(tmp_path, "lock = [")
    monkeypatch.setattr("desk_app.config.policy.policy_places", lambda: places)
    folder = make_profile(tmp_path / "p")
    file = folder / "profile.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("practice = true", "practice = false"))
    with pytest.raises(config.SettingsError, match=r"profile\.unreadable"):
        config.load(folder)


def test_a_practice_office_talks_to_this_machine_alone(tmp_path):
    folder = make_profile(tmp_path / "p")
    file = folder / "profile.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('url = ""', 'url = "http://127.0.0.1:9"'), encoding="utf-8")
    assert config.load(folder).is_practice
    file.write_text(text.replace('url = ""', 'url = "https://tinh.example"'), encoding="utf-8")
    with pytest.raises(config.SettingsError) as refused:
        config.load(folder)
    assert refused.value.facts["key"] == "province.url"


def test_a_real_desk_uses_no_practice_token(tmp_path):
    folder = make_profile(tmp_path / "p")
    file = folder / "profile.toml"
    text = file.read_text(encoding="utf-8").replace("practice = true", "practice = false")
    file.write_text(text + '\n[signing]\nsofthsm_conf = "/x"\n', encoding="utf-8")
    with pytest.raises(config.SettingsError) as refused:
        config.load(folder)
    assert refused.value.facts["key"] == "signing.softhsm_conf"
