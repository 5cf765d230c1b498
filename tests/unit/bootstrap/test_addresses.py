"""Passwords of addresses: out of the settings file, into the key store, back in use."""

import json

import pytest

from desk_app.bootstrap import addresses
from desk_app.bootstrap.data import load_settings
from desk_app.config.keys import KeyStoreError
from desk_app.domain.errors import UnavailableError
from tests.kit.security.small_desk import make_profile

SECRET = "m%C3%A2t%40kh%E1%BA%A9u"
URL = "postgresql://ban1" + f":{SECRET}" + "@db.example:5432/mot_cua"
BARE = "postgresql://ban1@db.example:5432/mot_cua"


@pytest.fixture
def profile(tmp_path):
    folder = make_profile(tmp_path / "hồ sơ")
    settings = folder / "profile.toml"
    text = settings.read_text(encoding="utf-8") + f"\n[database]\nurl = {json.dumps(URL)}\n"
    settings.write_text(text, encoding="utf-8")
    return folder


def test_a_password_in_the_file_moves_and_goes_on_working(profile):
    assert load_settings(profile).database_url == URL
    text = (profile / "profile.toml").read_text(encoding="utf-8")
    assert f'url = "{BARE}"' in text
    assert SECRET not in text
    assert load_settings(profile).database_url == URL
    assert 'url = ""' in text, "the province's address is another one"


def test_without_a_key_store_it_is_used_where_it_stands(profile, monkeypatch):
    class Deaf:
        def get(self, name):
            raise KeyStoreError("keys.no_key_ring")

        def put(self, name, secret):
            raise KeyStoreError("keys.no_key_ring")

    monkeypatch.setattr(addresses, "key_store", lambda settings: Deaf())
    assert load_settings(profile).database_url == URL
    assert URL in (profile / "profile.toml").read_text(encoding="utf-8")
    addresses.write_address(load_settings(profile), {"database": BARE})
    with pytest.raises(UnavailableError) as refusal:
        load_settings(profile)
    assert refusal.value.code == "keys.no_key_ring"


def test_an_address_without_a_person_asks_no_key_store(tmp_path, monkeypatch):
    folder = make_profile(tmp_path)
    monkeypatch.setattr(addresses, "key_store", lambda settings: pytest.fail("asked"))
    assert load_settings(folder).database_url == ""


def test_a_key_of_a_desk_is_made_once(tmp_path):
    settings = load_settings(make_profile(tmp_path))
    first = addresses.own_key(settings, addresses.DEVICE_KEY).private_bytes_raw()
    assert addresses.own_key(settings, addresses.DEVICE_KEY).private_bytes_raw() == first
    assert addresses.own_key(settings, "stick").private_bytes_raw() != first
