"""Brings files to a target before the command that mentions them."""

import asyncio
import contextlib
import dataclasses

from desk_app.application.sync_errors import BusyError, SyncError, TooLargeError
from desk_app.application.sync_session import Session
from desk_app.application.sync_values import Json, UploadRecord

MAX_CORRUPT = 3
MAX_RESTARTS = 5


class BlobUntransportableError(SyncError):
    """The target's copy differed three times: the line or the target destroys this file."""

    code = "sync.blob_corrupt"

    def __init__(self, digest: str) -> None:
        super().__init__({"digest": digest})
        self.digest = digest


async def bring(session: Session, digest: str) -> None:
    """Make sure the target holds and has verified one file.

    The same file wanted by two commands travels once (F15).

    Raises:
        SyncError: it could not be brought now, or cannot be.
    """
    lock = session.uploading.setdefault(digest, asyncio.Lock())
    async with lock:
        record = await session.db(session.store.upload, session.target.name, digest)
        if record.verified:
            return
        async with session.upload_places:
            await _bring(session, record)


async def _bring(session: Session, record: UploadRecord) -> None:
    async def keep(made: UploadRecord) -> None:
        await session.db(session.store.save_upload, made)

    size = await asyncio.to_thread(session.blobs.size, record.digest)
    limit = session.info.max_blob if session.info else None
    facts: dict[str, Json] = {"digest": record.digest, "size": size, "limit": limit}
    if limit is not None and size > limit:
        raise TooLargeError(facts)
    source = await asyncio.to_thread(session.blobs.open, record.digest)
    with contextlib.closing(source):
        for _ in range(MAX_RESTARTS):
            try:
                record = await session.target.put_blob(record, source, size, keep=keep)
            except TooLargeError as error:
                raise TooLargeError(facts) from error
            await keep(record)
            if record.verified:
                return
            if record.corrupt_count >= MAX_CORRUPT:
                await keep(dataclasses.replace(record, corrupt_count=0))
                raise BlobUntransportableError(record.digest)
    raise BusyError(whole_target=False, facts={"digest": record.digest})


async def distrust(session: Session, digests: tuple[str, ...]) -> None:
    """Forget that the target had these files: it says it has not (F21)."""
    for digest in digests:
        known = await session.db(session.store.upload, session.target.name, digest)
        await session.db(
            session.store.save_upload,
            dataclasses.replace(known, verified=False, upload_path=None, offset=0),
        )
