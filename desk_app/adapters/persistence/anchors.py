"""The chain of the office: at short intervals it notes the head of every dossier chain that grew.

So no whole dossier can vanish unnoticed, and desks do not wait for one another: a commit only adds
to its own dossier's chain; anchoring is a small transaction of its own.
"""

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.domain.events import GENESIS

EVERY_EVENTS = 20
EVERY_S = 60.0


def anchor_head(previous: str, seq: int, heads: str) -> str:
    """Hash of the office's chain after one more anchor."""
    return hashlib.sha256(
        bytes.fromhex(previous) + seq.to_bytes(8, "big") + heads.encode()
    ).hexdigest()


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
            self.now_if_new()

    def now_if_new(self) -> None:
        """Anchor every head that changed since the last anchor."""
        with self._lock:
            if not self._events:
                return
            self._events = 0
            self._last_at = self._now()
        with self._engine.connect() as connection:
            connection.begin()
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE anchor IN EXCLUSIVE MODE"))
            self._write(connection)
            connection.commit()

    def _write(self, connection: sa.Connection) -> None:
        last = connection.execute(
            sa.select(rows.anchors).order_by(rows.anchors.c.seq.desc()).limit(1)
        ).first()
        known = dict(
            connection.execute(sa.select(rows.anchored.c.dossier_id, rows.anchored.c.seq)).all()
        )
        table = rows.dossiers
        grown = [
            row
            for row in connection.execute(
                sa.select(table.c.id, table.c.last_event, table.c.head).where(
                    table.c.last_event > 0
                )
            )
            if known.get(row.id, 0) < row.last_event
        ]
        if not grown:
            return
        heads = json.dumps(
            {r.id: [r.last_event, r.head] for r in grown}, sort_keys=True, separators=(",", ":")
        )
        seq = (last.seq if last else 0) + 1
        head = anchor_head(last.head if last else GENESIS, seq, heads)
        connection.execute(
            sa.insert(rows.anchors).values(seq=seq, at=moment(self._now()), heads=heads, head=head)
        )
        for row in grown:
            changed = connection.execute(
                sa.update(rows.anchored)
                .where(rows.anchored.c.dossier_id == row.id)
                .values(seq=row.last_event)
            )
            if not changed.rowcount:
                connection.execute(
                    sa.insert(rows.anchored).values(dossier_id=row.id, seq=row.last_event)
                )
