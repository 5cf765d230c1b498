"""Soft claims: who has a dossier open, shown to others, never needed for reading."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app.practice.province import rows
from desk_app.practice.province.database import Database

LIFE = dt.timedelta(minutes=15)


def current(database: Database, dossier_id: str, *, at: dt.datetime) -> dict[str, Any] | None:
    """Give the claim in force, or None."""
    with database.read() as tx:
        return _current(tx, dossier_id, at)


def take(
    database: Database, dossier_id: str, *, device_id: str, user: str, at: dt.datetime
) -> dict[str, Any]:
    """Take or renew a claim; when another desk holds it, say who.

    Returns:
        ``{"granted", "device_id", "user", "until"}`` of the claim in force.
    """
    with database.write() as tx:
        held = _current(tx, dossier_id, at)
        if held is not None and held["device_id"] != device_id:
            return {"granted": False, **held}
        until = (at + LIFE).isoformat()
        tx.execute(sa.delete(rows.claim).where(rows.claim.c.dossier_id == dossier_id))
        tx.execute(
            sa.insert(rows.claim).values(
                dossier_id=dossier_id, device_id=device_id, user=user, until=until
            )
        )
        return {"granted": True, "device_id": device_id, "user": user, "until": until}


def release(database: Database, dossier_id: str, *, device_id: str) -> None:
    """Give one's own claim back."""
    with database.write() as tx:
        tx.execute(
            sa.delete(rows.claim).where(
                rows.claim.c.dossier_id == dossier_id, rows.claim.c.device_id == device_id
            )
        )


def _current(tx: sa.Connection, dossier_id: str, at: dt.datetime) -> dict[str, Any] | None:
    row = (
        tx.execute(sa.select(rows.claim).where(rows.claim.c.dossier_id == dossier_id))
        .mappings()
        .first()
    )
    if row is None or dt.datetime.fromisoformat(row["until"]) <= at:
        return None
    return {"device_id": row["device_id"], "user": row["user"], "until": row["until"]}
