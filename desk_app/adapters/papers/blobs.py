"""The papers as the engine of the exchange reads them: by digest, with its own word for damage."""

import io
import threading
from collections import OrderedDict
from typing import BinaryIO

from desk_app.adapters.papers.store import PapersStore
from desk_app.application.sync_errors import BlobDamagedError, LocalStorageError
from desk_app.domain.errors import IntegrityError, UnavailableError

_AT_HAND = 4


class PapersBlobs:
    """``BlobSource`` over the store of papers.

    The engine asks the size before it opens: the few papers asked for last stay at hand, so that
    each is fetched and unsealed once.
    """

    def __init__(self, papers: PapersStore) -> None:
        self._papers = papers
        self._at_hand: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, digest: str) -> BinaryIO:
        """The plain bytes, seekable; BlobDamagedError when they are missing or differ."""
        with self._lock:
            known = self._at_hand.pop(digest, None)
        return io.BytesIO(known if known is not None else self._read(digest))

    def size(self, digest: str) -> int:
        """Size of the plain bytes; BlobDamagedError when the file is missing."""
        data = self._read(digest)
        with self._lock:
            self._at_hand[digest] = data
            while len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
        return len(data)

    def _read(self, digest: str) -> bytes:
        try:
            return self._papers.read(digest)
        except IntegrityError as error:
            raise BlobDamagedError(digest) from error
        except UnavailableError as error:
            raise LocalStorageError({"cause": error.code, "detail": ""}) from error
