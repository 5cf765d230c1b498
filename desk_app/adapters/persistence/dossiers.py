"""Dossiers and number books inside one unit of work."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import fact_writer, rows
from desk_app.adapters.persistence.anchors import is_due
from desk_app.adapters.persistence.mapping import (
    BODY_VERSION,
    seal,
    to_body,
    to_domain,
    to_mark,
    to_row,
)
from desk_app.adapters.persistence.transactions import put
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, Fact, IntegrityError, NotFoundError
from desk_app.domain.events import GENESIS, chain_head
from desk_app.domain.identifiers import DossierId, id_ending
from desk_app.domain.reports.visits import WorkingDays

_D = rows.dossiers


class SqlDossiers:
    """Dossiers of this office.

    Attributes:
        appended: events written since the last commit.
        moved: ids of dossiers written since the last commit.
    """

    def __init__(
        self,
        connection: sa.Connection,
        now: Callable[[], dt.datetime],
        working_days: WorkingDays = fact_writer.weekdays_between,
    ) -> None:
        self._connection = connection
        self._now = now
        self._working_days = working_days
        self.appended = 0
        self.moved: list[str] = []

    def get(self, dossier_id: DossierId) -> Dossier:
        """The dossier of that id."""
        return self._one(_D.c.id == dossier_id, str(dossier_id))

    def find(self, text: str) -> Dossier:
        """The dossier whose code, provisional number or id is ``text``."""
        wanted = text.strip()
        ending = id_ending(wanted)
        if ending:
            return self._one(_D.c.id.endswith(ending), wanted)
        return self._one(sa.or_(_D.c.code == wanted.upper(), _D.c.id == wanted.lower()), wanted)

    def _one(self, condition: sa.ColumnElement[bool], text: str) -> Dossier:
        wanted = sa.select(_D.c.version, rows.bodies.c.body).join(rows.bodies).where(condition)
        row = self._connection.execute(wanted).first()
        if row is None:
            raise NotFoundError("dossier.not_found", {"dossier": text[:60]})
        try:
            return to_domain(row.body, row.version)
        except (TypeError, ValueError) as error:
            facts = {"dossier": text[:60], "detail": str(error)[:200]}
            raise IntegrityError("persistence.damaged_dossier", facts) from error

    def add(self, dossier: Dossier) -> None:
        """Take in a new dossier with its events."""
        body = to_body(dossier)
        columns = to_row(dossier, updated_at=self._now())
        lines = _chained(dossier, 0, GENESIS)
        columns |= _standing(lines, 0, GENESIS, version=1)
        insert = sa.insert(_D).values(**columns, seal=_sealed(columns, body))
        try:
            no = self._connection.execute(insert.returning(_D.c.no)).scalar_one()
        except sa.exc.IntegrityError as error:
            facts: dict[str, Fact] = {
                "dossier": str(dossier.code or dossier.id),
                "seen": dossier.version,
            }
            raise ConflictError("dossier.changed", facts) from error
        self._connection.execute(
            sa.insert(rows.bodies).values(no=no, body_version=BODY_VERSION, body=body)
        )
        self._count(no, dossier, version=1)
        self._append(dossier, lines)
        dossier.version = 1

    def save(self, dossier: Dossier) -> None:
        """Store the changed dossier and its new events, if nobody was first."""
        stored = self._connection.execute(
            sa.select(_D.c.no, _D.c.version, _D.c.last_event, _D.c.head)
            .where(_D.c.id == dossier.id)
            .with_for_update()
        ).first()
        if stored is None:
            raise NotFoundError("dossier.not_found", {"dossier": str(dossier.code or dossier.id)})
        if stored.version != dossier.version:
            facts: dict[str, Fact] = {
                "dossier": str(dossier.code or dossier.id),
                "seen": dossier.version,
                "now": int(stored.version),
            }
            raise ConflictError("dossier.changed", facts)
        body = to_body(dossier)
        columns = to_row(dossier, updated_at=self._now())
        lines = _chained(dossier, stored.last_event, stored.head)
        columns |= _standing(lines, stored.last_event, stored.head, version=dossier.version + 1)
        self._connection.execute(
            sa.update(_D).where(_D.c.no == stored.no).values(**columns, seal=_sealed(columns, body))
        )
        self._connection.execute(
            sa.update(rows.bodies)
            .where(rows.bodies.c.no == stored.no)
            .values(body_version=BODY_VERSION, body=body)
        )
        self._count(stored.no, dossier, version=dossier.version + 1)
        self._append(dossier, lines)
        dossier.version += 1

    def _count(self, no: int, dossier: Dossier, *, version: int) -> None:
        fact_writer.write(
            self._connection, no, dossier, dossier.events, self._working_days, version=version
        )

    def _append(self, dossier: Dossier, lines: list[dict[str, Any]]) -> None:
        if lines:
            self._connection.execute(sa.insert(rows.events), lines)
        put(self._connection, rows.marks, to_mark(dossier))
        is_due(self._connection, "dossier", dossier.id)
        self.appended += max(1, len(lines))
        self.moved.append(dossier.id)
        dossier.events = []


def _sealed(columns: dict[str, Any], body: str) -> str:
    return seal(columns | {"body_version": BODY_VERSION}, body)


def _chained(dossier: Dossier, seq: int, head: str) -> list[dict[str, Any]]:
    """The new events as rows of the chain that ended with ``head``."""
    lines = []
    for event in dossier.events:
        seq += 1
        head = chain_head(head, seq, event)
        canonical = event.canonical().decode()
        lines.append({"dossier_id": dossier.id, "seq": seq, "head": head, "canonical": canonical})
    return lines


def _standing(lines: list[dict[str, Any]], seq: int, head: str, *, version: int) -> dict[str, Any]:
    last = lines[-1] if lines else {"seq": seq, "head": head}
    return {"version": version, "last_event": last["seq"], "head": last["head"]}


class SqlNumberBooks:
    """Counters that never give a number twice; the row is locked until the transaction ends."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def next(self, book: str) -> int:
        """Next number of a book, from 1."""
        taken = self._raise(book)
        if taken is None:
            self._open(book)
            taken = self._raise(book)
        if taken is None:
            raise NotFoundError("persistence.number_book", {"book": book})
        is_due(self._connection, "book", book)
        return taken

    def _open(self, book: str) -> None:
        """A new book; somebody else may be opening it at the same moment."""
        with self._connection.begin_nested() as attempt:
            try:
                self._connection.execute(sa.insert(rows.numbers).values(book=book, last=0))
            except sa.exc.IntegrityError:
                attempt.rollback()

    def _raise(self, book: str) -> int | None:
        table = rows.numbers
        found = self._connection.execute(
            sa.update(table)
            .where(table.c.book == book)
            .values(last=table.c.last + 1)
            .returning(table.c.last)
        ).scalar()
        return int(found) if found is not None else None
