"""Copies of a database file while it is in use, and what a file itself says about its health."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.engine import keyed

_AT_ONCE = 500


def copy_file(engine: sa.Engine, key_hex: str, target: Path) -> None:
    """One moment of an encrypted file database, written under the same key and made durable.

    The copy is made by the database itself: other desks go on writing, and what stands only in
    the write-ahead log is in the copy too.

    Raises:
        UnavailableError: ``persistence.*``.
    """
    copy = keyed(target, key_hex)
    try:
        source: Any = engine.raw_connection()
        try:
            source.driver_connection.backup(copy)
        finally:
            source.close()
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    make_durable(target)


def make_durable(file: Path) -> None:
    """Have the system write a closed file to its disk."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def faults(connection: sa.Connection) -> list[str]:
    """What the pages of a file say: sums that do not fit, trees that are broken; empty is well."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    found += [
        str(row[0])
        for row in connection.exec_driver_sql("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    return found


def papers_named(
    connection: sa.Connection, *, outside: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Digests of all papers the stored dossiers name; a digest may come more than once.

    Args:
        connection: should see one moment of the database.
        outside: ids of dossiers to leave out.
    """
    wanted = sa.select(rows.dossiers.c.id, rows.bodies.c.body).join(rows.bodies)
    for dossier_id, body in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
        if dossier_id not in outside:
            yield from _digests(json.loads(body))


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        digest = value.get("sha256")
        if isinstance(digest, str) and "media_type" in value:
            yield digest
        for inner in value.values():
            yield from _digests(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _digests(inner)
