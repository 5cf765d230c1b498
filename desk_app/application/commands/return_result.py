"""Inputs of step 5, trả kết quả."""

import datetime as dt
from dataclasses import dataclass

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Act):
    """T24: who took the result, how they proved it, on which ways it went (R-5B-56 to R-5B-58).

    Attributes:
        relation: ``principal`` or ``authorised``.
        identity_method: ``card_seen``, ``qr``, ``chip`` or ``account``; empty when nothing was
            checked.
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
