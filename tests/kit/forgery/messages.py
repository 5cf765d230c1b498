"""Signed messages put together piece by piece, right or wrong in one chosen way, inside a PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import algos, cms, tsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.signatures import find_signatures
from signing.verify.pdf.syntax import Ref
from tests.kit.forgery.pki import Pki
from tests.kit.forgery.updates import next_number, serialise, stream, update

HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}


@dataclass(frozen=True)
class Craft:
    """How one message differs from an honest one.

    Attributes:
        digest_of: what stands as message digest, from the covered bytes.
        bound: name of the certificate that the signed attributes name; empty names none.
        named: name of the certificate in the signer's identifier, the signer's own by default.
        carried: certificates inside.
        twice: the signer information stands twice.
        stamp: a ready time-stamp token, put into the unsigned attributes.
        content_type: as the signed attributes claim it.
        attributes: an unsigned signature over the content itself when False.
        weak_bound: names the certificate by SHA-1 (signingCertificate, RFC 2634).
    """

    digest: str = "sha256"
    digest_of: Callable[[bytes], bytes] | None = None
    bound: str | None = None
    named: str | None = None
    carried: tuple[str, ...] | None = None
    twice: bool = False
    stamp: bytes = b""
    content_type: str = "data"
    attributes: bool = True
    weak_bound: bool = False


def signed_with(pdf: bytes, pki: Pki, name: str, craft: Craft) -> bytes:
    """``pdf``, signed by the reference program, with its message replaced by a crafted one."""
    signature = find_signatures(PdfFile(pdf))[-1]
    assert signature.byte_range is not None
    _, start, end, _ = signature.byte_range
    content = pdf[:start] + pdf[end:]
    message = craft_message(content, pki, name, craft)
    room = (end - start - 2) // 2
    assert len(message) <= room, "the reference program left too little room"
    return pdf[: start + 1] + message.ljust(room, b"\0").hex().encode() + pdf[end - 1 :]


def craft_message(content: bytes, pki: Pki, name: str, craft: Craft) -> bytes:
    """A detached CMS message over ``content``."""
    digest = (craft.digest_of or (lambda data: hashlib.new(craft.digest, data).digest()))(content)
    attributes = _attributes(pki, name, craft, digest)
    signed = attributes.dump() if craft.attributes else content
    certificate = pki.asn1(craft.named or name)
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {
                            "issuer": certificate.issuer,
                            "serial_number": certificate.serial_number,
                        }
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": craft.digest}),
            "signature_algorithm": {"algorithm": _scheme(pki, name, craft)},
            "signature": _sign(pki, name, craft, signed),
        }
    )
    if craft.attributes:
        info["signed_attrs"] = attributes
    if craft.stamp:
        info["unsigned_attrs"] = cms.CMSAttributes(
            [
                cms.CMSAttribute(
                    {
                        "type": "signature_time_stamp_token",
                        "values": [cms.ContentInfo.load(craft.stamp)],
                    }
                )
            ]
        )
    carried = craft.carried if craft.carried is not None else (name, pki.specs[name].issuer)
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": craft.digest})],
            "encap_content_info": {"content_type": "data"},
            "certificates": [pki.asn1(n) for n in carried],
            "signer_infos": [info, info] if craft.twice else [info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()


def _attributes(pki: Pki, name: str, craft: Craft, digest: bytes) -> cms.CMSAttributes:
    found = [
        cms.CMSAttribute({"type": "content_type", "values": [craft.content_type]}),
        cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
    ]
    bound = name if craft.bound is None else craft.bound
    if bound and craft.weak_bound:
        value = tsp.SigningCertificate(
            {"certs": [{"cert_hash": hashlib.sha1(pki.der(bound)).digest()}]}
        )
        found.append(cms.CMSAttribute({"type": "signing_certificate", "values": [value]}))
    elif bound:
        value = tsp.SigningCertificateV2(
            {"certs": [{"cert_hash": hashlib.sha256(pki.der(bound)).digest()}]}
        )
        found.append(cms.CMSAttribute({"type": "signing_certificate_v2", "values": [value]}))
    # DER wants the members of a set in the order of their encodings.
    found.sort(key=lambda attribute: attribute.dump())
    return cms.CMSAttributes(found)


def _scheme(pki: Pki, name: str, craft: Craft) -> str:
    is_rsa = isinstance(pki.keys[name], rsa.RSAPrivateKey)
    return f"{craft.digest}_{'rsa' if is_rsa else 'ecdsa'}"


def _sign(pki: Pki, name: str, craft: Craft, data: bytes) -> bytes:
    key, algorithm = pki.keys[name], HASHES[craft.digest]
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), algorithm)
    return key.sign(data, ec.ECDSA(algorithm))


def store_with(pdf: bytes, answers: list[bytes]) -> bytes:
    """``pdf`` with a security store that brings OCSP answers, as an honest later revision."""
    view = PdfFile(pdf).newest
    fresh = next_number(pdf)
    references = [Ref(fresh + at, 0) for at in range(len(answers))]
    catalog = {**view.catalog, "DSS": {"OCSPs": references}}
    objects = {fresh + at: stream(answer) for at, answer in enumerate(answers)}
    objects[view.trailer["Root"].number] = serialise(catalog)
    return update(pdf, objects)
