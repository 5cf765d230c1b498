"""Verdicts on signed files: valid, invalid, unknown or unsigned, and never a guess."""

from signing.verify.examine import Request, examine, examine_bytes
from signing.verify.second_reader import Opinion, SecondReading
from signing.verify.verdict import (
    Change,
    FileVerdict,
    SignatureVerdict,
    TimeStampVerdict,
    Verdict,
)
from signing.verify.worker import Limits, Verifier, verify_file

__all__ = [
    "Change",
    "FileVerdict",
    "Limits",
    "Opinion",
    "Request",
    "SecondReading",
    "SignatureVerdict",
    "TimeStampVerdict",
    "Verdict",
    "Verifier",
    "examine",
    "examine_bytes",
    "verify_file",
]
