"""One desk of an office sends, one process of a desk: locks the system takes back from the dead."""

import logging
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import filelock

if TYPE_CHECKING:
    import psycopg

logger = logging.getLogger(__name__)

SENDING_LOCK = 0x6465736B
_LONGEST = 63
"""Bytes of an application name; PostgreSQL turns what is not ASCII in it into question marks."""


class AdvisorySeat:
    """``Seat`` by an advisory lock of a session of its own.

    The session belongs to the thread that asks. When the desk, its machine or the line dies,
    PostgreSQL ends the session and another desk's next question is answered with yes. Each target
    beside the province has a seat of its own.
    """

    def __init__(self, url: str, desk: str, *, target: str = "") -> None:
        self._lock = zlib.crc32(f"sending/{target}".encode()) if target else SENDING_LOCK
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._desk = quote(desk, safe=" ")[:_LONGEST]
        self._session: psycopg.Connection | None = None

    def take(self) -> bool:
        """Whether this desk sends now; False while another one does, or nobody can tell."""
        import psycopg

        try:
            if self._session is not None:
                self._session.execute("SELECT 1")
                return True
            self._session = self._asked()
        except psycopg.Error as error:
            logger.warning("the sending seat is lost: %s", type(error).__name__)
            self.give_back()
        return self._session is not None

    def _asked(self) -> "psycopg.Connection | None":
        import psycopg

        session = psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            application_name=self._desk,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (self._lock,)).fetchone()
        if row is not None and row[0]:
            return session
        session.close()
        return None

    def holder(self) -> str:
        """Name of the desk that sends; empty when none does."""
        asked = (
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted"
        )
        import psycopg

        try:
            with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                row = connection.execute(asked, (self._lock,)).fetchone()
        except psycopg.Error:
            return ""
        return unquote(str(row[0])) if row is not None else ""

    def give_back(self) -> None:
        """Let another desk send."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


class FileSeat:
    """``Seat`` of a desk with a database of its own: window and command line do not both send."""

    def __init__(self, path: Path, desk: str) -> None:
        self._lock = filelock.FileLock(path, timeout=0, thread_local=False)
        self._desk = desk

    def take(self) -> bool:
        """Whether this process sends now."""
        if not self._lock.is_locked:
            try:
                self._lock.acquire()
            except filelock.Timeout:
                return False
        return True

    def holder(self) -> str:
        """This desk: only another process of it can hold the lock."""
        return self._desk

    def give_back(self) -> None:
        """Let another process send."""
        self._lock.release()
