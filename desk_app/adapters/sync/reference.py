"""Speaks the full contract (``resources/openapi/counter-sync.yaml``) over aiohttp."""

import asyncio
import contextlib
import datetime as dt
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Protocol

import aiohttp
import yarl

from desk_app.adapters.sync.answers import line_faults, of_status, read_json, snapshot_of
from desk_app.adapters.sync.tus import TusLine
from desk_app.application.sync_errors import AuthNeededError, BusyError, GoneError, ProtocolError
from desk_app.application.sync_ports import KeepRecord
from desk_app.application.sync_values import (
    BlobStanding,
    Capabilities,
    ChangePage,
    CodeSlot,
    CommandOutcome,
    DossierHead,
    DossierSnapshot,
    HeadVerdict,
    InboxEvent,
    Json,
    MaintenanceNotice,
    OutboxEntry,
    OutcomeKind,
    ReconcileLine,
    ServerInfo,
    UploadRecord,
    canonical_json,
)

STANDING = {
    200: BlobStanding.VERIFIED,
    202: BlobStanding.HASHING,
    404: BlobStanding.ABSENT,
    409: BlobStanding.CORRUPT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """How long to wait for what, and how large the pieces are.

    Attributes:
        connect_s, read_s: for commands and questions: to connect, and between two bytes.
        total_s: for a whole command or question (a server that sends a byte now and then).
        upload_idle_s: an upload piece without progress for so long is given up.
        piece: bytes in one PATCH.
    """

    connect_s: float = 5.0
    read_s: float = 30.0
    total_s: float = 120.0
    upload_idle_s: float = 20.0
    piece: int = 1024 * 1024
    hashing_poll_s: float = 0.2
    hashing_wait_s: float = 60.0


class Tokens(Protocol):
    """Gives a bearer token; asked for a fresh one after a 401. None: no token is used."""

    async def __call__(self, *, fresh: bool) -> str | None:
        """Give the token."""
        ...


async def no_tokens(*, fresh: bool) -> str | None:
    """Speak without a token, as the practice province on loopback allows."""
    del fresh
    return None


def _notice(data: Mapping[str, Any]) -> MaintenanceNotice:
    return MaintenanceNotice(
        begins_at=dt.datetime.fromisoformat(data["from"]),
        ends_at=dt.datetime.fromisoformat(data["to"]),
        text=str(data["text"])[:500],
    )


class ReferenceProvince:
    """One session to one province. Make it inside the event loop that will use it."""

    capabilities = Capabilities()

    def __init__(
        self,
        url: str,
        *,
        name: str = "province",
        line: LineSettings | None = None,
        tokens: Tokens = no_tokens,
        ssl_context: Any = True,
        on_date: Callable[[str, float], None] | None = None,
    ) -> None:
        self.name = name
        self._base = yarl.URL(url.rstrip("/") + "/")
        self._line = line or LineSettings()
        self._tokens = tokens
        self._ssl = ssl_context
        self._on_date = on_date
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._line.connect_s, sock_read=self._line.read_s
            ),
            headers={"User-Agent": "desk-app", "Accept": "application/json"},
        )
        self._tus = TusLine(
            self._session,
            self._base,
            ssl=ssl_context,
            piece=self._line.piece,
            idle_s=self._line.upload_idle_s,
        )

    async def aclose(self) -> None:
        """Close the session."""
        await self._session.close()

    async def server_info(self) -> ServerInfo:
        """Ask who is there."""
        data = await self.ask("GET", "v1/info")
        with _shape():
            limits = data.get("limits", {})
            return ServerInfo(
                epoch=str(data["epoch"]),
                server_time=dt.datetime.fromisoformat(data["server_time"]),
                feed_head=int(data.get("feed_head", 0)),
                min_client=str(data.get("min_client", "0")),
                max_blob=limits.get("max_blob"),
                max_body=limits.get("max_body"),
                notices=tuple(_notice(one) for one in data.get("notices", ())),
            )

    # -- files

    async def blob_verified(self, digest: str) -> bool:
        """Ask whether the province has checked these bytes."""
        return await self._standing(digest) is BlobStanding.VERIFIED

    async def _standing(self, digest: str) -> BlobStanding:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._line.hashing_wait_s
        while True:
            async with self._call("HEAD", f"v1/blobs/{digest}") as answer:
                if answer.status not in STANDING:
                    raise of_status(answer.status, {}, answer.headers)
                standing = STANDING[answer.status]
                etag = answer.headers.get("ETag", "").strip('"')
            if standing is BlobStanding.VERIFIED and etag != digest:
                raise ProtocolError({"status": 200, "media_type": "", "length": 0})
            if standing is not BlobStanding.HASHING:
                return standing
            if loop.time() > deadline:
                raise BusyError(whole_target=False, facts={"digest": digest})
            await asyncio.sleep(self._line.hashing_poll_s)

    async def put_blob(
        self, record: UploadRecord, source: BinaryIO, size: int, *, keep: KeepRecord
    ) -> UploadRecord:
        """Upload by tus and read the verdict back; see the port."""
        if await self.blob_verified(record.digest):
            return replace(record, upload_path=None, offset=size, verified=True)
        headers = await self._headers(fresh=False)
        try:
            record = await self._opened(record, source, size, headers, keep)
            await self._tus.send(record.upload_path or "", source, size, record.offset, headers)
        except GoneError:
            return replace(record, upload_path=None, offset=0)
        except AuthNeededError:
            if await self._tokens(fresh=True) is None:
                raise
            return replace(record, offset=0)
        standing = await self._standing(record.digest)
        if standing is BlobStanding.VERIFIED:
            return replace(record, upload_path=None, offset=size, verified=True)
        lost = 1 if standing is BlobStanding.CORRUPT else 0
        return replace(
            record, upload_path=None, offset=0, corrupt_count=record.corrupt_count + lost
        )

    async def _opened(
        self,
        record: UploadRecord,
        source: BinaryIO,
        size: int,
        headers: dict[str, str],
        keep: KeepRecord,
    ) -> UploadRecord:
        """Find the upload where it stands, or make it and remember its address first."""
        if record.upload_path is not None:
            offset = await self._tus.offset(record.upload_path, headers)
            return replace(record, offset=offset)
        metadata = {
            "sha256": record.digest.encode(),
            "filename": record.digest.encode(),
            "filetype": b"application/octet-stream",
        }
        path = await self._tus.create("v1/uploads/", source, metadata, headers)
        made = replace(record, upload_path=path, offset=0)
        if size > self._line.piece:  # what goes in one piece is not worth resuming
            await keep(made)
        return made

    # -- commands

    async def submit(
        self,
        entry: OutboxEntry,
        *,
        if_version: int | None,
        assigned: Mapping[str, Json] | None = None,
    ) -> CommandOutcome:
        """Send one command with its own id as key."""
        wire = entry.to_wire()
        if assigned:
            wire["assigned"] = dict(assigned)
        headers = {"Idempotency-Key": entry.command_id, "Content-Type": "application/json"}
        if if_version is not None:
            headers["If-Match"] = f'"v{if_version}"'
        async with self._call(
            "POST", "v1/commands", headers=headers, data=canonical_json(wire)
        ) as answer:
            with line_faults():
                data = await read_json(answer)
            is_replay = answer.headers.get("Idempotency-Replayed") == "true"
        with _shape():
            if data["command_id"] != entry.command_id:
                raise ProtocolError({"status": 200})
            return CommandOutcome(
                kind=OutcomeKind.ALREADY_APPLIED if is_replay else OutcomeKind.APPLIED,
                version=int(data["version"]),
                state=str(data["state"]),
                facts=dict(data.get("facts", {})),
            )

    # -- reading

    async def changes(self, cursor: str | None, *, wait_s: int = 0) -> ChangePage:
        """Read a page of the feed."""
        query = {"wait": str(wait_s)}
        if cursor is not None:
            query["after"] = cursor
        data = await self.ask("GET", "v1/changes", query=query, extra_read_s=wait_s)
        with _shape():
            return ChangePage(
                events=tuple(_event(one) for one in data["events"]),
                next_cursor=str(data["next"]),
                head=int(data["head"]),
                epoch=str(data["epoch"]),
            )

    async def get_dossier(self, dossier_id: str) -> DossierSnapshot | None:
        """Give the province's copy."""
        try:
            data = await self.ask("GET", f"v1/dossiers/{dossier_id}")
        except GoneError:
            return None
        with _shape():
            return snapshot_of(data)

    async def get_blob(self, digest: str) -> AsyncIterator[bytes]:
        """Read a file in pieces, checking its hash at the end."""
        seen = hashlib.sha256()
        async with self._call("GET", f"v1/blobs/{digest}") as answer:
            if answer.status != 200:
                raise of_status(answer.status, {}, answer.headers)
            with line_faults():
                async for piece in answer.content.iter_chunked(self._line.piece):
                    seen.update(piece)
                    yield piece
        if seen.hexdigest() != digest:
            raise ProtocolError({"status": 200, "media_type": "", "length": 0})

    async def reconcile(self, heads: Sequence[DossierHead]) -> Sequence[ReconcileLine]:
        """Compare journals, at most 500 dossiers a call."""
        lines: list[ReconcileLine] = []
        for start in range(0, len(heads), 500):
            asked = [
                {
                    "dossier_id": head.dossier_id,
                    "version": head.version,
                    "command_ids": list(head.command_ids),
                }
                for head in heads[start : start + 500]
            ]
            data = await self.ask("POST", "v1/reconcile", body={"heads": asked})
            with _shape():
                lines += [
                    ReconcileLine(
                        dossier_id=one["dossier_id"],
                        verdict=HeadVerdict(one["verdict"]),
                        version=int(one["version"]),
                        missing=tuple(one["missing"]),
                    )
                    for one in data["lines"]
                ]
        return lines

    async def lease_code_slot(self, unit: str, *, device_id: str, device_gen: int) -> CodeSlot:
        """Lease a slot of serials."""
        data = await self.ask(
            "POST",
            "v1/code-slots",
            body={"unit": unit, "device_id": device_id, "device_gen": device_gen},
        )
        with _shape():
            return CodeSlot(
                unit=data["unit"],
                slot=int(data["slot"]),
                device_gen=int(data["device_gen"]),
                valid_until=dt.datetime.fromisoformat(data["valid_until"]),
                serials={day: int(top) for day, top in data["last_serial_by_day"].items()},
                device_id=device_id,
            )

    async def fetch_codes(
        self, unit: str, *, device_id: str, device_gen: int, wanted: int
    ) -> Sequence[str]:
        """Have whole codes reserved for this generation of a desk."""
        data = await self.ask(
            "POST",
            "v1/code-pools",
            body={
                "unit": unit,
                "device_id": device_id,
                "device_gen": device_gen,
                "wanted": wanted,
            },
        )
        with _shape():
            return [str(code) for code in data["codes"]]

    # -- the line

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        body: Any = None,
        extra_read_s: float = 0.0,
    ) -> Any:
        """Ask one question of the contract and give the JSON object answered."""
        payload = None if body is None else canonical_json(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        async with self._call(
            method, path, headers=headers, data=payload, query=query, extra_read_s=extra_read_s
        ) as answer:
            with line_faults():
                data = await read_json(answer)
        if not isinstance(data, dict):
            raise ProtocolError({"status": 200})
        return data

    def _call(self, method: str, path: str, **parts: Any) -> "_Call":
        return _Call(self, method, path, **parts)

    async def _headers(self, *, fresh: bool) -> dict[str, str]:
        token = await self._tokens(fresh=fresh)
        return {"Authorization": f"Bearer {token}"} if token else {}

    async def request(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        data: bytes | None = None,
        query: dict[str, str] | None = None,
        extra_read_s: float = 0.0,
    ) -> aiohttp.ClientResponse:
        """Send once; with a fresh token a second time when the first was refused as over."""
        answer: aiohttp.ClientResponse | None = None
        for is_second in (False, True):
            with line_faults():
                answer = await self._session.request(
                    method,
                    self._base.join(yarl.URL(path)).update_query(query or {}),
                    headers={**(headers or {}), **await self._headers(fresh=is_second)},
                    data=data,
                    ssl=self._ssl,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(
                        total=None
                        if method == "GET" and "blobs/" in path
                        else self._line.total_s + extra_read_s,
                        sock_connect=self._line.connect_s,
                        sock_read=self._line.read_s + extra_read_s,
                    ),
                )
            if answer.status != 401:
                break
            answer.release()
            if await self._tokens(fresh=False) is None:
                break
        if answer is None or answer.status == 401:
            raise AuthNeededError
        self._note(answer)
        return answer

    def _note(self, answer: aiohttp.ClientResponse) -> None:
        date = answer.headers.get("Date")
        if date and self._on_date is not None:
            self._on_date(date, asyncio.get_running_loop().time())


@contextlib.contextmanager
def _shape() -> Iterator[None]:
    """Read an answer's members; one that lacks them is not the province's."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ProtocolError({"detail": f"{type(error).__name__}: {error}"}) from error


def _event(one: dict[str, Any]) -> InboxEvent:
    return InboxEvent(
        event_id=str(one["id"]),
        seq=int(one["seq"]),
        type=str(one["type"]),
        dossier_id=str(one["subject"]),
        version=int(one["dataversion"]),
        time=dt.datetime.fromisoformat(one["time"]),
        data=dict(one["data"]),
    )


class _Call:
    """One request as an asynchronous context; the answer is released at the end."""

    def __init__(self, province: ReferenceProvince, method: str, path: str, **parts: Any) -> None:
        self._province = province
        self._method = method
        self._path = path
        self._parts = parts
        self._answer: aiohttp.ClientResponse | None = None

    async def __aenter__(self) -> aiohttp.ClientResponse:
        self._answer = await self._province.request(self._method, self._path, **self._parts)
        return self._answer

    async def __aexit__(self, *_error: object) -> None:
        if self._answer is not None:
            self._answer.release()
