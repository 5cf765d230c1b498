"""The outbox: commands in the order of the desk, claimed by a worker, settled once."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import sync_rows
from desk_app.adapters.persistence.mapping import from_moment, moment
from desk_app.adapters.persistence.sync_codes import add_codes
from desk_app.adapters.persistence.transactions import Transactions, dumps, put
from desk_app.application.sync_values import (
    CommandOutcome,
    Conflict,
    ConflictState,
    DossierHead,
    OutboxEntry,
    ParkedItem,
    Problem,
    QueuedCommand,
    QueueSummary,
    RowState,
)

_BOX = sync_rows.outbox
_B = _BOX.c
SETTLED = (RowState.DONE.value, RowState.DISCARDED.value)
_WAITING = (RowState.READY.value, RowState.SENDING.value)

# Fixed words, not parameters, where a partial index must be recognised. A row is claimable when it
# is ready, awake, and the row before it in its dossier is settled or was never there.
_CLAIMABLE = """
 SELECT o.seq FROM outbox AS o
 WHERE o.target = :target AND o.state = 'ready' AND o.wake_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM outbox AS p WHERE p.dossier_id = o.dossier_id
     AND p.target = o.target AND p.dossier_seq = o.dossier_seq - 1
     AND p.state NOT IN ('done', 'discarded'))
 ORDER BY o.seq LIMIT :limit {lock}
"""
_CLAIM = """
UPDATE outbox SET state = 'sending', wake_at = :lease, attempts = attempts + 1
WHERE seq IN ({claimable}) RETURNING *
"""
_WAKE = """
UPDATE outbox SET state = 'ready', wake_at = NULL
WHERE seq IN (SELECT o.seq FROM outbox AS o
  WHERE o.target = :target AND o.wake_at IS NOT NULL AND o.wake_at <= :now {lock})
