"""Time stamps (RFC 3161): asked for, and believed only after every field was compared."""

import datetime as dt
import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.chain import Trust, build_chain, load_certificate
from signing.clock import Clock, utc_now
from signing.cms.der import (
    BOOLEAN,
    GENERALIZED_TIME,
    INTEGER,
    NULL,
    OID,
    SEQUENCE,
    SET,
    DerError,
    Node,
    integer,
    octets,
    oid,
    read,
    sequence,
    tlv,
)
from signing.cms.signed_data import (
    HASH_OIDS,
    OID_CONTENT_TYPE,
    OID_MESSAGE_DIGEST,
    OID_SIGNED_DATA,
    OID_SIGNING_CERTIFICATE_V2,
)
from signing.errors import SigningError
from signing.http import HttpPool

OID_TST_INFO = "1.2.840.113549.1.9.16.1.4"
OID_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
_OID_PSS = "1.2.840.113549.1.1.10"

_HASHES: dict[str, hashes.HashAlgorithm] = {
    HASH_OIDS["sha256"]: hashes.SHA256(),
    HASH_OIDS["sha384"]: hashes.SHA384(),
    HASH_OIDS["sha512"]: hashes.SHA512(),
}
_FIRST_GUESS_BYTES = 8192
_SPARE_BYTES = 96


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A token whose imprint, nonce, policy, signature, chain and time were checked.

    Attributes:
        token: ContentInfo as the service sent it.
        certificates: DER of the certificates inside.
        chain: from the service's certificate to the anchor; empty when no trust was given.
    """

    token: bytes
    time: dt.datetime
    serial: int
    policy: str
    certificates: tuple[bytes, ...]
    chain: tuple[bytes, ...]


class TimeStampService:
    """One time-stamping authority.

    Args:
        url: address of the service.
        timeout_s: for the whole request.
        policies: accepted policy identifiers; empty accepts any.
        trust: anchors for the service's own certificate; without them the chain is not checked.
        clock: the PC's time; a stamp further than ``most_skew_s`` from it is not believed.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = 10.0,
        policies: Iterable[str] = (),
        trust: Trust | None = None,
        clock: Clock = utc_now,
        most_skew_s: float = 300.0,
        pool: HttpPool | None = None,
    ) -> None:
        self.url = url
        self.seconds = 0.0
        self.token_bytes = _FIRST_GUESS_BYTES
        self._timeout_s, self._policies, self._trust = timeout_s, frozenset(policies), trust
        self._clock, self._most_skew_s = clock, most_skew_s
        self._pool = pool or HttpPool()

    def stamp(self, message: bytes, hash_name: str = "sha256") -> TimeStamp:
        """A checked time stamp over ``message``; see ``stamp_digest``."""
        return self.stamp_digest(hashlib.new(hash_name, message).digest(), hash_name)

    def stamp_digest(self, digest: bytes, hash_name: str = "sha256") -> TimeStamp:
        """A checked time stamp over a digest.

        Raises:
            SigningError: ``signing.tsa_unreachable``, ``signing.tsa_refused`` or
                ``signing.tsa_untrusted`` whose ``reason`` is one of ``malformed``, ``imprint``,
                ``nonce``, ``policy``, ``signature``, ``usage``, ``chain``, ``clock``.
        """
        nonce = secrets.randbits(63) | 1 << 62
        imprint = sequence(sequence(oid(HASH_OIDS[hash_name]), b"\x05\x00"), octets(digest))
        request = sequence(integer(1), imprint, integer(nonce), tlv(BOOLEAN, b"\xff"))
        started = time.perf_counter()
        try:
            answer = self._pool.request(
                "POST",
                self.url,
                body=request,
                content_type="application/timestamp-query",
                timeout_s=self._timeout_s,
            )
        except SigningError as error:
            raise SigningError(
                "signing.tsa_unreachable", url=self.url, reason=error.facts["reason"]
            ) from error
        finally:
            self.seconds += time.perf_counter() - started
        token = self._granted(answer)
        stamp = self._checked(token, imprint, nonce)
        self.token_bytes = len(token) + _SPARE_BYTES
        return stamp

    def _granted(self, answer: bytes) -> bytes:
        try:
            fields = read(answer).children()
            status = fields[0].child(0, INTEGER).number()
        except (DerError, IndexError) as error:
            raise self._untrusted("malformed") from error
        if status not in {0, 1} or len(fields) < 2:
            raise SigningError("signing.tsa_refused", url=self.url, status=status)
        return fields[1].raw

    def _checked(self, token: bytes, imprint: bytes, nonce: int) -> TimeStamp:
        try:
            return self._check(_Token(token), imprint, nonce)
        except (DerError, IndexError, ValueError, UnsupportedAlgorithm) as error:
            raise self._untrusted("malformed") from error

    def _check(self, token: "_Token", imprint: bytes, nonce: int) -> TimeStamp:
        info = token.info
        if not _same_imprint(info.imprint, imprint):
            raise self._untrusted("imprint")
        if info.nonce != nonce:
            raise self._untrusted("nonce")
        if self._policies and info.policy not in self._policies:
            raise self._untrusted("policy")
        if not token.is_signed_by_named_certificate():
            raise self._untrusted("signature")
        if not may_stamp(load_certificate(token.signer)):
            raise self._untrusted("usage")
        now = self._clock()
        if abs((info.time - now).total_seconds()) > self._most_skew_s:
            raise SigningError(
                "signing.tsa_untrusted",
                url=self.url,
                reason="clock",
                seconds=round((now - info.time).total_seconds()),
            )
        chain: tuple[bytes, ...] = ()
        if self._trust is not None:
            try:
                chain = build_chain(token.signer, self._trust, info.time, token.certificates)
            except SigningError as error:
                raise self._untrusted("chain") from error
        return TimeStamp(token.raw, info.time, info.serial, info.policy, token.certificates, chain)

    def _untrusted(self, reason: str) -> SigningError:
        return SigningError("signing.tsa_untrusted", url=self.url, reason=reason)


