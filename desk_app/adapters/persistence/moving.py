"""Moves everything a desk's file holds into the database of an office, compared by checksums.

The copy is one transaction: it is there whole or not at all. Run again after any interruption it
finds what it made, or makes it anew; rows nobody at this desk wrote are never touched.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.copies import make_durable
from desk_app.adapters.persistence.engine import keyed, make_engine, translated
from desk_app.adapters.persistence.office_rows import claims, office_desks
from desk_app.adapters.persistence.schema import migrate
from desk_app.domain.errors import IntegrityError, RuleError

_OFFICE_ONLY = frozenset({claims.name, office_desks.name})
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and SHA-256 over all of them in the order of their key."""

    rows: int
    sha256: str


def moved_tables() -> list[sa.Table]:
    """Tables in the order in which rows may be inserted."""
    return [table for table in rows.metadata.sorted_tables if table.name not in _OFFICE_ONLY]


def move_tables(source: sa.Engine, target: sa.Engine) -> Mapping[str, TableSum]:
    """Copy all rows and give the sums, the same on both sides.

    Writers at the source wait until the copy is made.

    Raises:
        RuleError: ``office.not_empty``; the target holds dossiers of somebody else.
        IntegrityError: ``office.copy_differs``; nothing was kept.
    """
    with translated(), source.begin() as here:
        ours = sums(here)
        with target.connect() as there:
            theirs = sums(there)
        if theirs == ours:
            return ours
        if any(one.rows for one in theirs.values()):
            _refuse_foreign(here, target)
            _clear(target)
        with target.begin() as there:
            for table in moved_tables():
                for batch in _batches(here, table):
                    there.execute(sa.insert(table), batch)
            _set_counters(there)
            _compare(ours, sums(there))
    return ours


def copy_office(office: sa.Engine, key_hex: str, target: Path) -> None:
    """One moment of an office's database as an encrypted file, compared by checksums.

    The file is a desk's own: it opens like one, its chains can be checked, and it can be moved
    into an office again. Other desks go on writing meanwhile.

    Raises:
        IntegrityError: ``office.copy_differs``.
    """
    own = make_engine(target, key_hex)
    try:
        migrate(own, None)
        move_tables(office.execution_options(isolation_level="REPEATABLE READ"), own)
    finally:
        own.dispose()
    closing = keyed(target, key_hex)
    closing.execute("PRAGMA journal_mode = DELETE")
    closing.close()
    make_durable(target)


def sums(connection: sa.Connection) -> dict[str, TableSum]:
    """The sum of every table."""
    found = {}
    for table in moved_tables():
        digest, count = hashlib.sha256(), 0
        for row in _rows(connection, table):
            line = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))
            digest.update(line.encode() + b"\n")
            count += 1
        found[table.name] = TableSum(count, digest.hexdigest())
    return found


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[Any]:
    """Rows by their key; text by its bytes, which is not what PostgreSQL does by itself."""
    collation = "C" if connection.dialect.name == "postgresql" else "BINARY"
    keys = [
        sa.collate(column, collation) if isinstance(column.type, sa.String) else column
        for column in table.primary_key
    ]
    wanted = sa.select(table).order_by(*keys)
    yield from connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})


def _batches(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in _rows(connection, table):
        batch.append(row._asdict())
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _compare(ours: Mapping[str, TableSum], theirs: Mapping[str, TableSum]) -> None:
    for name, one in ours.items():
        if theirs[name] != one:
            raise IntegrityError("office.copy_differs", {"what": name})


def _refuse_foreign(here: sa.Connection, target: sa.Engine) -> None:
    """Refuse when the target knows an event this desk does not; else it is our own unfinished copy.

    Raises:
        RuleError: ``office.not_empty``.
    """
    event = rows.events.c
    known = {tuple(row) for row in here.execute(sa.select(event.dossier_id, event.seq, event.head))}
    with target.connect() as there:
        wanted = sa.select(event.dossier_id, event.seq, event.head)
        for row in there.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
            if tuple(row) not in known:
                raise RuleError("office.not_empty", {"table": rows.events.name})


def _clear(target: sa.Engine) -> None:
    with target.begin() as there:
        rows.metadata.drop_all(there, tables=moved_tables())
        for table in rows.APPEND_ONLY:
            there.execute(sa.text(f"DROP FUNCTION IF EXISTS {table}_append_only() CASCADE"))
        there.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
    migrate(target, None)


def _set_counters(connection: sa.Connection) -> None:
    """Numbers given by the database go on after the highest one that was moved."""
    if connection.dialect.name != "postgresql":
        return
    for table in moved_tables():
        column = table.autoincrement_column
        if column is None or column.autoincrement is not True:
            continue
        last = connection.execute(sa.select(sa.func.max(column))).scalar()
        if last is not None:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(sequence, last)))
