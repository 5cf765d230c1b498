"""Time stamps (RFC 3161): asked for, and believed only after every field was compared."""

import datetime as dt
import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.chain import Trust, build_chain, load_certificate
from signing.clock import Clock, utc_now
from signing.cms.der import (
    BOOLEAN,
    GENERALIZED_TIME,
    INTEGER,
    NULL,
    DerError,
    Node,
    integer,
    octets,
    oid,
    read,
    sequence,
    tlv,
)
from signing.cms.reader import SignedDataView
from signing.cms.signed_data import HASH_OIDS
from signing.errors import SigningError
from signing.http import HttpPool

OID_TST_INFO = "1.2.840.113549.1.9.16.1.4"

_FIRST_GUESS_BYTES = 8192
_REST_S = 60.0
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
        self._is_known = False
        self._silence: tuple[float, SigningError] | None = None
        self._timeout_s, self._policies, self._trust = timeout_s, frozenset(policies), trust
        self._clock, self._most_skew_s = clock, most_skew_s
        self._pool = pool or HttpPool()

    def get_to_know(self) -> None:
        """Ask for one stamp over nothing in particular, unless one came before.

        The room a token needs is then known, and a service that cannot be reached or believed is
        found out before the token device is used. A service that just did not answer is not
        asked again for a minute: a batch would wait for its deadline with every file.

        Raises:
            SigningError: as ``stamp_digest``.
        """
        if self._silence is not None and time.monotonic() - self._silence[0] < _REST_S:
            raise self._silence[1]
        if not self._is_known:
            self.stamp_digest(secrets.token_bytes(32))

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
            silence = SigningError(
                "signing.tsa_unreachable", url=self.url, reason=error.facts["reason"]
            )
            self._silence = time.monotonic(), silence
            raise silence from error
        finally:
            self.seconds += time.perf_counter() - started
        token = self._granted(answer)
        stamp = self._checked(token, imprint, nonce)
        self.token_bytes = len(token) + _SPARE_BYTES
        self._is_known, self._silence = True, None
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
            return self._check(StampToken(token), imprint, nonce)
        except (DerError, IndexError, ValueError, UnsupportedAlgorithm) as error:
            raise self._untrusted("malformed") from error

    def _check(self, token: "StampToken", imprint: bytes, nonce: int) -> TimeStamp:
        info, view = token.info, token.view
        if not _same_imprint(info.imprint, imprint):
            raise self._untrusted("imprint")
        if info.nonce != nonce:
            raise self._untrusted("nonce")
        if self._policies and info.policy not in self._policies:
            raise self._untrusted("policy")
        if not token.is_sound():
            raise self._untrusted("signature")
        if not may_stamp(load_certificate(view.signer)):
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
                chain = build_chain(view.signer, self._trust, info.time, token.view.certificates)
            except SigningError as error:
                raise self._untrusted("chain") from error
        return TimeStamp(
            view.raw, info.time, info.serial, info.policy, token.view.certificates, chain
        )

    def _untrusted(self, reason: str) -> SigningError:
        return SigningError("signing.tsa_untrusted", url=self.url, reason=reason)


@dataclass(frozen=True, slots=True)
class StampInfo:
    """TSTInfo (RFC 3161, section 2.4.2)."""

    policy: str
    imprint: Node
    serial: int
    time: dt.datetime
    nonce: int | None


class StampToken:
    """A time-stamp token taken apart; ``is_sound`` says whether it is what it claims."""

    def __init__(self, raw: bytes) -> None:
        self.view = SignedDataView(raw)
        if self.view.content_type != OID_TST_INFO or self.view.content is None:
            raise DerError("no TSTInfo inside")
        self.info = _read_info(self.view.content)

    @property
    def imprint(self) -> tuple[str, bytes]:
        """Name of the digest and its value: what was stamped."""
        dotted = self.info.imprint.child(0).child(0).dotted()
        for name, known in HASH_OIDS.items():
            if known == dotted:
                return name, self.info.imprint.child(1).octet_value()
        raise DerError("unknown digest")

    def is_sound(self) -> bool:
        """Signed by the certificate it names."""
        name, content = self.view.hash_name, self.view.content
        if name is None or content is None:
            return False
        return self.view.holds(hashlib.new(name, content).digest())


def _read_info(payload: bytes) -> StampInfo:
    fields = read(payload).children()
    nonce = next((field.number() for field in fields[5:] if field.tag == INTEGER), None)
    if fields[4].tag != GENERALIZED_TIME:
        raise DerError("no time")
    return StampInfo(
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


def may_stamp(certificate: x509.Certificate) -> bool:
    """Time stamping is the one extended usage, marked critical (RFC 3161, section 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
