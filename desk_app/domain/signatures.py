"""What must be signed, by whom; signatures and verdicts as values."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum


class SignatureRole(StrEnum):
    """In which role a file is signed; decides place and look of the mark.

    NĐ 30/2020/NĐ-CP appendix I.
    """

    OFFICER = "officer"
    APPROVER = "approver"
    AGENCY = "agency"
    COPY = "copy"


class Verdict(StrEnum):
    """Three-valued verdict on a signature, and the word for a file without any."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRecord:
    """One signature made here, as the audit row keeps it.

    Attributes:
        file_before: SHA-256 of the bytes that were shown and signed.
        file_after: SHA-256 of the signed file.
        level: ``b-b``, ``b-t``, ``b-lt`` or ``b-lta``.
        basis: number of the writing that lets the person sign so, if any (NĐ 30/2020 Art. 13).
        capacity: capacity line (TM., KT., TL., TUQ., Q.) printed above the name, if any.
    """

    role: SignatureRole
    signer: str
    user: str
    certificate_serial: str
    level: str
    signed_at: dt.datetime
    file_before: str
    file_after: str
    token: str = ""
    capacity: str = ""
    basis: str = ""


_LEVELS = ("b-b", "b-t", "b-lt", "b-lta")


def raised(records: tuple[SignatureRecord, ...], level: str) -> tuple[SignatureRecord, ...]:
    """The records after later revisions lifted the whole file to ``level``; none sinks."""
    return tuple(
        replace(r, level=max(r.level, level, key=_rank)) if r.level in _LEVELS else r
        for r in records
    )


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What verification said about one file before the agency signs (R-5B-51)."""

    file: str
    verdict: Verdict
    reasons: tuple[str, ...]
    sentence: str
    checked_at: dt.datetime
    signers: tuple[str, ...] = ()
