"""The papers as the engine of the exchange reads them: by digest, with its own word for damage."""

from typing import BinaryIO

from desk_app.adapters.papers.store import PapersStore
from desk_app.application.sync_errors import BlobDamagedError
from desk_app.domain.errors import IntegrityError


class PapersBlobs:
    """``BlobSource`` over the store of papers."""

    def __init__(self, papers: PapersStore) -> None:
        self._papers = papers

    def open(self, digest: str) -> BinaryIO:
        """The plain bytes, seekable; BlobDamagedError when they are missing or differ."""
        try:
            return self._papers.open(digest)
        except IntegrityError as error:
            raise BlobDamagedError(digest) from error

    def size(self, digest: str) -> int:
        """Size of the plain bytes; BlobDamagedError when the file is missing."""
        try:
            return self._papers.size(digest)
        except IntegrityError as error:
            raise BlobDamagedError(digest) from error
