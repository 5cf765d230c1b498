"""Rows about stacks and pages: the port the tray needs, and a small SQLite file that fills it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from scanner.devices import Ended, Source
from scanner.errors import TrayError
from scanner.records import Findings, PageRecord, StackRecord


class PageLedger(Protocol):
    """Where the rows are. Every method returns only after its change would survive a power cut.

    Every method may raise `TrayError`: ``scanner.ledger_busy`` when trying again helps,
    ``scanner.no_space``, or ``scanner.ledger_failed``.
    """

    def open_stack(self, *, device: str, source: Source, label: str) -> StackRecord:
        """A new stack with an id of its own."""

    def add_page(self, page: PageRecord) -> None:
        """The page counts from now on. The same id again is the same page, not a second one."""

    def supersede(self, page_ids: Sequence[str]) -> None:
        """These pages were fed again; they stay, unlisted."""

    def release(self, page_ids: Sequence[str]) -> None:
        """The bytes of these pages are safe elsewhere: from now on their rows name no file."""

    def set_findings(self, page_id: str, findings: Findings) -> None:
        """What was seen on a page."""

    def close_stack(self, stack_id: str, ended: Ended, expected_next_sheet: int | None) -> None:
        """The stack ended; called again when a continued stack ends again."""

    def stacks(self, *, under: str = "") -> Sequence[StackRecord]:
        """Stacks in order of birth: all, or those whose label begins with `under`."""

    def pages(self, stack_id: str | None = None) -> Sequence[PageRecord]:
        """Pages in order of arrival, the superseded ones too; None for all stacks."""

    def with_digest(self, sha256: str) -> PageRecord | None:
        """The first page that arrived with these bytes and still has its file."""

    def seen(self, digests: Sequence[str]) -> Sequence[PageRecord]:
        """Pages with these bytes that were looked at, on every desk that shares the ledger.

        One for each digest, without its thumbnail.
        """

    def has_origin(self, origin: str) -> bool:
        """Whether a page with this origin is already here."""

    def append_act(self, scope: str, act: str) -> None:
        """Add one act to the history of a scope (see `scanner.arrangement`)."""

    def acts(self, scope: str) -> Sequence[str]:
        """The history of a scope, oldest first."""


_SCHEMA = """
CREATE TABLE IF NOT EXISTS stack (
    id INTEGER PRIMARY KEY AUTOINCREMENT, device TEXT NOT NULL, source TEXT NOT NULL,
    label TEXT NOT NULL, ended TEXT, expected_next_sheet INTEGER);
CREATE TABLE IF NOT EXISTS page (
    id TEXT PRIMARY KEY, stack TEXT NOT NULL, number INTEGER NOT NULL, sheet INTEGER NOT NULL,
    side TEXT NOT NULL, file TEXT NOT NULL, mime TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, dpi INTEGER NOT NULL,
    origin TEXT NOT NULL, warnings TEXT NOT NULL, superseded INTEGER NOT NULL,
    findings TEXT, thumbnail BLOB);