@dataclass(frozen=True, slots=True)
class _Info:
    policy: str
    imprint: Node
    serial: int
    time: dt.datetime
    nonce: int | None


class _Token:
    """A time-stamp token taken apart; nothing here is believed yet."""

    def __init__(self, raw: bytes) -> None:
        outer = read(raw)
        if outer.child(0, OID).dotted() != OID_SIGNED_DATA:
            raise DerError("not SignedData")
        fields = outer.child(1).child(0, SEQUENCE).children()
        content = fields[2]
        if content.child(0, OID).dotted() != OID_TST_INFO:
            raise DerError("no TSTInfo inside")
        self.raw = raw
        self.payload = content.child(1).child(0).octet_value()
        self.info = _read_info(self.payload)
        carried = next((field for field in fields[3:] if field.tag == 0xA0), None)
        self.certificates = tuple(
            node.raw for node in (carried.children() if carried else []) if node.tag == SEQUENCE
        )
        signers = fields[-1].children()
        if fields[-1].tag != SET or len(signers) != 1:
            raise DerError("not exactly one signer")
        self._signer_info = signers[0].children()
        self._attributes = _attributes(self._signer_info[3])
        self.signer = self._named_certificate()

    def _named_certificate(self) -> bytes:
        name = self._signer_info[1]
        for der in self.certificates:
            certificate = read(der).child(0).children()
            first = 1 if certificate[0].tag == 0xA0 else 0
            issuer_and_serial = certificate[first + 2].raw + certificate[first].raw
            if name.tag == SEQUENCE and name.body == issuer_and_serial:
                return der
            if name.tag == 0x80 and name.body == _key_identifier(der):
                return der
        raise DerError("the signer's certificate is missing")

    def is_signed_by_named_certificate(self) -> bool:
        """Digest, content type, certificate binding and signature all hold."""
        digest_oid = self._signer_info[2].child(0, OID).dotted()
        algorithm = _HASHES.get(digest_oid)
        if algorithm is None or not self._binds_certificate():
            return False
        digest = hashes.Hash(algorithm)
        digest.update(self.payload)
        kind = self._attributes.get(OID_CONTENT_TYPE)
        message_digest = self._attributes.get(OID_MESSAGE_DIGEST)
        if kind is None or kind.dotted() != OID_TST_INFO:
            return False
        if message_digest is None or message_digest.octet_value() != digest.finalize():
            return False
        signed = b"\x31" + self._signer_info[3].raw[1:]
        return verify_raw(
            load_certificate(self.signer),
            self._signer_info[4],
            self._signer_info[5].octet_value(),
            signed,
            algorithm,
        )

    def _binds_certificate(self) -> bool:
        """ESSCertID (SHA-1, RFC 2634) or ESSCertIDv2 names the certificate (RFC 5816)."""
        second = self._attributes.get(OID_SIGNING_CERTIFICATE_V2)
        if second is not None:
            first = second.child(0).child(0).children()
            name, value = HASH_OIDS["sha256"], first[0]
            if first[0].tag == SEQUENCE:
                name, value = first[0].child(0, OID).dotted(), first[1]
            algorithm = _HASHES.get(name)
            if algorithm is None:
                return False
            digest = hashes.Hash(algorithm)
            digest.update(self.signer)
            return value.octet_value() == digest.finalize()
        older = self._attributes.get(OID_SIGNING_CERTIFICATE)
        if older is None:
            return False
        stated = older.child(0).child(0).child(0).octet_value()
        return stated == hashlib.sha1(self.signer, usedforsecurity=False).digest()


def _attributes(node: Node) -> dict[str, Node]:
    if node.tag != 0xA0:
        raise DerError("no signed attributes")
    found: dict[str, Node] = {}
    for attribute in node.children():
        name = attribute.child(0, OID).dotted()
        if name in found:
            raise DerError("an attribute twice")
        values = attribute.child(1, SET).children()
        if len(values) == 1:
            found[name] = values[0]
    return found


def _read_info(payload: bytes) -> _Info:
    fields = read(payload).children()
    nonce = next((field.number() for field in fields[5:] if field.tag == INTEGER), None)
    if fields[4].tag != GENERALIZED_TIME:
        raise DerError("no time")
    return _Info(
        policy=fields[1].dotted(),
        imprint=fields[2],
        serial=fields[3].number(),
        time=parse_generalized_time(fields[4].body),
        nonce=nonce,
    )


def parse_generalized_time(body: bytes) -> dt.datetime:
    """``YYYYMMDDhhmmss[.f]Z`` as RFC 3161 writes it."""
    text = body.decode("ascii")
    if not text.endswith("Z"):
        raise DerError("a time without Z")
    whole, _, fraction = text[:-1].partition(".")
    moment = dt.datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    return moment + dt.timedelta(seconds=float(f"0.{fraction}")) if fraction else moment


def _same_imprint(node: Node, wanted: bytes) -> bool:
    """Equal algorithm and digest; the NULL parameter may be left out."""
    asked = read(wanted)
    parameters = node.child(0).children()[1:]
    return (
        node.child(0).child(0).raw == asked.child(0).child(0).raw
        and all(parameter.tag == NULL for parameter in parameters)
        and node.child(1).octet_value() == asked.child(1).octet_value()
    )


def _key_identifier(der: bytes) -> bytes | None:
    try:
        extensions = load_certificate(der).extensions
        return extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return None


def may_stamp(certificate: x509.Certificate) -> bool:
    """Time stamping is the one extended usage, marked critical (RFC 3161, section 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


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
