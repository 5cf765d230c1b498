"""SignedData taken apart: one signer, what it signed, and with which certificate."""

import hashlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.chain import load_certificate
from signing.cms.der import OID, SEQUENCE, SET, DerError, Node, read
from signing.cms.signed_data import (
    HASH_OIDS,
    OID_CONTENT_TYPE,
    OID_MESSAGE_DIGEST,
    OID_SIGNATURE_TIME_STAMP,
    OID_SIGNED_DATA,
    OID_SIGNING_CERTIFICATE_V2,
)

OID_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
_OID_PSS = "1.2.840.113549.1.1.10"

HASHES: dict[str, hashes.HashAlgorithm] = {
    HASH_OIDS["sha256"]: hashes.SHA256(),
    HASH_OIDS["sha384"]: hashes.SHA384(),
    HASH_OIDS["sha512"]: hashes.SHA512(),
}
_NAMES = {dotted: name for name, dotted in HASH_OIDS.items()}


class SignedDataView:
    """A signature or time-stamp token; nothing in it is believed until a method says so.

    Attributes:
        content_type: dotted identifier of what is signed.
        content: the signed bytes carried inside, or ``None`` when detached.
        certificates: DER of the certificates carried.
        signer: DER of the certificate the signer info names.

    Raises:
        DerError: not SignedData, or not exactly one signer with signed attributes.
    """

    def __init__(self, raw: bytes, *, allow_padding: bool = False) -> None:
        outer = read(raw, allow_trailing=allow_padding)
        if outer.child(0, OID).dotted() != OID_SIGNED_DATA:
            raise DerError("not SignedData")
        fields = outer.child(1).child(0, SEQUENCE).children()
        self.raw = outer.raw
        inner = fields[2].children()
        self.content_type = inner[0].dotted()
        self.content = inner[1].child(0).octet_value() if len(inner) > 1 else None
        carried = next((field for field in fields[3:] if field.tag == 0xA0), None)
        self.certificates = tuple(
            node.raw for node in (carried.children() if carried else []) if node.tag == SEQUENCE
        )
        signers = fields[-1].children()
        if fields[-1].tag != SET or len(signers) != 1:
            raise DerError("not exactly one signer")
        self._info = signers[0].children()
        self._signed = read_attributes(self._info[3])
        self._unsigned = read_attributes(self._info[6]) if len(self._info) > 6 else {}
        self.signer = self._named_certificate()

    @property
    def hash_name(self) -> str | None:
        """Name of the digest, ``None`` for one that is not accepted (SHA-1, MD5, …)."""
        return _NAMES.get(self._info[2].child(0, OID).dotted())

    @property
    def signature(self) -> bytes:
        """The signature value: what a time stamp is made over."""
        return self._info[5].octet_value()

    @property
    def time_stamp(self) -> bytes | None:
        """The token over the signature value, as it lies there."""
        node = self._unsigned.get(OID_SIGNATURE_TIME_STAMP)
        return None if node is None else node.raw

    def holds(self, digest: bytes, *, needs_binding: bool = True) -> bool:
        """Digest, content type, certificate binding and signature value all fit.

        Args:
            digest: of the signed content, under ``hash_name``.
            needs_binding: whether the certificate must be named in the signed attributes, as
                CAdES and time stamps demand; plain PKCS#7 signatures do without.
        """
        algorithm = HASHES.get(self._info[2].child(0, OID).dotted())
        kind = self._signed.get(OID_CONTENT_TYPE)
        stated = self._signed.get(OID_MESSAGE_DIGEST)
        if algorithm is None or (needs_binding and not self._binds_certificate()):
            return False
        if kind is None or kind.dotted() != self.content_type:
            return False
        if stated is None or stated.octet_value() != digest:
            return False
        signed = b"\x31" + self._info[3].raw[1:]
        return verify_raw(
            load_certificate(self.signer), self._info[4], self.signature, signed, algorithm
        )

    def _named_certificate(self) -> bytes:
        name = self._info[1]
        for der in self.certificates:
            fields = read(der).child(0).children()
            first = 1 if fields[0].tag == 0xA0 else 0
            issuer_and_serial = fields[first + 2].raw + fields[first].raw
            if name.tag == SEQUENCE and name.body == issuer_and_serial:
                return der
            if name.tag == 0x80 and name.body == _key_identifier(der):
                return der
        raise DerError("the signer's certificate is missing")

    def _binds_certificate(self) -> bool:
        """ESSCertIDv2 (RFC 5035) or, in older tokens, ESSCertID names the certificate."""
        second = self._signed.get(OID_SIGNING_CERTIFICATE_V2)
        if second is not None:
            first = second.child(0).child(0).children()
            name, value = HASH_OIDS["sha256"], first[0]
            if first[0].tag == SEQUENCE:
                name, value = first[0].child(0, OID).dotted(), first[1]
            known = _NAMES.get(name)
            if known is None:
                return False
            return value.octet_value() == hashlib.new(known, self.signer).digest()
        older = self._signed.get(OID_SIGNING_CERTIFICATE)
        if older is None:
            return False
        stated = older.child(0).child(0).child(0).octet_value()
        return stated == hashlib.sha1(self.signer, usedforsecurity=False).digest()


def read_attributes(node: Node) -> dict[str, Node]:
    """Attributes of one value each by their identifier."""
    if node.tag not in {0xA0, 0xA1}:
        raise DerError("no attributes")
    found: dict[str, Node] = {}
    for attribute in node.children():
        name = attribute.child(0, OID).dotted()
        if name in found:
            raise DerError("an attribute twice")
        values = attribute.child(1, SET).children()
        if len(values) == 1:
            found[name] = values[0]
    return found


def verify_raw(
    certificate: x509.Certificate,
    algorithm: Node,
    signature: bytes,
    message: bytes,
    digest: hashes.HashAlgorithm,
) -> bool:
    """Check a signature value under a CMS signature algorithm (RSA 1.5, RSA-PSS, ECDSA)."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            kind: padding.AsymmetricPadding = padding.PKCS1v15()
            if algorithm.child(0, OID).dotted() == _OID_PSS:
                kind = padding.PSS(padding.MGF1(digest), padding.PSS.AUTO)
            key.verify(signature, message, kind, digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _key_identifier(der: bytes) -> bytes | None:
    try:
        extensions = load_certificate(der).extensions
        return extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return None
