"""Signed files the forgeries start from, and messages made for other files."""

from __future__ import annotations

from pyhanko.sign import fields

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.signatures import find_signatures
from tests.kit.forgery import papers, signers
from tests.kit.forgery.pki import Pki


def signed_bases(pki: Pki) -> dict[str, bytes]:
    """Honest files of every make; all of them are valid."""
    one = signers.sign(papers.plain(), pki, box=(60, 300, 200, 350))
    prepared = signers.sign(
        signers.prepare(papers.plain()), pki, field="CanBo", box=(60, 300, 200, 350)
    )
    two = signers.sign(prepared, pki, "lanhdao", field="LanhDao", level="b-t")
    form = signers.prepare(papers.plain(form=True), ("LanhDao",))
    return {
        "one": one,
        "stamped": signers.sign(papers.plain(object_streams=True), pki, "canbo3", level="b-t"),
        "two": two,
        "long": signers.sign(papers.plain(2), pki, level="b-lta"),
        "certified": signers.sign(papers.plain(form=True), pki, certify=2, field="CanBo", box=(60,
        300, 200, 350)),
        "closed": signers.sign(form, pki, certify=1, field="LanhDao"),
        "plain cms": signers.sign(
            papers.plain(linearize=True), pki,
            subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
        ),
    }  # fmt: skip


def message_of(pdf: bytes) -> bytes:
    """The newest signature's message."""
    return find_signatures(PdfFile(pdf))[-1].contents.rstrip(b"\0")


def foreign_messages(pki: Pki) -> dict[str, bytes]:
    """Messages that are sound in themselves but belong to another file or another person."""
    other = papers.plain(text="VAN BAN KHAC")
    return {
        "other file": message_of(signers.sign(other, pki)),
        "other file stamped": message_of(signers.sign(other, pki, level="b-t")),
        "impostor": message_of(signers.sign(other, pki, "giamao")),
        "document stamp": message_of(signers.stamp_document(other, pki)),
    }
