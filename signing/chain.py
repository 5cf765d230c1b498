"""From a certificate to a pinned root: names are hints, keys decide (RFC 5280, section 6)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from signing.errors import SigningError

_LONGEST = 6
_PEM_MARK = b"-----BEGIN "


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed without proof, and what helps to reach it.

    Attributes:
        anchors: DER of the pinned roots; only their keys matter.
        intermediates: DER of issuing CAs that signers may leave out.
        revocation_lists: DER of lists that came with the trust folder.
    """

    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> "Trust":
        """Read a flat folder: ``*.pem``, ``*.crt``, ``*.cer``, ``*.der`` and ``*.crl``, PEM or DER.

        Self-signed certificates are anchors, the others intermediates.

        Raises:
            SigningError: ``signing.trust_unusable`` names the file that cannot be read.
        """
        anchors: list[bytes] = []
        intermediates: list[bytes] = []
        lists: list[bytes] = []
        if not folder.is_dir():
            raise SigningError("signing.trust_unusable", file=str(folder))
        for path in sorted(folder.iterdir()):
            suffix = path.suffix.lower()
            try:
                if suffix in {".pem", ".crt", ".cer", ".der"}:
                    for certificate in _certificates(path.read_bytes()):
                        der = certificate.public_bytes(serialization.Encoding.DER)
                        is_root = certificate.subject == certificate.issuer
                        (anchors if is_root else intermediates).append(der)
                elif suffix == ".crl":
                    lists.append(_revocation_list(path.read_bytes()))
            except (OSError, ValueError, UnsupportedAlgorithm) as error:
                raise SigningError("signing.trust_unusable", file=path.name) from error
        if not anchors:
            raise SigningError("signing.trust_unusable", file=str(folder))
        return cls(tuple(anchors), tuple(intermediates), tuple(lists))


def _certificates(data: bytes) -> list[x509.Certificate]:
    if _PEM_MARK in data:
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def _revocation_list(data: bytes) -> bytes:
    crl = x509.load_pem_x509_crl(data) if _PEM_MARK in data else x509.load_der_x509_crl(data)
    return crl.public_bytes(serialization.Encoding.DER)


@lru_cache(maxsize=512)
def load_certificate(der: bytes) -> x509.Certificate:
    """Parse once."""
    return x509.load_der_x509_certificate(der)


def build_chain(
    der: bytes, trust: Trust, at: dt.datetime, extra: Iterable[bytes] = ()
) -> tuple[bytes, ...]:
    """The certificates from ``der`` to an anchor, both included.

    Args:
        der: where the chain begins.
        trust: anchors and known issuing CAs.
        at: every certificate of the chain must be within its dates then.
        extra: certificates that came with the signature or lie on the token.

    Raises:
        SigningError: ``signing.chain_untrusted`` with ``reason`` ``unknown_root``,
            ``issuer_missing`` or ``out_of_date``.
    """
    pool = list(dict.fromkeys([*trust.intermediates, *extra]))
    best: list[str] = []
    for chain in _walk((der,), trust, pool):
        problem = _date_problem(chain, at)
        if problem is None:
            return chain
        best.append(problem)
    reason = best[0] if best else _why_not(der, trust, pool)
    raise SigningError("signing.chain_untrusted", reason=reason)


def issuer_of(der: bytes, candidates: Iterable[bytes]) -> bytes | None:
    """The certificate among ``candidates`` whose key signed ``der``."""
    return next((other for other in candidates if _is_issued_by(der, other)), None)


def _walk(chain: tuple[bytes, ...], trust: Trust, pool: list[bytes]) -> Iterator[tuple[bytes, ...]]:
    last = chain[-1]
    if last in trust.anchors:
        yield chain
        return
    for anchor in trust.anchors:
        if _is_issued_by(last, anchor):
            yield (*chain, anchor)
    if len(chain) >= _LONGEST:
        return
    for other in pool:
        if other not in chain and other not in trust.anchors and _is_issued_by(last, other):
            yield from _walk((*chain, other), trust, pool)


@lru_cache(maxsize=1024)
def _is_issued_by(der: bytes, issuer_der: bytes) -> bool:
    certificate, issuer = load_certificate(der), load_certificate(issuer_der)
    if certificate.issuer != issuer.subject or not _may_issue(issuer):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _may_issue(issuer: x509.Certificate) -> bool:
    try:
        extensions = issuer.extensions
        constraints = extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    if not constraints.ca:
        return False
    try:
        return extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        return True


def _date_problem(chain: tuple[bytes, ...], at: dt.datetime) -> str | None:
    for depth, der in enumerate(chain):
        certificate = load_certificate(der)
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return "out_of_date"
        if depth and not _path_length_holds(certificate, depth - 1):
            return "path_too_long"
    return None


def _path_length_holds(certificate: x509.Certificate, below: int) -> bool:
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    return constraints.path_length is None or below <= constraints.path_length


def _why_not(der: bytes, trust: Trust, pool: list[bytes]) -> str:
    names = {load_certificate(other).subject for other in (*trust.anchors, *pool)}
    return "unknown_root" if load_certificate(der).issuer in names else "issuer_missing"
