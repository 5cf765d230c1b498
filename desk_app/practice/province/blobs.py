"""Files by SHA-256: received over tus, hashed by the province itself, read back by anyone."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi import HTTPException
from tuspyserver.storage.local import LocalFileStorage

from desk_app.practice.province import rows
from desk_app.practice.province.database import Database

DIGEST = re.compile(r"[0-9a-f]{64}")
PIECE = 1024 * 1024


class RepairedStorage(LocalFileStorage):
    """tuspyserver's folder storage, safe against a crash between data and offset.

    tuspyserver 4.4.3 makes a piece durable before it records the new offset; after a crash the
    client sends the piece again and it is appended twice. So on taking the lock the file is cut to
    the recorded offset, and bytes kept in memory from a refused request are dropped.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.is_full = False

    @contextlib.asynccontextmanager
    async def lock(self, uid: str) -> AsyncIterator[None]:  # type: ignore[override]  # its base says so
        """Give exclusive access to one upload, repaired first."""
        async with self._locks[uid]:
            self._pending.pop(uid, None)
            info = await self.read_info(uid)
            if info is not None:
                await asyncio.to_thread(_cut, Path(self._path(uid)), int(info["offset"]))
            yield

    async def append(self, uid: str, chunk: bytes) -> None:
        """Take bytes, unless the disk is said to be full."""
        if self.is_full:
            raise HTTPException(status_code=507, detail="storage full")
        await super().append(uid, chunk)

    async def write_info(self, uid: str, data: dict[str, Any]) -> None:
        """Replace the record of an upload in one step (``os.rename`` cannot on Windows)."""
        path = Path(self._info_path(uid))
        text = json.dumps(data, default=str)
        await asyncio.to_thread(_write_durably, path, text.encode())


def _cut(path: Path, length: int) -> None:
    if path.exists() and path.stat().st_size > length:
        with path.open("r+b") as file:
            file.truncate(length)
            file.flush()
            os.fsync(file.fileno())


def _write_durably(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class BlobShelf:
    """Verified files under ``blobs/ab/abcdef…`` and what is known about each."""

    def __init__(self, folder: Path, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self.storage = RepairedStorage(folder / "uploads")
        self._folder = folder / "blobs"
        self._database = database
        self._now = now
        self._hashing: set[str] = set()
        self.flip_next_byte = 0

    def path(self, digest: str) -> Path:
        """Give where the bytes of a digest lie (whether or not they do)."""
        return self._folder / digest[:2] / digest

    def standing(self, digest: str) -> tuple[str, int]:
        """Say ``verified``, ``hashing``, ``corrupt`` or ``absent``, and the size."""
        if digest in self._hashing:
            return "hashing", 0
        row = self.describe(digest)
        if row is None or (row["state"] == "verified" and not self.path(digest).exists()):
            return "absent", 0
        return str(row["state"]), int(row["size"])

    def describe(self, digest: str) -> dict[str, Any] | None:
        """Give the row of a file: size, media type, state."""
        with self._database.read() as tx:
            row = (
                tx.execute(sa.select(rows.blob).where(rows.blob.c.digest == digest))
                .mappings()
                .first()
            )
            return dict(row) if row else None

    async def complete(self, handle: str, metadata: dict[str, Any]) -> None:
        """Hash a finished upload and shelve it, or mark its digest corrupt."""
        digest = str(metadata.get("sha256", ""))
        if not DIGEST.fullmatch(digest):
            return
        self._hashing.add(digest)
        try:
            await asyncio.to_thread(
                self._shelve, Path(handle), digest, str(metadata.get("filetype", ""))
            )
        finally:
            self._hashing.discard(digest)

    async def sweep(self) -> None:
        """Finish uploads that were complete when the server died."""
        for uid in await self.storage.list_uids():
            info = await self.storage.read_info(uid)
            if info and info.get("size") == info.get("offset"):
                async with self.storage.lock(uid):
                    await self.complete(self.storage.location(uid), info["metadata"])

    async def expire_all(self) -> int:
        """Drop every unfinished upload, as a server that cleans up does."""
        uids = await self.storage.list_uids()
        for uid in uids:
            await self.storage.delete(uid)
        return len(uids)

    def _shelve(self, upload: Path, digest: str, media_type: str) -> None:
        if not upload.exists():
            return
        size = upload.stat().st_size
        if self.flip_next_byte and size:
            self.flip_next_byte -= 1
            _flip_first_byte(upload)
        if file_digest(upload) != digest:
            self._note(digest, size, media_type, "corrupt")
        else:
            place = self.path(digest)
            place.parent.mkdir(parents=True, exist_ok=True)
            upload.replace(place)
            self._note(digest, size, media_type, "verified")
        upload.unlink(missing_ok=True)
        upload.with_name(upload.name + ".info").unlink(missing_ok=True)

    def _note(self, digest: str, size: int, media_type: str, state: str) -> None:
        with self._database.write() as tx:
            tx.execute(sa.delete(rows.blob).where(rows.blob.c.digest == digest))
            tx.execute(
                sa.insert(rows.blob).values(
                    digest=digest,
                    size=size,
                    media_type=media_type,
                    state=state,
                    stored_at=self._now().isoformat(),
                )
            )

    def forget(self, digest: str) -> None:
        """Lose a file, as a restored server has lost it."""
        self.path(digest).unlink(missing_ok=True)
        with self._database.write() as tx:
            tx.execute(sa.delete(rows.blob).where(rows.blob.c.digest == digest))

    def copy_into(self, target: Path) -> None:
        """Copy the shelf (part of a backup)."""
        if self._folder.exists():
            shutil.copytree(self._folder, target, dirs_exist_ok=True)

    def restore_from(self, source: Path) -> None:
        """Replace the shelf by a copy of it."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if source.exists():
            shutil.copytree(source, self._folder)


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flip_first_byte(path: Path) -> None:
    with path.open("r+b") as file:
        first = file.read(1)
        file.seek(0)
        file.write(bytes([first[0] ^ 0xFF]))
