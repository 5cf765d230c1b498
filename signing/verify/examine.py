"""The verdict on one file of any kind, in this process; the worker calls it and guards it."""

import datetime as dt
import logging
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signing.trust import TrustStore
from signing.verify.containers.asic import judge_zip
from signing.verify.containers.cms_file import cms_bytes, judge_cms
from signing.verify.containers.outcome import Outcome
from signing.verify.containers.xml_file import judge_xml
from signing.verify.crypto.context import Context, context_from
from signing.verify.fetch import fetch_evidence
from signing.verify.pdf.judge import judge_pdf
from signing.verify.policy import default_policy
from signing.verify.sentences import sentence_for
from signing.verify.verdict import FileVerdict, Verdict

MAX_BYTES = 1024 * 1024 * 1024
_HEADER_WINDOW = 4096
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|[A-Za-z_])")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One file to judge.

    Attributes:
        content: the paper a detached signature belongs to.
        texts: catalogue of sentences; ``None`` for the one shipped.
    """

    path: Path
    trust: TrustStore
    at: dt.datetime | None = None
    offline: bool = True
    content: Path | None = None
    texts: dict[str, Any] | None = None  # TOML tables


def examine(request: Request) -> FileVerdict:
    """Judge a file; never raises for what is in it."""
    try:
        if request.path.stat().st_size > MAX_BYTES:
            return unknown(request, "file.too_large")
        data = request.path.read_bytes()
    except OSError:
        return unknown(request, "file.missing")
    try:
        with warnings.catch_warnings():
            # Odd certificates of real authorities make the library warn; the checks judge them
            # anyway.
            warnings.simplefilter("ignore")
            return examine_bytes(data, request)
    except MemoryError:
        return unknown(request, "file.took_too_much")
    except Exception:
        log.warning("verification failed unexpectedly", exc_info=True)
        return unknown(request, "file.check_failed")


def examine_bytes(data: bytes, request: Request) -> FileVerdict:
    """Judge bytes that stand for the file of the request."""
    now = request.at or dt.datetime.now(dt.UTC)  # noqa: TID251 - the library's own clock
    context = context_from(request.trust, default_policy(), now)
    found = _judged(data, context, request)
    if request.offline or found.verdict is not Verdict.UNKNOWN or not context.lacking:
        return found
    lists, answers = fetch_evidence(context.lacking)
    if not lists and not answers:
        return found
    return _judged(data, context.with_evidence(lists, answers), request)


def _judged(data: bytes, context: Context, request: Request) -> FileVerdict:
    if data.startswith(b"%PDF-"):
        return _pdf(data, context, request)
    if b"%PDF-" in data[:_HEADER_WINDOW] or b"/ByteRange" in data:
        return unknown(request, "file.mixed_kinds")
    if data.startswith(_PICTURES):
        return _verdict(request, Verdict.UNSIGNED, ["file.unsigned"])
    return _other(data, context, request)


def _other(data: bytes, context: Context, request: Request) -> FileVerdict:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        outcome = judge_zip(data, context)
        if outcome is None:
            return _verdict(request, Verdict.UNSIGNED, ["file.unsigned"])
        return _outcome(outcome, request)
    message = cms_bytes(data)
    if message is not None:
        return _outcome(judge_cms(message, _content(request), context), request)
    if _XML.match(data[:512]):
        outcome = judge_xml(data, context)
        if not outcome.signatures and not outcome.reasons:
            return _verdict(request, Verdict.UNSIGNED, ["file.unsigned"])
        return _outcome(outcome, request)
    return unknown(request, "file.unknown_kind")


def _content(request: Request) -> bytes | None:
    """The paper of a detached signature: the one named, else the file beside it."""
    path = request.content
    if path is None and request.path.suffix.lower() in (".p7s", ".sig", ".p7m", ".sign"):
        path = request.path.with_suffix("")
    try:
        if path is None or path.stat().st_size > MAX_BYTES:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _outcome(outcome: Outcome, request: Request) -> FileVerdict:
    reasons = outcome.all_reasons
    return FileVerdict(
        file=str(request.path),
        verdict=outcome.verdict,
        reasons=tuple(reasons),
        sentence=sentence_for(outcome.verdict, reasons, outcome.signatures, request.texts),
        signatures=tuple(outcome.signatures),
    )


def _pdf(data: bytes, context: Context, request: Request) -> FileVerdict:
    judged = judge_pdf(data, context)
    return FileVerdict(
        file=str(request.path),
        verdict=judged.verdict,
        reasons=tuple(judged.reasons),
        sentence=sentence_for(judged.verdict, judged.reasons, judged.signatures, request.texts),
        signatures=tuple(judged.signatures),
        changes_after_signing=tuple(judged.changes),
        time_stamps=tuple(judged.time_stamps),
    )


def _verdict(request: Request, verdict: Verdict, reasons: list[str]) -> FileVerdict:
    return FileVerdict(
        file=str(request.path),
        verdict=verdict,
        reasons=tuple(reasons),
        sentence=sentence_for(verdict, reasons, (), request.texts),
    )


def unknown(request: Request, *reasons: str) -> FileVerdict:
    """The verdict "cannot tell" for a request."""
    return _verdict(request, Verdict.UNKNOWN, list(reasons))
