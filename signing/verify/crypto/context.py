"""What a check rests on, and the judgement of one certificate."""

import datetime as dt
import itertools
from dataclasses import dataclass, field, replace

from cryptography import x509
from cryptography.x509.oid import NameOID

from signing.trust import TrustStore
from signing.verify.crypto.chain import Pool, check_path
from signing.verify.crypto.evidence import Evidence
from signing.verify.crypto.revocation import Moment, check_revocation
from signing.verify.policy import Policy

LACKING = frozenset({"revocation.missing", "revocation.stale"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Trust, evidence, policy and the time of the check.

    Attributes:
        now: the time of the check.
        lacking: certificates and issuers, on paths to an anchor, about which no usable revocation
            data is at hand; what was noted while judging.
    """

    pool: Pool
    evidence: Evidence
    policy: Policy
    now: dt.datetime
    lacking: list[tuple[x509.Certificate, x509.Certificate]] = field(default_factory=list)

    def with_certificates(self, certificates: list[x509.Certificate]) -> "Context":
        """The same context with certificates that a message carries."""
        return replace(self, pool=self.pool.with_more(certificates)) if certificates else self

    def with_evidence(self, lists: list[bytes], answers: list[bytes]) -> "Context":
        """The same context with revocation data that a message or file carries."""
        if not lists and not answers:
            return self
        return replace(self, evidence=self.evidence.with_more(lists, answers))


def context_from(trust: TrustStore, policy: Policy, now: dt.datetime) -> Context:
    """A context over a trust store."""
    return Context(
        pool=Pool(
            [x509.load_der_x509_certificate(raw) for raw in trust.anchors],
            [x509.load_der_x509_certificate(raw) for raw in trust.intermediates],
        ),
        evidence=Evidence(list(trust.lists), []),
        policy=policy,
        now=now,
    )


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What stands against a certificate; nothing when ``faults`` is empty."""

    faults: list[str] = field(default_factory=list)
    path: list[x509.Certificate] = field(default_factory=list)


def judge_certificate(
    certificate: x509.Certificate,
    context: Context,
    moment: Moment,
    *,
    time_stamping: bool = False,
) -> Judgement:
    """Judge chain, validity and revocation of a certificate at a moment.

    Of several paths the one with the fewest faults counts; usage is judged by the caller.
    """
    best: Judgement | None = None
    for count, path in enumerate(context.pool.paths(certificate)):
        faults = check_path(path, moment.used, context.policy.algorithms)
        faults += _revocation(path, context, moment, time_stamping=time_stamping)
        judged = Judgement(faults=list(dict.fromkeys(faults)), path=path)
        if best is None or len(judged.faults) < len(best.faults):
            best = judged
        if not judged.faults or count >= 23:
            break
    if best is not None:
        return best
    own = check_path([certificate], moment.used, context.policy.algorithms)
    reason = "chain.impostor" if context.pool.namesake(certificate) else "chain.untrusted"
    return Judgement(faults=[reason, *own])


def _revocation(
    path: list[x509.Certificate], context: Context, moment: Moment, *, time_stamping: bool
) -> list[str]:
    faults: list[str] = []
    for depth, (certificate, issuer) in enumerate(itertools.pairwise(path)):
        code = check_revocation(
            certificate,
            issuer,
            context.evidence,
            context.pool,
            moment,
            context.policy.algorithms,
            context.policy.answer_age,
            authority=depth > 0,
            time_stamping=time_stamping,
        )
        if code in LACKING:
            context.lacking.append((certificate, issuer))
        if code:
            faults.append(code)
    return faults


def common_name(name: x509.Name) -> str:
    """The common name, else the organisation, else the whole name."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            value = found[0].value
            return value if isinstance(value, str) else value.decode("utf-8", "replace")
    return name.rfc4514_string()