CREATE INDEX IF NOT EXISTS page_stack ON page (stack, number);
CREATE INDEX IF NOT EXISTS page_origin ON page (origin) WHERE origin <> '';
CREATE TABLE IF NOT EXISTS act (
    id INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL, act TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS act_scope ON act (scope, id);
"""


class SqliteLedger:
    """A ledger in one SQLite file, for the command line, tests and stand-alone use.

    Args:
        file: made when missing. Page files are stored relative to `root`, so that the folder can
            be moved as a whole.
        root: folder of the page files.
        busy_s: how long a write waits for another program, such as a backup, before it is
            reported as busy.
    """

    def __init__(self, file: Path, root: Path, *, busy_s: float = 2.0) -> None:
        self._root = root
        self._lock = threading.Lock()
        with _translated():
            self._db = sqlite3.connect(
                file, timeout=busy_s, check_same_thread=False, isolation_level=None
            )
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def open_stack(self, *, device: str, source: Source, label: str) -> StackRecord:
        """See `PageLedger`."""
        with self._writing() as db:
            row = db.execute(
                "INSERT INTO stack (device, source, label) VALUES (?, ?, ?)",
                (device, source.value, label),
            )
            return StackRecord(id=f"{row.lastrowid:04d}", device=device, source=source, label=label)

    def add_page(self, page: PageRecord) -> None:
        """See `PageLedger`."""
        with self._writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO page VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,NULL)",
                (
                    page.id,
                    page.stack,
                    page.number,
                    page.sheet,
                    page.side,
                    page.file.relative_to(self._root).as_posix(),
                    page.mime,
                    page.sha256,
                    page.size,
                    page.width,
                    page.height,
                    page.dpi,
                    page.origin,
                    json.dumps(page.warnings),
                    int(page.superseded),
                ),
            )

    def supersede(self, page_ids: Sequence[str]) -> None:
        """See `PageLedger`."""
        with self._writing() as db:
            db.executemany("UPDATE page SET superseded = 1 WHERE id = ?", [(p,) for p in page_ids])

    def release(self, page_ids: Sequence[str]) -> None:
        """See `PageLedger`."""
        with self._writing() as db:
            db.executemany("UPDATE page SET file = '' WHERE id = ?", [(p,) for p in page_ids])

    def set_findings(self, page_id: str, findings: Findings) -> None:
        """See `PageLedger`."""
        with self._writing() as db:
            db.execute(
                "UPDATE page SET findings = ?, thumbnail = ? WHERE id = ?",
                (json.dumps(findings.as_json()), findings.thumbnail, page_id),
            )

    def close_stack(self, stack_id: str, ended: Ended, expected_next_sheet: int | None) -> None:
        """See `PageLedger`."""
        with self._writing() as db:
            db.execute(
                "UPDATE stack SET ended = ?, expected_next_sheet = ? WHERE id = ?",
                (ended.value, expected_next_sheet, int(stack_id)),
            )

    def stacks(self, *, under: str = "") -> Sequence[StackRecord]:
        """See `PageLedger`."""
        with self._lock, _translated():
            rows = self._db.execute(
                "SELECT * FROM stack WHERE substr(label, 1, ?) = ? ORDER BY id", (len(under), under)
            ).fetchall()
        return [
            StackRecord(
                id=f"{row[0]:04d}",
                device=row[1],
                source=Source(row[2]),
                label=row[3],
                ended=Ended(row[4]) if row[4] else None,
                expected_next_sheet=row[5],
            )
            for row in rows
        ]

    def pages(self, stack_id: str | None = None) -> Sequence[PageRecord]:
        """See `PageLedger`."""
        where, values = ("WHERE stack = ?", (stack_id,)) if stack_id else ("", ())
        order = "ORDER BY CAST(stack AS INTEGER), number"
        with self._lock, _translated():
            rows = self._db.execute(
                f"SELECT * FROM page {where} {order}",  # noqa: S608  (constant parts)
                values,
            ).fetchall()
        return [self._page(row) for row in rows]

    def _page(self, row: tuple[object, ...]) -> PageRecord:
        (id_, stack, number, sheet, side, file, mime, sha256, size, width, height, dpi) = row[:12]
        origin, warnings, superseded, findings, thumbnail = row[12:]
        return PageRecord(
            id=str(id_),
            stack=str(stack),
            number=int(str(number)),
            sheet=int(str(sheet)),
            side=str(side),
            file=self._root / str(file),
            mime=str(mime),
            sha256=str(sha256),
            size=int(str(size)),
            width=int(str(width)),
            height=int(str(height)),
            dpi=int(str(dpi)),
            origin=str(origin),
            warnings=tuple(json.loads(str(warnings))),
            superseded=bool(superseded),
            is_released=not file,
            findings=Findings.from_json(
                json.loads(str(findings)), thumbnail if isinstance(thumbnail, bytes) else b""
            )
            if findings
            else None,
        )

    def with_digest(self, sha256: str) -> PageRecord | None:
        """See `PageLedger`."""
        with self._lock, _translated():
            row = self._db.execute(
                "SELECT * FROM page WHERE sha256 = ? AND file <> '' "
                "ORDER BY CAST(stack AS INTEGER), number",
                (sha256,),
            ).fetchone()
        return self._page(row) if row is not None else None

    def seen(self, digests: Sequence[str]) -> Sequence[PageRecord]:
        """See `PageLedger`."""
        marks = ",".join("?" * len(digests))
        with self._lock, _translated():
            rows = self._db.execute(
                f"SELECT * FROM page WHERE findings IS NOT NULL AND sha256 IN ({marks}) "  # noqa: S608  (marks alone)
                "GROUP BY sha256",
                tuple(digests),
            ).fetchall()
        return [self._page((*row[:-1], b"")) for row in rows]

    def has_origin(self, origin: str) -> bool:
        """See `PageLedger`."""
        with self._lock, _translated():
            row = self._db.execute("SELECT 1 FROM page WHERE origin = ?", (origin,)).fetchone()
        return row is not None

    def append_act(self, scope: str, act: str) -> None:
        """See `PageLedger`."""
        with self._writing() as db:
            db.execute("INSERT INTO act (scope, act) VALUES (?, ?)", (scope, act))

    def acts(self, scope: str) -> Sequence[str]:
        """See `PageLedger`."""
        with self._lock, _translated():
            rows = self._db.execute("SELECT act FROM act WHERE scope = ? ORDER BY id", (scope,))
            return [row[0] for row in rows]


@contextmanager
def _translated() -> Iterator[None]:
    """SQLite's complaints as ours."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise TrayError("scanner.ledger_busy") from error
        if code == sqlite3.SQLITE_FULL:
            raise TrayError("scanner.no_space", sheet=None) from error
        raise TrayError("scanner.ledger_failed", reason=str(error)) from error
