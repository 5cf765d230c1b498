"""The trust folder as a dated package, and what runs out soon, over a practice PKI's real parts."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from desk_app.adapters.signatures.trust import install_trust, installed_trust
from desk_app.adapters.signatures.weather import signature_weather
from signing.clock import utc_now
from signing.trust import TrustError, build_package, load_trust

pytestmark = pytest.mark.token
DAY = dt.timedelta(days=1)


@pytest.fixture
def publisher(tmp_path):
    key = ed25519.Ed25519PrivateKey.generate()
    public = tmp_path / "trust-publisher.pem"
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return key, public


def test_a_package_replaces_the_folder_and_an_older_one_does_not(tmp_path, pki, publisher):
    key, public = publisher
    now, profile = utc_now(), tmp_path / "profile"
    (profile / "trust").mkdir(parents=True)
    (profile / "trust" / "left-over.pem").write_bytes(b"old")
    packages = {}
    for age in (3, 1):
        packages[age] = tmp_path / f"trust-{age}.zip"
        issued = now - age * DAY
        build_package(pki.trust_folder, packages[age], key, issued_at=issued, valid_for=30 * DAY)
    state = install_trust(packages[1], public, profile, now=now)
    assert installed_trust(profile) == state
    assert not (profile / "trust" / "left-over.pem").exists()
    assert load_trust(profile / "trust") == load_trust(pki.trust_folder)
    for package, when, code in (
        (packages[3], now, "trust.package_older"),
        (packages[1], now + 40 * DAY, "trust.package_expired"),
        (public, now, "trust.package_damaged"),
    ):
        with pytest.raises(TrustError) as caught:
            install_trust(package, public, profile, now=when)
        assert caught.value.code == code
    with pytest.raises(TrustError) as caught:
        install_trust(packages[1], tmp_path / "no.pem", profile, now=now)
    assert caught.value.code == "trust.publisher_key"
    assert load_trust(profile / "trust") == load_trust(pki.trust_folder)


def test_weather_names_tokens_lists_and_package(tmp_path, pki, publisher):
    key, public = publisher
    now, profile = utc_now(), tmp_path / "profile"
    package = tmp_path / "trust.zip"
    build_package(pki.trust_folder, package, key, issued_at=now, valid_for=60 * DAY)
    install_trust(package, public, profile, now=now)
    today = signature_weather([pki.module], profile, now=now)
    assert {line.item.kind for line in today} == {"certificate"}
    assert {line.item.subject for line in today} == {"Hoàng Văn Hết Hạn"}, "the expired one"
    later = signature_weather([pki.module], profile, now=now + 55 * DAY)
    assert {line.item.kind for line in later} == {"certificate", "revocation", "package"}
    soon = signature_weather([pki.module], profile, now=now + 690 * DAY)
    names = {line.item.subject for line in soon if line.item.kind == "certificate"}
    assert "Nguyễn Thị Mẫu Một" in names
    assert [line.item.until for line in soon] == sorted(line.item.until for line in soon)
