"""What use cases keep: dossiers, number books and records in one transaction, papers beside it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from desk_app.application.sync_ports import OutboxWriter
from desk_app.domain.components import PaperRef
from desk_app.domain.custody import CustodyEntry
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact, UnavailableError
from desk_app.domain.held_papers import HeldPaper, Store
from desk_app.domain.identifiers import DossierId
from desk_app.domain.learned import Learned, LearnedKind, Lesson, Review


class DossierRepository(Protocol):
    """Dossiers of this office, inside one unit of work."""

    def get(self, dossier_id: DossierId) -> Dossier:
        """The dossier of that id; raises NotFoundError ``dossier.not_found``."""
        ...

    def find(self, text: str) -> Dossier:
        """The dossier whose code or id is ``text``; raises NotFoundError ``dossier.not_found``."""
        ...

    def add(self, dossier: Dossier) -> None:
        """Take in a new dossier with its events."""
        ...

    def save(self, dossier: Dossier) -> None:
        """Store the changed dossier and its new events; raises ConflictError ``dossier.changed``.

        The version read must still be the stored one; it is raised by one. Events are appended to
        the dossier's hash
        chain and emptied from the aggregate.
        """
        ...


class NumberBooks(Protocol):
    """Counters that never give a number twice."""

    def next(self, book: str) -> int:
        """Next number of a book, from 1; part of the unit of work.

        So a rolled-back act gives it back.
        """
        ...


class OfficeRecords(Protocol):
    """What an office records outside dossiers, such as delegations; lines are only ever added."""

    def add(
        self, kind: str, key: str, body: Mapping[str, Fact], *, at: dt.datetime, by: str
    ) -> int:
        """Add the next version of a record; gives its number, from 1."""
        ...

    def newest(self, kind: str) -> tuple[tuple[str, dict[str, Fact]], ...]:
        """Key and newest body of every record of a kind, by key."""
        ...


class CustodyRegister(Protocol):
    """Who holds which seal token; lines are only added."""

    def entries(self, token: str = "") -> tuple[CustodyEntry, ...]:
        """Lines of one token, or of all, oldest first."""
        ...

    def add(self, entry: CustodyEntry) -> None:
        """Write a line."""
        ...


class CodeBook(Protocol):
    """Serials and whole codes this desk may give, and codes that came for dossiers without one."""

    def take_serial(
        self, unit: str, *, day: dt.date, device_gen: int, at: dt.datetime, device_id: str
    ) -> tuple[int, int]:
        """The next serial of the day from this desk's lease: (slot, serial).

        Raises:
            SlotFencedError: the lease was given to another generation of this desk.
            SlotExhaustedError: no lease, the lease is over, or its serials of the day are used.
        """
        ...

    def take_pool(self, target: str, unit: str, *, device_id: str, device_gen: int) -> str | None:
        """One whole code fetched by this generation of this desk, once; None when none is left."""
        ...

    def arrived(self) -> Sequence[tuple[str, str]]:
        """(dossier id, code) of received dossiers without a code whose target answered one."""
        ...


class HeldPapers(Protocol):
    """The dated copy of what stores said they hold; read without a line."""

    def keep(self, papers: Sequence[HeldPaper]) -> None:
        """Take in what a store told; a newer answer about the same paper takes its place."""
        ...

    def of(self, owner: str) -> tuple[HeldPaper, ...]:
        """Papers of a person or organisation, the newest document first."""
        ...

    def one(self, store: Store, paper_id: str) -> HeldPaper | None:
        """One paper, or None."""
        ...

    def find(self, text: str, *, limit: int = 50) -> tuple[HeldPaper, ...]:
        """Papers whose owner, name, number, issuer or content has every word of the question."""
        ...


class LearnedWords(Protocol):
    """What corrections taught, each lesson once; used only when it was approved."""

    def note(self, lesson: Lesson, *, at: dt.datetime) -> None:
        """Count a lesson once more; what was decided about it stays."""
        ...

    def keep(self, learned: Learned) -> None:
        """Put a lesson down as it is given, in place of what was known of it."""
        ...

    def forget(self, lesson: Lesson) -> None:
        """Take a lesson away."""
        ...

    def all(
        self, *, kind: LearnedKind | None = None, review: Review | None = None
    ) -> tuple[Learned, ...]:
        """Lessons of a kind and a state, or all, in the order of their ids."""
        ...


class DataStores(Protocol):
    """The provincial and the national data store, asked while the citizen waits."""

    def ask(self, store: Store, owner: str) -> tuple[HeldPaper, ...]:
        """What a store holds of an owner; UnavailableError ``stores.*``."""
        ...

    def fetch(self, paper: HeldPaper) -> bytes:
        """The paper itself, checked against its hash.

        Raises:
            UnavailableError: ``stores.*``.
            IntegrityError: ``stores.not_the_paper``.
        """
        ...


class NoStores:
    """A desk without a line to any store."""

    def ask(self, store: Store, owner: str) -> tuple[HeldPaper, ...]:
        """Say so."""
        raise UnavailableError("stores.none", {"store": str(store)})

    def fetch(self, paper: HeldPaper) -> bytes:
        """Say so."""
        raise UnavailableError("stores.none", {"store": str(paper.store)})


class UnitOfWork(Protocol):
    """One transaction: dossier, events and outbox rows become durable together or not at all."""

    @property
    def dossiers(self) -> DossierRepository:
        """Dossiers."""
        ...

    @property
    def outbox(self) -> OutboxWriter:
        """Commands for target systems."""
        ...

    @property
    def numbers(self) -> NumberBooks:
        """Number books."""
        ...

    @property
    def codes(self) -> CodeBook:
        """Codes this desk may give."""
        ...

    @property
    def records(self) -> OfficeRecords:
        """The office's own records."""
        ...

    @property
    def custody(self) -> CustodyRegister:
        """The register of seal tokens."""
        ...

    @property
    def held(self) -> HeldPapers:
        """Papers that stores hold, as last told."""
        ...

    @property
    def learned(self) -> LearnedWords:
        """What corrections taught."""
        ...

    def commit(self) -> None:
        """Make everything durable."""
        ...


UnitOfWorkFactory = Callable[[], AbstractContextManager[UnitOfWork]]
"""Opens a unit of work; leaving the block without ``commit`` undoes it."""


class Papers(Protocol):
    """Content-addressed store of papers; encrypted at rest; files are immutable."""

    def put(
        self,
        data: bytes,
        *,
        name: str,
        media_type: str,
        pages: int = 0,
        derived_from: str | None = None,
    ) -> PaperRef:
        """Store bytes durably before returning; storing the same bytes twice is one file."""
        ...

    def put_file(
        self,
        path: Path,
        *,
        name: str,
        media_type: str,
        pages: int = 0,
        derived_from: str | None = None,
    ) -> PaperRef:
        """Store a file's bytes; the file itself is left alone."""
        ...

    def read(self, digest: str) -> bytes:
        """Plain bytes.

        Raises IntegrityError ``papers.damaged`` when they are missing or do not give the digest.
        """
        ...

    def open(self, digest: str) -> BinaryIO:
        """Plain bytes as a seekable stream; raises as ``read``."""
        ...

    def has(self, digest: str) -> bool:
        """Whether the store holds a file of that name."""
        ...

    def plain_file(self, ref: PaperRef) -> AbstractContextManager[Path]:
        """The plain bytes as a private temporary file, removed at the end of the block."""
        ...
