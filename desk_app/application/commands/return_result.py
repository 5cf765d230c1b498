"""Inputs of step 5, trả kết quả."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Act):
    """T24: who took the result, how they proved it, on which ways it went (R-5B-56 to R-5B-58).

    Attributes:
        relation: ``principal`` or ``authorised``.
        identity_method: ``card_seen``, ``qr``, ``chip``, ``account`` or ``slip_code`` (the code of
            the slip alone); empty when nothing was checked.
    """

    recipient: str
    recipient_identifier: str
    identity_method: str
    relation: str = "principal"
    authorisation_paper: str = ""
    ways: tuple[str, ...] = ("paper", "electronic")
    acknowledgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery(Act):
    """Proof that a way reached the applicant, or that it failed."""

    channel: str
    proof: str
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPayment(Act):
    """T23: ask for what is due before hand-over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment(Act):
    """T23: what was paid, with the voucher."""

    receipt: str
    method: str = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(Act):
    """T25: hand the closed dossier to the agency archive."""

    archive_due_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCorrection(Act):
    """T26: an error in the result opens a new linked dossier; the signed file is never edited."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitiseResult(Act):
    """Digitise a result that exists on paper only, and sign the copy (R-5B-75)."""

    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealResultCopy(Act):
    """Agency signature on the digitised copy of a paper result (R-5B-75)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintResult(Act):
    """The result was printed and released at the one-stop unit (R-5B-76)."""

    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvaluation(Act):
    """A filled evaluation slip (R-PR-08, R-PR-49)."""

    answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    channel: str = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFeedback(Act):
    """The answer to a petition (R-PR-60)."""

    feedback: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Act):
    """Hand the result to document management and sharing targets (R-5B-59); empty means all."""

    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain(Act):
    """Try a notice or a release again that a person must decide on."""

    item: str
