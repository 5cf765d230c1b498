"""The chain of the office: at short intervals it notes every dossier, book and record that moved.

So no whole dossier can vanish or be turned back unnoticed, and desks do not wait for one another: a
commit adds only to its own dossier's chain and marks it as due; anchoring is a small transaction of
its own. The head of the newest anchor also goes into the log, a witness outside the database.
"""

import datetime as dt
import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import ledgers, rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.transactions import put
from desk_app.domain.events import GENESIS

logger = logging.getLogger(__name__)

EVERY_EVENTS = 20
EVERY_S = 60.0
_AT_ONCE = 2000
_COVERED = ("kind", "key", "number", "head", "version", "seal")


def is_due(connection: sa.Connection, kind: str, key: str) -> None:
    """Mark a dossier, book, record or seal token as moved since the last anchor.

    The mark is locked until this transaction ends: an anchor never takes it for settled before.
    """
    put(connection, rows.anchor_due, {"kind": kind, "key": key})


def anchor_head(previous: str, seq: int, at: str, lines: Iterable[Mapping[str, Any]]) -> str:
    """Hash of the office's chain after one more anchor.

    Args:
        previous: head of the anchor before, or zeros.
        seq: number of the anchor, from 1.
        at: its time as stored.
        lines: its rows, ordered by kind and key.
    """
    whole = [[line[name] for name in _COVERED] for line in lines]
    digest = hashlib.sha256(bytes.fromhex(previous) + seq.to_bytes(8, "big") + at.encode())
    digest.update(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())
    return digest.hexdigest()


class Anchors:
    """Writes anchors when enough events or time have passed."""

    def __init__(self, engine: sa.Engine, now: Callable[[], dt.datetime]) -> None:
        self._engine = engine
        self._now = now
        self._lock = threading.Lock()
        self._events = 0
        self._last_at = now()

    def count(self, events: int) -> None:
        """Told by each commit how many events it appended."""
        with self._lock:
            self._events += events

    def when_due(self) -> None:
        """Anchor when twenty events or a minute with any event have passed."""
        with self._lock:
            waited = (self._now() - self._last_at).total_seconds()
            due = self._events >= EVERY_EVENTS or (self._events and waited >= EVERY_S)
        if due:
            self.anchor_now()

    def anchor_now(self) -> None:
        """Anchor everything that moved since the last anchor, also what another desk left."""
        with self._lock:
            self._events = 0
            self._last_at = self._now()
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE anchor IN EXCLUSIVE MODE"))
            while self._write(connection) == _AT_ONCE:
                pass

    def _write(self, connection: sa.Connection) -> int:
        due = connection.execute(
            sa.select(rows.anchor_due)
            .order_by(rows.anchor_due.c.kind, rows.anchor_due.c.key)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        lines = [line for row in due if (line := _standing(connection, row.kind, row.key))]
        if lines:
            self._chain(connection, lines)
        table = rows.anchor_due
        done = sa.delete(table).where(
            table.c.kind == sa.bindparam("of"), table.c.key == sa.bindparam("what")
        )
        settled = [{"of": line["kind"], "what": line["key"]} for line in lines]
        if settled:
            connection.execute(done, settled)
        return len(lines)

    def _chain(self, connection: sa.Connection, lines: list[dict[str, Any]]) -> None:
        table = rows.anchors
        last = connection.execute(sa.select(table).order_by(table.c.seq.desc()).limit(1)).first()
        seq, previous = (last.seq + 1, last.head) if last else (1, GENESIS)
        at = str(moment(self._now()))
        head = anchor_head(previous, seq, at, lines)
        connection.execute(sa.insert(table).values(seq=seq, at=at, head=head))
        connection.execute(sa.insert(rows.anchor_lines), [{"anchor": seq} | line for line in lines])
        logger.info("anchor %d of %d lines: %s", seq, len(lines), head)


def _standing(connection: sa.Connection, kind: str, key: str) -> dict[str, Any] | None:
    """The line of one thing as it stands now; None when it is not there (the audit says so)."""
    number: int | None
    if kind in {"record", "custody", ledgers.HELD}:
        found = ledgers.standing(connection, kind, key)
        number, head = found or (None, "")
        version, seal = 0, ""
    elif kind == "book":
        last = connection.execute(
            sa.select(rows.numbers.c.last).where(rows.numbers.c.book == key)
        ).scalar()
        number, head, version, seal = last, "", 0, ""
    else:
        d = rows.dossiers.c
        row = connection.execute(
            sa.select(d.last_event, d.head, d.version, d.seal).where(d.id == key)
        ).first()
        number, head, version, seal = tuple(row) if row is not None else (None, "", 0, "")
    if number is None:
        return None
    return {
        "kind": kind,
        "key": key,
        "number": number,
        "head": head,
        "version": version,
        "seal": seal,
    }
