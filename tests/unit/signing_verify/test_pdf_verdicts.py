"""Verdicts on PDF files: levels, certificates, times, evidence (scenarios 27-36, 42, 44, 63,
67-69, 73-78)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import warnings

import pytest
from pyhanko.sign import fields

from signing.trust.store import store_of
from signing.verify import Verdict
from tests.kit.forgery import bases, papers, signers
from tests.kit.forgery.updates import update

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize(
    ("level", "source"),
    [("b-b", "claimed"), ("b-t", "time_stamp"), ("b-lt", "time_stamp"), ("b-lta", "time_stamp")],
)
def test_every_level_is_valid_and_named(pki, judge, level, source):
    verdict = judge(signers.sign(papers.plain(), pki, level=level))
    assert verdict.verdict is Verdict.VALID
    (signature,) = verdict.signatures
    assert (signature.level, signature.time_source) == (level, source)
    assert signature.signer == "Nguyen Thi Mau Mot"
    assert signature.serial == f"{pki.certs['canbo1'].serial_number:x}"
    assert signature.signed_at is not None
    assert signature.signed_at.tzinfo is not None


def test_json_has_the_contract_fields_and_no_others(pki, judge):
    found = judge(signers.sign(papers.plain(), pki, level="b-t")).as_json()
    assert set(found) == {
        "file", "verdict", "reasons", "sentence", "signatures", "changes_after_signing",
    }  # fmt: skip
    assert set(found["signatures"][0]) == {
        "signer", "serial", "role", "level", "signed_at", "time_source", "verdict", "reasons",
        "covers",
    }  # fmt: skip
    assert found["signatures"][0]["covers"] == "whole_file"


@pytest.mark.scenario(74)
@pytest.mark.parametrize(
    ("who", "verdict", "reason"),
    [
        ("hethan", Verdict.INVALID, "certificate.expired"),
        ("chuahieuluc", Verdict.INVALID, "certificate.not_yet_valid"),
        ("thuhoi", Verdict.INVALID, "certificate.revoked"),
        ("saimucdich", Verdict.INVALID, "certificate.wrong_usage"),
        ("dangnhap", Verdict.INVALID, "certificate.wrong_usage"),
        ("giamao", Verdict.INVALID, "chain.impostor"),
        ("nguoila", Verdict.UNKNOWN, "chain.untrusted"),
    ],
)
def test_bad_certificates(pki, judge, who, verdict, reason):
    found = judge(signers.sign(papers.plain(), pki, who))
    assert found.verdict is verdict
    assert reason in found.reasons
    assert found.signatures[0].signer


def test_unsigned_file(judge):
    found = judge(papers.plain(form=True))
    assert found.verdict is Verdict.UNSIGNED
    assert found.signatures == ()
    assert found.sentence == "Tệp không có chữ ký số."


def test_picture_of_a_seal_is_unsigned(judge):
    assert judge(b"\x89PNG\r\n\x1a\n" + bytes(100)).verdict is Verdict.UNSIGNED


def test_one_changed_digit_is_invalid(pki, judge):
    data = signers.sign(papers.plain(), pki).replace(b"1.000.000", b"9.000.000")
    found = judge(data)
    assert found.verdict is Verdict.INVALID
    assert "signature.digest_mismatch" in found.reasons
    assert found.sentence == "Chữ ký không hợp lệ: nội dung đã bị sửa sau khi ký."


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\0", b"JUNK", b"%%EOF\n"])
def test_bytes_after_the_end_are_not_valid(pki, judge, tail):
    found = judge(signers.sign(papers.plain(), pki) + tail)
    assert found.verdict is Verdict.UNKNOWN
    assert "file.trailing_bytes" in found.reasons
    assert found.signatures[0].covers == "earlier_revision"


def test_revocation_data_missing_is_unknown(pki, judge):
    bare = dataclasses.replace(pki.trust, lists=())
    found = judge(signers.sign(papers.plain(), pki), bare)
    assert (found.verdict, found.reasons) == (Verdict.UNKNOWN, ("revocation.missing",))


def test_revocation_data_in_the_file_is_enough(pki, judge):
    bare = dataclasses.replace(pki.trust, lists=())
    assert judge(signers.sign(papers.plain(), pki, level="b-lt"), bare).verdict is Verdict.VALID


@pytest.mark.scenario(35)
def test_stale_list_is_unknown(pki, judge):
    old = store_of(
        [pki.der("root"), pki.der("sub")],
        [pki.crl("root"), pki.crl("sub", this=-60, following=-53)],
    )
    found = judge(signers.sign(papers.plain(), pki), old)
    assert (found.verdict, found.reasons) == (Verdict.UNKNOWN, ("revocation.stale",))


def test_list_of_an_impostor_does_not_count(pki, judge):
    trust = store_of([pki.der("root"), pki.der("sub")], [pki.crl("root"), pki.crl("fakesub")])
    assert judge(signers.sign(papers.plain(), pki), trust).reasons == ("revocation.missing",)


def test_list_younger_than_the_stamp_counts(pki, judge):
    when = pki.now - 20 * DAY
    found = judge(signers.sign(papers.plain(), pki, level="b-t", when=when))
    assert found.verdict is Verdict.VALID
    assert found.signatures[0].signed_at == when


@pytest.mark.parametrize("who", ["hethan", "thuhoi"])
def test_good_at_its_stamp_stays_valid(pki, judge, who):
    data = signers.sign(papers.plain(), pki, who, level="b-t", when=pki.now - 10 * DAY)
    assert judge(data).verdict is Verdict.VALID


def test_long_level_holds_after_all_certificates_ended(pki, judge):
    data = signers.sign(papers.plain(), pki, level="b-lta")
    assert judge(data, at=pki.now + 1000 * DAY).verdict is Verdict.VALID


def test_claimed_time_proves_nothing_after_expiry(pki, judge):
    found = judge(signers.sign(papers.plain(), pki), at=pki.now + 800 * DAY)
    assert found.verdict is Verdict.UNKNOWN
    assert "time.not_proven" in found.reasons


def test_signature_from_the_future_is_unknown(pki, judge):
    found = judge(signers.sign(papers.plain(), pki), at=pki.now - DAY)
    assert found.verdict is Verdict.UNKNOWN
    assert "time.in_future" in found.reasons


def test_stamp_from_the_future_is_never_the_time(pki, judge):
    data = signers.sign(papers.plain(), pki, level="b-t", when=pki.now + dt.timedelta(hours=2))
    found = judge(data)
    assert found.verdict is Verdict.UNKNOWN
    assert "time_stamp.in_future" in found.reasons
    assert found.signatures[0].time_source == "claimed"


@pytest.mark.parametrize(
    ("authority", "reason"),
    [("tsakhac", "time_stamp.wrong_usage"), ("tsala", "time_stamp.untrusted")],
)
def test_stamp_of_a_wrong_authority(pki, judge, authority, reason):
    found = judge(signers.sign(papers.plain(), pki, level="b-t", tsa=authority))
    assert found.verdict is Verdict.UNKNOWN
    assert reason in found.reasons
    assert found.signatures[0].time_source == "claimed"


def test_message_of_another_file_is_invalid(pki, judge):
    data = signers.sign(papers.plain(), pki)
    message = bases.message_of(signers.sign(papers.plain(text="KHAC"), pki))
    start = data.index(b"/Contents <") + 11
    forged = data[:start] + message.hex().encode() + data[start + 2 * len(message) :]
    assert judge(forged).verdict is Verdict.INVALID


@pytest.mark.scenario(78)
@pytest.mark.parametrize("digest", ["sha1", "md5"])
def test_weak_digests_are_refused_today(pki, judge, digest):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = signers.sign(
            papers.plain(), pki, digest=digest,
            subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        )  # fmt: skip
    found = judge(data)
    assert found.verdict is Verdict.INVALID
    assert "algorithm.weak_digest" in found.reasons


def test_roles_come_from_fields_and_policies(pki, judge):
    data = signers.prepare(papers.plain())
    for name, field in (("canbo1", "CanBo"), ("lanhdao", "LanhDao"), ("condau", "ConDau")):
        data = signers.sign(data, pki, name, field=field, level="b-t")
    found = judge(data)
    assert found.verdict is Verdict.VALID
    assert [s.role for s in found.signatures] == ["officer", "approver", "agency"]
    assert [s.covers for s in found.signatures] == [
        "earlier_revision", "earlier_revision", "whole_file",
    ]  # fmt: skip
    named = judge(signers.sign(papers.plain(), pki, "condau", field="Khac"))
    assert named.signatures[0].role == "agency"


def test_document_stamp_proves_the_time_of_a_plain_signature(pki, judge):
    data = signers.stamp_document(signers.sign(papers.plain(), pki), pki)
    found = judge(data)
    assert found.verdict is Verdict.VALID
    assert found.signatures[0].time_source == "document_time_stamp"
    assert found.signatures[0].level == "b-t"
    assert found.time_stamps[0].holds


def test_only_a_document_stamp_is_unknown(pki, judge):
    found = judge(signers.stamp_document(papers.plain(), pki))
    assert (found.verdict, found.reasons) == (Verdict.UNKNOWN, ("signature.only_time_stamps",))


def test_store_that_lost_its_pieces_is_not_valid(pki, judge):
    data = signers.sign(papers.plain(), pki, level="b-lt")
    root = b"<< /Type /Catalog /Pages 2 0 R /DSS << /Type /DSS >> /AcroForm 7 0 R >>"
    found = judge(update(data, {1: root}))
    assert found.verdict is not Verdict.VALID


def test_encrypted_file_is_unknown(judge):
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.plain())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert judge(out.getvalue()).reasons == ("file.encrypted",)


def test_sentence_names_the_signer_meant(pki, judge):
    data = signers.sign(papers.plain(), pki, "canbo1", field="Mot")
    data = signers.sign(data, pki, "thuhoi", field="Hai")
    found = judge(data)
    assert found.verdict is Verdict.INVALID
    assert found.sentence == (
        "Chữ ký không hợp lệ: chứng thư đã bị thu hồi trước thời điểm ký. "
        "(chữ ký của Vu Thi Thu Hoi)"
    )
    assert [s.verdict for s in found.signatures] == [Verdict.VALID, Verdict.INVALID]
