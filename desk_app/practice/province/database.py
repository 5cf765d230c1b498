"""Opens the province's database and serialises its writes."""

import contextlib
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk_app.practice.province import rows

_COMMIT_LOCK_KEY = 7_170_142


class Database:
    """One engine. Reads are free; writes come one after another.

    The feed's ``seq`` is given inside the write lock, so it is in commit order: a reader never
    sees 7 before 6.

    Attributes:
        epoch: id of this life of the server; a restored backup begins another one.
        lives: how many lives there were before this one.
    """

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        self._write_lock = threading.Lock()
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        rows.metadata.create_all(self.engine)
        with self.write() as tx:
            self.epoch = _meta(tx, "epoch") or uuid.uuid4().hex
            _set_meta(tx, "epoch", self.epoch)
            self.lives = int(_meta(tx, "lives") or 0)

    @classmethod
    def in_folder(cls, folder: Path) -> "Database":
        """Open (or create) the SQLite database of a data folder."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{(folder / 'province.sqlite').as_posix()}")

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Run a write transaction, alone."""
        with self._write_lock, self.engine.begin() as tx:
            if self.engine.dialect.name == "postgresql":
                tx.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _COMMIT_LOCK_KEY})
            yield tx

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Run a read transaction."""
        with self.engine.connect() as tx:
            yield tx

    def new_epoch(self) -> str:
        """Begin another life."""
        epoch = uuid.uuid4().hex
        with self.write() as tx:
            _set_meta(tx, "epoch", epoch)
            _set_meta(tx, "lives", str(self.lives + 1))
        self.epoch, self.lives = epoch, self.lives + 1
        return epoch

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Give all rows of all tables (a backup)."""
        with self.read() as tx:
            return {
                table.name: [dict(row._mapping) for row in tx.execute(sa.select(table))]  # noqa: SLF001 - SQLAlchemy's public name
                for table in rows.metadata.sorted_tables
            }

    def load(self, backup: dict[str, list[dict[str, Any]]]) -> str:
        """Put a backup back and begin another life."""
        with self.write() as tx:
            for table in rows.metadata.sorted_tables:
                tx.execute(sa.delete(table))
                if backup.get(table.name):
                    tx.execute(sa.insert(table), backup[table.name])
        return self.new_epoch()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _meta(tx: sa.Connection, key: str) -> str | None:
    value: str | None = tx.scalar(sa.select(rows.meta.c.value).where(rows.meta.c.key == key))
    return value


def _set_meta(tx: sa.Connection, key: str, value: str) -> None:
    tx.execute(sa.delete(rows.meta).where(rows.meta.c.key == key))
    tx.execute(sa.insert(rows.meta).values(key=key, value=value))
