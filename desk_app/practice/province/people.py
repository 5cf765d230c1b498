"""Accounts, stored papers and payments: what a counter asks while the citizen waits."""

import datetime as dt
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.application.sync_values import canonical_json
from desk_app.practice.province import rows
from desk_app.practice.province.acts import Document, RefusedError
from desk_app.practice.province.database import Database


class Seal:
    """The province's own key: signs the records it hands out (payments, receipts)."""

    def __init__(self, folder: Path) -> None:
        path = folder / "province.key"
        if not path.exists():
            made = Ed25519PrivateKey.generate()
            path.write_bytes(
                made.private_bytes(
                    serialization.Encoding.Raw,
                    serialization.PrivateFormat.Raw,
                    serialization.NoEncryption(),
                )
            )
        self._key = Ed25519PrivateKey.from_private_bytes(path.read_bytes())

    @property
    def public_hex(self) -> str:
        """Give the public key, for whoever checks a record."""
        raw = self._key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        return raw.hex()

    def sign(self, record: Mapping[str, Any]) -> str:
        """Sign the canonical JSON of a record; hexadecimal."""
        return self._key.sign(canonical_json(dict(record))).hex()


def find_account(database: Database, identifier: str) -> dict[str, Any] | None:
    """Give the account of a citizen or organisation number."""
    with database.read() as tx:
        found: dict[str, Any] | None = tx.scalar(
            sa.select(rows.account.c.document).where(rows.account.c.identifier == identifier)
        )
        return found


def create_account(
    database: Database, *, identifier: str, full_name: str, phone: str, at: dt.datetime
) -> dict[str, Any]:
    """Make an account at the counter; level 1 until the person proves who they are."""
    document = {
        "identifier": identifier,
        "full_name": full_name,
        "phone": phone,
        "level": 1,
        "checked_at": at.isoformat(),
    }
    with database.write() as tx:
        known = tx.scalar(
            sa.select(rows.account.c.identifier).where(rows.account.c.identifier == identifier)
        )
        if known is not None:
            raise RefusedError(409, "account-exists", identifier=identifier)
        tx.execute(sa.insert(rows.account).values(identifier=identifier, document=document))
    return document


def papers_of(database: Database, owner: str, store: str) -> list[dict[str, Any]]:
    """List the papers a store holds for an owner's number."""
    query = (
        sa.select(rows.stored_paper.c.document)
        .where(rows.stored_paper.c.owner == owner)
        .order_by(rows.stored_paper.c.id)
    )
    with database.read() as tx:
        return [one for one in tx.scalars(query) if one.get("store", "provincial") == store]


def store_result(tx: sa.Connection, document: Document, *, at: dt.datetime) -> None:
    """Keep the result of a returned dossier for reuse, under its owner's number."""
    owner = str(document["applicant"].get("number") or "")
    result = document["result"] or {}
    if not owner or not result.get("sha256") or document["outcome"] != "grant":
        return
    paper = {
        "id": str(uuid.uuid4()),
        "owner": owner,
        "name": result.get("name") or document["title"],
        "number": result.get("number"),
        "dated_on": result.get("dated_on"),
        "issued_by": document["unit"],
        "procedure_code": document["procedure_code"],
        "sha256": result["sha256"],
        "stored_at": at.isoformat(),
        "document_type": result.get("document_type") or "",
        "conditions": {
            "in_scope": True,
            "fully_digitised": True,
            "true_copy": bool(result.get("number")),
            "succeeded": True,
        },
        "values": {},
        "store": "provincial",
    }
    tx.execute(sa.insert(rows.stored_paper).values(id=paper["id"], owner=owner, document=paper))


def put_paper(database: Database, paper: Mapping[str, Any], *, at: dt.datetime) -> dict[str, Any]:
    """Put a paper into a store, as another province or ministry would."""
    whole = {
        "id": str(uuid.uuid4()),
        "number": None,
        "dated_on": None,
        "issued_by": "",
        "procedure_code": "",
        "stored_at": at.isoformat(),
        **paper,
    }
    with database.write() as tx:
        row = {"id": whole["id"], "owner": whole["owner"], "document": whole}
        tx.execute(sa.insert(rows.stored_paper).values(**row))
    return whole


def payment_state(document: Document, seal: Seal) -> dict[str, Any]:
    """Give what was paid for a dossier, each payment as a signed record and receipt."""
    receipts = []
    for paid in document["payments"]:
        record = {
            "dossier_id": document["id"],
            "receipt": paid["receipt"],
            "amount": paid["amount"],
            "method": paid["method"],
            "paid_at": paid["received_at"],
        }
        receipts.append({**record, "signature": seal.sign(record)})
    return {
        "state": document["payment"],
        "amount_due": document.get("amount_due", 0),
        "receipts": receipts,
        "signed_by": seal.public_hex,
    }
