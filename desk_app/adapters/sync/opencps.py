"""A running OpenCPS as a target, over its counter's REST interface.

It keeps no keys, versions, uploads or feed of its own, so much is made up for, here and by the
engine: a dossier is searched by our id before it is made; an act carries its command id in its note
and is looked for there before it is done again; a file is sent only when the copy there differs and
is read back before the act that needs it; news are polled with an overlap. What it has no act for
is said in words. The guarantee is "at least once, repeats found", not "exactly once".

Paths, fields and actions are data: ``resources/sync/opencps.toml``, over it the office's own table.
"""

import asyncio
import contextlib
import datetime as dt
import email.utils
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, BinaryIO

import aiohttp
import yarl

from desk_app.adapters.sync.answers import line_faults, of_status, read_json
from desk_app.adapters.sync.rules import read_table
from desk_app.application.sync_errors import (
    CapabilityMissingError,
    GoneError,
    InvalidError,
    ProtocolError,
    UnreachableError,
)
from desk_app.application.sync_ports import BlobSource, KeepRecord
from desk_app.application.sync_values import (
    Capabilities,
    ChangePage,
    CodeSlot,
    CommandKind,
    CommandOutcome,
    DossierHead,
    DossierSnapshot,
    InboxEvent,
    Json,
    OutboxEntry,
    OutcomeKind,
    ReconcileLine,
    ServerInfo,
    UploadRecord,
)

UNKNOWN_HEAD = 2**62
_ONLY_FILES = frozenset({CommandKind.ADD_FILE})


