"""Brings files to a target before the command that mentions them."""

import asyncio
import contextlib
import dataclasses

from desk_app.application.sync_errors import BusyError, SyncError, TooLargeError
from desk_app.application.sync_ports import KeepRecord
from desk_app.application.sync_session import Session
from desk_app.application.sync_values import Json, UploadRecord

MAX_CORRUPT = 3
MAX_RESTARTS = 5
LARGE = 8 * 1024 * 1024
"""Bytes from which on a file is large: more of them at once fill memory, not the line."""


class BlobUntransportableError(SyncError):
    """The target's copy differed three times: the line or the target destroys this file."""

    code = "sync.blob_corrupt"

    def __init__(self, digest: str) -> None:
        super().__init__({"digest": digest})
        self.digest = digest


async def bring(session: Session, digests: tuple[str, ...]) -> None:
    """Make sure the target holds and has verified all files of a command.

    They travel side by side, as far as the pass has places. What was verified is stored in one
    transaction. The same file wanted by two commands travels once (F15).

    Raises:
        SyncError: a file could not be brought now, or cannot be.
    """
    ends = await asyncio.gather(
        *(_bring_one(session, digest) for digest in digests), return_exceptions=True
    )
    fresh = [end for end in ends if isinstance(end, UploadRecord)]
    if fresh:
        await session.db(session.store.save_uploads, fresh)
    for end in ends:
        if isinstance(end, BaseException):
            raise end


async def _bring_one(session: Session, digest: str) -> UploadRecord | None:
    """Bring one file; None when the target had it already."""
    lock = session.uploading.setdefault(digest, asyncio.Lock())
    async with lock:
        if digest in session.verified:
            return None
        record = await session.db(session.store.upload, session.target.name, digest)
        if record.verified:
            session.verified.add(digest)
            return None
        async with session.upload_places:
            record = await _bring(session, record)
        session.verified.add(digest)
        return record


async def _bring(session: Session, record: UploadRecord) -> UploadRecord:
    async def keep(made: UploadRecord) -> None:
        await session.db(session.store.save_uploads, [made])

    size = await asyncio.to_thread(session.blobs.size, record.digest)
    limit = session.info.max_blob if session.info else None
    facts: dict[str, Json] = {"digest": record.digest, "size": size, "limit": limit}
    if limit is not None and size > limit:
        raise TooLargeError(facts)
    if size < LARGE:
        return await _send(session, record, size, keep, facts)
    async with session.large_places:
        return await _send(session, record, size, keep, facts)


async def _send(
    session: Session,
    record: UploadRecord,
    size: int,
    keep: KeepRecord,
    facts: dict[str, Json],
) -> UploadRecord:
    source = await asyncio.to_thread(session.blobs.open, record.digest)
    with contextlib.closing(source):
        for _ in range(MAX_RESTARTS):
            try:
                record = await session.target.put_blob(record, source, size, keep=keep)
            except TooLargeError as error:
                raise TooLargeError(facts) from error
            if record.verified:
                return record
            await keep(record)
            if record.corrupt_count >= MAX_CORRUPT:
                await keep(dataclasses.replace(record, corrupt_count=0))
                raise BlobUntransportableError(record.digest)
    raise BusyError(whole_target=False, facts={"digest": record.digest})


async def distrust(session: Session, digests: tuple[str, ...]) -> None:
    """Forget that the target had these files: it says it has not (F21)."""
    for digest in digests:
        session.verified.discard(digest)
    blank = [UploadRecord(target=session.target.name, digest=digest) for digest in digests]
    await session.db(session.store.save_uploads, blank)
