"""One transaction: dossier, events, number books and outbox rows become durable together."""

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from desk_app.adapters.persistence.custody import SqlCustody
from desk_app.adapters.persistence.dossiers import SqlDossiers, SqlNumberBooks
from desk_app.adapters.persistence.held import SqlHeldPapers
from desk_app.adapters.persistence.learned import SqlLearned
from desk_app.adapters.persistence.news import tell
from desk_app.adapters.persistence.office_records import SqlOfficeRecords
from desk_app.adapters.persistence.sync_store import SqlSyncStore
from desk_app.adapters.persistence.sync_writer import SqlOutboxWriter
from desk_app.adapters.persistence.transactions import JoinedTransactions
from desk_app.domain.reports.visits import WorkingDays


class SqlUnitOfWork:
    """Repositories over one connection inside one transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        now: Callable[[], dt.datetime],
        on_commit: Callable[[int], None],
        working_days: WorkingDays,
    ) -> None:
        self._connection = connection
        self._on_commit = on_commit
        self._dossiers = SqlDossiers(connection, now, working_days)
        self._outbox = SqlOutboxWriter(connection)
        self._numbers = SqlNumberBooks(connection)
        self._records = SqlOfficeRecords(connection)
        self._custody = SqlCustody(connection)
        self._held = SqlHeldPapers(connection)
        self._learned = SqlLearned(connection)

    @property
    def dossiers(self) -> SqlDossiers:
        """Dossiers."""
        return self._dossiers

    @property
    def outbox(self) -> SqlOutboxWriter:
        """Commands for target systems."""
        return self._outbox

    @property
    def sync(self) -> SqlSyncStore:
        """The exchange's tables inside this unit of work, such as leased serials."""
        return SqlSyncStore(JoinedTransactions(self._connection))

    @property
    def numbers(self) -> SqlNumberBooks:
        """Number books."""
        return self._numbers

    @property
    def codes(self) -> SqlSyncStore:
        """Codes this desk may give."""
        return self.sync

    @property
    def records(self) -> SqlOfficeRecords:
        """The office's own records."""
        return self._records

    @property
    def held(self) -> SqlHeldPapers:
        """Papers that stores hold."""
        return self._held

    @property
    def learned(self) -> SqlLearned:
        """What corrections taught."""
        return self._learned

    @property
    def custody(self) -> SqlCustody:
        """The register of seal tokens."""
        return self._custody

    def commit(self) -> None:
        """Make everything durable; the other desks of the office hear of it with the commit."""
        tell(self._connection, self._dossiers.moved)
        self._connection.commit()
        self._on_commit(self._dossiers.appended)
        self._dossiers.appended = 0
        self._dossiers.moved = []
