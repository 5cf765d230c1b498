"""Revocation data: fetched in the background, kept on disk, used without a network.

Every answer is checked when it is used: who signed it, for whom, and from when to when it holds
(RFC 5280 section 6.3, RFC 6960 section 3.2). A stale or foreign answer says nothing.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from signing.chain import load_certificate
from signing.clock import Clock, utc_now
from signing.errors import SigningError
from signing.http import HttpPool

_MOST_BYTES = 64 << 20
_SKEW = dt.timedelta(minutes=5)


class RevocationState(StrEnum):
    """What the data says about a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One checked answer about one certificate.

    Attributes:
        source: ``ocsp`` or ``crl``.
        der: the OCSP response or the list.
        helpers: certificates that signed it, beside the issuer.
    """

    state: RevocationState
    source: str
    der: bytes
    this_update: dt.datetime
    next_update: dt.datetime
    revoked_at: dt.datetime | None = None
    reason: str = ""
    helpers: tuple[bytes, ...] = ()


class RevocationStore:
    """Answers by certificate and lists by issuer, in memory and, with a folder, on disk.

    Args:
        folder: where fetched data survives a restart.
        lists: DER of lists that came with the trust folder.
        is_online: whether missing data may be fetched.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        lists: Iterable[bytes] = (),
        is_online: bool = True,
        pool: HttpPool | None = None,
        timeout_s: float = 10.0,
        clock: Clock = utc_now,
    ) -> None:
        self._folder, self._is_online, self._clock = folder, is_online, clock
        self._pool, self._timeout_s = pool or HttpPool(), timeout_s
        self._lists: dict[bytes, list[bytes]] = {}
        self._answers: dict[bytes, list[bytes]] = {}
        for der in lists:
            self._keep_list(der)
        if folder is not None and folder.is_dir():
            for path in folder.glob("*.crl"):
                self._keep_list(path.read_bytes())
            for path in folder.glob("*.ocsp"):
                self._answers.setdefault(bytes.fromhex(path.stem.partition("-")[0]), []).append(
                    path.read_bytes()
                )

    def evidence(self, der: bytes, issuer: bytes, at: dt.datetime | None = None) -> Evidence | None:
        """The best answer that holds at ``at``; one that says revoked wins over any other."""
        moment = at or self._clock()
        found = [item for item in self._usable(der, issuer) if _holds(item, moment)]
        for item in found:
            if item.state is RevocationState.REVOKED:
                return item
        good = [item for item in found if item.state is RevocationState.GOOD]
        return max(good, key=lambda item: item.this_update, default=None)

    def ensure(self, der: bytes, issuer: bytes) -> Evidence:
        """Like ``evidence``, fetching what is missing when online.

        Raises:
            SigningError: ``signing.revocation_unavailable``.
        """
        found = self.evidence(der, issuer)
        if found is None and self._is_online:
            self.refresh(der, issuer)
            found = self.evidence(der, issuer)
        if found is None:
            raise SigningError("signing.revocation_unavailable", certificate=_subject(der))
        return found

    def refresh(self, der: bytes, issuer: bytes) -> None:
        """Fetch what the certificate points at: OCSP first, the list when that says nothing."""
        for url in ocsp_urls(der):
            answer = self._fetch("POST", url, ocsp_request(der, issuer))
            if answer is not None and read_ocsp(answer, der, issuer) is not None:
                self._keep_answer(der, answer)
        if self.evidence(der, issuer) is None:
            for url in list_urls(der):
                data = self._fetch("GET", url, None)
                if data is not None and read_list(data, der, issuer) is not None:
                    self._keep_list(data, on_disk=True)

    def _fetch(self, method: str, url: str, body: bytes | None) -> bytes | None:
        try:
            return self._pool.request(
                method,
                url,
                body=body,
                content_type="application/ocsp-request" if body else "",
                timeout_s=self._timeout_s,
                most_bytes=_MOST_BYTES,
            )
        except SigningError:
            return None

    def _usable(self, der: bytes, issuer: bytes) -> Iterator[Evidence]:
        for answer in self._answers.get(_digest(der), []):
            item = read_ocsp(answer, der, issuer)
            if item is not None:
                yield item
        for data in self._lists.get(_issuer_key(load_certificate(der)), []):
            item = read_list(data, der, issuer)
            if item is not None:
                yield item

    def _keep_list(self, data: bytes, *, on_disk: bool = False) -> None:
        try:
            crl = x509.load_der_x509_crl(data)
        except (ValueError, UnsupportedAlgorithm):
            return
        kept = self._lists.setdefault(crl.issuer.public_bytes(), [])
        if data not in kept:
            kept.append(data)
        if on_disk:
            self._save(f"{hashlib.sha256(data).hexdigest()[:32]}.crl", data)

    def _keep_answer(self, der: bytes, data: bytes) -> None:
        self._answers.setdefault(_digest(der), []).append(data)
        self._save(f"{_digest(der).hex()}-{hashlib.sha256(data).hexdigest()[:16]}.ocsp", data)

    def _save(self, name: str, data: bytes) -> None:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_bytes(data)


