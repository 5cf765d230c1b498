"""Opens the database of a desk: SQLCipher in a file, or PostgreSQL by URL."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from desk_app.domain.errors import IntegrityError, UnavailableError

_BUSY_MS = 10_000
_KEY = re.compile(r"[0-9a-f]{64}")


def make_engine(place: str | Path, key_hex: str) -> sa.Engine:
    """An engine over a file or a PostgreSQL URL.

    Args:
        place: path of a file, or URL.
        key_hex: 64 hex digits, the raw key of the file; not used by PostgreSQL.
    """
    if isinstance(place, str) and place.startswith("postgresql"):
        url = sa.make_url(place).set(drivername="postgresql+psycopg")
        return sa.create_engine(url, pool_pre_ping=True, pool_size=5)
    return _sqlite(Path(place), key_hex)


def keyed(path: Path, key_hex: str) -> Any:
    """A plain connection to an encrypted file, its key given and nothing else set."""
    import sqlcipher3

    if not _KEY.fullmatch(key_hex):
        raise UnavailableError("persistence.wrong_key")
    connection = sqlcipher3.connect(
        str(path), timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA key = \"x'{key_hex}'\"")
    # Sorting and temporary tables hold names of citizens: they stay in memory, never in a file.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _sqlite(path: Path, key_hex: str) -> sa.Engine:
    import sqlcipher3

    if not _KEY.fullmatch(key_hex):
        raise UnavailableError("persistence.wrong_key")

    def connect() -> Any:
        connection = keyed(path, key_hex)
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        cursor.close()
        return connection

    engine = sa.create_engine(
        "sqlite://", module=sqlcipher3, creator=connect, poolclass=QueuePool, pool_size=5
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A unit of work writes: taking the write lock first, it waits instead of failing later.
        reads = connection.get_execution_options().get("reads_only")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Database errors as words of the desk: full, busy, wrong key, damaged, away."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise _meaning(str(error)) from error
    except sa.exc.TimeoutError as error:
        raise UnavailableError("persistence.busy") from error
    except Exception as error:
        if type(error).__module__.startswith("sqlcipher3"):
            raise _meaning(str(error)) from error
        raise


def _meaning(text: str) -> UnavailableError | IntegrityError:
    low = text.lower()
    table = (
        ("disk is full", "persistence.disk_full"),
        ("no space left", "persistence.disk_full"),
        ("disk i/o error", "persistence.disk_full"),
        ("database is locked", "persistence.busy"),
        ("file is not a database", "persistence.wrong_key"),
        ("file is encrypted", "persistence.wrong_key"),
        ("readonly database", "persistence.read_only"),
        ("unable to open database", "persistence.read_only"),
        ("connection", "persistence.unreachable"),
    )
    for words, code in table:
        if words in low:
            return UnavailableError(code)
    if "malformed" in low or "corrupt" in low:
        return IntegrityError("persistence.damaged")
    return UnavailableError("persistence.refused", {"detail": text[:200]})
