"""A counter desk for sync tests: acts, papers, a database, an engine. No window, no domain."""

import asyncio
import datetime as dt
import hashlib
import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import uuid_utils

from desk_app.adapters.sync.reference import LineSettings, ReferenceProvince
from desk_app.adapters.sync.rules import act_rules
from desk_app.application.sync_errors import BlobDamagedError
from desk_app.application.sync_values import (
    Actor,
    CommandKind,
    Device,
    OutboxEntry,
    RowState,
    SyncReport,
)
from desk_app.application.sync_worker import SyncWorker
from desk_app.application.synchronise import SyncEngine, SyncSettings
from tests.kit.sync.store import DeskStore

UNIT = "H04.01.05"
ROLE = {
    "approve": "approver",
    "submit_result": "appraiser",
    "request_opinion": "appraiser",
    "record_opinion": "appraiser",
    "refuse": "appraiser",
    "send_back": "approver",
    "agency_sign": "records_clerk",
    "archive": "records_clerk",
    "return_result": "result_officer",
    "extend": "agency_leader",
    "correct": "result_officer",
}


class FolderBlobs:
    """Papers in a folder, by digest; what a desk's store does without its encryption."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        (self.folder / digest).write_bytes(content)
        return digest

    def size(self, digest: str) -> int:
        try:
            return (self.folder / digest).stat().st_size
        except FileNotFoundError as error:
            raise BlobDamagedError(digest) from error

    def open(self, digest: str) -> BinaryIO:
        try:
            content = (self.folder / digest).read_bytes()
        except FileNotFoundError as error:
            raise BlobDamagedError(digest) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise BlobDamagedError(digest)
        return io.BytesIO(content)


class DeskClock:
    """The machine's clock, moved by tests."""

    def __init__(self) -> None:
        self.offset = dt.timedelta(0)

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.offset  # noqa: TID251 - this is a clock

    def monotonic_s(self) -> float:
        return time.monotonic()

    def boot_id(self) -> str:
        return "one boot"


FAST = LineSettings(connect_s=2.0, read_s=4.0, upload_idle_s=3.0, piece=64 * 1024)


