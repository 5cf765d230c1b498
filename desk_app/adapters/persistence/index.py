"""The read side: plain selects over stored dossiers and their history."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows, sync_rows
from desk_app.adapters.persistence.audit import check_chains
from desk_app.adapters.persistence.engine import translated
from desk_app.adapters.persistence.mapping import from_moment, moment
from desk_app.adapters.persistence.search import count_found, day_of, done_today, found, overdue
from desk_app.adapters.persistence.search_rows import OPEN
from desk_app.adapters.persistence.sync_outbox import SETTLED
from desk_app.application.enquiries import (
    ChainReport,
    Counts,
    StoredEvent,
    WorkList,
    WorkQuery,
    WorkRow,
)
from desk_app.domain.identifiers import provisional_number
from desk_app.domain.workflow import State

_D = rows.dossiers.c
_SENT = sync_rows.outbox.c
_LINE = (
    _D.id,
    _D.code,
    _D.applicant,
    _D.identifier,
    _D.procedure_name,
    _D.state,
    _D.step,
    _D.received_at,
    _D.due_at,
    _D.updated_at,
    _D.version,
)


class SqlIndex:
    """Work lists, search, counts, history and the audit check."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine.execution_options(reads_only=True)

    def work_list(self, query: WorkQuery, *, now: dt.datetime) -> WorkList:
        """Rows for a list, a step queue or a search; what is due first stands first."""
        with translated(), self._engine.begin() as connection:
            page = found(connection, query, now, _LINE)
            sync = _sync_of(connection, [row.id for row in page])
        total = len(page) if len(page) < query.limit else None
        return WorkList(rows=tuple(_work_row(row, sync) for row in page), total=total)

    def count(self, query: WorkQuery, *, now: dt.datetime) -> int:
        """How many dossiers ``work_list`` has in all."""
        with translated(), self._engine.begin() as connection:
            return count_found(connection, query, now)

    def counts(self, query: WorkQuery, *, now: dt.datetime) -> Counts:
        """Numbers of dashboard and navigation."""
        unit = [_D.unit == query.unit] if query.unit else []
        late = _one_if(overdue(now))
        today = _one_if(_D.due_at.between(*day_of(now)))
        by_step = (
            sa.select(_D.step, sa.func.count(), late, today).where(OPEN, *unit).group_by(_D.step)
        )
        waiting = sa.select(sa.func.count()).where(_SENT.state.not_in(SETTLED))
        with translated(), self._engine.begin() as connection:
            steps = connection.execute(by_step).all()
            done = _count(connection, done_today(now), *unit)
            supplement = _count(connection, _D.state == State.SUPPLEMENT_REQUESTED.value, *unit)
            online = _count(connection, _D.state == State.SUBMITTED.value, *unit)
            outbox = int(connection.execute(waiting).scalar_one())
        return Counts(
            steps={row[0]: int(row[1]) for row in steps},
            overdue_steps=frozenset(row[0] for row in steps if row[2]),
            overdue=sum(int(row[2]) for row in steps),
            due_today=sum(int(row[3]) for row in steps),
            active=sum(int(row[1]) for row in steps),
            done_today=done,
            supplement=supplement,
            online=online,
            outbox=outbox,
        )

    def events(self, dossier_id: str) -> tuple[StoredEvent, ...]:
        """History of a dossier, oldest first."""
        table = rows.events
        wanted = sa.select(table).where(table.c.dossier_id == dossier_id).order_by(table.c.seq)
        with translated(), self._engine.begin() as connection:
            return tuple(_stored(row) for row in connection.execute(wanted))

    def check_chain(
        self,
        dossier_id: str | None = None,
        *,
        tell: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> ChainReport:
        """Recompute the chain of one dossier, or all chains and the office's anchors."""
        still = self._engine
        if still.dialect.name == "postgresql":
            still = still.execution_options(isolation_level="REPEATABLE READ")
        with translated(), still.begin() as connection:
            return check_chains(connection, dossier_id, tell)

    def ids_after(self, dossier_id: str, limit: int) -> tuple[str, ...]:
        """Ids of stored dossiers that come after one, in their order; "" comes before all."""
        wanted = sa.select(_D.id).where(_D.id > dossier_id).order_by(_D.id).limit(limit)
        with translated(), self._engine.begin() as connection:
            return tuple(connection.execute(wanted).scalars())

    def count_after(self, dossier_id: str) -> int:
        """How many stored dossiers come after one in the order of ``ids_after``."""
        with translated(), self._engine.begin() as connection:
            return _count(connection, _D.id > dossier_id)

    def with_deliveries(self, now: dt.datetime, *, limit: int) -> tuple[str, ...]:
        """Dossiers with a notice or release whose time has come, the longest waiting first."""
        mark = rows.marks.c
        wanted = (
            sa.select(mark.dossier_id)
            .where(mark.next_try_at <= moment(now))
            .order_by(mark.next_try_at)
            .limit(limit)
        )
        with translated(), self._engine.begin() as connection:
            return tuple(connection.execute(wanted).scalars())

    def of_person(self, identifier: str, *, limit: int) -> tuple[str, ...]:
        """Ids of the newest dossiers of one person, whatever became of them."""
        wanted = sa.select(_D.id).where(_D.identifier == identifier)
        with translated(), self._engine.begin() as connection:
            return tuple(connection.execute(wanted.order_by(_D.no.desc()).limit(limit)).scalars())

    def open_with(self, identifier: str, procedure_code: str) -> tuple[WorkRow, ...]:
        """Open dossiers of the same person and procedure."""
        wanted = sa.select(*_LINE).where(
            _D.identifier == identifier, _D.procedure_code == procedure_code, OPEN
        )
        with translated(), self._engine.begin() as connection:
            page = connection.execute(wanted.order_by(_D.no)).all()
            sync = _sync_of(connection, [row.id for row in page])
        return tuple(_work_row(row, sync) for row in page)


def _one_if(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _count(connection: sa.Connection, *conditions: Any) -> int:
    counted = sa.select(sa.func.count()).select_from(rows.dossiers).where(*conditions)
    return int(connection.execute(counted).scalar_one())


def _sync_of(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    """What an officer sees of the exchange, by dossier; nothing was ever sent for the others."""
    by_state = sa.select(_SENT.dossier_id, _SENT.state).where(_SENT.dossier_id.in_(ids)).distinct()
    states: dict[str, set[str]] = {}
    for dossier_id, state in connection.execute(by_state):
        states.setdefault(dossier_id, set()).add(state)
    return {dossier_id: _sync_word(met) for dossier_id, met in states.items()}


def _sync_word(states: set[str]) -> str:
    if "parked" in states:
        return "failed"
    return "waiting" if states - set(SETTLED) else "sent"


def _work_row(row: Any, sync: dict[str, str]) -> WorkRow:
    return WorkRow(
        id=row.id,
        code=row.code or (provisional_number(row.id) if row.received_at else ""),
        applicant=row.applicant,
        identifier=row.identifier,
        procedure=row.procedure_name,
        state=row.state,
        step=row.step,
        due_at=from_moment(row.due_at),
        updated_at=dt.datetime.fromisoformat(row.updated_at),
        sync=sync.get(row.id, "none"),
        version=row.version,
    )


def _stored(row: Any) -> StoredEvent:
    body = json.loads(row.canonical)
    return StoredEvent(
        seq=row.seq,
        head=row.head,
        kind=body["kind"],
        at=dt.datetime.fromisoformat(body["at"]),
        user=body["user"],
        desk=body["desk"],
        transition=body["transition"],
        from_state=body["from_state"],
        to_state=body["to_state"],
        reason=body["reason"],
        files=tuple((f[0], f[1]) for f in body["files"]),
        data=body["data"],
        canonical=row.canonical,
    )