"""


def _statements(lock: str) -> tuple[sa.TextClause, sa.TextClause]:
    return (
        sa.text(_WAKE.format(lock=lock)),
        sa.text(_CLAIM.format(claimable=_CLAIMABLE.format(lock=lock))),
    )


_BY_DIALECT = {
    "sqlite": _statements(""),
    "postgresql": _statements("FOR UPDATE OF o SKIP LOCKED"),
}

_before = _BOX.alias("before")
_BASE = (
    sa.select(_before.c.ack_version)
    .where(
        _before.c.target == sa.bindparam("target"),
        _before.c.dossier_id == sa.bindparam("dossier"),
        _before.c.dossier_seq < sa.bindparam("seq"),
        _before.c.state == RowState.DONE.value,
    )
    .order_by(_before.c.dossier_seq.desc())
    .limit(1)
)


class OutboxTable:
    """``OutboxStore`` over the outbox table."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def claim(
        self, target: str, *, now: dt.datetime, lease_s: float, limit: int = 1
    ) -> Sequence[QueuedCommand]:
        """Take up to ``limit`` claimable rows, lowest ``seq`` first.

        What is due wakes up first, so the rows looked at are the free ones only and the cost does
        not grow with rows that wait or are on their way.
        """
        until = moment(now + dt.timedelta(seconds=lease_s))
        with self._transaction() as connection:
            wake, claim = _BY_DIALECT[connection.dialect.name]
            connection.execute(wake, {"target": target, "now": moment(now)})
            found = connection.execute(claim, {"target": target, "lease": until, "limit": limit})
            rows = sorted(found, key=lambda row: row.seq)
            bases = _bases(connection, target, rows)
            return [_as_queued(row, bases.get(row.dossier_id)) for row in rows]

    def renew(self, command_id: str, *, lease_until: dt.datetime) -> None:
        """Keep a ``sending`` row."""
        self._change(
            _B.command_id == command_id,
            _B.state == RowState.SENDING.value,
            wake_at=moment(lease_until),
        )

    def recover(self, target: str) -> int:
        """Make every ``sending`` row ready again."""
        return self._change(
            _B.target == target, _B.state == RowState.SENDING.value, state="ready", wake_at=None
        )

    def settle(self, command_id: str, outcome: CommandOutcome, *, at: dt.datetime) -> None:
        """Store the answer once."""
        ack = {
            "kind": outcome.kind.value,
            "version": outcome.version,
            "state": outcome.state,
            "facts": dict(outcome.facts),
        }
        settled = (
            sa.update(_BOX)
            .where(_B.command_id == command_id, _B.state.not_in(SETTLED))
            .values(
                state=RowState.DONE.value,
                wake_at=None,
                rebased_version=None,
                last_problem=None,
                parked_at=None,
                ack=dumps(ack),
                ack_version=outcome.version,
                acked_at=moment(at),
            )
            .returning(_B.target, _B.dossier_id)
        )
        with self._transaction() as connection:
            row = connection.execute(settled).first()
            if row is None:
                _must_be(connection, command_id)
            else:
                add_codes(connection, row.target, row.dossier_id, outcome.facts.get("codes"))

    def postpone(self, command_id: str, *, next_at: dt.datetime, problem: Problem) -> None:
        """Back to ready, not before ``next_at``."""
        self._change(
            _B.command_id == command_id,
            _B.state.in_(_WAITING),
            state="ready",
            wake_at=moment(next_at),
            last_problem=dumps(problem.to_json()),
        )

    def park(
        self,
        command_id: str,
        problem: Problem,
        *,
        at: dt.datetime,
        conflict: Conflict | None = None,
    ) -> None:
        """Leave the row to a person."""
        parked = (
            sa.update(_BOX)
            .where(_B.command_id == command_id, _B.state.not_in(SETTLED))
            .values(
                state=RowState.PARKED.value,
                wake_at=None,
                last_problem=dumps(problem.to_json()),
                parked_at=moment(at),
            )
        )
        with self._transaction() as connection:
            changed = connection.execute(parked).rowcount
            if changed and conflict is not None:
                put(connection, sync_rows.conflicts, _conflict_row(conflict))

    def resume(self, command_id: str) -> bool:
        """Send a waiting or parked row at once."""
        ready = (
            sa.update(_BOX)
            .where(_B.command_id == command_id, _B.state.in_(["ready", "parked"]))
            .values(state="ready", wake_at=None, parked_at=None)
        )
        table = sync_rows.conflicts
        with self._transaction() as connection:
            changed = connection.execute(ready).rowcount > 0
            if changed:
                connection.execute(
                    sa.update(table)
                    .where(table.c.command_id == command_id, table.c.state == "open")
                    .values(state=ConflictState.REDONE.value)
                )
            return changed

    def hasten(self, target: str) -> int:
        """End the wait of every ready row."""
        return self._change(
            _B.target == target, _B.state == "ready", _B.wake_at.is_not(None), wake_at=None
        )

    def rebase(self, command_id: str, *, version: int) -> None:
        """Send against another version."""
        self._change(_B.command_id == command_id, rebased_version=version)

    def discard(self, command_id: str, *, by: str, reason: str, at: dt.datetime) -> None:
        """Give a parked row up, for a reason."""
        note = dumps({"by": by, "reason": reason, "at": moment(at)})
        table = sync_rows.conflicts
        with self._transaction() as connection:
            row = _must_be(connection, command_id)
            if row.state != RowState.PARKED.value or not reason.strip():
                raise ValueError(f"cannot discard a row that is {row.state}")
            connection.execute(
                sa.update(_BOX)
                .where(_B.command_id == command_id)
                .values(state=RowState.DISCARDED.value, discarded=note)
            )
            connection.execute(
                sa.update(table)
                .where(table.c.command_id == command_id)
                .values(state=ConflictState.DISCARDED.value, decided_by=by, reason=reason)
            )

    def reopen(self, command_ids: Sequence[str]) -> int:
        """Done rows go again with their old ids and answers."""
        return self._change(
            _B.command_id.in_(list(command_ids)),
            _B.state == RowState.DONE.value,
            state="ready",
            wake_at=None,
            attempts=0,
            rebased_version=None,
        )

    def get(self, command_id: str) -> QueuedCommand | None:
        """One row."""
        with self._transaction(reads=True) as connection:
            row = connection.execute(sa.select(_BOX).where(_B.command_id == command_id)).first()
            return _queued(connection, row) if row is not None else None

    def items(
        self,
        target: str,
        *,
        states: Iterable[RowState] | None = None,
        dossier_id: str | None = None,
        limit: int = 200,
    ) -> Sequence[QueuedCommand]:
        """Rows by ``seq``."""
        wanted = sa.select(_BOX).where(_B.target == target).order_by(_B.seq).limit(limit)
        if states is not None:
            wanted = wanted.where(_B.state.in_([state.value for state in states]))
        if dossier_id is not None:
            wanted = wanted.where(_B.dossier_id == dossier_id)
        with self._transaction(reads=True) as connection:
            return [_queued(connection, row) for row in connection.execute(wanted).all()]

    def parked(self, target: str) -> Sequence[ParkedItem]:
        """Rows that wait for a person."""
        wanted = (
            sa.select(_BOX)
            .where(_B.target == target, _B.state == RowState.PARKED.value)
            .order_by(_B.seq)
        )
        with self._transaction(reads=True) as connection:
            found = connection.execute(wanted).all()
        return [_parked(row) for row in found]

    def summary(self, target: str) -> QueueSummary:
        """Counts, the oldest that waits, and when the next one comes up."""
        with self._transaction(reads=True) as connection:
            by_state = sa.select(_B.state, sa.func.count()).where(_B.target == target)
            counts = {
                row[0]: int(row[1]) for row in connection.execute(by_state.group_by(_B.state))
            }
            oldest = connection.execute(
                sa.select(_B.dossier_id, _B.created_at)
                .where(_B.target == target, _B.state.in_(_WAITING))
                .order_by(_B.seq)
                .limit(1)
            ).first()
            soonest = _soonest(connection, target) if oldest is not None else None
        return QueueSummary(
            waiting=counts.get("ready", 0) + counts.get("sending", 0),
            parked=counts.get("parked", 0),
            done=counts.get("done", 0),
            oldest_dossier=oldest.dossier_id if oldest is not None else None,
            oldest_at=from_moment(oldest.created_at) if oldest is not None else None,
            next_at=from_moment(soonest),
        )

    def conflicts(self, *, state: ConflictState = ConflictState.OPEN) -> Sequence[Conflict]:
        """Conflicts in that state."""
        table = sync_rows.conflicts
        wanted = sa.select(table).where(table.c.state == state.value).order_by(table.c.command_id)
        with self._transaction(reads=True) as connection:
            found = connection.execute(wanted).all()
        return [
            Conflict(
                command_id=row.command_id,
                dossier_id=row.dossier_id,
                mine=json.loads(row.mine),
                theirs=json.loads(row.theirs),
                state=ConflictState(row.state),
                decided_by=row.decided_by,
                reason=row.reason,
            )
            for row in found
        ]

    def heads(self, target: str, *, since: dt.datetime) -> Sequence[DossierHead]:
        """Each dossier with rows done since then, with all its done commands."""
        recent = sa.select(_before.c.dossier_id).where(
            _before.c.target == target,
            _before.c.state == sa.literal_column("'done'"),
            _before.c.acked_at >= moment(since),
        )
        wanted = (
            sa.select(_B.dossier_id, _B.command_id, _B.ack_version)
            .where(_B.target == target, _B.state == "done", _B.dossier_id.in_(recent))
            .order_by(_B.dossier_id, _B.dossier_seq)
        )
        grouped: dict[str, list[Any]] = {}
        with self._transaction(reads=True) as connection:
            for row in connection.execute(wanted):
                grouped.setdefault(row.dossier_id, []).append(row)
        return [
            DossierHead(
                dossier_id=dossier_id,
                version=found[-1].ack_version,
                command_ids=tuple(row.command_id for row in found),
            )
            for dossier_id, found in grouped.items()
        ]

    def _change(self, *conditions: Any, **values: Any) -> int:
        with self._transaction() as connection:
            return connection.execute(sa.update(_BOX).where(*conditions).values(**values)).rowcount


