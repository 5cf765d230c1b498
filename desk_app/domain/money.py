"""Financial obligations of a dossier: a facet of its own, never a business state."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class FeeWhen(StrEnum):
    """When a fee falls due."""

    BEFORE_PROCESSING = "before_processing"
    BEFORE_RETURN = "before_return"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeDue:
    """One fee of one dossier.

    Attributes:
        amount: đồng.
        paid_at: when it was paid; None while it is due.
        receipt: series and number of the voucher, the natural key of the payment.
        refunded: đồng given back.
        proof: SHA-256 of the electronic receipt of an online payment.
        budget_confirmed: the sum reached the state budget account (R-PR-41).
    """

    name: str
    amount: int
    when: FeeWhen
    legal_basis: str = ""
    paid_at: dt.datetime | None = None
    receipt: str = ""
    method: str = ""
    refunded: int = 0
    proof: str = ""
    budget_confirmed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether money is still owed."""
        return self.amount > 0 and self.paid_at is None


class PaymentState(StrEnum):
    """Facet ``payment``."""

    NONE_DUE = "none_due"
    DUE = "due"
    PAID = "paid"
    REFUNDED = "refunded"


def payment_state(fees: tuple[FeeDue, ...]) -> PaymentState:
    """Facet ``payment`` of a dossier with these fees."""
    owed = [f for f in fees if f.amount > 0]
    if not owed:
        return PaymentState.NONE_DUE
    if any(f.is_open for f in owed):
        return PaymentState.DUE
    return PaymentState.REFUNDED if any(f.refunded for f in owed) else PaymentState.PAID
