"""The desk's real database as the sync tests speak to it: the file, or PostgreSQL by URL."""

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3

from desk_app.adapters.persistence import open_database

KEY = "ab" * 32
_template: list[Path] = []


class Unit:
    """A unit of work: what a use case does to the outbox and to leased serials."""

    def __init__(self, work: Any) -> None:
        self.work = work
        self.next_seq = work.outbox.next_seq
        self.add = work.outbox.add
        self.take_serial = work.sync.take_serial


class DeskStore:
    """The sync store with the units of work of the same database.

    A unit of work opened inside another one of the same thread joins it, so that a test can wrap
    what an act does.
    """

    def __init__(self, place: str | Path) -> None:
        if isinstance(place, Path) and not place.exists():
            shutil.copyfile(_empty_file(), place)
        self.database = open_database(place, KEY)
        self._here = threading.local()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database.sync_store, name)

    @contextlib.contextmanager
    def unit_of_work(self) -> Iterator[Unit]:
        running = getattr(self._here, "unit", None)
        if running is not None:
            yield running
            return
        with self.database.unit_of_work() as work:
            self._here.unit = Unit(work)
            try:
                yield self._here.unit
                work.commit()
            finally:
                self._here.unit = None

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """The database refuses every change as it does when the disk is full."""

        def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
                raise sqlcipher3.OperationalError("database or disk is full")

        sa.event.listen(self.database.engine, "before_cursor_execute", refuse)
        try:
            yield
        finally:
            sa.event.remove(self.database.engine, "before_cursor_execute", refuse)

    def next_seq(self, target: str, dossier_id: str) -> int:
        with self.database.unit_of_work() as work:
            return work.outbox.next_seq(target, dossier_id)

    def close(self) -> None:
        self.database.close()


def _empty_file() -> Path:
    """A file with all tables, made once a process: migrations have tests of their own."""
    if not _template:
        path = Path(tempfile.mkdtemp(prefix="desk-template-")) / "empty.db"
        open_database(path, KEY).close()
        _template.append(path)
    return _template[0]