def ocsp_request(der: bytes, issuer: bytes) -> bytes:
    """DER of a request about one certificate."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(
        load_certificate(der),
        load_certificate(issuer),
        hashes.SHA1(),  # noqa: S303 - RFC 5019
    )
    return builder.build().public_bytes(serialization.Encoding.DER)


def read_ocsp(answer: bytes, der: bytes, issuer: bytes) -> Evidence | None:
    """The answer as evidence, or ``None`` when it is not about this certificate or not signed."""
    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        single = _single_answer(response, der, issuer)
        signer = _ocsp_signer(response, issuer)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if single is None or signer is None:
        return None
    state = {
        ocsp.OCSPCertStatus.GOOD: RevocationState.GOOD,
        ocsp.OCSPCertStatus.REVOKED: RevocationState.REVOKED,
        ocsp.OCSPCertStatus.UNKNOWN: RevocationState.UNKNOWN,
    }[single.certificate_status]
    this_update = single.this_update_utc
    return Evidence(
        state,
        "ocsp",
        answer,
        this_update,
        single.next_update_utc or this_update + dt.timedelta(hours=24),
        single.revocation_time_utc,
        single.revocation_reason.value if single.revocation_reason else "",
        () if signer == issuer else (signer,),
    )


def _single_answer(
    response: ocsp.OCSPResponse, der: bytes, issuer: bytes
) -> ocsp.OCSPSingleResponse | None:
    wanted = load_certificate(der).serial_number
    key = _public_key_bits(load_certificate(issuer))
    for single in response.responses:
        digest = hashes.Hash(single.hash_algorithm)
        digest.update(key)
        if single.serial_number == wanted and single.issuer_key_hash == digest.finalize():
            return single
    return None


def _public_key_bits(certificate: x509.Certificate) -> bytes:
    from signing.cms.der import read

    info = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return read(info).child(1).body[1:]


def _ocsp_signer(response: ocsp.OCSPResponse, issuer: bytes) -> bytes | None:
    """The issuer itself or a responder it named for this purpose (RFC 6960, 4.2.2.2)."""
    candidates = [issuer]
    for certificate in response.certificates:
        der = certificate.public_bytes(serialization.Encoding.DER)
        if _may_answer(certificate, load_certificate(issuer)):
            candidates.append(der)
    for der in candidates:
        if _is_signed_by(
            load_certificate(der),
            response.signature,
            response.tbs_response_bytes,
            response.signature_hash_algorithm,
        ):
            return der
    return None


def _may_answer(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        certificate.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _is_signed_by(
    certificate: x509.Certificate,
    signature: bytes,
    data: bytes,
    algorithm: hashes.HashAlgorithm | None,
) -> bool:
    key = certificate.public_key()
    if algorithm is None:
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def read_list(data: bytes, der: bytes, issuer: bytes) -> Evidence | None:
    """What a revocation list says, or ``None`` when it is not this issuer's."""
    try:
        crl = x509.load_der_x509_crl(data)
        certificate, authority = load_certificate(der), load_certificate(issuer)
        key = authority.public_key()
        if crl.issuer != certificate.issuer or not isinstance(
            key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey
        ):
            return None
        if not crl.is_signature_valid(key):
            return None
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    this_update = crl.last_update_utc
    next_update = crl.next_update_utc or this_update + dt.timedelta(days=7)
    if entry is None:
        return Evidence(RevocationState.GOOD, "crl", data, this_update, next_update)
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except x509.ExtensionNotFound:
        reason = ""
    return Evidence(
        RevocationState.REVOKED,
        "crl",
        data,
        this_update,
        next_update,
        entry.revocation_date_utc,
        str(reason),
    )


def _holds(item: Evidence, at: dt.datetime) -> bool:
    """Fresh at ``at``; what says revoked needs no freshness: a revocation does not expire."""
    if item.state is RevocationState.REVOKED:
        return item.revoked_at is None or item.revoked_at <= at
    return item.this_update - _SKEW <= at <= item.next_update


def ocsp_urls(der: bytes) -> list[str]:
    """Responders that a certificate names."""
    try:
        access = load_certificate(der).extensions.get_extension_for_class(
            x509.AuthorityInformationAccess
        )
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        item.access_location.value
        for item in access.value
        if item.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(item.access_location, x509.UniformResourceIdentifier)
    ]


def list_urls(der: bytes) -> list[str]:
    """Addresses of the lists that a certificate names."""
    try:
        points = load_certificate(der).extensions.get_extension_for_class(
            x509.CRLDistributionPoints
        )
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        name.value
        for point in points.value
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    ]


def _issuer_key(certificate: x509.Certificate) -> bytes:
    return certificate.issuer.public_bytes()


def _digest(der: bytes) -> bytes:
    return hashlib.sha256(der).digest()


def _subject(der: bytes) -> str:
    return load_certificate(der).subject.rfc4514_string()
