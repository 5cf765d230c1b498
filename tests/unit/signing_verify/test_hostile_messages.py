"""Messages wrong in one way each: never valid, and for the reason that is true (scenarios 32, 36,
44, 67, 75, 76, 78)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign import fields

from signing.trust.store import store_of
from signing.verify import Verdict
from signing.verify.crypto import cms
from tests.kit.forgery import papers, signers
from tests.kit.forgery.bases import message_of
from tests.kit.forgery.foreign import indefinite
from tests.kit.forgery.messages import Craft, signed_with, store_with
from tests.kit.forgery.pki import Spec

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def base(pki):
    """A file the reference program signed, with room for a larger message."""
    return signers.sign(papers.plain(), pki, options={"bytes_reserved": 24000})


def test_an_honestly_crafted_message_is_valid(pki, judge, base):
    for name in ("canbo1", "canbo3", "lanhdao"):
        assert judge(signed_with(base, pki, name, Craft())).verdict is Verdict.VALID, name
    strong = judge(signed_with(base, pki, "canbo1", Craft(digest="sha512")))
    assert strong.verdict is Verdict.VALID


CRAFTS = {
    "digest of other bytes": (
        Craft(digest_of=lambda data: hashlib.sha256(data + b"x").digest()),
        "signature.digest_mismatch",
    ),
    "empty digest": (Craft(digest_of=lambda _: b""), "signature.digest_mismatch"),
    "digest cut short": (
        Craft(digest_of=lambda data: hashlib.sha256(data).digest()[:16]),
        "signature.digest_mismatch",
    ),
    "no certificate bound": (Craft(bound=""), "cms.certificate_not_bound"),
    "another certificate bound": (Craft(bound="canbo3"), "cms.other_certificate_bound"),
    "another certificate named": (Craft(named="canbo2", carried=("canbo2", "sub")), ""),
    "impostor carried under the same names": (
        Craft(named="giamao", carried=("giamao", "fakesub", "fakeroot")),
        "",
    ),
    "signer information twice": (Craft(twice=True), "cms.several_signers"),
    "another content type claimed": (Craft(content_type="signed_data"), "cms.content_type"),
    "no signed attributes": (Craft(attributes=False), "cms.no_signed_attributes"),
    "SHA-1": (Craft(digest="sha1"), "algorithm.weak_digest"),
}


@pytest.mark.parametrize("name", CRAFTS)
def test_one_thing_wrong(name, pki, judge, base):
    craft, reason = CRAFTS[name]
    found = judge(signed_with(base, pki, "canbo1", craft))
    assert found.verdict in {Verdict.INVALID, Verdict.UNKNOWN}
    assert not reason or reason in found.reasons


@pytest.mark.parametrize("bits", [1024, 1536])
def test_short_rsa_keys(pki, judge, base, bits):
    name = f"ngan{bits}"
    pki.keys[name] = rsa.generate_private_key(65537, bits)
    pki.add(Spec(name, "Nguoi Khoa Ngan"))
    found = judge(signed_with(base, pki, name, Craft()))
    assert found.verdict is Verdict.INVALID
    assert "algorithm.weak_key" in found.reasons


def test_expired_and_revoked_at_the_proven_time(pki, judge):
    for name, days, reason in (
        ("hethan", 1, "certificate.expired"),
        ("thuhoi", 0, "certificate.revoked"),
    ):
        when = pki.now - days * DAY
        found = judge(signers.sign(papers.plain(), pki, name, level="b-t", when=when))
        assert found.verdict is Verdict.INVALID
        assert reason in found.reasons


@pytest.mark.scenario(76)
def test_a_stamp_of_another_signature_is_never_the_time(pki, judge, base):
    """A time stamp cut out of another file (scenario 76)."""
    donor = signers.sign(papers.plain(text="KHAC"), pki, level="b-t")
    token = cms.parse(message_of(donor)).signers[0].unsigned[cms.SIGNATURE_TIME_STAMP][0].raw
    found = judge(signed_with(base, pki, "canbo1", Craft(stamp=token)))
    assert found.verdict is Verdict.INVALID
    assert "time_stamp.other_imprint" in found.reasons
    assert found.signatures[0].time_source == "claimed"


@pytest.mark.scenario(36)
@pytest.mark.parametrize(
    ("status", "responder", "this", "verdict"),
    [
        ("good", "ocsp", 0, Verdict.VALID),
        ("good", "canbo2", 0, Verdict.UNKNOWN),
        ("good", "giamao", 0, Verdict.UNKNOWN),
        ("good", "ocsp", -3, Verdict.UNKNOWN),
        ("unknown", "ocsp", 0, Verdict.UNKNOWN),
        ("revoked", "ocsp", 0, Verdict.INVALID),
        ("revoked", "canbo2", 0, Verdict.UNKNOWN),
    ],
    ids=[
        "good", "wrong responder", "impostor responder", "stale", "unknown", "revoked",
        "revoked by a wrong responder",
    ],
)  # fmt: skip
def test_ocsp_counts_only_from_its_responder_and_while_fresh(
    pki, judge, status, responder, this, verdict
):
    """The answer lies in the file's security store; the trust folder has the upper list only."""
    trust = store_of([pki.der("root"), pki.der("sub")], [pki.crl("root")])
    answer = pki.ocsp("canbo1", status=status, responder=responder, this=this)
    data = store_with(signers.sign(papers.plain(), pki), answers=[answer])
    found = judge(data, trust)
    assert found.verdict is verdict, found.reasons


