"""Step 5, trả kết quả."""

from dataclasses import dataclass
from typing import Literal, Protocol

from desk_app.ui.contract.dossier import Issued
from desk_app.ui.contract.papers import DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who came to fetch the result, against the dossier.

    Attributes:
        method: how it was seen: the card in the officer's hand (its number typed), its QR code, or
            the code of the slip alone.
    """

    match: Literal["applicant", "authorised", "mismatch"]
    name: str = ""
    key: str = ""
    method: Literal["card_seen", "qr", "slip_code"] = "card_seen"


class ReturnResult(Protocol):
    """Step 5, trả kết quả."""

    def identify(self, key: str, text: str) -> Recipient:
        """Text of a slip's code, an ID number or an ID card's QR.

        ``key`` of the dossier it means.
        """
        ...

    def preview(self, key: str) -> DocumentRef:
        """The hand-over slip as it will be printed."""
        ...

    def hand_over(
        self, key: str, version: int, recipient: Recipient, ways: frozenset[str], copies: int
    ) -> Issued:
        """T24 with slip; ways: ``paper``, ``electronic``, ``post``."""
        ...
