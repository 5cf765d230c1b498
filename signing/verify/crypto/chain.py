"""Paths from a certificate to a pinned anchor, by key, and what each link must satisfy.

Source: RFC 5280, clause 6; anchors are pinned by key, never by name.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from signing.trust.issued import signed_by
from signing.verify.crypto.algorithms import Algorithms

MAX_LENGTH = 8
MAX_PATHS = 24
MAX_TRIES = 400
_UNDERSTOOD = frozenset(
    {
        "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.31", "2.5.29.32",
        "2.5.29.35", "2.5.29.37", "2.5.29.46", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.3",
        "2.5.29.9", "2.5.29.36", "2.5.29.54",
    }
)  # fmt: skip


def fingerprint(certificate: x509.Certificate) -> bytes:
    """SHA-256 of the certificate."""
    return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).digest()


def key_bytes(certificate: x509.Certificate) -> bytes:
    """The public key as SubjectPublicKeyInfo."""
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@dataclass(slots=True)
class Pool:
    """Certificates a path may be built from.

    Attributes:
        anchors: trusted by decision.
        others: intermediates from the trust folder and from the file; trusted only by their chain.
    """

    anchors: list[x509.Certificate]
    others: list[x509.Certificate] = field(default_factory=list)
    _links: dict[tuple[bytes, bytes], bool] = field(default_factory=dict)

    def with_more(self, more: list[x509.Certificate]) -> "Pool":
        """The same pool with certificates from a file; checked links are shared."""
        return Pool(self.anchors, [*self.others, *more], self._links)

    def is_anchor(self, certificate: x509.Certificate) -> bool:
        """Whether this very certificate is an anchor."""
        return any(certificate == anchor for anchor in self.anchors)

    def issued(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
        """Whether ``issuer``'s key signed ``certificate``."""
        key = (fingerprint(certificate), fingerprint(issuer))
        known = self._links.get(key)
        if known is None:
            known = self._links[key] = signed_by(certificate, issuer)
        return known

    def issuers(self, certificate: x509.Certificate) -> list[x509.Certificate]:
        """Certificates whose key signed ``certificate``; anchors first, each once."""
        found: list[x509.Certificate] = []
        for candidate in (*self.anchors, *self.others):
            if (
                candidate.subject == certificate.issuer
                and candidate not in found
                and self.issued(certificate, candidate)
            ):
                found.append(candidate)
        return found

    def paths(self, certificate: x509.Certificate) -> Iterator[list[x509.Certificate]]:
        """Paths from ``certificate`` to an anchor, shortest first at each step."""
        tries = 0
        stack = [[certificate]]
        while stack and tries < MAX_TRIES:
            tries += 1
            path = stack.pop()
            if self.is_anchor(path[-1]):
                yield path
                continue
            if len(path) > MAX_LENGTH:
                continue
            issuers = [c for c in self.issuers(path[-1]) if c not in path]
            stack.extend([*path, issuer] for issuer in reversed(issuers))

    def altered(self, carried: list[x509.Certificate]) -> bool:
        """Whether a carried certificate is a known one with bytes changed.

        Such a certificate verifies under no key at hand, though its issuer is at hand, or one that
        is all but the same.
        """
        known = [*self.anchors, *self.others]
        for certificate in carried:
            if self.is_anchor(certificate) or self.issuers(certificate):
                continue
            if any(_twins(certificate, other) for other in known):
                return True
            if _too_old(certificate):
                continue
            if any(_claims_issuer(certificate, other) for other in known):
                return True
        return False

    def namesake(self, certificate: x509.Certificate) -> bool:
        """Whether an issuer above ``certificate`` bears a trusted name with another key."""
        path = [certificate]
        while len(path) <= MAX_LENGTH:
            current = path[-1]
            same_name = [c for c in (*self.anchors, *self.others) if c.subject == current.issuer]
            signers = [c for c in same_name if self.issued(current, c) and c not in path]
            trusted = [c for c in same_name if self.is_anchor(c) or any(self.paths(c))]
            if trusted and not any(c in trusted for c in signers):
                return True
            if not signers:
                return False
            path.append(signers[0])
        return False


