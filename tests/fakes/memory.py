"""An office in memory: unit of work, papers and number books that behave like the durable ones."""

import copy
import datetime as dt
import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_app.domain.components import PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, IntegrityError, NotFoundError
from desk_app.domain.events import GENESIS, chain_head


class MemoryStore:
    """What survives a unit of work."""

    def __init__(self):
        self.dossiers = {}
        self.events = {}
        self.outbox = []
        self.numbers = {}

    @contextmanager
    def unit_of_work(self) -> Iterator["MemoryUnitOfWork"]:
        yield MemoryUnitOfWork(self)


class MemoryUnitOfWork:
    """Collects changes and applies them at commit."""

    def __init__(self, store):
        self._store = store
        self._changed = {}
        self._numbers = dict(store.numbers)
        self._entries = []
        self.dossiers = self
        self.outbox = self
        self.numbers = self

    def get(self, dossier_id) -> Dossier:
        if dossier_id not in self._store.dossiers:
            raise NotFoundError("dossier.not_found", {"dossier": str(dossier_id)})
        return copy.deepcopy(self._store.dossiers[dossier_id])

    def find(self, text) -> Dossier:
        for dossier in self._store.dossiers.values():
            if text in {dossier.id, str(dossier.code)}:
                return copy.deepcopy(dossier)
        raise NotFoundError("dossier.not_found", {"dossier": text})

    def _put(self, dossier):
        events, dossier.events = dossier.events, []
        dossier.version += 1
        self._changed[dossier.id] = (copy.deepcopy(dossier), events)

    def add(self, item) -> None:
        if isinstance(item, Dossier):
            self._put(item)
        else:
            self._entries.append(item)

    def save(self, dossier) -> None:
        stored = self._store.dossiers[dossier.id]
        if stored.version != dossier.version:
            raise ConflictError("dossier.changed", {"seen": dossier.version, "now": stored.version})
        self._put(dossier)

    def next_seq(self, target, dossier_id) -> int:
        rows = [*self._store.outbox, *self._entries]
        return 1 + sum(e.target == target and e.dossier_id == dossier_id for e in rows)

    def next(self, book) -> int:
        self._numbers[book] = self._numbers.get(book, 0) + 1
        return self._numbers[book]

    def commit(self) -> None:
        for dossier_id, (dossier, events) in self._changed.items():
            self._store.dossiers[dossier_id] = dossier
            chain = self._store.events.setdefault(dossier_id, [])
            for event in events:
                previous = chain[-1][0] if chain else GENESIS
                chain.append((chain_head(previous, len(chain) + 1, event), event))
        self._store.numbers = self._numbers
        self._store.outbox += self._entries


class MemoryPapers:
    """Papers by digest, in memory."""

    def __init__(self):
        self._bytes = {}

    def put(self, data, *, name, media_type, pages=0, derived_from=None) -> PaperRef:
        digest = hashlib.sha256(data).hexdigest()
        self._bytes[digest] = bytes(data)
        return PaperRef(
            sha256=digest,
            name=name,
            media_type=media_type,
            size=len(data),
            pages=pages,
            derived_from=derived_from,
        )

    def put_file(self, path, *, name, media_type, pages=0, derived_from=None) -> PaperRef:
        return self.put(
            Path(path).read_bytes(),
            name=name,
            media_type=media_type,
            pages=pages,
            derived_from=derived_from,
        )

    def read(self, digest) -> bytes:
        if digest not in self._bytes:
            raise IntegrityError("papers.damaged", {"sha256": digest})
        return self._bytes[digest]

    def open(self, digest):
        return io.BytesIO(self.read(digest))

    @contextmanager
    def plain_file(self, ref) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / ref.name.replace("/", "_")
            path.write_bytes(self.read(ref.sha256))
            yield path


class FrozenClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        return self.at

    def tick(self, **delta) -> None:
        self.at += dt.timedelta(**delta)
