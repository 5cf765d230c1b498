"""RFC 3161 time stamps: what they stamp, by whom, and whether that holds.

A stamp is judged at its own time, so that evidence does not fade when the authority's certificate
ends.

Source: RFC 3161, ETSI EN 319 422.
"""

import datetime as dt
import hmac
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.verify.crypto import cms, der
from signing.verify.crypto.algorithms import HashFunction
from signing.verify.crypto.chain import extended_usages
from signing.verify.crypto.context import Context, common_name, judge_certificate
from signing.verify.crypto.der import DerFault
from signing.verify.crypto.revocation import Moment
from signing.verify.crypto.signer import check_signer, find_signer

_WEAK = frozenset({"algorithm.weak_digest", "algorithm.weak_key"})


@dataclass(slots=True, kw_only=True)
class TimeStamp:
    """A time stamp and what was found about it.

    Attributes:
        faults: codes; a stamp with any fault proves nothing.
        used: bytes of the outer buffer the token took.
    """

    time: dt.datetime | None = None
    authority: str = ""
    faults: list[str] = field(default_factory=list)
    used: int = 0

    @property
    def holds(self) -> bool:
        """Whether the stamp proves its time."""
        return self.time is not None and not self.faults


def check_time_stamp(token: bytes, digest_of: HashFunction, context: Context) -> TimeStamp:
    """Check a token against the bytes it should stamp.

    Args:
        token: a ContentInfo, BER or DER.
        digest_of: digest of the stamped bytes by digest name.
        context: trust, evidence, policy and the time of the check.
    """
    stamp = TimeStamp()
    try:
        message = cms.parse(token)
        stamp.used = message.used
        _check(message, digest_of, context, stamp)
    except (DerFault, ValueError, IndexError, TypeError, UnsupportedAlgorithm):
        stamp.faults.append("time_stamp.malformed")
    return stamp


def _check(
    message: cms.SignedData, digest_of: HashFunction, context: Context, stamp: TimeStamp
) -> None:
    if message.content_type != cms.TST_INFO or message.content is None:
        stamp.faults.append("time_stamp.malformed")
        return
    if len(message.signers) != 1:
        stamp.faults.append("time_stamp.malformed")
        return
    info = der.read(message.content).expect(der.SEQUENCE).children()
    imprint = info[2].expect(der.SEQUENCE).children()
    name = context.policy.algorithms.digest_name(
        imprint[0].expect(der.SEQUENCE).children()[0].oid()
    )
    time = cms.parse_time(info[4])
    if time is None or name is None:
        stamp.faults.append("time_stamp.malformed")
        return
    stamp.time = time
    if not hmac.compare_digest(imprint[1].expect(der.OCTET_STRING).content, digest_of(name)):
        stamp.faults.append("time_stamp.other_imprint")
    if not context.policy.algorithms.digest_allowed(name, time):
        stamp.faults.append("time_stamp.weak")
    if time > context.now + context.policy.skew:
        stamp.faults.append("time_stamp.in_future")
    _check_authority(message, time, context, stamp)


def _check_authority(
    message: cms.SignedData, time: dt.datetime, context: Context, stamp: TimeStamp
) -> None:
    signer = message.signers[0]
    inner = context.with_certificates(message.certificates)
    certificate = find_signer(signer, [*message.certificates, *inner.pool.others])
    if message.unreadable or inner.pool.altered(message.certificates):
        stamp.faults.append("time_stamp.broken")
    if certificate is None:
        stamp.faults.append("time_stamp.no_certificate")
        return
    stamp.authority = common_name(certificate.subject)
    content = message.content or b""
    check = check_signer(
        message,
        signer,
        certificate,
        lambda digest: context.policy.algorithms.hash(digest, content),
        context.policy.algorithms,
        when=time,
        bind=True,
    )
    if check.faults:
        stamp.faults.append(
            "time_stamp.weak" if set(check.faults) <= _WEAK else "time_stamp.broken"
        )
    if not _is_authority(certificate):
        stamp.faults.append("time_stamp.wrong_usage")
    moment = Moment(used=time, proven=True, now=context.now)
    judged = judge_certificate(certificate, inner, moment, time_stamping=True)
    if judged.faults:
        stamp.faults.append("time_stamp.untrusted")


def _is_authority(certificate: x509.Certificate) -> bool:
    """The extended usage must be time stamping and nothing else (RFC 3161, clause 2.3)."""
    usages = extended_usages(certificate)
    return usages == frozenset({ExtendedKeyUsageOID.TIME_STAMPING.dotted_string})