def _soonest(connection: sa.Connection, target: str) -> str | None:
    """When the first claimable row comes up; None when one is due already."""
    row, previous = _BOX.alias("o"), _BOX.alias("p")
    held = (
        sa.select(sa.literal(1))
        .where(
            previous.c.dossier_id == row.c.dossier_id,
            previous.c.target == row.c.target,
            previous.c.dossier_seq == row.c.dossier_seq - 1,
            previous.c.state.not_in(SETTLED),
        )
        .exists()
    )
    awake = sa.and_(row.c.state == sa.literal_column("'ready'"), row.c.wake_at.is_(None))
    free = sa.select(row.c.seq).where(row.c.target == target, awake, ~held).limit(1)
    if connection.execute(free).first() is not None:
        return None
    asleep = sa.select(sa.func.min(row.c.wake_at)).where(
        row.c.target == target, row.c.wake_at.is_not(None), ~held
    )
    found: str | None = connection.execute(asleep).scalar()
    return found


def _must_be(connection: sa.Connection, command_id: str) -> Any:
    row = connection.execute(sa.select(_BOX).where(_B.command_id == command_id)).first()
    if row is None:
        raise LookupError(command_id)
    return row


def _queued(connection: sa.Connection, row: Any) -> QueuedCommand:
    base = connection.execute(
        _BASE, {"target": row.target, "dossier": row.dossier_id, "seq": row.dossier_seq}
    ).scalar()
    return _as_queued(row, base)


