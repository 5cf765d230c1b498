"""Whether a certificate was revoked, from lists and answers that are themselves checked.

Data count for a moment when they were current then, or when they are younger and the moment is
proven.

Source: RFC 5280 clause 6.3, RFC 6960, ETSI EN 319 102-1 clause 5.2.5.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from signing.verify.crypto.algorithms import Algorithms, verify_signature
from signing.verify.crypto.chain import Pool, extended_usages
from signing.verify.crypto.der import DerFault, read
from signing.verify.crypto.evidence import Evidence, is_responder

_SURVIVABLE = frozenset(
    {
        x509.ReasonFlags.affiliation_changed,
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a certificate was used.

    Attributes:
        used: the time the signature is judged for.
        proven: whether a trusted time stamp proves it; else it is only claimed.
        now: the time of the check.
    """

    used: dt.datetime
    proven: bool
    now: dt.datetime

    @property
    def judged(self) -> dt.datetime:
        """Revocation data must be current at this time."""
        return self.used if self.proven else self.now


@dataclass(frozen=True, slots=True)
class Revoked:
    """An entry that revokes a certificate."""

    since: dt.datetime
    survivable: bool


@dataclass(slots=True)
class _Findings:
    revoked: list[Revoked] = field(default_factory=list)
    good: bool = False
    stale: bool = False


def check_revocation(  # noqa: PLR0913 - one certificate, its evidence and its moment
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    evidence: Evidence,
    pool: Pool,
    moment: Moment,
    algorithms: Algorithms,
    max_age: dt.timedelta,
    *,
    authority: bool = False,
    time_stamping: bool = False,
) -> str:
    """The code of what stands against a certificate; empty when it was not revoked.

    Args:
        certificate: the certificate in question.
        issuer: the next certificate on its path.
        evidence: lists and answers at hand.
        pool: where an OCSP responder's certificate may be found.
        moment: when it was used.
        algorithms: policy for the signatures of lists and answers.
        max_age: freshness of data that name no next update.
        authority: the certificate is an authority's, not a signer's.
        time_stamping: judge as RFC 3161 clause 4 says: a key compromised later spoils earlier
            stamps too.
    """
    findings = _Findings()
    _read_lists(certificate, issuer, evidence, moment, max_age, findings, authority=authority)
    _read_answers(certificate, issuer, evidence, pool, moment, max_age, findings, algorithms)
    revoked_code = "chain.authority_revoked" if authority else "certificate.revoked"
    for entry in findings.revoked:
        if entry.since <= moment.used or (time_stamping and not entry.survivable):
            return revoked_code
    known_now = any(entry.since <= moment.now for entry in findings.revoked)
    if known_now and not moment.proven:
        return "certificate.revoked_time_unproven"
    if findings.good or (findings.revoked and moment.proven):
        return ""
    if findings.stale:
        return "revocation.stale"
    return "revocation.missing" if publishes_revocation(certificate) else ""


def publishes_revocation(certificate: x509.Certificate) -> bool:
    """Whether a certificate says where its revocation is published."""
    try:
        extensions = certificate.extensions
    except ValueError:
        return True
    for extension in extensions:
        value = extension.value
        if isinstance(value, x509.CRLDistributionPoints | x509.FreshestCRL):
            return True
        if isinstance(value, x509.AuthorityInformationAccess) and any(
            d.access_method == AuthorityInformationAccessOID.OCSP for d in value
        ):
            return True
    return False


def _current(
    this: dt.datetime, following: dt.datetime | None, moment: Moment, max_age: dt.timedelta
) -> bool:
    """Whether data made at ``this`` speak for the moment."""
    until = following if following is not None else this + max_age
    if moment.proven and this >= moment.used:
        return True
    return until >= moment.judged


def _read_lists(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    evidence: Evidence,
    moment: Moment,
    max_age: dt.timedelta,
    findings: _Findings,
    *,
    authority: bool,
) -> None:
    for crl in evidence.parsed_lists():
        if crl.issuer != certificate.issuer or not evidence.signed(crl, issuer):
            continue
        if not _in_scope(crl, authority=authority):
            continue
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None:
            revoked = _entry(entry)
            if revoked is not None:
                findings.revoked.append(revoked)
                continue
        if _current(crl.last_update_utc, crl.next_update_utc, moment, max_age):
            findings.good = True
        else:
            findings.stale = True


