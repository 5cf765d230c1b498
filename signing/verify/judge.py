"""One signed message judged: cryptography, signer, time. Shared by all kinds of files."""

import datetime as dt
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from signing.verify.crypto import cms, der
from signing.verify.crypto.algorithms import HashFunction
from signing.verify.crypto.chain import check_usage, policies_of
from signing.verify.crypto.context import Context, common_name, judge_certificate
from signing.verify.crypto.der import DerFault
from signing.verify.crypto.revocation import Moment
from signing.verify.crypto.signer import check_signer, find_signer
from signing.verify.crypto.time_stamp import TimeStamp, check_time_stamp


@dataclass(slots=True, kw_only=True)
class Finding:
    """What was found about one signed message.

    Attributes:
        faults: codes of all that stands against it.
        stamped: whether a signature time stamp is present and holds.
        embedded: whether the message carries its own revocation data.
        bound: whether the signed attributes name the certificate.
    """

    signer: str = ""
    serial: str = ""
    policies: frozenset[str] = frozenset()
    signed_at: dt.datetime | None = None
    time_source: str = "none"
    faults: list[str] = field(default_factory=list)
    stamped: bool = False
    embedded: bool = False
    bound: bool = False
    used: int = 0

    def add(self, *codes: str) -> None:
        """Note faults, each once."""
        self.faults.extend(c for c in codes if c not in self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A time proven from outside the message, such as by a document time stamp."""

    time: dt.datetime
    source: str


def judge_message(
    raw: bytes,
    digest_of: HashFunction,
    context: Context,
    *,
    bind: bool,
    detached: bool = True,
    claimed: dt.datetime | None = None,
    proofs: tuple[Proof, ...] = (),
    extra_certificates: tuple[x509.Certificate, ...] = (),
) -> Finding:
    """Judge a CMS signature over bytes of known digest.

    Args:
        raw: the ContentInfo, BER or DER; bytes after it are the caller's concern
            (``Finding.used``).
        digest_of: digest of the signed bytes by digest name.
        context: trust, evidence, policy and the time of the check.
        bind: whether the signed attributes must name the certificate.
        detached: whether encapsulated content is refused.
        claimed: a signing time claimed outside the message; counts where the message has none.
        proofs: times proven from outside.
        extra_certificates: certificates that stand elsewhere in the file.
    """
    finding = Finding()
    try:
        message = cms.parse(raw)
        finding.used = message.used
        _judge(
            message, digest_of, context.with_certificates([*extra_certificates]), finding,
            bind=bind, detached=detached, claimed=claimed, proofs=proofs,
        )  # fmt: skip
    except UnsupportedAlgorithm:
        finding.add("algorithm.unknown")
    except (DerFault, ValueError, IndexError, TypeError) as error:
        finding.add(error.code if isinstance(error, DerFault) else "cms.malformed")
    return finding


def _judge(
    message: cms.SignedData,
    digest_of: HashFunction,
    context: Context,
    finding: Finding,
    *,
    bind: bool,
    detached: bool,
    claimed: dt.datetime | None,
    proofs: tuple[Proof, ...],
) -> None:
    if not message.signers:
        finding.add("cms.no_signer")
        return
    if len(message.signers) > 1:
        finding.add("cms.several_signers")
    if message.content_type != cms.DATA or (detached and message.content is not None):
        finding.add("cms.unexpected_content")
    signer = message.signers[0]
    context = context.with_certificates(message.certificates)
    if message.unreadable or context.pool.altered(message.certificates):
        finding.add("cms.damaged_certificate")
    certificate = find_signer(signer, [*message.certificates, *context.pool.others])
    if certificate is None:
        finding.add("certificate.missing")
        return
    finding.signer = common_name(certificate.subject)
    finding.serial = f"{certificate.serial_number:x}"
    finding.policies = policies_of(certificate)
    context = _with_embedded(message, signer, context, finding)
    stamps = _stamps(signer, context)
    moment = _moment(signer, stamps, context, finding, claimed=claimed, proofs=proofs)
    check = check_signer(
        message, signer, certificate, digest_of, context.policy.algorithms,
        when=moment.used, bind=bind,
    )  # fmt: skip
    finding.bound = check.bound
    finding.add(*check.faults)
    judge_signer(certificate, context, moment, finding)


def judge_signer(
    certificate: x509.Certificate, context: Context, moment: Moment, finding: Finding
) -> None:
    """Add what stands against a signer's certificate at the moment of signing."""
    finding.add(*check_usage(certificate, context.policy.extended_usages))
    finding.add(*judge_certificate(certificate, context, moment).faults)
    if moment.used > context.now + context.policy.skew:
        finding.add("time.in_future")
    ended = context.now > certificate.not_valid_after_utc
    if ended and not moment.proven and "certificate.expired" not in finding.faults:
        finding.add("time.not_proven")


def _with_embedded(
    message: cms.SignedData, signer: cms.SignerInfo, context: Context, finding: Finding
) -> Context:
    lists, answers = list(message.lists), list(message.answers)
    for node in signer.signed.get(cms.ADOBE_REVOCATION, []):
        for part in node.expect(der.SEQUENCE).children():
            items = [n.raw for n in part.children()[0].children()]
            if part.tag == der.CONTEXT_0:
                lists += items
            elif part.tag == der.CONTEXT_1:
                answers += items
    finding.embedded = bool(lists or answers)
    return context.with_evidence(lists, answers)


def _stamps(signer: cms.SignerInfo, context: Context) -> list[TimeStamp]:
    return [
        check_time_stamp(
            node.raw,
            lambda digest: context.policy.algorithms.hash(digest, signer.signature),
            context,
        )
        for node in signer.unsigned.get(cms.SIGNATURE_TIME_STAMP, [])
    ]


def _moment(
    signer: cms.SignerInfo,
    stamps: list[TimeStamp],
    context: Context,
    finding: Finding,
    *,
    claimed: dt.datetime | None,
    proofs: tuple[Proof, ...],
) -> Moment:
    times = signer.signed.get(cms.SIGNING_TIME, [])
    own = cms.parse_time(times[0]) if len(times) == 1 else None
    return settle_time(stamps, context, finding, claimed=own or claimed, proofs=proofs)


def settle_time(
    stamps: list[TimeStamp],
    context: Context,
    finding: Finding,
    *,
    claimed: dt.datetime | None,
    proofs: tuple[Proof, ...] = (),
) -> Moment:
    """The time of signing: the earliest proven one, else the claimed one, else now.

    A stamp that does not hold is never the signing time, and it is a fault of its own.
    """
    proven = [Proof(time=s.time, source="time_stamp") for s in stamps if s.holds and s.time]
    finding.stamped = bool(proven)
    proven += proofs
    for stamp in stamps:
        if not stamp.holds and not (proven and stamp.faults == ["time_stamp.untrusted"]):
            finding.add(*stamp.faults)
    if proven:
        first = min(proven, key=lambda p: p.time)
        finding.signed_at, finding.time_source = first.time, first.source
        return Moment(used=first.time, proven=True, now=context.now)
    if claimed is not None:
        finding.signed_at, finding.time_source = claimed, "claimed"
        return Moment(used=claimed, proven=False, now=context.now)
    return Moment(used=context.now, proven=False, now=context.now)
