"""Papers by the SHA-256 of their plain bytes, encrypted with age to the desk and to the office.

A dead machine or a lost key ring loses nothing: the office's recovery key opens every file.
"""

import hashlib
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from desk_app.adapters.papers.shelves import FolderShelf, Shelf, disk_faults
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import IntegrityError

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class PapersStore:
    """Store of papers, sealed to the desk or office that reads them.

    Args:
        shelf: where the sealed bytes lie; a folder's path stands for a shelf in it.
        identity: secret age identity of this desk, or of its office.
        recovery: public age key of the office.
    """

    def __init__(self, shelf: Shelf | Path, identity: str, recovery: str) -> None:
        self.shelf: Shelf = FolderShelf(shelf) if isinstance(shelf, Path) else shelf
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
        """Seal the bytes and put them on the shelf, durably."""
        digest = hashlib.sha256(data).hexdigest()
        if not self.shelf.has(digest):
            self.shelf.put_new(digest, pyrage.encrypt(data, self._recipients))
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

    def read(self, digest: str) -> bytes:
        """Plain bytes, checked against their name."""
        try:
            sealed = self.shelf.get(digest)
            data = bytes(pyrage.decrypt(sealed, [self._identity]))
        except (OSError, pyrage.DecryptError) as error:
            gone = self.shelf.is_removed(digest)
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
        return self.shelf.remove(digest)

    def purged(self) -> frozenset[str]:
        """Digests of papers that were purged."""
        return self.shelf.removed()

    def digests(self) -> list[str]:
        """Digests of all papers that lie here, in order."""
        return sorted(self.shelf.digests())

    def has(self, digest: str) -> bool:
        """Whether the store holds a file of that name."""
        return self.shelf.has(digest)

    @contextmanager
    def plain_file(self, ref: PaperRef) -> Iterator[Path]:
        """The plain bytes as a private temporary file, gone at the end of the block."""
        data = self.read(ref.sha256)
        with tempfile.TemporaryDirectory(prefix="desk-paper-") as folder:
            path = Path(folder) / (_UNSAFE.sub("_", ref.name)[-80:] or "paper")
            with disk_faults():
                path.write_bytes(data)
            yield path

    def sweep(self) -> int:
        """Remove unfinished files of a crash; how many there were."""
        return self.shelf.sweep()
