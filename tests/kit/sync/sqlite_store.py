"""``SyncStore`` and ``OutboxWriter`` on the standard library's sqlite3, in memory or in a file.

It is the double the engine is tested with, and passes the same contract suite as the desk's own
store. In a file it is as durable as the product (WAL, ``synchronous=FULL``), so kill tests can use
it in a process of its own.
"""

import contextlib
import dataclasses
import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from desk_app.application.sync_errors import LocalStorageError, SlotExhaustedError, SlotFencedError
from desk_app.application.sync_values import (
    ClockMark,
    CodeSlot,
    CommandOutcome,
    Conflict,
    ConflictState,
    DossierHead,
    DossierSnapshot,
    FeedPosition,
    InboxEvent,
    OutboxEntry,
    ParkedItem,
    Problem,
    QueuedCommand,
    QueueSummary,
    RowState,
    ShadowDossier,
    UploadRecord,
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT NOT NULL UNIQUE, target TEXT NOT NULL,
  dossier_id TEXT NOT NULL, dossier_seq INTEGER NOT NULL, kind TEXT NOT NULL, wire TEXT NOT NULL,
  expected_version INTEGER, rebased_version INTEGER, created_at TEXT,
  state TEXT NOT NULL DEFAULT 'ready',
  attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT, lease_until TEXT, last_problem TEXT,
  acked_at TEXT, ack TEXT, ack_version INTEGER, parked_at TEXT, discarded TEXT,
  UNIQUE (target, dossier_id, dossier_seq));
CREATE INDEX IF NOT EXISTS outbox_open ON outbox (target, seq)
  WHERE state IN ('ready', 'sending');
CREATE INDEX IF NOT EXISTS outbox_parked ON outbox (target, seq) WHERE state = 'parked';
CREATE INDEX IF NOT EXISTS outbox_acked ON outbox (target, acked_at) WHERE state = 'done';
CREATE TABLE IF NOT EXISTS outbox_blob (command_id TEXT, digest TEXT,
  PRIMARY KEY (command_id, digest));
CREATE TABLE IF NOT EXISTS blob_upload (target TEXT, digest TEXT, upload_path TEXT,
  "offset" INTEGER, verified INTEGER, corrupt_count INTEGER, PRIMARY KEY (target, digest));
CREATE TABLE IF NOT EXISTS inbox_event (target TEXT, event_id TEXT, seq INTEGER, applied_at TEXT,
  PRIMARY KEY (target, event_id));
CREATE TABLE IF NOT EXISTS cursor (target TEXT PRIMARY KEY, value TEXT, epoch TEXT,
  last_seq INTEGER);
CREATE TABLE IF NOT EXISTS remote_dossier (target TEXT, dossier_id TEXT, version INTEGER,
  state TEXT, document TEXT, PRIMARY KEY (target, dossier_id));
CREATE TABLE IF NOT EXISTS external_code (dossier_id TEXT, target TEXT, code TEXT,
  assigned_by TEXT, PRIMARY KEY (target, code));
CREATE TABLE IF NOT EXISTS code_slot (unit TEXT PRIMARY KEY, slot INTEGER, device_gen INTEGER,
  valid_until TEXT, serials TEXT);
