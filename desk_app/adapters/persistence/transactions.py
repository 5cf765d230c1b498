"""Where statements run: in a transaction of their own, or inside somebody's unit of work."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from desk_app.adapters.persistence.engine import translated
from desk_app.application.sync_errors import LocalStorageError
from desk_app.domain.errors import IntegrityError, UnavailableError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


class Transactions(Protocol):
    """Opens a transaction; leaving the block well makes it durable."""

    def __call__(self, *, reads: bool = False) -> AbstractContextManager[sa.Connection]:
        """``reads``: nothing will be written, so nobody is kept waiting."""
        ...


class OwnTransactions:
    """Each block is a transaction of its own; the database's refusals are ``LocalStorageError``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._writing = engine
        self._reading = engine.execution_options(reads_only=True)

    @contextmanager
    def __call__(self, *, reads: bool = False) -> Iterator[sa.Connection]:
        """One transaction, committed at the end of the block."""
        try:
            with translated(), (self._reading if reads else self._writing).begin() as connection:
                yield connection
        except (UnavailableError, IntegrityError) as error:
            detail = str(error.facts.get("detail", ""))
            raise LocalStorageError({"cause": error.code, "detail": detail}) from error


class JoinedTransactions:
    """Every block joins the unit of work; its end commits nothing."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @contextmanager
    def __call__(self, *, reads: bool = False) -> Iterator[sa.Connection]:
        """The connection of the unit of work."""
        del reads
        yield self._connection


def put(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    """Insert a row, or replace the one with the same primary key."""
    insert = insert_into(connection, table).values(**values)
    keys = [column.name for column in table.primary_key]
    rest = [name for name in values if name not in keys] or keys
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=keys, set_={n: insert.excluded[n] for n in rest}
        )
    )


def put_new(connection: sa.Connection, table: sa.Table, many: Iterable[Mapping[str, Any]]) -> int:
    """Insert the rows that are not there yet; how many there were."""
    fresh = 0
    key = next(iter(table.primary_key))
    statement = insert_into(connection, table).on_conflict_do_nothing().returning(key)
    for values in many:
        # the number of rows of an insert is not told by every driver; what it returns is
        fresh += len(connection.execute(statement, dict(values)).all())
    return fresh


def insert_into(connection: sa.Connection, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert that can say what to do about a row that is there already."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def dumps(value: Any) -> str:
    """JSON text for a column; Vietnamese stays readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
