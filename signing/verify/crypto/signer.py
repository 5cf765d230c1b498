"""Who signed a message, and whether the signature holds for the bytes it signs.

Source: RFC 5652, RFC 5035, ETSI EN 319 122-1.
"""

import datetime as dt
import hmac
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from signing.verify.crypto import der
from signing.verify.crypto.algorithms import Algorithms, HashFunction, verify_signature
from signing.verify.crypto.cms import (
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    SHA256,
    SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
    SIGNING_TIME,
    SignedData,
    SignerInfo,
    parse_time,
)
from signing.verify.crypto.der import DerFault, Node

_TEXT_TAGS = frozenset({0x0C, 0x13, 0x14, 0x16, 0x1E})


def find_signer(signer: SignerInfo, candidates: list[x509.Certificate]) -> x509.Certificate | None:
    """The certificate the signer information names."""
    for certificate in candidates:
        if signer.key_id:
            if _key_id(certificate) == signer.key_id:
                return certificate
        elif (
            certificate.serial_number == signer.serial
            and certificate.issuer.public_bytes() == signer.issuer
        ):
            return certificate
    for certificate in candidates:
        if (
            not signer.key_id
            and certificate.serial_number == signer.serial
            and _plain_name(certificate.issuer.public_bytes()) == _plain_name(signer.issuer)
        ):
            return certificate
    return _only_one_with_serial(signer, candidates)


def _only_one_with_serial(
    signer: SignerInfo, candidates: list[x509.Certificate]
) -> x509.Certificate | None:
    """The one certificate with the serial number whose issuer is named in letters encoded twice.

    node-forge, and so node-signpdf, encodes as UTF-8 what is UTF-8 already. No other name passes:
    the name in the signer information is not signed, and nobody may change it unseen.
    """
    found = {
        c
        for c in candidates
        if not signer.key_id
        and c.serial_number == signer.serial
        and _plain_name(signer.issuer)
        == [
            (kind, text.decode("latin-1").encode())
            for kind, text in _plain_name(c.issuer.public_bytes())
        ]
    }
    return found.pop() if len(found) == 1 else None


def _plain_name(raw: bytes) -> list[tuple[str, bytes]]:
    """A name without its string types, for messages that encode the issuer in their own way."""
    parts = [
        attribute.expect(der.SEQUENCE).children()
        for item in der.read(raw).expect(der.SEQUENCE).children()
        for attribute in item.expect(der.SET).children()
    ]
    if any(len(pair) != 2 or pair[1].tag not in _TEXT_TAGS for pair in parts):
        raise DerFault("cms.malformed")
    return [(pair[0].oid(), pair[1].content) for pair in parts]


def _key_id(certificate: x509.Certificate) -> bytes:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except (x509.ExtensionNotFound, ValueError):
        return b""
    return found.value.digest


@dataclass(slots=True, kw_only=True)
class SignerCheck:
    """What the cryptography of one signer says.

    Attributes:
        faults: codes, in the order found; empty when everything holds.
        digest: name of the digest used.
    """

    faults: list[str] = field(default_factory=list)
    digest: str = ""
    claimed_time: dt.datetime | None = None
    bound: bool = False


def check_signer(
    message: SignedData,
    signer: SignerInfo,
    certificate: x509.Certificate,
    digest_of: HashFunction,
    algorithms: Algorithms,
    *,
    when: dt.datetime,
    bind: bool,
) -> SignerCheck:
    """Check digest, attributes and signature of one signer.

    Args:
        message: the message the signer belongs to.
        signer: the signer's own information.
        certificate: the certificate it names.
        digest_of: gives the digest of the signed bytes for a digest name.
        algorithms: which algorithms hold at ``when``.
        when: the time the algorithms are judged for.
        bind: whether the certificate must be named in the signed attributes.
    """
    check = SignerCheck()
    faults = check.faults
    name = algorithms.digest_name(signer.digest_oid)
    if name is None:
        faults.append("algorithm.unknown")
        return check
    check.digest = name
    if not algorithms.digest_allowed(name, when):
        faults.append("algorithm.weak_digest")
    if not signer.signed:
        faults.append("cms.no_signed_attributes")
        return check
    if signer.repeated:
        faults.append("cms.repeated_attribute")
    _check_attributes(message, signer, digest_of(name), faults)
    check.bound = _check_binding(signer, certificate, algorithms, faults, bind=bind)
    check.claimed_time = _signing_time(signer)
    signed = bytes([der.SET]) + signer.signed_raw[1:]
    outcome = verify_signature(
        certificate.public_key(),
        signer.signature_oid,
        signer.signature_parameters,
        name,
        signer.signature,
        signed,
        algorithms,
        when,
    )
    if outcome == "signature.broken":
        ordered = _sorted_set(signer.signed_raw)
        if ordered != signed:
            outcome = verify_signature(
                certificate.public_key(),
                signer.signature_oid,
                signer.signature_parameters,
                name,
                signer.signature,
                ordered,
                algorithms,
                when,
            )
    if outcome:
        faults.append(outcome)
    return check


def _sorted_set(raw: bytes) -> bytes:
    items = sorted(node.raw for node in der.read(raw).children())
    return der.encode(der.SET, b"".join(items))


def _check_attributes(
    message: SignedData, signer: SignerInfo, digest: bytes, faults: list[str]
) -> None:
    kinds = signer.signed.get(CONTENT_TYPE, [])
    if len(kinds) != 1 or kinds[0].oid() != message.content_type:
        faults.append("cms.content_type")
    digests = signer.signed.get(MESSAGE_DIGEST, [])
    if len(digests) != 1:
        faults.append("cms.message_digest")
    elif not hmac.compare_digest(digests[0].expect(der.OCTET_STRING).content, digest):
        faults.append("signature.digest_mismatch")


def _check_binding(
    signer: SignerInfo,
    certificate: x509.Certificate,
    algorithms: Algorithms,
    faults: list[str],
    *,
    bind: bool,
) -> bool:
    """Compare the ESS attribute with the certificate; tells whether the attribute is there."""
    newer = signer.signed.get(SIGNING_CERTIFICATE_V2, [])
    older = signer.signed.get(SIGNING_CERTIFICATE, [])
    if not newer and not older:
        if bind:
            faults.append("cms.certificate_not_bound")
        return False
    raw = certificate.public_bytes(serialization.Encoding.DER)
    for nodes, default in ((newer, SHA256), (older, "1.3.14.3.2.26")):
        if len(nodes) > 1:
            faults.append("cms.repeated_attribute")
        if nodes and not _names(nodes[0], raw, default, algorithms):
            faults.append("cms.other_certificate_bound")
    return True


def _names(node: Node, raw: bytes, default: str, algorithms: Algorithms) -> bool:
    first = node.expect(der.SEQUENCE).children()[0].expect(der.SEQUENCE).children()[0]
    parts = first.expect(der.SEQUENCE).children()
    oid = default
    if parts[0].tag == der.SEQUENCE:
        oid = parts[0].children()[0].oid()
        parts = parts[1:]
    name = algorithms.digest_name(oid)
    if name is None:
        return False
    return hmac.compare_digest(
        parts[0].expect(der.OCTET_STRING).content, algorithms.hash(name, raw)
    )


def _signing_time(signer: SignerInfo) -> dt.datetime | None:
    values = signer.signed.get(SIGNING_TIME, [])
    return parse_time(values[0]) if len(values) == 1 else None
