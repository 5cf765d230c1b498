"""What is known about a certificate before the PIN is asked; refusals come as reasons.

The signing library below signs with whatever key it is given; this is where expired, revoked,
foreign and unsuitable certificates are turned away.
"""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing.chain import Trust, build_chain, load_certificate
from signing.clock import VIETNAM
from signing.errors import SigningError
from signing.request import Role
from signing.revocation import RevocationState, RevocationStore
from signing.tokens.facts import CertificateFact, TokenInfo

_SIGNING_PURPOSES = {
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
    x509.ObjectIdentifier("1.2.840.113583.1.1.5"),  # Adobe's authentic documents
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # Microsoft's document signing
}
_LEAST_RSA_BITS = 2048
_SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found before signing.

    Attributes:
        code: catalogue key.
        is_refusal: ``False`` for a warning that does not stop the signature.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_refusal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPolicy:
    """The office's rules about certificates, as data.

    Attributes:
        policies: certificate policies accepted for a role; a role without an entry takes any.
    """

    policies: Mapping[Role, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateChoice:
    """A certificate as it is offered to the officer; refused ones are shown with the reason."""

    fact: CertificateFact
    subject: str
    issuer: str
    serial: str
    not_after: dt.datetime
    is_rsa: bool
    problems: tuple[Problem, ...]

    @property
    def is_usable(self) -> bool:
        """Whether it may be chosen."""
        return not any(problem.is_refusal for problem in self.problems)


def check_certificate(
    der: bytes,
    *,
    role: Role,
    at: dt.datetime,
    trust: Trust | None = None,
    store: RevocationStore | None = None,
    policy: SigningPolicy | None = None,
    others: Iterable[bytes] = (),
) -> tuple[Problem, ...]:
    """Every reason against signing with a certificate in a role at a time.

    Args:
        der: the certificate.
        role: what is to be signed.
        at: when.
        trust: pinned roots; without them the chain is not judged.
        store: revocation data; without it revocation is not judged.
        policy: the office's rules.
        others: certificates from the token that may complete the chain.
    """
    try:
        certificate = load_certificate(der)
        found = [
            *_date_problems(certificate, at),
            *_usage_problems(certificate),
            *_key_problems(certificate),
            *_policy_problems(certificate, role, policy),
        ]
    except (ValueError, UnsupportedAlgorithm):
        return (Problem("signing.certificate_unreadable"),)
    if trust is not None:
        found += _chain_problems(der, at, trust, store, tuple(others))
    return tuple(found)


def refuse_certificate(
    der: bytes,
    *,
    role: Role,
    at: dt.datetime,
    trust: Trust | None = None,
    store: RevocationStore | None = None,
    policy: SigningPolicy | None = None,
    others: Iterable[bytes] = (),
) -> tuple[Problem, ...]:
    """Like ``check_certificate``; the first refusal is raised, warnings are given back.

    Raises:
        SigningError: with the code of the refusal.
    """
    found = check_certificate(
        der, role=role, at=at, trust=trust, store=store, policy=policy, others=others
    )
    for problem in found:
        if problem.is_refusal:
            raise SigningError(problem.code, **problem.facts)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedSigner:
    """The person a paper waits for.

    Attributes:
        name: as in the register of people.
        certificates: SHA-256 fingerprints registered for this person.
        serial: serial number (hex) of the certificate registered for this person. The common name
            decides only where neither is known.
    """

    name: str
    certificates: frozenset[str] = frozenset()
    serial: str = ""


def refuse_other_person(der: bytes, assigned: AssignedSigner) -> None:
    """The approver's own certificate signs, not whichever token is plugged in.

    Raises:
        SigningError: ``signing.signer_mismatch`` names both.
    """
    certificate = load_certificate(der)
    subject = _common_name(certificate.subject)
    if assigned.certificates:
        fits = hashlib.sha256(der).hexdigest() in assigned.certificates
    elif assigned.serial:
        fits = f"{certificate.serial_number:x}" == assigned.serial.lower().lstrip("0")
    else:
        fits = _comparable(subject) == _comparable(assigned.name)
    if not fits:
        raise SigningError("signing.signer_mismatch", assigned=assigned.name, subject=subject)


def _comparable(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def certificate_choices(
    tokens: Iterable[TokenInfo],
    *,
    role: Role,
    at: dt.datetime,
    trust: Trust | None = None,
    store: RevocationStore | None = None,
    policy: SigningPolicy | None = None,
) -> tuple[CertificateChoice, ...]:
    """All personal and seal certificates on the tokens, the best first; CAs are left out."""
    choices = []
    for token in tokens:
        others = tuple(fact.der for fact in token.certificates)
        for fact in token.certificates:
            problems = check_certificate(
                fact.der,
                role=role,
                at=at,
                trust=trust,
                store=store,
                policy=policy,
                others=others,
            )
            choice = _choice(fact, problems)
            if choice is not None:
                choices.append(choice)
    return tuple(sorted(choices, key=lambda choice: (not choice.is_usable, not choice.is_rsa)))


def _choice(fact: CertificateFact, problems: tuple[Problem, ...]) -> CertificateChoice | None:
    try:
        certificate = load_certificate(fact.der)
    except (ValueError, UnsupportedAlgorithm):
        return None
    if _is_ca(certificate):
        return None
    return CertificateChoice(
        fact=fact,
        subject=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        not_after=certificate.not_valid_after_utc,
        is_rsa=isinstance(certificate.public_key(), rsa.RSAPublicKey),
        problems=problems,
    )


def _date_problems(certificate: x509.Certificate, at: dt.datetime) -> list[Problem]:
    facts = {"subject": _common_name(certificate.subject)}
    if at < certificate.not_valid_before_utc:
        day = _day(certificate.not_valid_before_utc)
        return [Problem("signing.certificate_not_yet_valid", {**facts, "from": day})]
    day = _day(certificate.not_valid_after_utc)
    if at > certificate.not_valid_after_utc:
        return [Problem("signing.certificate_expired", {**facts, "until": day})]
    if certificate.not_valid_after_utc - at < _SOON:
        days = (certificate.not_valid_after_utc - at).days
        facts_soon = {**facts, "until": day, "days": days}
        return [Problem("signing.certificate_expires_soon", facts_soon, is_refusal=False)]
    return []


def _usage_problems(certificate: x509.Certificate) -> list[Problem]:
    facts = {"subject": _common_name(certificate.subject)}
    if _is_ca(certificate):
        return [Problem("signing.certificate_is_ca", facts)]
    wrong = [Problem("signing.certificate_wrong_usage", facts)]
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return wrong
    except x509.ExtensionNotFound:
        pass
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return []
    return [] if _SIGNING_PURPOSES.intersection(purposes) else wrong


def _key_problems(certificate: x509.Certificate) -> list[Problem]:
    key = certificate.public_key()
    facts = {"subject": _common_name(certificate.subject)}
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < _LEAST_RSA_BITS:
            return [Problem("signing.key_too_weak", {**facts, "bits": key.key_size})]
        return []
    if isinstance(key, ec.EllipticCurvePublicKey):
        return []
    return [Problem("signing.key_kind_unknown", facts)]


def _policy_problems(
    certificate: x509.Certificate, role: Role, policy: SigningPolicy | None
) -> list[Problem]:
    wanted = policy.policies.get(role) if policy is not None else None
    if not wanted:
        return []
    try:
        extension = certificate.extensions.get_extension_for_class(x509.CertificatePolicies)
        carried = {item.policy_identifier.dotted_string for item in extension.value}
    except x509.ExtensionNotFound:
        carried = set()
    if carried & wanted:
        return []
    facts = {"subject": _common_name(certificate.subject), "role": role.value}
    return [Problem("signing.certificate_wrong_policy", facts)]


def _chain_problems(
    der: bytes,
    at: dt.datetime,
    trust: Trust,
    store: RevocationStore | None,
    others: tuple[bytes, ...],
) -> list[Problem]:
    certificate = load_certificate(der)
    subject = _common_name(certificate.subject)
    inside = min(max(at, certificate.not_valid_before_utc), certificate.not_valid_after_utc)
    try:
        chain = build_chain(der, trust, inside, others)
    except SigningError as error:
        facts = {"subject": subject, "issuer": _common_name(certificate.issuer), **error.facts}
        return [Problem("signing.certificate_untrusted", facts)]
    if store is None:
        return []
    for one, issuer in pairwise(chain):
        evidence = store.evidence(one, issuer, at)
        name = _common_name(load_certificate(one).subject)
        if evidence is None:
            facts = {"subject": name}
            return [Problem("signing.revocation_unknown", facts, is_refusal=False)]
        if evidence.state is RevocationState.REVOKED:
            day = _day(evidence.revoked_at) if evidence.revoked_at else ""
            facts = {"subject": name, "revoked_on": day, "source": evidence.source}
            return [Problem("signing.certificate_revoked", facts)]
    return []


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _day(moment: dt.datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"
