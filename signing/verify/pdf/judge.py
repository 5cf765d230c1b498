"""The verdict on a PDF file: every signature, every byte after it, every change.

Source: signing design section 7; ETSI EN 319 102-1, EN 319 142-1; ISO 32000-2 clause 12.8.
"""

import datetime as dt
import functools
import re
from dataclasses import dataclass, field

from signing.verify.crypto.algorithms import HashFunction, digest_pieces
from signing.verify.crypto.context import Context
from signing.verify.crypto.evidence import Evidence
from signing.verify.crypto.time_stamp import TimeStamp, check_time_stamp
from signing.verify.errors import VerifyError
from signing.verify.judge import Finding, Proof, judge_message
from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.evidence import SecurityStore, read_security_store
from signing.verify.pdf.history import History, explain_history
from signing.verify.pdf.signatures import (
    PdfSignature,
    claimed_time,
    find_signatures,
    unlisted_ranges,
)
from signing.verify.pdf.syntax import SyntaxFault
from signing.verify.reasons import verdict_of, worst
from signing.verify.verdict import (
    Change,
    SignatureVerdict,
    TimeStampVerdict,
    Verdict,
)

_DATE = re.compile(
    r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z|[+-])(?:(\d{2})'?(?:(\d{2})'?)?)?)?"
)
_CADES = "ETSI.CAdES.detached"
# A document time stamp that proves nothing, by an unknown authority or too weak, takes nothing
# away.
_HARMLESS_STAMP = frozenset({"time_stamp.untrusted", "time_stamp.weak", "time_stamp.in_future"})
_DETACHED = frozenset({_CADES, "adbe.pkcs7.detached"})


@dataclass(slots=True, kw_only=True)
class PdfVerdict:
    """All that is known of a PDF file."""

    verdict: Verdict
    reasons: list[str] = field(default_factory=list)
    signatures: list[SignatureVerdict] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    time_stamps: list[TimeStampVerdict] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Case:
    """One file under judgement."""

    file: PdfFile
    context: Context
    store: SecurityStore
    signatures: list[PdfSignature]
    stamps: dict[int, TimeStamp] = field(default_factory=dict)


def judge_pdf(data: bytes, context: Context) -> PdfVerdict:
    """Judge the bytes of a PDF file; never raises for what stands in them."""
    try:
        file = PdfFile(data)
        if file.encrypted:
            return PdfVerdict(verdict=Verdict.UNKNOWN, reasons=["file.encrypted"])
        signatures = find_signatures(file)
        unlisted = unlisted_ranges(file, signatures)
        if not signatures:
            if unlisted:
                return PdfVerdict(verdict=Verdict.UNKNOWN, reasons=["signature.unlisted"])
            return PdfVerdict(verdict=Verdict.UNSIGNED, reasons=["file.unsigned"])
        store = read_security_store(file)
    except (VerifyError, RecursionError) as error:
        code = error.code if isinstance(error, VerifyError) else "pdf.too_deep"
        return PdfVerdict(verdict=Verdict.UNKNOWN, reasons=["file.unreadable", code])
    inner = context.with_certificates(store.certificates).with_evidence(store.lists, store.answers)
    case = _Case(file=file, context=inner, store=store, signatures=signatures)
    return _judge(case, unlisted)


def _judge(case: _Case, unlisted: int) -> PdfVerdict:
    common: list[str] = ["signature.unlisted"] if unlisted else []
    store = case.store
    if (
        store.damaged
        or case.context.pool.altered(store.certificates)
        or Evidence(store.lists, store.answers).damaged(case.context.pool)
    ):
        common.append("security_store.damaged")
    if case.file.trailing:
        common.append("file.trailing_bytes")
    for signature in case.signatures:
        if signature.is_time_stamp:
            stamp = case.stamps[id(signature)] = _check_stamp(case, signature)
            common += [f for f in stamp.faults if f not in _HARMLESS_STAMP]
    history = explain_history(case.file, case.signatures)
    people = [s for s in case.signatures if not s.is_time_stamp]
    verdicts = [_signature(case, s, history) for s in people]
    if not people:
        common.append("signature.only_time_stamps")
    reasons = list(dict.fromkeys([*common, *(r for v in verdicts for r in v.reasons)]))
    verdict = worst([verdict_of(common), *(v.verdict for v in verdicts)])
    return PdfVerdict(
        verdict=verdict,
        reasons=reasons,
        signatures=verdicts,
        changes=history.changes,
        time_stamps=[
            TimeStampVerdict(
                authority=s.authority, time=s.time, holds=s.holds, reasons=tuple(s.faults)
            )
            for s in case.stamps.values()
        ],
    )


