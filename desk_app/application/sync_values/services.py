"""A target's services at the counter: accounts, its data store, payments."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.application.sync_values.wire import canonical_json


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account of a citizen or organisation; ``level`` 1 made at the counter, 2 verified."""

    identifier: str
    full_name: str
    level: int
    checked_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPaper:
    """A digitised paper in the provincial or national data store, named by its hash.

    Attributes:
        conditions: what the store shows of the conditions of reuse (R-5B-70).
        values: fields of the paper by the names papers use.
    """

    paper_id: str
    name: str
    number: str | None
    dated_on: str | None
    issued_by: str
    procedure_code: str
    sha256: str
    document_type: str = ""
    conditions: Mapping[str, bool] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One payment as the province signed it: Ed25519 over the canonical JSON of the rest."""

    dossier_id: str
    receipt: str
    amount: int
    method: str
    paid_at: str
    signature: str

    def signed_bytes(self) -> bytes:
        """Give the bytes the signature covers."""
        record = dataclasses.asdict(self)
        del record["signature"]
        return canonical_json(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentState:
    """What is due and what was paid; ``signed_by`` is the province's public key (hex)."""

    state: str
    amount_due: int
    signed_by: str
    receipts: tuple[Receipt, ...]
