"""One transaction: dossier, events, number books and outbox rows become durable together."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.mapping import to_domain, to_row
from desk_app.adapters.persistence.sync_store import SqlSyncStore
from desk_app.adapters.persistence.sync_writer import SqlOutboxWriter
from desk_app.adapters.persistence.transactions import JoinedTransactions
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, NotFoundError
from desk_app.domain.events import GENESIS, chain_head
from desk_app.domain.identifiers import DossierId


class SqlUnitOfWork:
    """Repositories over one connection inside one transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        now: Callable[[], dt.datetime],
        on_commit: Callable[[int], None],
    ) -> None:
        self._connection = connection
        self._on_commit = on_commit
        self._dossiers = SqlDossiers(connection, now)
        self._outbox = SqlOutboxWriter(connection)
        self._numbers = SqlNumberBooks(connection)

    @property
    def dossiers(self) -> "SqlDossiers":
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
    def numbers(self) -> "SqlNumberBooks":
        """Number books."""
        return self._numbers

    def commit(self) -> None:
        """Make everything durable."""
        self._connection.commit()
        self._on_commit(self._dossiers.appended)
        self._dossiers.appended = 0


class SqlDossiers:
    """Dossiers of this office.

    Attributes:
        appended: events written since the last commit.
    """

    def __init__(self, connection: sa.Connection, now: Callable[[], dt.datetime]) -> None:
        self._connection = connection
        self._now = now
        self.appended = 0

    def get(self, dossier_id: DossierId) -> Dossier:
        """The dossier of that id."""
        return self._one(rows.dossiers.c.id == dossier_id, str(dossier_id))

    def find(self, text: str) -> Dossier:
        """The dossier whose code or id is ``text``."""
        wanted = text.strip()
        either = sa.or_(
            rows.dossiers.c.code == wanted.upper(), rows.dossiers.c.id == wanted.lower()
        )
        return self._one(either, wanted)

    def _one(self, condition: Any, text: str) -> Dossier:
        row = self._connection.execute(sa.select(rows.dossiers).where(condition)).first()
        if row is None:
            raise NotFoundError("dossier.not_found", {"dossier": text[:60]})
        return to_domain(row)

    def add(self, dossier: Dossier) -> None:
        """Take in a new dossier with its events."""
        values = to_row(dossier, updated_at=self._now())
        self._connection.execute(
            sa.insert(rows.dossiers).values(**values, version=1, last_event=0, head=GENESIS)
        )
        self._append(dossier, 0, GENESIS)
        dossier.version = 1

    def save(self, dossier: Dossier) -> None:
        """Store the changed dossier and its new events, if nobody was first."""
        values = to_row(dossier, updated_at=self._now())
        table = rows.dossiers
        changed = self._connection.execute(
            sa.update(table)
            .where(table.c.id == dossier.id, table.c.version == dossier.version)
            .values(**values, version=dossier.version + 1)
            .returning(table.c.last_event, table.c.head)
        ).first()
        if changed is None:
            raise ConflictError(
                "dossier.changed",
                {"dossier": str(dossier.code or dossier.id), "seen": dossier.version},
            )
        self._append(dossier, changed.last_event, changed.head)
        dossier.version += 1

    def _append(self, dossier: Dossier, seq: int, head: str) -> None:
        lines = []
        for event in dossier.events:
            seq += 1
            head = chain_head(head, seq, event)
            canonical = event.canonical().decode()
            lines.append(
                {"dossier_id": dossier.id, "seq": seq, "head": head, "canonical": canonical}
            )
        if lines:
            self._connection.execute(sa.insert(rows.events), lines)
            self._connection.execute(
                sa.update(rows.dossiers)
                .where(rows.dossiers.c.id == dossier.id)
                .values(last_event=seq, head=head)
            )
        self.appended += len(lines)
        dossier.events = []


class SqlNumberBooks:
    """Counters that never give a number twice; the row is locked until the transaction ends."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def next(self, book: str) -> int:
        """Next number of a book, from 1."""
        table = rows.numbers
        taken = self._raise(book)
        if taken is None:
            with self._connection.begin_nested() as attempt:
                try:
                    self._connection.execute(sa.insert(table).values(book=book, last=0))
                except sa.exc.IntegrityError:
                    attempt.rollback()
            taken = self._raise(book)
        if taken is None:
            raise NotFoundError("persistence.number_book", {"book": book})
        return taken

    def _raise(self, book: str) -> int | None:
        table = rows.numbers
        found = self._connection.execute(
            sa.update(table)
            .where(table.c.book == book)
            .values(last=table.c.last + 1)
            .returning(table.c.last)
        ).scalar()
        return int(found) if found is not None else None
