"""Resumable upload by tus 1.0: create, ask the offset, send pieces with a watch on progress.

aiotus makes the upload and asks its offset. The pieces are sent here, because aiotus hands a whole
piece to the socket at once: on a slow line nobody could tell a slow piece from a dead server.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, BinaryIO

import aiohttp
import aiotus.core
import aiotus.creation
import yarl

from desk_app.adapters.sync.answers import line_faults, of_status
from desk_app.application.sync_errors import (
    BusyError,
    GoneError,
    ProtocolError,
    SyncError,
    UnreachableError,
)

SLICE = 256 * 1024
START_AGAIN = frozenset({400, 403, 404, 410, 412, 460})
COME_BACK = frozenset({409, 423})


class TusLine:
    """Uploads over one session to one creation address."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: yarl.URL,
        *,
        ssl: Any,
        piece: int,
        idle_s: float,
    ) -> None:
        self._session = session
        self._base = base
        self._ssl = ssl
        self._piece = piece
        self._idle_s = idle_s

    async def create(
        self, path: str, source: BinaryIO, metadata: Mapping[str, bytes], headers: dict[str, str]
    ) -> str:
        """Make an upload and give its path on the server; hosts in the answer are ignored."""
        with self._faults():
            location = await aiotus.creation.create(
                self._session,
                self._base.join(yarl.URL(path)),
                source,
                dict(metadata),
                ssl=self._ssl,
                headers=headers,
            )
        resolved: yarl.URL = self._base.join(yarl.URL(path)).join(location)
        return resolved.raw_path

    async def offset(self, upload_path: str, headers: dict[str, str]) -> int:
        """Ask how many bytes the server has.

        Raises:
            GoneError: the server does not know the upload any more.
        """
        with self._faults():
            found: int = await aiotus.core.offset(
                self._session, self._address(upload_path), ssl=self._ssl, headers=headers
            )
            return found

    async def send(
        self,
        upload_path: str,
        source: BinaryIO,
        size: int,
        offset: int,
        headers: dict[str, str],
    ) -> int:
        """Send the bytes from ``offset`` on, piece by piece, and give the offset reached."""
        if offset > size:
            raise GoneError({"reason": "offset"})
        while offset < size or size == 0:
            await asyncio.to_thread(source.seek, offset)
            piece = await asyncio.to_thread(source.read, min(self._piece, size - offset))
            offset = await self._patch(upload_path, piece, offset, headers)
            if size == 0:
                break
        return offset

    async def _patch(
        self, upload_path: str, piece: bytes, offset: int, headers: dict[str, str]
    ) -> int:
        tus_headers = {
            **headers,
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(len(piece)),
        }
        with self._faults():
            async with asyncio.timeout(self._idle_s) as watch:
                answer = await self._session.patch(
                    self._address(upload_path),
                    headers=tus_headers,
                    data=self._watched(piece, watch),
                    ssl=self._ssl,
                    allow_redirects=False,
                )
                async with answer:
                    return _reached(answer, offset, len(piece))

    async def _watched(self, piece: bytes, watch: asyncio.Timeout) -> AsyncIterator[bytes]:
        """Give slices; each one taken by the socket puts the alarm off."""
        loop = asyncio.get_running_loop()
        for start in range(0, len(piece), SLICE):
            watch.reschedule(loop.time() + self._idle_s)
            yield piece[start : start + SLICE]
        watch.reschedule(loop.time() + self._idle_s)

    def _address(self, upload_path: str) -> yarl.URL:
        return self._base.join(yarl.URL(upload_path, encoded=True))

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        with line_faults():
            try:
                yield
            except aiohttp.ClientResponseError as error:
                raise upload_fault(error.status, error.headers) from error


def _reached(answer: aiohttp.ClientResponse, offset: int, length: int) -> int:
    if answer.status >= 300:
        raise upload_fault(answer.status, answer.headers)
    text = answer.headers.get("Upload-Offset", "")
    if answer.status != 204 or not text.isdecimal():
        raise ProtocolError({"status": answer.status, "media_type": answer.content_type})
    reached = int(text)
    if not offset <= reached <= offset + length:
        raise GoneError({"reason": "offset"})
    if reached == offset and length:
        raise UnreachableError({"detail": "no progress"})
    return reached


def upload_fault(status: int, headers: Any) -> SyncError:
    """Say what a status means while uploading: go on later, start again, or give up."""
    if status in START_AGAIN:
        return GoneError({"reason": f"upload {status}"})
    if status in COME_BACK:
        return BusyError(retry_after_s=1.0, whole_target=False)
    return of_status(status, {}, headers)