def _in_scope(crl: x509.CertificateRevocationList, *, authority: bool) -> bool:
    """Whether a list speaks about all reasons for this kind of certificate."""
    try:
        extensions = list(crl.extensions)
    except ValueError:
        return False
    for extension in extensions:
        value = extension.value
        if isinstance(value, x509.DeltaCRLIndicator):
            return False
        if isinstance(value, x509.IssuingDistributionPoint):
            if value.indirect_crl or value.only_contains_attribute_certs:
                return False
            if value.only_some_reasons is not None:
                return False
            if value.only_contains_user_certs and authority:
                return False
            if value.only_contains_ca_certs and not authority:
                return False
        elif extension.critical and isinstance(value, x509.UnrecognizedExtension):
            return False
    return True


def _entry(entry: x509.RevokedCertificate) -> Revoked | None:
    since = entry.revocation_date_utc
    reason = x509.ReasonFlags.unspecified
    try:
        for extension in entry.extensions:
            value = extension.value
            if isinstance(value, x509.CRLReason):
                reason = value.reason
            elif isinstance(value, x509.InvalidityDate):
                since = min(since, value.invalidity_date_utc)
    except ValueError:
        return Revoked(since, survivable=False)
    if reason is x509.ReasonFlags.remove_from_crl:
        return None
    return Revoked(since, survivable=reason in _SURVIVABLE)


def _read_answers(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    evidence: Evidence,
    pool: Pool,
    moment: Moment,
    max_age: dt.timedelta,
    findings: _Findings,
    algorithms: Algorithms,
) -> None:
    for raw in evidence.answers:
        try:
            response = ocsp.load_der_ocsp_response(raw)
            if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
                continue
            singles = [s for s in response.responses if _about(s, certificate, issuer)]
            if singles and _responder_holds(response, issuer, pool, moment, algorithms):
                for single in singles:
                    _read_single(single, moment, max_age, findings)
        except (ValueError, TypeError, DerFault):
            continue


def _about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate
) -> bool:
    if single.serial_number != certificate.serial_number:
        return False
    name = single.hash_algorithm.name
    subject = issuer.subject.public_bytes()
    key = read(
        issuer.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).children()[1]
    key_hash = hashlib.new(name, key.content[1:], usedforsecurity=False).digest()
    name_hash = hashlib.new(name, subject, usedforsecurity=False).digest()
    return single.issuer_key_hash == key_hash and single.issuer_name_hash == name_hash


def _responder_holds(
    response: ocsp.OCSPResponse,
    issuer: x509.Certificate,
    pool: Pool,
    moment: Moment,
    algorithms: Algorithms,
) -> bool:
    for candidate in [issuer, *response.certificates, *pool.others]:
        if not is_responder(response, candidate):
            continue
        if candidate != issuer:
            usages = extended_usages(candidate) or frozenset()
            produced = response.produced_at_utc
            if (
                ExtendedKeyUsageOID.OCSP_SIGNING.dotted_string not in usages
                or not pool.issued(candidate, issuer)
                or not candidate.not_valid_before_utc <= produced <= candidate.not_valid_after_utc
            ):
                continue
        digest = algorithms.digest_name(response.signature_algorithm_oid.dotted_string) or "sha256"
        if not verify_signature(
            candidate.public_key(),
            response.signature_algorithm_oid.dotted_string,
            None,
            digest,
            response.signature,
            response.tbs_response_bytes,
            algorithms,
            moment.judged,
        ):
            return True
    return False


def _read_single(
    single: ocsp.OCSPSingleResponse, moment: Moment, max_age: dt.timedelta, findings: _Findings
) -> None:
    status = single.certificate_status
    if status is ocsp.OCSPCertStatus.REVOKED and single.revocation_time_utc is not None:
        findings.revoked.append(
            Revoked(single.revocation_time_utc, single.revocation_reason in _SURVIVABLE)
        )
    elif status is ocsp.OCSPCertStatus.GOOD:
        if _current(single.this_update_utc, single.next_update_utc, moment, max_age):
            findings.good = True
        else:
            findings.stale = True