def _bases(connection: sa.Connection, target: str, rows: Sequence[Any]) -> dict[str, int]:
    """The version last answered for each dossier of a claim, in one question for all of them.

    A claim holds at most one row of a dossier. Rows after it may be done: they were when the target
    lost the earlier ones.
    """
    later = {row.dossier_id: row.dossier_seq for row in rows if row.dossier_seq > 1}
    if not later:
        return {}
    wanted = (
        sa.select(_B.dossier_id, _B.dossier_seq, _B.ack_version)
        .where(_B.target == target, _B.dossier_id.in_(later), _B.state == RowState.DONE.value)
        .order_by(_B.dossier_id, _B.dossier_seq)
    )
    return {
        row.dossier_id: row.ack_version
        for row in connection.execute(wanted)
        if row.dossier_seq < later[row.dossier_id]
    }


def _as_queued(row: Any, base: int | None) -> QueuedCommand:
    state = RowState(row.state)
    wake_at = from_moment(row.wake_at)
    return QueuedCommand(
        seq=row.seq,
        entry=_entry(row),
        state=state,
        attempts=row.attempts,
        next_at=wake_at if state is RowState.READY else None,
        lease_until=wake_at if state is RowState.SENDING else None,
        base_version=base,
        rebased_version=row.rebased_version,
        last_problem=_problem(row.last_problem),
        ack=json.loads(row.ack) if row.ack else None,
        acked_at=from_moment(row.acked_at),
        created_at=from_moment(row.created_at),
    )


def _entry(row: Any) -> OutboxEntry:
    return OutboxEntry.from_wire(
        json.loads(row.wire), target=row.target, expected_version=row.expected_version
    )


def _problem(text: str | None) -> Problem | None:
    return Problem.from_json(json.loads(text)) if text else None


def _parked(row: Any) -> ParkedItem:
    entry = _entry(row)
    return ParkedItem(
        command_id=entry.command_id,
        dossier_id=entry.dossier_id,
        kind=entry.kind,
        user=entry.actor.user,
        problem=_problem(row.last_problem) or Problem(code="sync.failed"),
        since=from_moment(row.parked_at),
    )


def _conflict_row(conflict: Conflict) -> dict[str, Any]:
    return {
        "command_id": conflict.command_id,
        "dossier_id": conflict.dossier_id,
        "mine": dumps(dict(conflict.mine)),
        "theirs": dumps(dict(conflict.theirs)),
        "state": conflict.state.value,
        "decided_by": conflict.decided_by,
        "reason": conflict.reason,
    }
