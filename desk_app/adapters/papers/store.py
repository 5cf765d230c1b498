"""Papers by the SHA-256 of their plain bytes, encrypted with age to the desk and to the office.

A dead machine or a lost key ring loses nothing: the office's recovery key opens every file.
"""

import contextlib
import errno
import hashlib
import io
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from desk_app.adapters.papers.durable import sync_folder
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import IntegrityError, UnavailableError

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class PapersStore:
    """Local store of papers.

    Args:
        folder: root of the store.
        identity: secret age identity of this desk.
        recovery: public age key of the office.
    """

    def __init__(self, folder: Path, identity: str, recovery: str) -> None:
        self._folder = folder
        self._identity = pyrage.x25519.Identity.from_str(identity)
        self._recipients = [
            self._identity.to_public(),
            pyrage.x25519.Recipient.from_str(recovery),
        ]

    def put(
        self,
        data: bytes,
        *,
        name: str,
        media_type: str,
        pages: int = 0,
        derived_from: str | None = None,
    ) -> PaperRef:
        """Store bytes durably: encrypted temporary file, fsync, rename, fsync of the folder."""
        digest = hashlib.sha256(data).hexdigest()
        place = self._place(digest)
        if not place.exists():
            with _disk():
                self._write(place, pyrage.encrypt(data, self._recipients))
                place.with_suffix(".purged").unlink(missing_ok=True)
        return PaperRef(
            sha256=digest,
            name=name,
            media_type=media_type,
            size=len(data),
            pages=pages,
            derived_from=derived_from,
        )

    def put_file(
        self,
        path: Path,
        *,
        name: str,
        media_type: str,
        pages: int = 0,
        derived_from: str | None = None,
    ) -> PaperRef:
        """Store a file's bytes."""
        return self.put(
            path.read_bytes(),
            name=name,
            media_type=media_type,
            pages=pages,
            derived_from=derived_from,
        )

    def _write(self, place: Path, sealed: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{secrets.token_hex(8)}.part")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
        sync_folder(place.parent)

    def read(self, digest: str) -> bytes:
        """Plain bytes, checked against their name."""
        try:
            sealed = self._place(digest).read_bytes()
            data = bytes(pyrage.decrypt(sealed, [self._identity]))
        except (OSError, pyrage.DecryptError) as error:
            gone = self._place(digest).with_suffix(".purged").exists()
            code = "papers.purged" if gone else "papers.damaged"
            raise IntegrityError(code, {"sha256": digest}) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise IntegrityError("papers.damaged", {"sha256": digest})
        return data

    def open(self, digest: str) -> BinaryIO:
        """Plain bytes as a seekable stream."""
        return io.BytesIO(self.read(digest))

    def size(self, digest: str) -> int:
        """Size of the plain bytes."""
        return len(self.read(digest))

    def is_sound(self, digest: str) -> bool:
        """Whether the paper is there, opens, and is what its name says."""
        try:
            self.read(digest)
        except IntegrityError:
            return False
        return True

    def purge(self, digest: str) -> bool:
        """Take a work copy away for good and leave a mark of it; whether it was there.

        The mark tells a paper that was purged on purpose from one that was lost.
        """
        place = self._place(digest)
        mark = place.with_suffix(".purged")
        was_there = place.exists()
        if was_there or not mark.exists():
            with _disk():
                place.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()
                place.unlink(missing_ok=True)
        return was_there

    def purged(self) -> frozenset[str]:
        """Digests of papers that were purged."""
        return frozenset(mark.stem for mark in self._folder.glob("??/??/*.purged"))

    def has(self, digest: str) -> bool:
        """Whether the store holds a file of that name."""
        return self._place(digest).exists()

    @contextmanager
    def plain_file(self, ref: PaperRef) -> Iterator[Path]:
        """The plain bytes as a private temporary file, gone at the end of the block."""
        data = self.read(ref.sha256)
        with tempfile.TemporaryDirectory(prefix="desk-paper-") as folder:
            path = Path(folder) / (_UNSAFE.sub("_", ref.name)[-80:] or "paper")
            with _disk():
                path.write_bytes(data)
            yield path

    def sweep(self) -> int:
        """Remove unfinished files of a crash; how many there were."""
        unfinished = list(self._folder.glob("*/*/.*.part"))
        for file in unfinished:
            with contextlib.suppress(OSError):
                file.unlink()
        return len(unfinished)

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:4] / f"{digest}.age"


_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else -1}:
            raise UnavailableError("papers.disk_full") from error
        raise UnavailableError("papers.unwritable", {"detail": error.strerror or ""}) from error