CREATE TABLE IF NOT EXISTS pool_code (id INTEGER PRIMARY KEY, target TEXT, unit TEXT,
  code TEXT UNIQUE, taken INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS conflict (command_id TEXT PRIMARY KEY, dossier_id TEXT, mine TEXT,
  theirs TEXT, state TEXT, decided_by TEXT, reason TEXT);
CREATE TABLE IF NOT EXISTS clock_mark (id INTEGER PRIMARY KEY, server_time TEXT, local_wall TEXT,
  monotonic_s REAL, boot_id TEXT, uncertainty_ms INTEGER);
"""

SETTLED = ("done", "discarded")

CLAIMABLE = """
SELECT seq, command_id FROM outbox AS o
WHERE o.target = :target AND o.state IN ('ready', 'sending')
  AND ((o.state = 'ready' AND (o.next_at IS NULL OR o.next_at <= :now))
    OR (o.state = 'sending' AND o.lease_until <= :now))
  AND NOT EXISTS (SELECT 1 FROM outbox AS p WHERE p.target = o.target
    AND p.dossier_id = o.dossier_id AND p.dossier_seq = o.dossier_seq - 1
    AND p.state NOT IN ('done', 'discarded'))
ORDER BY o.seq LIMIT :limit
"""


def _time(value: dt.datetime) -> str:
    """Give a text that sorts as the moment does."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


class SqliteSyncStore:
    """One database file (or ``:memory:``), one connection, guarded by a lock."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA busy_timeout=30000")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(SCHEMA)
        self._in_unit = False
        self.refuse_writes = False

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run one write transaction; nested inside ``unit_of_work`` it joins it."""
        with self._lock:
            if self._in_unit:
                yield self._db
                return
            if self.refuse_writes:
                raise LocalStorageError({"detail": "disk full"})
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                except BaseException:
                    self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise LocalStorageError({"detail": str(error)}) from error

    @contextlib.contextmanager
    def unit_of_work(self) -> Iterator["SqliteSyncStore"]:
        """What a use case does: several writes, one commit."""
        with self.transaction():
            if self._in_unit:
                yield self
                return
            self._in_unit = True
            try:
                yield self
            finally:
                self._in_unit = False

    # -- OutboxWriter

    def next_seq(self, target: str, dossier_id: str) -> int:
        row = self._one(
            "SELECT max(dossier_seq) AS top FROM outbox WHERE target=? AND dossier_id=?",
            (target, dossier_id),
        )
        return (row["top"] or 0) + 1 if row else 1

    def add(self, entry: OutboxEntry) -> None:
        with self.transaction() as db:
            db.execute(
                "INSERT INTO outbox (command_id, target, dossier_id, dossier_seq, kind, wire,"
                " expected_version, created_at) VALUES (?,?,?,?,?,?,?,?)",
                (
                    entry.command_id,
                    entry.target,
                    entry.dossier_id,
                    entry.dossier_seq,
                    entry.kind.value,
                    json.dumps(entry.to_wire(), ensure_ascii=False),
                    entry.expected_version,
                    _time(entry.occurred_at),
                ),
            )
            db.executemany(
                "INSERT OR IGNORE INTO outbox_blob VALUES (?,?)",
                [(entry.command_id, digest) for digest in entry.blobs],
            )

    # -- OutboxStore

    def claim(
        self, target: str, *, now: dt.datetime, lease_s: float, limit: int = 1
    ) -> Sequence[QueuedCommand]:
        lease = _time(now + dt.timedelta(seconds=lease_s))
        with self.transaction() as db:
            found = db.execute(
                CLAIMABLE, {"target": target, "now": _time(now), "limit": limit}
            ).fetchall()
            for row in found:
                db.execute(
                    "UPDATE outbox SET state='sending', lease_until=?, attempts=attempts+1"
                    " WHERE seq=?",
                    (lease, row["seq"]),
                )
            return [self._queued(self._row(row["command_id"])) for row in found]

    def renew(self, command_id: str, *, lease_until: dt.datetime) -> None:
        with self.transaction() as db:
            db.execute(
                "UPDATE outbox SET lease_until=? WHERE command_id=? AND state='sending'",
                (_time(lease_until), command_id),
            )

    def recover(self, target: str) -> int:
        with self.transaction() as db:
            return db.execute(
                "UPDATE outbox SET state='ready', lease_until=NULL"
                " WHERE target=? AND state='sending'",
                (target,),
            ).rowcount

    def settle(self, command_id: str, outcome: CommandOutcome, *, at: dt.datetime) -> None:
        ack = {
            "kind": outcome.kind.value,
            "version": outcome.version,
            "state": outcome.state,
            "facts": dict(outcome.facts),
        }
        with self.transaction() as db:
            row = self._row(command_id)
            if row["state"] in SETTLED:
                return
            db.execute(
                "UPDATE outbox SET state='done', lease_until=NULL, next_at=NULL,"
                " rebased_version=NULL, last_problem=NULL, ack=?,"
                " ack_version=?, acked_at=? WHERE command_id=?",
                (json.dumps(ack, ensure_ascii=False), outcome.version, _time(at), command_id),
            )
            self._add_codes(row["target"], row["dossier_id"], outcome.facts.get("codes"))

    def postpone(self, command_id: str, *, next_at: dt.datetime, problem: Problem) -> None:
        with self.transaction() as db:
            db.execute(
                "UPDATE outbox SET state='ready', lease_until=NULL, next_at=?, last_problem=?"
                " WHERE command_id=? AND state IN ('ready', 'sending')",
                (_time(next_at), json.dumps(problem.to_json()), command_id),
            )

    def park(
        self,
        command_id: str,
        problem: Problem,
        *,
        at: dt.datetime,
        conflict: Conflict | None = None,
    ) -> None:
        with self.transaction() as db:
            db.execute(
                "UPDATE outbox SET state='parked', lease_until=NULL, next_at=NULL,"
                " last_problem=?, parked_at=? WHERE command_id=?"
                " AND state NOT IN ('done', 'discarded')",
                (json.dumps(problem.to_json(), ensure_ascii=False), _time(at), command_id),
            )
            if conflict is not None:
                db.execute(
                    "INSERT OR REPLACE INTO conflict VALUES (?,?,?,?,?,?,?)",
                    (
                        conflict.command_id,
                        conflict.dossier_id,
                        json.dumps(dict(conflict.mine), ensure_ascii=False),
                        json.dumps(dict(conflict.theirs), ensure_ascii=False),
                        conflict.state.value,
                        conflict.decided_by,
                        conflict.reason,
                    ),
                )

    def resume(self, command_id: str) -> bool:
        with self.transaction() as db:
            changed = db.execute(
                "UPDATE outbox SET state='ready', next_at=NULL, lease_until=NULL, parked_at=NULL"
                " WHERE command_id=? AND state IN ('ready', 'parked')",
                (command_id,),
            ).rowcount
            if changed:
                db.execute(
                    "UPDATE conflict SET state='redone' WHERE command_id=? AND state='open'",
                    (command_id,),
                )
            return changed > 0

    def hasten(self, target: str) -> int:
        with self.transaction() as db:
            return db.execute(
                "UPDATE outbox SET next_at=NULL WHERE target=? AND state='ready'"
                " AND next_at IS NOT NULL",
                (target,),
            ).rowcount

    def rebase(self, command_id: str, *, version: int) -> None:
        with self.transaction() as db:
            db.execute(
                "UPDATE outbox SET rebased_version=? WHERE command_id=?", (version, command_id)
            )

    def discard(self, command_id: str, *, by: str, reason: str, at: dt.datetime) -> None:
        with self.transaction() as db:
            row = self._row(command_id)
            if row["state"] != "parked" or not reason.strip():
                raise ValueError(f"cannot discard a row that is {row['state']}")
            note = json.dumps({"by": by, "reason": reason, "at": _time(at)}, ensure_ascii=False)
            db.execute(
                "UPDATE outbox SET state='discarded', discarded=? WHERE command_id=?",
                (note, command_id),
            )
            db.execute(
                "UPDATE conflict SET state='discarded', decided_by=?, reason=? WHERE command_id=?",
                (by, reason, command_id),
            )

    def get(self, command_id: str) -> QueuedCommand | None:
        row = self._one("SELECT * FROM outbox WHERE command_id=?", (command_id,))
        return self._queued(row) if row else None

    def items(
        self,
        target: str,
        *,
        states: Iterable[RowState] | None = None,
        dossier_id: str | None = None,
        limit: int = 200,
    ) -> Sequence[QueuedCommand]:
        wanted = [state.value for state in (states or RowState)]
        marks = ",".join("?" * len(wanted))
        sql = f"SELECT * FROM outbox WHERE target=? AND state IN ({marks})"
        values: list[Any] = [target, *wanted]
        if dossier_id is not None:
            sql += " AND dossier_id=?"
            values.append(dossier_id)
        return [
            self._queued(row) for row in self._all(sql + " ORDER BY seq LIMIT ?", [*values, limit])
        ]

    def summary(self, target: str) -> QueueSummary:
        counts = {
            row["state"]: row["n"]
            for row in self._all(
                "SELECT state, count(*) AS n FROM outbox WHERE target=? GROUP BY state", (target,)
            )
        }
        oldest = self._one(
            "SELECT dossier_id, created_at FROM outbox WHERE target=?"
            " AND state IN ('ready', 'sending') ORDER BY seq LIMIT 1",
            (target,),
        )
        due = self._one(
            "SELECT min(coalesce(CASE state WHEN 'sending' THEN lease_until ELSE next_at END, ''))"
            " AS soonest FROM outbox AS o WHERE target=? AND state IN ('ready', 'sending')"
            " AND NOT EXISTS (SELECT 1 FROM outbox AS p WHERE p.target=o.target"
            " AND p.dossier_id=o.dossier_id AND p.dossier_seq=o.dossier_seq-1"
            " AND p.state NOT IN ('done', 'discarded'))",
            (target,),
        )
        return QueueSummary(
            waiting=counts.get("ready", 0) + counts.get("sending", 0),
            parked=counts.get("parked", 0),
            done=counts.get("done", 0),
            oldest_dossier=oldest["dossier_id"] if oldest else None,
            oldest_at=_moment(oldest["created_at"]) if oldest else None,
            next_at=_moment(due["soonest"] if due else None),
        )

    def parked(self, target: str) -> Sequence[ParkedItem]:
        found = self._all(
            "SELECT * FROM outbox WHERE target=? AND state='parked' ORDER BY seq", (target,)
        )
        items = []
        for row in found:
            queued = self._queued(row)
            items.append(
                ParkedItem(
                    command_id=queued.entry.command_id,
                    dossier_id=queued.entry.dossier_id,
                    kind=queued.entry.kind,
                    user=queued.entry.actor.user,
                    problem=queued.last_problem or Problem(code="sync.failed"),
                    since=_moment(row["parked_at"]),
                )
            )
        return items

    def conflicts(self, *, state: ConflictState = ConflictState.OPEN) -> Sequence[Conflict]:
        return [
            Conflict(
                command_id=row["command_id"],
                dossier_id=row["dossier_id"],
                mine=json.loads(row["mine"]),
                theirs=json.loads(row["theirs"]),
                state=ConflictState(row["state"]),
                decided_by=row["decided_by"],
                reason=row["reason"],
            )
            for row in self._all("SELECT * FROM conflict WHERE state=?", (state.value,))
        ]

    def heads(self, target: str, *, since: dt.datetime) -> Sequence[DossierHead]:
        grouped: dict[str, list[sqlite3.Row]] = {}
        for row in self._all(
            "SELECT dossier_id, dossier_seq, command_id, ack_version FROM outbox WHERE target=?1"
            " AND state='done' AND dossier_id IN (SELECT dossier_id FROM outbox WHERE target=?1"
            " AND state='done' AND acked_at >= ?2) ORDER BY dossier_id, dossier_seq",
            (target, _time(since)),
        ):
            grouped.setdefault(row["dossier_id"], []).append(row)
        return [
            DossierHead(
                dossier_id=dossier_id,
                version=rows[-1]["ack_version"],
                command_ids=tuple(row["command_id"] for row in rows),
            )
            for dossier_id, rows in grouped.items()
        ]

    def reopen(self, command_ids: Sequence[str]) -> int:
        with self.transaction() as db:
            count = 0
            for command_id in command_ids:
                count += db.execute(
                    "UPDATE outbox SET state='ready', next_at=NULL, attempts=0,"
                    " rebased_version=NULL WHERE command_id=? AND state='done'",
                    (command_id,),
                ).rowcount
            return count

    # -- UploadStore

    def upload(self, target: str, digest: str) -> UploadRecord:
        row = self._one("SELECT * FROM blob_upload WHERE target=? AND digest=?", (target, digest))
        if row is None:
            return UploadRecord(target=target, digest=digest)
        return UploadRecord(
            target=target,
            digest=digest,
            upload_path=row["upload_path"],
            offset=row["offset"],
            verified=bool(row["verified"]),
            corrupt_count=row["corrupt_count"],
        )

    def save_uploads(self, records: Sequence[UploadRecord]) -> None:
        with self.transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO blob_upload VALUES (?,?,?,?,?,?)",
                [dataclasses.astuple(record) for record in records],
            )

    def forget_uploads(self, target: str) -> None:
        with self.transaction() as db:
            db.execute("DELETE FROM blob_upload WHERE target=?", (target,))

    # -- InboxStore

    def position(self, target: str) -> FeedPosition:
        row = self._one("SELECT * FROM cursor WHERE target=?", (target,))
        if row is None:
            return FeedPosition()
        return FeedPosition(cursor=row["value"], epoch=row["epoch"], last_seq=row["last_seq"])

    def apply(
        self, target: str, events: Sequence[InboxEvent], position: FeedPosition, *, at: dt.datetime
    ) -> Sequence[ShadowDossier]:
        changed: dict[str, ShadowDossier] = {}
        with self.transaction() as db:
            for event in events:
                fresh = db.execute(
                    "INSERT OR IGNORE INTO inbox_event VALUES (?,?,?,?)",
                    (target, event.event_id, event.seq, _time(at)),
                ).rowcount
                if not fresh:
                    continue
                known = self.shadow(target, event.dossier_id)
                if known is not None and known.version >= event.version:
                    continue
                state = str(event.data.get("state", ""))
                self._put_shadow(target, event.dossier_id, event.version, state, dict(event.data))
                shadow = self.shadow(target, event.dossier_id)
                if shadow is not None:
                    changed[event.dossier_id] = shadow
            self._put_position(target, position)
        return list(changed.values())

    def replace_shadow(
        self, target: str, snapshots: Sequence[DossierSnapshot], position: FeedPosition | None
    ) -> None:
        with self.transaction():
            for one in snapshots:
                self._put_shadow(target, one.dossier_id, one.version, one.state, dict(one.document))
            if position is not None:
                self._put_position(target, position)

    def shadow(self, target: str, dossier_id: str) -> ShadowDossier | None:
        row = self._one(
            "SELECT * FROM remote_dossier WHERE target=? AND dossier_id=?", (target, dossier_id)
        )
        return self._shadow(row) if row else None

    def shadows(self, target: str, *, state: str | None = None) -> Sequence[ShadowDossier]:
        found = self._all(
            "SELECT * FROM remote_dossier WHERE target=? ORDER BY dossier_id", (target,)
        )
        return [self._shadow(row) for row in found if state is None or row["state"] == state]

    # -- CodeSlotStore

    def slot(self, unit: str) -> CodeSlot | None:
        row = self._one("SELECT * FROM code_slot WHERE unit=?", (unit,))
        if row is None:
            return None
        return CodeSlot(
            unit=unit,
            slot=row["slot"],
            device_gen=row["device_gen"],
            valid_until=dt.datetime.fromisoformat(row["valid_until"]),
            serials=json.loads(row["serials"]),
        )

    def save_slot(self, slot: CodeSlot) -> None:
        with self.transaction() as db:
            known = self.slot(slot.unit)
            serials = dict(slot.serials)
            if known is not None and known.slot == slot.slot:
                for day, serial in known.serials.items():
                    serials[day] = max(serial, serials.get(day, 0))
            db.execute(
                "INSERT OR REPLACE INTO code_slot VALUES (?,?,?,?,?)",
                (
                    slot.unit,
                    slot.slot,
                    slot.device_gen,
                    _time(slot.valid_until),
                    json.dumps(serials),
                ),
            )

    def take_serial(
        self, unit: str, *, day: dt.date, device_gen: int, at: dt.datetime
    ) -> tuple[int, int]:
        with self.transaction() as db:
            lease = self.slot(unit)
            if lease is not None and lease.device_gen != device_gen:
                raise SlotFencedError({"unit": unit})
            if lease is None or lease.valid_until <= at:
                raise SlotExhaustedError(unit, day)
            serials = dict(lease.serials)
            serial = serials.get(day.isoformat(), 0) + 1
            if serial > 999:
                raise SlotExhaustedError(unit, day)
            serials[day.isoformat()] = serial
            db.execute("UPDATE code_slot SET serials=? WHERE unit=?", (json.dumps(serials), unit))
            return lease.slot, serial

    def add_pool(self, target: str, unit: str, codes: Sequence[str]) -> None:
        with self.transaction() as db:
            db.executemany(
                "INSERT OR IGNORE INTO pool_code (target, unit, code) VALUES (?,?,?)",
                [(target, unit, code) for code in codes],
            )

    def take_pool(self, target: str, unit: str) -> str | None:
        with self.transaction() as db:
            row = db.execute(
                "SELECT id, code FROM pool_code WHERE target=? AND unit=? AND taken=0"
                " ORDER BY id LIMIT 1",
                (target, unit),
            ).fetchone()
            if row is None:
                return None
            db.execute("UPDATE pool_code SET taken=1 WHERE id=?", (row["id"],))
            return str(row["code"])

    # -- ClockStore

    def add_mark(self, mark: ClockMark) -> None:
        with self.transaction() as db:
            db.execute(
                "INSERT INTO clock_mark (server_time, local_wall, monotonic_s, boot_id,"
                " uncertainty_ms) VALUES (?,?,?,?,?)",
                (
                    _time(mark.server_time),
                    _time(mark.local_wall),
                    mark.monotonic_s,
                    mark.boot_id,
                    mark.uncertainty_ms,
                ),
            )
            db.execute("DELETE FROM clock_mark WHERE id < (SELECT max(id) FROM clock_mark) - 20")

    def last_mark(self) -> ClockMark | None:
        row = self._one("SELECT * FROM clock_mark ORDER BY id DESC LIMIT 1", ())
        if row is None:
            return None
        return ClockMark(
            server_time=dt.datetime.fromisoformat(row["server_time"]),
            local_wall=dt.datetime.fromisoformat(row["local_wall"]),
            monotonic_s=row["monotonic_s"],
            boot_id=row["boot_id"],
            uncertainty_ms=row["uncertainty_ms"],
        )

    # -- what the tests look at

    def codes(self, target: str, dossier_id: str) -> list[str]:
        """Give the codes a target assigned to a dossier."""
        return [
            row["code"]
            for row in self._all(
                "SELECT code FROM external_code WHERE target=? AND dossier_id=? ORDER BY code",
                (target, dossier_id),
            )
        ]

    # -- inside

    def _all(self, sql: str, values: Sequence[Any]) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, values: Sequence[Any]) -> sqlite3.Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return row

    def _row(self, command_id: str) -> sqlite3.Row:
        row = self._one("SELECT * FROM outbox WHERE command_id=?", (command_id,))
        if row is None:
            raise LookupError(command_id)
        return row

    def _queued(self, row: sqlite3.Row) -> QueuedCommand:
        previous = self._one(
            "SELECT ack_version FROM outbox WHERE target=? AND dossier_id=? AND dossier_seq<?"
            " AND state='done' ORDER BY dossier_seq DESC LIMIT 1",
            (row["target"], row["dossier_id"], row["dossier_seq"]),
        )
        return QueuedCommand(
            seq=row["seq"],
            entry=OutboxEntry.from_wire(
                json.loads(row["wire"]),
                target=row["target"],
                expected_version=row["expected_version"],
            ),
            state=RowState(row["state"]),
            attempts=row["attempts"],
            next_at=_moment(row["next_at"]),
            lease_until=_moment(row["lease_until"]),
            base_version=previous["ack_version"] if previous else None,
            rebased_version=row["rebased_version"],
            last_problem=Problem.from_json(json.loads(row["last_problem"]))
            if row["last_problem"]
            else None,
            ack=json.loads(row["ack"]) if row["ack"] else None,
            acked_at=_moment(row["acked_at"]),
            created_at=_moment(row["created_at"]),
        )

    def _add_codes(self, target: str, dossier_id: str, codes: object) -> None:
        for code in codes if isinstance(codes, list) else []:
            self._db.execute(
                "INSERT OR IGNORE INTO external_code VALUES (?,?,?,'server')",
                (dossier_id, target, code),
            )

    def _put_shadow(
        self, target: str, dossier_id: str, version: int, state: str, document: dict[str, Any]
    ) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO remote_dossier VALUES (?,?,?,?,?)",
            (target, dossier_id, version, state, json.dumps(document, ensure_ascii=False)),
        )
        self._add_codes(target, dossier_id, document.get("codes"))

    def _put_position(self, target: str, position: FeedPosition) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO cursor VALUES (?,?,?,?)",
            (target, position.cursor, position.epoch, position.last_seq),
        )

    def _shadow(self, row: sqlite3.Row) -> ShadowDossier:
        waiting = self._one(
            "SELECT 1 FROM outbox WHERE target=? AND dossier_id=?"
            " AND state NOT IN ('done', 'discarded') LIMIT 1",
            (row["target"], row["dossier_id"]),
        )
        return ShadowDossier(
            target=row["target"],
            dossier_id=row["dossier_id"],
            version=row["version"],
            state=row["state"],
            document=json.loads(row["document"]),
            has_waiting=waiting is not None,
        )
