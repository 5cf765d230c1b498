"""The database of a desk, opened: units of work, read side, outbox, audit."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desk_app.adapters.persistence import copies, moving
from desk_app.adapters.persistence.anchors import Anchors
from desk_app.adapters.persistence.backlog import SqlLedger
from desk_app.adapters.persistence.claims import SqlClaims
from desk_app.adapters.persistence.engine import make_engine, translated
from desk_app.adapters.persistence.fact_store import SqlFacts
from desk_app.adapters.persistence.fact_writer import weekdays_between
from desk_app.adapters.persistence.index import SqlIndex
from desk_app.adapters.persistence.office_desks import OfficeDesks
from desk_app.adapters.persistence.office_records import SqlOfficeRecords
from desk_app.adapters.persistence.schema import migrate
from desk_app.adapters.persistence.settled import over, settled_before
from desk_app.adapters.persistence.sync_store import SqlSyncStore
from desk_app.adapters.persistence.transactions import OwnTransactions
from desk_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from desk_app.domain.errors import Fact
from desk_app.domain.moments import VIETNAM
from desk_app.domain.reports.visits import WorkingDays

if TYPE_CHECKING:
    from desk_app.adapters.persistence.page_ledger import SqlPageLedger


def _wall() -> dt.datetime:
    return dt.datetime.now(tz=VIETNAM)  # noqa: TID251 - row times, no deadline depends on them


class Database:
    """One opened database.

    Attributes:
        index: plain selects for lists, search and history.
        sync_store: what the engine of the exchange keeps.
        facts: what reports count.
        office_desks: which desks may read the office's papers.
        backlog: which long work there is, and what of it is done.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        now: Callable[[], dt.datetime] = _wall,
        place: Path | None = None,
        key_hex: str = "",
        working_days: WorkingDays = weekdays_between,
    ) -> None:
        self.engine = engine
        self._key_hex = key_hex
        self._now = now
        self.place = place
        self.index = SqlIndex(engine)
        self.sync_store = SqlSyncStore(OwnTransactions(engine))
        self.office_desks = OfficeDesks(OwnTransactions(engine))
        self.backlog = SqlLedger(OwnTransactions(engine))
        self.anchors = Anchors(engine, now)
        self._working_days = working_days
        self.facts = SqlFacts(engine, working_days)

    def newest_records(self, kind: str) -> tuple[tuple[str, dict[str, Fact]], ...]:
        """The office's records of a kind, read beside whatever unit of work is open."""
        reading = self.engine.execution_options(reads_only=True)
        with translated(), reading.begin() as connection:
            return SqlOfficeRecords(connection).newest(kind)

    def claims(self, device_id: str) -> SqlClaims:
        """Soft claims as one desk makes them."""
        return SqlClaims(OwnTransactions(self.engine), device_id)

    @contextmanager
    def unit_of_work(self) -> Iterator[SqlUnitOfWork]:
        """One transaction; leaving without ``commit`` undoes it."""
        with translated(), self.engine.connect() as connection:
            connection.begin()
            work = SqlUnitOfWork(connection, self._now, self.anchors.count, self._working_days)
            try:
                yield work
            finally:
                if connection.in_transaction():
                    connection.rollback()
        with translated():
            self.anchors.when_due()

    def copy_to(self, target: Path) -> None:
        """One moment of the database as an encrypted file; an office's becomes one too."""
        with translated():
            self.anchors.anchor_now()
            if self.place is None:
                moving.copy_office(self.engine, self._key_hex, target)
            else:
                copies.copy_file(self.engine, self._key_hex, target)

    def faults(self) -> tuple[str, ...]:
        """What the file itself says about its health; empty is well."""
        with translated(), self.engine.connect() as connection:
            return tuple(copies.faults(connection))

    def papers_named(self) -> frozenset[str]:
        """Digests of all papers the stored dossiers name."""
        with translated(), self.engine.connect() as connection:
            return frozenset(copies.papers_named(connection))

    def page_ledger(self, desk: str, root: Path) -> "SqlPageLedger":
        """Rows of the tray of one desk, whose files lie under ``root``."""
        from desk_app.adapters.persistence.page_ledger import SqlPageLedger

        return SqlPageLedger(self.engine, desk, root)

    def papers_named_outside(self, dossier_ids: frozenset[str]) -> frozenset[str]:
        """Digests that dossiers other than these name."""
        with translated(), self.engine.connect() as connection:
            return frozenset(copies.papers_named(connection, outside=dossier_ids))

    def dossiers_over(self) -> list[str]:
        """Ids of dossiers that are over, in the order they came."""
        with translated(), self.engine.connect() as connection:
            return over(connection)

    def settled_before(self, at: dt.datetime) -> list[str]:
        """Ids of dossiers that are over and were confirmed by the target system before ``at``."""
        with translated(), self.engine.connect() as connection:
            return settled_before(connection, at)

    def close(self) -> None:
        """Anchor what is new and give the connections back."""
        with translated():
            self.anchors.anchor_now()
        self.engine.dispose()


def open_database(
    place: str | Path,
    key_hex: str,
    *,
    now: Callable[[], dt.datetime] = _wall,
    working_days: WorkingDays = weekdays_between,
) -> Database:
    """Open and, where needed, bring the schema up to date (after a backup copy of the file).

    Raises:
        UnavailableError: ``persistence.wrong_key``, ``persistence.newer_database`` and the like.
    """
    engine = make_engine(place, key_hex)
    try:
        with translated():
            migrate(engine, place if isinstance(place, Path) else None, key_hex)
    except BaseException:
        engine.dispose()  # a file that is still open can be neither moved nor replaced
        raise
    file = place if isinstance(place, Path) else None
    return Database(engine, now=now, place=file, key_hex=key_hex, working_days=working_days)