def digests(pieces: tuple[memoryview, memoryview]) -> HashFunction:
    """A function that hashes two pieces with the digest it is asked for, each digest once."""

    @functools.cache
    def digest(name: str) -> bytes:
        return digest_pieces(name, *pieces)

    return digest


def _check_stamp(case: _Case, signature: PdfSignature) -> TimeStamp:
    if signature.byte_range is None:
        return TimeStamp(faults=["time_stamp.malformed"])
    stamp = check_time_stamp(
        signature.contents, digests(signature.covered(case.file.data)), case.context
    )
    stamp.faults += signature.faults
    if any(signature.contents[stamp.used :]):
        stamp.faults.append("signature.padding")
    return stamp


def _signature(case: _Case, signature: PdfSignature, history: History) -> SignatureVerdict:
    finding = _cryptography(case, signature)
    finding.add(*signature.faults)
    if signature.revision is not None:
        finding.add(*history.faults_after(signature.revision))
    elif history.unexplained:
        finding.add("change.unclassified")
    if case.file.trailing:
        finding.add("file.trailing_bytes")
    whole = signature.end == len(case.file.data)
    return SignatureVerdict(
        signer=finding.signer,
        serial=finding.serial,
        role=case.context.policy.role(signature.field.name, finding.policies),
        level=_level(case, signature, finding),
        signed_at=finding.signed_at,
        time_source=finding.time_source,
        verdict=verdict_of(finding.faults),
        reasons=tuple(finding.faults),
        covers="whole_file" if whole else "earlier_revision",
        field=signature.field.name,
    )


def _cryptography(case: _Case, signature: PdfSignature) -> Finding:
    if signature.byte_range is None or not signature.contents:
        return Finding(faults=["signature.unreadable"])
    if signature.sub_filter not in _DETACHED:
        return Finding(faults=["signature.unsupported_form"])
    proofs = tuple(
        Proof(time=stamp.time, source="document_time_stamp")
        for other in case.signatures
        if other.is_time_stamp and other.end > signature.end
        for stamp in [case.stamps[id(other)]]
        if stamp.holds and stamp.time is not None
    )
    finding = judge_message(
        signature.contents,
        digests(signature.covered(case.file.data)),
        case.context,
        bind=signature.sub_filter == _CADES,
        claimed=pdf_time(_claim(case, signature)),
        proofs=proofs,
    )
    if any(signature.contents[finding.used :]):
        finding.add("signature.padding")
    return finding


def _claim(case: _Case, signature: PdfSignature) -> str:
    try:
        return claimed_time(case.file.newest, signature.dictionary)
    except SyntaxFault:
        return ""


def pdf_time(text: str) -> dt.datetime | None:
    """A PDF date as an aware time; without a zone it is taken for UTC."""
    match = _DATE.match(text)
    if match is None:
        return None
    parts = [
        int(p) if p else d for p, d in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)
    ]
    sign, hours, minutes = match.group(7), match.group(8), match.group(9)
    offset = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        zone = dt.timezone(-offset if sign == "-" else offset)
        return dt.datetime(*parts, tzinfo=zone)  # type: ignore[misc,arg-type]  # six integers by the pattern
    except (ValueError, OverflowError):
        return None


def _level(case: _Case, signature: PdfSignature, finding: Finding) -> str:
    prefix = "b" if signature.sub_filter == _CADES else "pkcs7"
    if finding.time_source not in ("time_stamp", "document_time_stamp"):
        return "b-b" if prefix == "b" else "pkcs7"
    kept = case.store.lists or case.store.answers
    if not (kept or finding.embedded):
        return f"{prefix}-t"
    home = case.store.revision if case.store.revision is not None else -1
    archived = any(
        case.stamps[id(s)].holds and s.revision is not None and s.revision >= home
        for s in case.signatures
        if s.is_time_stamp and s.end > signature.end
    )
    return f"{prefix}-lta" if archived and kept else f"{prefix}-lt"
