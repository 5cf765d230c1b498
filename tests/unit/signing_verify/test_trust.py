"""The trust folder and the signed, dated trust package."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from signing.trust import TrustError, build_package, load_trust, open_package

WEEK = dt.timedelta(days=7)


def public(key) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def test_flat_folder_sorts_anchors_from_the_rest(pki, tmp_path):
    folder = pki.write_trust(tmp_path / "tin cậy")
    (folder / "ghi chú.txt").write_text("x")
    (folder / "hỏng.pem").write_text(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    )
    (folder / "der.crt").write_bytes(pki.der("fakeroot"))
    (folder / "rỗng.crl").write_bytes(b"")
    store = load_trust(folder)
    assert set(store.anchors) == {pki.der("root"), pki.der("fakeroot")}
    assert set(store.intermediates) == {pki.der("sub"), pki.der("sub2")}
    assert len(store.lists) == 2
    assert set(store.skipped) == {"hỏng.pem", "rỗng.crl"}


def test_several_objects_in_one_file_and_lists_in_pem(pki, tmp_path):
    from cryptography import x509

    pem = serialization.Encoding.PEM
    crl = x509.load_der_x509_crl(pki.crl("sub")).public_bytes(pem)
    text = pki.certs["root"].public_bytes(pem) + pki.certs["sub"].public_bytes(pem) + crl
    (tmp_path / "tất cả.pem").write_bytes(text)
    store = load_trust(tmp_path)
    assert (len(store.anchors), len(store.intermediates), len(store.lists)) == (1, 1, 1)


def test_missing_folder_is_an_error_with_a_code(tmp_path):
    with pytest.raises(TrustError) as caught:
        load_trust(tmp_path / "không có")
    assert caught.value.code == "trust.folder_missing"


@pytest.mark.parametrize(
    "make", [ed25519.Ed25519PrivateKey.generate, lambda: ec.generate_private_key(ec.SECP256R1())]
)
def test_package_round_trip(pki, tmp_path, make):
    key = make()
    target = tmp_path / "gói.zip"
    build_package(pki.write_trust(tmp_path / "t"), target, key, issued_at=pki.now, valid_for=WEEK)
    store, issued = open_package(target, public(key), now=pki.now)
    assert store == load_trust(tmp_path / "t")
    assert issued == pki.now


@pytest.mark.parametrize(
    ("shift", "newer", "code"),
    [
        (dt.timedelta(days=8), None, "trust.package_expired"),
        (dt.timedelta(days=-1), None, "trust.package_from_future"),
        (dt.timedelta(), dt.timedelta(days=1), "trust.package_older"),
    ],
)
def test_package_dates(pki, tmp_path, shift, newer, code):
    key = ed25519.Ed25519PrivateKey.generate()
    target = tmp_path / "p.zip"
    build_package(pki.write_trust(tmp_path / "t"), target, key, issued_at=pki.now, valid_for=WEEK)
    with pytest.raises(TrustError) as caught:
        open_package(
            target, public(key), now=pki.now + shift, newer_than=pki.now + newer if newer else None
        )
    assert caught.value.code == code


def test_package_by_someone_else(pki, tmp_path):
    target = tmp_path / "p.zip"
    build_package(
        pki.write_trust(tmp_path / "t"), target, ed25519.Ed25519PrivateKey.generate(),
        issued_at=pki.now, valid_for=WEEK,
    )  # fmt: skip
    with pytest.raises(TrustError) as caught:
        open_package(target, public(ed25519.Ed25519PrivateKey.generate()), now=pki.now)
    assert caught.value.code == "trust.package_not_by_publisher"


@pytest.mark.parametrize("kind", ["added", "changed", "cut"])
def test_package_touched(pki, tmp_path, kind):
    key = ed25519.Ed25519PrivateKey.generate()
    target = tmp_path / "p.zip"
    build_package(pki.write_trust(tmp_path / "t"), target, key, issued_at=pki.now, valid_for=WEEK)
    if kind == "added":
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("thêm.pem", pki.der("fakeroot"))
    elif kind == "cut":
        target.write_bytes(target.read_bytes()[:-40])
    else:
        with zipfile.ZipFile(target) as archive:
            files = {n: archive.read(n) for n in archive.namelist()}
        files["root.pem"] = pki.der("fakeroot")
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    with pytest.raises(TrustError) as caught:
        open_package(target, public(key), now=pki.now)
    assert caught.value.code == "trust.package_damaged"