class Desk:
    """One desk with its own database and papers."""

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        name: str = "desk-1",
        user: str = "lan",
        unit: str = UNIT,
        line: LineSettings = FAST,
        settings: SyncSettings | None = None,
        database: str | Path | None = None,
        open_target: Callable[[], Any] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.url = url
        self.user = user
        self.unit = unit
        self.line = line
        self.device = Device(id=name, gen=1)
        self.clock = DeskClock()
        self.blobs = FolderBlobs(folder / "papers")
        self.store = DeskStore(database or folder / "desk.db")
        self.settings = settings or SyncSettings(lease_s=30, seed=7)
        self._open_target = open_target
        self.confirmed: list[tuple[str, str]] = []
        self.papers: dict[str, bytes] = {}
        self.engine = self.new_engine()

    def new_engine(self, seat: Any = None) -> SyncEngine:
        return SyncEngine(
            self._open_target or (lambda: ReferenceProvince(self.url, line=self.line)),
            self.store,
            self.blobs,
            self.clock,
            act_rules(),
            self.device,
            settings=self.settings,
            seat=seat,
        )

    def act(
        self,
        dossier_id: str,
        kind: str,
        body: dict[str, Any] | None = None,
        *,
        files: dict[str, bytes] | None = None,
        role: str | None = None,
        expected_version: int | None = None,
        expected_state: str | None = None,
        file_role: str = "component",
        command_id: str | None = None,
    ) -> str:
        """Do what a use case does: dossier change and outbox row in one commit."""
        listed = list((body or {}).get("files", []))
        digests = []
        for name, content in (files or {}).items():
            digest = self.blobs.put(content)
            self.papers[digest] = content
            digests.append(digest)
            listed.append({"sha256": digest, "name": name, "role": file_role, "component": name})
        whole = {**(body or {})}
        if listed:
            whole["files"] = listed
        with self.store.unit_of_work() as unit:
            entry = OutboxEntry(
                command_id=command_id or str(uuid_utils.uuid7()),
                target="province",
                dossier_id=dossier_id,
                dossier_seq=unit.next_seq("province", dossier_id),
                kind=CommandKind(kind),
                actor=Actor(
                    user=self.user,
                    unit=self.unit,
                    role=role or ROLE.get(kind, "intake_officer"),
                ),
                device=self.device,
                occurred_at=self.clock.now(),
                body=whole,
                blobs=tuple(dict.fromkeys(digests)),
                procedure_code="1.001193",
                expected_state=expected_state,
                expected_version=expected_version,
            )
            unit.add(entry)
        self.confirmed.append((entry.command_id, dossier_id))
        return entry.command_id

    def worker(self, on_report: Callable[[SyncReport], None]) -> SyncWorker:
        return SyncWorker(self.engine, on_report)

    def pass_as_worker(self) -> SyncReport:
        """Pass without a start: our own patience counts, as between two passes of the worker."""
        self.engine._is_fresh = False
        return asyncio.run(self._pass_once())

    async def _pass_once(self) -> SyncReport:
        target = self.engine._open_target()
        with ThreadPoolExecutor(1) as executor:
            try:
                return await self.engine._pass(target, executor, lambda: False)
            finally:
                await target.aclose()

    def redo(self, command_id: str) -> None:
        """Do a parked act again on the province's state now, as the conflict screen does."""
        asyncio.run(self._redo(command_id))

    async def _redo(self, command_id: str) -> None:
        target = self.engine._open_target()
        try:
            await self.engine.redo(target, command_id)
        finally:
            await target.aclose()

    def sync(self) -> SyncReport:
        return self.engine.run_once()

    def settle(self, passes: int = 40) -> SyncReport:
        """Pass until nothing waits, hastening waits as "gửi ngay" does."""
        report = self.sync()
        for _ in range(passes):
            if not report.waiting and report.stopped is None:
                break
            self.engine._circuit.asked_until = None
            self.store.hasten("province")
            report = self.sync()
        return report

    def states(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.store.items("province", limit=100_000):
            found[row.state.value] = found.get(row.state.value, 0) + 1
        return found

    def waiting_ids(self) -> list[str]:
        return [
            row.entry.command_id
            for row in self.store.items("province", states=[RowState.READY, RowState.SENDING])
        ]


def new_id() -> str:
    """Give a new dossier id."""
    return str(uuid_utils.uuid7())


FIVE_STEPS: list[tuple[str, dict[str, Any]]] = [
    ("create_dossier", {"title": "Đăng ký khai sinh", "applicant": {"name": "Nguyễn Văn An"}}),
    ("edit_form", {"form": {"ho_ten": "Nguyễn Văn Bình"}}),
    ("accept", {"due_on": "2026-11-27"}),
    ("hand_over", {}),
    ("submit_result", {"outcome": "grant"}),
    ("approve", {}),
    ("agency_sign", {"number": "12/2026", "dated_on": "2026-11-25"}),
    ("return_result", {"recipient": {"name": "Nguyễn Văn An"}}),
]


def five_steps(
    desk: Desk, dossier_id: str, *, salt: str = "", size: int = 3000
) -> dict[str, bytes]:
    """Queue a dossier through all five steps with a file in most acts; give the files by name."""
    made: dict[str, bytes] = {}
    version = None
    for number, (kind, body) in enumerate(FIVE_STEPS):
        files = {}
        if kind in ("create_dossier", "submit_result", "approve", "agency_sign", "return_result"):
            seed = hashlib.sha256(f"{salt}{dossier_id}{number}".encode()).digest()
            files = {f"{kind}.pdf": b"%PDF-1.7 " + (seed * (size // 32 + 1))[:size]}
            made.update(files)
        role = "component" if kind == "create_dossier" else "result"
        desk.act(
            dossier_id,
            kind,
            body,
            files=files,
            file_role="slip" if kind == "return_result" else role,
            expected_version=version,
        )
    return made