class OpenCps:
    """One session to one OpenCPS. Make it inside the event loop that will use it."""

    capabilities = Capabilities(
        resumable_upload=False,
        conditional_write=False,
        idempotency=False,
        reconcile=False,
        code_slots=False,
        code_pool=False,
        files_apart=False,
    )

    def __init__(
        self,
        url: str,
        blobs: BlobSource,
        *,
        name: str,
        agency: str,
        user: str = "",
        password: str = "",
        own_table: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self._base = yarl.URL(url.rstrip("/") + "/")
        self._blobs = blobs
        self._agency = agency
        self._table = merged(read_table("opencps"), own_table or {})
        self._session = aiohttp.ClientSession(
            auth=aiohttp.BasicAuth(user, password, "utf-8") if user else None,
            timeout=aiohttp.ClientTimeout(total=120, sock_connect=5, sock_read=60),
            headers={"User-Agent": "desk-app", "Accept": "application/json"},
        )

    async def aclose(self) -> None:
        """Close the session."""
        await self._session.close()

    async def server_info(self) -> ServerInfo:
        """The time of its answer; it tells nothing else, so its address stands for its life."""
        async with self._request("GET", "list", query={"start": "0", "end": "1"}) as answer:
            await read_json(answer)
            said = answer.headers.get("Date")
        now = email.utils.parsedate_to_datetime(said) if said else None
        if now is None:
            raise ProtocolError({"detail": "no date"})
        return ServerInfo(epoch=f"opencps:{self._base}", server_time=now, feed_head=UNKNOWN_HEAD)

    # -- commands

    async def submit(
        self,
        entry: OutboxEntry,
        *,
        if_version: int | None,
        assigned: Mapping[str, Json] | None = None,
    ) -> CommandOutcome:
        """Do one act; the engine has compared versions before, as this target cannot."""
        del if_version, assigned
        known = await self._find(entry.dossier_id)
        kind = OutcomeKind.APPLIED
        if entry.kind is CommandKind.CREATE_DOSSIER:
            if known is None:
                known = await self._make(entry)
            else:
                kind = OutcomeKind.ALREADY_APPLIED
        if known is None:
            raise GoneError({"reason": "unknown dossier"})
        await self._bring_files(known, entry)
        if entry.kind is not CommandKind.CREATE_DOSSIER and entry.kind not in _ONLY_FILES:
            await self._act(known, entry)
        after = await self._snapshot(await self._read(known))
        codes = after.document["codes"]
        return CommandOutcome(
            kind=kind,
            version=after.version,
            state=after.state,
            facts={"codes": codes} if codes else {},
        )

    async def _find(self, dossier_id: str) -> dict[str, Any] | None:
        parameter = self._table["parameter"]["reference"]
        data = await self._ask("GET", "list", query={parameter: dossier_id})
        name = self._table["field"]["reference"]
        return next((one for one in _rows(data) if str(one.get(name)) == dossier_id), None)

    async def _make(self, entry: OutboxEntry) -> dict[str, Any]:
        owner = entry.body.get("applicant")
        who = owner if isinstance(owner, dict) else {}
        said = {
            "reference": entry.dossier_id,
            "procedure": entry.procedure_code,
            "agency": self._agency,
            "title": entry.body.get("title"),
            "owner": who.get("full_name"),
            "owner_number": who.get("identifier"),
            "owner_phone": who.get("phone"),
            "owner_address": who.get("address"),
        }
        names = self._table["field"]
        form = {names[key]: str(value) for key, value in said.items() if value}
        made = await self._ask("POST", "intake", data=form)
        if not isinstance(made, dict) or names["id"] not in made:
            raise ProtocolError({"detail": "intake without an id"})
        return made

    async def _read(self, known: Mapping[str, Any]) -> dict[str, Any]:
        found = await self._ask("GET", "one", id=known[self._table["field"]["id"]])
        if not isinstance(found, dict):
            raise ProtocolError({"detail": "dossier"})
        return found

    async def _act(self, known: Mapping[str, Any], entry: OutboxEntry) -> None:
        """Do the first action of the table that is offered now, under our command id."""
        wanted = [str(code) for code in self._table["act"].get(entry.kind.value, ())]
        if not wanted:
            raise CapabilityMissingError({"act": entry.kind.value})
        names = self._table["field"]
        here = known[names["id"]]
        offered = {
            str(one.get(names["act_code"]))
            for one in _rows(await self._ask("GET", "offered", id=here))
        }
        code = next((one for one in wanted if one in offered), None)
        if code is None:
            raise InvalidError([], facts={"reason": "not-offered", "act": entry.kind.value})
        note = f"{entry.body.get('reason') or entry.body.get('note') or ''} [{entry.command_id}]"
        await self._ask(
            "POST", "act", id=here, data={names["act_code"]: code, names["note"]: note.strip()}
        )

    # -- files

    async def _bring_files(self, known: Mapping[str, Any], entry: OutboxEntry) -> None:
        listed = entry.body.get("files")
        files = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        if not files:
            return
        names = self._table["field"]
        here = known[names["id"]]
        there = {
            str(one.get(names["file_reference"])): one
            for one in _rows(await self._ask("GET", "files", id=here))
        }
        for file in files:
            digest = str(file["sha256"])
            held = there.get(digest)
            if held is not None and await self._is_whole(here, digest):
                continue
            await self._upload(here, digest, file)
            if not await self._is_whole(here, digest):
                raise UnreachableError({"detail": "a file differs there", "digest": digest})

    async def _upload(self, here: object, digest: str, file: Mapping[str, Json]) -> None:
        names = self._table["field"]
        source = await asyncio.to_thread(self._blobs.open, digest)
        with contextlib.closing(source):
            form = aiohttp.FormData()
            form.add_field(names["file_reference"], digest)
            form.add_field(names["file_part"], str(file.get("component") or ""))
            form.add_field(names["file_name"], str(file.get("name") or digest))
            form.add_field("file", source, filename=str(file.get("name") or digest))
            await self._ask("POST", "files", id=here, data=form)

    async def _is_whole(self, here: object, digest: str) -> bool:
        """Read the copy there and compare; size alone proves nothing."""
        seen = hashlib.sha256()
        async with self._request("GET", "file", id=here, ref=digest) as answer:
            if answer.status == 404:
                return False
            if answer.status >= 400:
                raise of_status(answer.status, {}, answer.headers)
            with line_faults():
                async for piece in answer.content.iter_chunked(256 * 1024):
                    seen.update(piece)
        return seen.hexdigest() == digest

    async def blob_verified(self, digest: str) -> bool:
        """Files have no place of their own there; each is checked with its dossier."""
        del digest
        return False

    async def put_blob(
        self, record: UploadRecord, source: BinaryIO, size: int, *, keep: KeepRecord
    ) -> UploadRecord:
        """Not offered."""
        raise CapabilityMissingError({"act": "put_blob"})

    def get_blob(self, digest: str) -> AsyncIterator[bytes]:
        """Not offered without a dossier."""
        raise CapabilityMissingError({"act": "get_blob", "digest": digest})

    # -- news

    async def get_dossier(self, dossier_id: str) -> DossierSnapshot | None:
        """The copy there, with the commands of ours found in its history."""
        known = await self._find(dossier_id)
        return None if known is None else await self._snapshot(await self._read(known))

    async def _snapshot(self, row: Mapping[str, Any]) -> DossierSnapshot:
        names = self._table["field"]
        history = _rows(await self._ask("GET", "history", id=row[names["id"]]))
        notes = [str(one.get(names["note"]) or "") for one in history]
        applied = [note.rpartition("[")[2].rstrip("]") for note in notes if note.endswith("]")]
        return _snapshot_of(row, names, self._table["status"], applied)

    async def changes(self, cursor: str | None, *, wait_s: int = 0) -> ChangePage:
        """Dossiers changed since the cursor, with an overlap; repeats have known ids."""
        del wait_s
        since, _, last = (cursor or "0.0").partition(".")
        names, parameters = self._table["field"], self._table["parameter"]
        begin = max(0, int(since) - int(parameters["overlap_s"]) * 1000)
        data = await self._ask("GET", "list", query={parameters["modified_after"]: str(begin)})
        rows = sorted(_rows(data), key=lambda one: _moment(one, names))
        events = []
        for seq, row in enumerate(rows, start=int(last) + 1):
            copy = _snapshot_of(row, names, self._table["status"], [])
            events.append(
                InboxEvent(
                    event_id=f"{copy.dossier_id}@{copy.version}"[-80:],
                    seq=seq,
                    type="dossier.changed",
                    dossier_id=copy.dossier_id,
                    version=copy.version,
                    time=dt.datetime.fromtimestamp(copy.version / 1000, dt.UTC),
                    data=copy.document,
                )
            )
        newest = max([int(since), *(_moment(row, names) for row in rows)])
        head = int(last) + len(events)
        return ChangePage(
            events=tuple(events),
            next_cursor=f"{newest}.{head}",
            head=head,
            epoch=f"opencps:{self._base}",
        )

    async def reconcile(self, heads: Sequence[DossierHead]) -> Sequence[ReconcileLine]:
        """Not offered."""
        raise CapabilityMissingError({"act": "reconcile", "count": len(heads)})

    async def lease_code_slot(self, unit: str, *, device_id: str, device_gen: int) -> CodeSlot:
        """Not offered: it numbers dossiers itself."""
        raise CapabilityMissingError({"act": "lease_code_slot", "unit": unit})

    async def fetch_codes(
        self, unit: str, *, device_id: str, device_gen: int, wanted: int
    ) -> Sequence[str]:
        """Not offered: it numbers dossiers itself."""
        raise CapabilityMissingError({"act": "fetch_codes", "unit": unit})

    # -- the line

    async def _ask(self, method: str, path: str, **parts: Any) -> Any:
        async with self._request(method, path, **parts) as answer:
            with line_faults():
                return await read_json(answer)

    @contextlib.asynccontextmanager
    async def _request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        data: Any = None,
        **places: object,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        relative = self._table["path"][path].format(**places)
        with line_faults():
            answer = await self._session.request(
                method,
                self._base.join(yarl.URL(relative)).update_query(query or {}),
                data=data,
                allow_redirects=False,
            )
        async with answer:
            yield answer


def merged(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped table with the office's own entries over it."""
    whole: dict[str, Any] = dict(shipped)
    for key, value in own.items():
        known = whole.get(key)
        both = isinstance(known, Mapping) and isinstance(value, Mapping)
        whole[key] = {**known, **value} if both and known is not None else value
    return whole


def _rows(data: object) -> list[dict[str, Any]]:
    found = data.get("data") if isinstance(data, Mapping) else data
    if not isinstance(found, list):
        raise ProtocolError({"detail": "no list"})
    return [one for one in found if isinstance(one, dict)]


def _moment(row: Mapping[str, Any], names: Mapping[str, str]) -> int:
    """Their time of change, milliseconds since 1970."""
    try:
        return int(row.get(names["modified"]) or 0)
    except (TypeError, ValueError) as error:
        raise ProtocolError({"detail": "modified"}) from error


def _snapshot_of(
    row: Mapping[str, Any],
    names: Mapping[str, str],
    states: Mapping[str, str],
    applied: list[str],
) -> DossierSnapshot:
    status = str(row.get(names["status"]) or "")
    code = str(row.get(names["code"]) or "")
    dossier_id = str(row.get(names["reference"]) or row.get(names["id"]) or "")
    state = states.get(status, status)
    version = _moment(row, names)
    document: dict[str, Any] = {
        "id": dossier_id,
        "version": version,
        "state": state,
        "codes": [code] if code else [],
        "applied_commands": applied,
        "native": dict(row),
    }
    return DossierSnapshot(dossier_id=dossier_id, version=version, state=state, document=document)
