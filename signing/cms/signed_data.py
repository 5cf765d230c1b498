"""SignedData as PAdES wants it (ETSI EN 319 142-1 section 6.3; EN 319 122-1).

One signer, the attributes contentType, messageDigest and signingCertificateV2, certificates as
the bytes they are, a time-stamp token as an unsigned attribute. No signing-time attribute: PAdES
keeps the claimed time in the signature dictionary.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing.cms.der import Node, integer, octets, oid, read, sequence, set_of, tlv
from signing.errors import SigningError

OID_DATA = "1.2.840.113549.1.7.1"
OID_SIGNED_DATA = "1.2.840.113549.1.7.2"
OID_CONTENT_TYPE = "1.2.840.113549.1.9.3"
OID_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
OID_SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
OID_SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"

HASH_OIDS = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_RSA_OIDS = {
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}
_ECDSA_OIDS = {
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
_NULL = b"\x05\x00"

# DER around attributes, algorithm identifiers and lengths; measured 230 to 330 bytes.
_FRAME_BYTES = 420


@dataclass(frozen=True, slots=True)
class SignerCertificate:
    """What the writer needs of a certificate, taken apart once.

    Attributes:
        der: the certificate.
        hash_name: digest that fits the key (SHA-256; SHA-384 for P-384, SHA-512 for P-521).
        signature_bytes: the most bytes a signature of this key takes.
    """

    der: bytes
    issuer_and_serial: bytes
    hash_name: str
    algorithm: bytes
    signature_bytes: int
    signing_certificate_attribute: bytes


@lru_cache(maxsize=64)
def signer_certificate(der: bytes) -> SignerCertificate:
    """Take a certificate apart.

    Raises:
        SigningError: ``signing.key_kind_unknown``.
    """
    public = x509.load_der_x509_certificate(der).public_key()
    if isinstance(public, rsa.RSAPublicKey):
        hash_name, size = "sha256", public.key_size // 8
        algorithm = sequence(oid(_RSA_OIDS[hash_name]), _NULL)
    elif isinstance(public, ec.EllipticCurvePublicKey):
        hash_name = {256: "sha256", 384: "sha384"}.get(public.curve.key_size, "sha512")
        size = 2 * ((public.curve.key_size + 7) // 8) + 12
        algorithm = sequence(oid(_ECDSA_OIDS[hash_name]))
    else:
        raise SigningError("signing.key_kind_unknown")
    issuer, serial = _issuer_and_serial(der)
    # ESSCertIDv2 with its default hash, SHA-256, left out as DER demands (RFC 5035).
    general_names = sequence(tlv(0xA4, issuer.raw))
    binding = sequence(octets(hashlib.sha256(der).digest()), sequence(general_names, serial.raw))
    attribute = _attribute(OID_SIGNING_CERTIFICATE_V2, sequence(sequence(binding)))
    return SignerCertificate(
        der, sequence(issuer.raw, serial.raw), hash_name, algorithm, size, attribute
    )


def _issuer_and_serial(der: bytes) -> tuple[Node, Node]:
    fields = read(der).child(0).children()
    first = 1 if fields[0].tag == 0xA0 else 0
    return fields[first + 2], fields[first]


def _attribute(kind: str, value: bytes) -> bytes:
    return sequence(oid(kind), tlv(0x31, value))


_CONTENT_TYPE_ATTRIBUTE = _attribute(OID_CONTENT_TYPE, oid(OID_DATA))


def signed_attributes(signer: SignerCertificate, digest: bytes) -> bytes:
    """What the token signs: the attributes as a SET in DER, under 200 bytes besides the issuer."""
    return set_of(
        _CONTENT_TYPE_ATTRIBUTE,
        _attribute(OID_MESSAGE_DIGEST, octets(digest)),
        signer.signing_certificate_attribute,
    )


def signed_data(
    signer: SignerCertificate,
    attributes: bytes,
    signature: bytes,
    *,
    certificates: Sequence[bytes] = (),
    time_stamp: bytes | None = None,
) -> bytes:
    """ContentInfo of a detached signature.

    Args:
        signer: whose signature it is.
        attributes: from ``signed_attributes``.
        signature: as the token gave it, in the form CMS wants.
        certificates: DER of issuing CAs to carry beside the signer's own.
        time_stamp: token over ``signature``, as it came.
    """
    digest_algorithm = sequence(oid(HASH_OIDS[signer.hash_name]))
    unsigned = b""
    if time_stamp is not None:
        unsigned = tlv(0xA1, _attribute(OID_SIGNATURE_TIME_STAMP, time_stamp))
    signer_info = sequence(
        integer(1),
        signer.issuer_and_serial,
        digest_algorithm,
        b"\xa0" + attributes[1:],  # [0] IMPLICIT in place of the SET tag
        signer.algorithm,
        octets(signature),
        unsigned,
    )
    carried = sorted({signer.der, *certificates})
    content = sequence(
        integer(1),
        tlv(0x31, digest_algorithm),
        sequence(oid(OID_DATA)),
        tlv(0xA0, *carried),
        tlv(0x31, signer_info),
    )
    return sequence(oid(OID_SIGNED_DATA), tlv(0xA0, content))


def room_needed(
    signer: SignerCertificate, certificates: Sequence[bytes], time_stamp_bytes: int
) -> int:
    """Upper bound in bytes of what ``signed_data`` will give."""
    carried = sum(len(der) for der in {signer.der, *certificates})
    attributes = len(signer.signing_certificate_attribute) + len(signer.issuer_and_serial)
    return carried + attributes + signer.signature_bytes + time_stamp_bytes + _FRAME_BYTES