def _twins(one: x509.Certificate, two: x509.Certificate) -> bool:
    """Whether two different certificates have one serial number and one key."""
    return (
        one != two and one.serial_number == two.serial_number and key_bytes(one) == key_bytes(two)
    )


def _too_old(certificate: x509.Certificate) -> bool:
    """Whether the signature is of a kind that can no longer be computed here."""
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return True
    return digest is not None and digest.name in ("md5", "md2")


def _claims_issuer(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether a certificate names ``issuer`` as its issuer, by name and, where stated, by key."""
    if certificate.issuer != issuer.subject:
        return False
    try:
        stated = certificate.extensions.get_extension_for_class(
            x509.AuthorityKeyIdentifier
        ).value.key_identifier
        own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return True
    return stated is None or stated == own


def check_path(
    path: list[x509.Certificate], when: dt.datetime, algorithms: Algorithms
) -> list[str]:
    """Codes of what does not hold on a path at ``when``; the anchor is last."""
    faults: list[str] = []
    leaf = path[0]
    if when < leaf.not_valid_before_utc:
        faults.append("certificate.not_yet_valid")
    if when > leaf.not_valid_after_utc:
        faults.append("certificate.expired")
    for depth, certificate in enumerate(path[1:]):
        faults += _check_authority(certificate, when, depth)
    for certificate in path[:-1]:
        faults += _check_signature_algorithm(certificate, when, algorithms)
    for certificate in path:
        if not algorithms.key_allowed(certificate.public_key(), when):
            faults.append("algorithm.weak_key")
        faults += _check_extensions(certificate)
    return list(dict.fromkeys(faults))


def _check_authority(certificate: x509.Certificate, when: dt.datetime, depth: int) -> list[str]:
    faults: list[str] = []
    if not certificate.not_valid_before_utc <= when <= certificate.not_valid_after_utc:
        faults.append("chain.authority_out_of_date")
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not constraints.ca:
            faults.append("chain.not_an_authority")
        if constraints.path_length is not None and depth > constraints.path_length:
            faults.append("chain.path_too_long")
    except x509.ExtensionNotFound:
        if certificate.version is x509.Version.v3:
            faults.append("chain.not_an_authority")
    except ValueError:
        faults.append("certificate.unreadable")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not usage.key_cert_sign:
            faults.append("chain.not_an_authority")
    except x509.ExtensionNotFound:
        pass
    except ValueError:
        faults.append("certificate.unreadable")
    return faults


def _check_signature_algorithm(
    certificate: x509.Certificate, when: dt.datetime, algorithms: Algorithms
) -> list[str]:
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return ["algorithm.unknown"]
    if digest is None:
        return []
    name = digest.name.replace("-", "_")
    return [] if algorithms.digest_allowed(name, when) else ["algorithm.weak_certificate"]


def _check_extensions(certificate: x509.Certificate) -> list[str]:
    try:
        extensions = list(certificate.extensions)
    except (ValueError, x509.DuplicateExtension):
        return ["certificate.unreadable"]
    if any(e.critical and e.oid.dotted_string not in _UNDERSTOOD for e in extensions):
        return ["chain.unknown_critical_extension"]
    return []


def policies_of(certificate: x509.Certificate) -> frozenset[str]:
    """Dotted object identifiers of the certificate policies."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except (x509.ExtensionNotFound, ValueError):
        return frozenset()
    return frozenset(p.policy_identifier.dotted_string for p in found)


def check_usage(certificate: x509.Certificate, allowed: frozenset[str]) -> list[str]:
    """Whether a certificate may sign documents: key usage and extended usage."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return ["certificate.wrong_usage"]
    except x509.ExtensionNotFound:
        pass
    except ValueError:
        return ["certificate.unreadable"]
    extended = extended_usages(certificate)
    if extended is not None and not extended & allowed:
        return ["certificate.wrong_usage"]
    return []


def extended_usages(certificate: x509.Certificate) -> frozenset[str] | None:
    """Dotted extended usages; ``None`` when the certificate has no such extension."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return None
    except ValueError:
        return frozenset()
    return frozenset(oid.dotted_string for oid in found)