def test_an_anchor_of_the_same_name_does_not_make_a_chain(pki, judge):
    """Self-signed certificate with the trusted root's name but another key (scenario 32)."""
    data = signers.sign(papers.plain(), pki, "giamao")
    for trust in (
        pki.trust,
        dataclasses.replace(pki.trust, intermediates=(pki.der("fakesub"), pki.der("sub"))),
    ):
        found = judge(data, trust)
        assert found.verdict is Verdict.INVALID
        assert "chain.impostor" in found.reasons


def test_indefinite_lengths_are_read(pki, judge):
    """BER as Bouncy Castle writes it; the honest message stays valid, a cut one does not."""
    data = signers.sign(papers.plain(), pki, subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    start = data.index(b"/Contents <") + 11
    end = data.index(b">", start)
    raw = indefinite(message_of(data))
    for message, is_whole in ((raw, True), (raw[: len(raw) // 2], False)):
        text = message.hex().encode().ljust(end - start, b"0")
        verdict = judge(data[:start] + text + data[end:]).verdict
        assert (verdict is Verdict.VALID) is is_whole


def test_an_authority_that_is_no_authority(pki, judge, base):
    """An officer's certificate cannot issue another one."""
    pki.add(Spec("conchau", "Con Chau", issuer="canbo2"))
    found = judge(signed_with(base, pki, "conchau", Craft(carried=("conchau", "canbo2", "sub"))))
    assert found.verdict is not Verdict.VALID


def test_what_the_signature_does_not_cover_cannot_be_changed_either(pki, judge, base):
    """Versions and the issuer's name stand beside the signed attributes; every bit still counts."""
    raw = bytearray(message_of(base))
    message = cms.parse(bytes(raw))
    name = message.signers[0].issuer
    at = raw.rindex(name)
    version = raw.rindex(b"\x02\x01\x01", 0, at) + 2
    start = base.index(b"/Contents <") + 11
    for place in (version, raw.index(b"\x02\x01\x01") + 2, *range(at, at + len(name), 9)):
        for bit in range(0, 8, 2) if place >= at else range(8):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            text = bytes(changed).hex().encode()
            data = base[:start] + text + base[start + len(text) :]
            assert judge(data).verdict is not Verdict.VALID, (place, bit)
