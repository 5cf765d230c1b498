"""Verdicts as values: of a file, of a signature, of a change."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What can be said; ``UNKNOWN`` is never shown as valid and never as unsigned."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that came after a signature.

    Attributes:
        code: ``change.*``.
        revision: number of the revision that brought it; the first is 1.
        explained: whether it is allowed and takes nothing from what was signed.
        page: page number from 1, where one is meant.
        objects: numbers of the PDF objects involved.
    """

    code: str
    revision: int
    explained: bool
    page: int | None = None
    field: str | None = None
    objects: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:  # JSON values
        """The change as the command line shows it."""
        result: dict[str, Any] = {
            "code": self.code,
            "revision": self.revision,
            "explained": self.explained,
        }
        if self.page is not None:
            result["page"] = self.page
        if self.field is not None:
            result["field"] = self.field
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """What is known of one signature.

    Attributes:
        serial: the certificate's serial number, lower-case hexadecimal.
        level: ``b-b``, ``b-t``, ``b-lt``, ``b-lta``; ``pkcs7``, ``cades``, ``xades``, ``xmldsig``
            with a suffix.
        time_source: ``time_stamp``, ``document_time_stamp``, ``claimed`` or ``none``.
        covers: ``whole_file`` or ``earlier_revision``.
    """

    signer: str
    serial: str
    role: str | None
    level: str
    signed_at: dt.datetime | None
    time_source: str
    verdict: Verdict
    reasons: tuple[str, ...]
    covers: str
    field: str = ""

    def as_json(self) -> dict[str, Any]:  # JSON values
        """The signature as the command line shows it."""
        return {
            "signer": self.signer,
            "serial": self.serial,
            "role": self.role,
            "level": self.level,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "time_source": self.time_source,
            "verdict": self.verdict.value,
            "reasons": list(self.reasons),
            "covers": self.covers,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStampVerdict:
    """A document time stamp."""

    authority: str
    time: dt.datetime | None
    holds: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What is known of one file, with one sentence for a person."""

    file: str
    verdict: Verdict
    reasons: tuple[str, ...]
    sentence: str
    signatures: tuple[SignatureVerdict, ...] = ()
    changes_after_signing: tuple[Change, ...] = ()
    time_stamps: tuple[TimeStampVerdict, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 valid, 1 invalid, 2 cannot tell or nothing to tell."""
        if self.verdict is Verdict.VALID:
            return 0
        return 1 if self.verdict is Verdict.INVALID else 2

    def as_json(self) -> dict[str, Any]:  # JSON values
        """The verdict as ``desk-app verify --json`` prints it."""
        return {
            "file": self.file,
            "verdict": self.verdict.value,
            "reasons": list(self.reasons),
            "sentence": self.sentence,
            "signatures": [s.as_json() for s in self.signatures],
            "changes_after_signing": [c.as_json() for c in self.changes_after_signing],
        }
