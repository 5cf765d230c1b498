"""Ports of the sync engine: the target system, and the desk's own tables it works on.

Store methods are synchronous; each is **one transaction** of its own unless it says otherwise, and
has committed (durably: WAL, ``synchronous=FULL``) when it returns. The engine calls them from one
worker thread, never from its event loop and never two at once. They raise
``sync_errors.LocalStorageError`` when the database refuses (disk full, locked beyond the time-out).

Times handed in are aware UTC; the engine owns the clock, a store never asks for the time.
"""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import BinaryIO, Protocol, TypeAlias

from desk_app.application.sync_values import (
    AccountState,
    Capabilities,
    ChangePage,
    ClockMark,
    CodeSlot,
    CommandOutcome,
    Conflict,
    ConflictState,
    DossierHead,
    DossierSnapshot,
    FeedPosition,
    InboxEvent,
    Json,
    OutboxEntry,
    ParkedItem,
    PaymentState,
    Problem,
    QueuedCommand,
    QueueSummary,
    ReconcileLine,
    RowState,
    ServerInfo,
    ShadowDossier,
    StoredPaper,
    UploadRecord,
)

KeepRecord: TypeAlias = Callable[[UploadRecord], Awaitable[None]]
"""Stores how far an upload has come."""


class SyncClock(Protocol):
    """Wall clock for records, monotonic clock for waiting."""

    def now(self) -> dt.datetime:
        """Give the aware UTC time of this machine."""
        ...

    def monotonic_s(self) -> float:
        """Give seconds that never run backwards within one boot."""
        ...

    def boot_id(self) -> str:
        """Name the boot the monotonic seconds belong to."""
        ...


class OutboxWriter(Protocol):
    """The side of the outbox a use case sees, inside its unit of work.

    ``add`` does not commit: the row becomes visible with the dossier change and its event, or not
    at all (F06). One writer a unit of work.
    """

    def next_seq(self, target: str, dossier_id: str) -> int:
        """Give the next ``dossier_seq`` of this target and dossier, counting this unit of work.

        Two units of work that race for one dossier must not both commit the same number: the
        unique constraint (target, dossier_id, dossier_seq) makes the later one fail as a stale
        version does.
        """
        ...

    def add(self, entry: OutboxEntry) -> None:
        """Put the entry into the outbox as ``ready`` with ``next_at`` = null (at once).

        Its blobs go to ``outbox_blob`` in the same transaction. A second entry with the same
        ``command_id``, or the same (target, dossier_id, dossier_seq), is refused by the database.
        """
        ...


class OutboxStore(Protocol):
    """The engine's side of the outbox.

    Order. ``seq`` grows with insertion. A row may be claimed when it is ``ready``, its ``next_at``
    is null or has come, and the row with the previous ``dossier_seq`` of the same (target,
    dossier_id) does not exist or is ``done`` or ``discarded``. So of one dossier at most one row
    is ever in flight, and a parked or waiting row holds up only its own dossier (I4, I6).

    Leases. A claimed row is ``sending`` until ``lease_until``; a worker that dies leaves it so, and
    ``claim`` treats a ``sending`` row whose lease has passed as ready. ``recover`` frees them at
    start-up, when no other worker can be alive.
    """

    def claim(
        self, target: str, *, now: dt.datetime, lease_s: float, limit: int = 1
    ) -> Sequence[QueuedCommand]:
        """Take up to ``limit`` claimable rows, lowest ``seq`` first.

        In the one transaction: state becomes ``sending``, ``lease_until`` = now + lease_s,
        ``attempts`` + 1. Each row comes with ``base_version``: the version in the ack of the
        newest done row of the same (target, dossier), or None. Two workers (PostgreSQL) never get
        the same row (``FOR UPDATE SKIP LOCKED``).
        The cost must not grow with the length of the queue: partial index on ``seq`` where the row
        is not settled, and a look at the previous ``dossier_seq`` only.
        """
        ...

    def renew(self, command_id: str, *, lease_until: dt.datetime) -> None:
        """Keep a ``sending`` row while its files are on the way; nothing for other rows."""
        ...

    def recover(self, target: str) -> int:
        """Make every ``sending`` row ``ready`` again and give their number (start-up only)."""
        ...

    def settle(self, command_id: str, outcome: CommandOutcome, *, at: dt.datetime) -> None:
        """Store the answer and mark the row ``done``.

        In one transaction: state, ``ack`` (outcome as JSON: kind, version, state, facts),
        ``acked_at``, and the codes in ``facts["codes"]`` as ``external_code`` rows
        (dossier_id, target, code, assigned_by ``server``; ignored when they exist: a code is
        never changed, only added).
        Settling a row that is done already changes nothing.
        """
        ...

    def postpone(self, command_id: str, *, next_at: dt.datetime, problem: Problem) -> None:
        """Put a claimed row back to ``ready``, not before ``next_at``, with the reason."""
        ...

    def park(
        self,
        command_id: str,
        problem: Problem,
        *,
        at: dt.datetime,
        conflict: Conflict | None = None,
    ) -> None:
        """Mark the row ``parked``, with the reason and, when given, a ``conflict`` row (one tx)."""
        ...

    def resume(self, command_id: str) -> bool:
        """Make a waiting or parked row ``ready`` at once ("gửi ngay"); False when it is settled."""
        ...

    def hasten(self, target: str) -> int:
        """Clear ``next_at`` of every ready row (start, network came back, "gửi ngay" for all)."""
        ...

    def rebase(self, command_id: str, *, version: int) -> None:
        """Set ``rebased_version``; the engine decided that the row means the same there.

        ``settle`` and ``reopen`` clear it.
        """
        ...

    def discard(self, command_id: str, *, by: str, reason: str, at: dt.datetime) -> None:
        """Give a parked row up: ``discarded``, kept with who, why and when; its conflict too.

        Raises:
            LookupError: there is no such row.
            ValueError: the row is not parked, or the reason is empty.
        """
        ...

    def get(self, command_id: str) -> QueuedCommand | None:
        """Give one row."""
        ...

    def items(
        self,
        target: str,
        *,
        states: Iterable[RowState] | None = None,
        dossier_id: str | None = None,
        limit: int = 200,
    ) -> Sequence[QueuedCommand]:
        """List rows by ``seq`` for the outbox page."""
        ...

    def summary(self, target: str) -> QueueSummary:
        """Count rows; ``waiting`` = ready + sending; oldest = the lowest waiting ``seq``.

        ``next_at`` is the earliest moment at which a claimable row comes up, None when one is due
        already or nothing waits.
        """
        ...

    def parked(self, target: str) -> Sequence[ParkedItem]:
        """List parked rows for the report."""
        ...

    def conflicts(self, *, state: ConflictState = ConflictState.OPEN) -> Sequence[Conflict]:
        """List conflicts."""
        ...

    def heads(self, target: str, *, since: dt.datetime) -> Sequence[DossierHead]:
        """Give, for each dossier with rows done since then, version and all done command ids."""
        ...

    def reopen(self, command_ids: Sequence[str]) -> int:
        """Make done rows ``ready`` again with their old ids and give their number (F32).

        ``ack`` stays: the codes it holds were given out and go along with the re-sent command.
        """
        ...


class UploadStore(Protocol):
    """How far each file has come at each target (table ``blob_upload``)."""

    def upload(self, target: str, digest: str) -> UploadRecord:
        """Give the record, an empty one when nothing is known."""
        ...

    def save_uploads(self, records: Sequence[UploadRecord]) -> None:
        """Insert or replace the records, in one transaction."""
        ...

    def forget_uploads(self, target: str) -> None:
        """Mark every file of the target as not verified (epoch changed)."""
        ...


class InboxStore(Protocol):
    """What came from the target: events seen, shadow copies, position in the feed."""

    def position(self, target: str) -> FeedPosition:
        """Give the stored position; an empty one at first."""
        ...

    def apply(
        self, target: str, events: Sequence[InboxEvent], position: FeedPosition, *, at: dt.datetime
    ) -> Sequence[ShadowDossier]:
        """Take in a page: events, effects and position in one transaction.

        An event whose id is known is skipped (F35). The effect is the shadow copy: replaced when
        the event's version is higher than the stored one; ``has_waiting`` tells whether commands
        of this desk wait for the dossier, in which case open forms are left alone (F36). Codes in
        the document (``codes``) are added as external codes.

        Returns:
            The shadow copies that changed, for the screens.
        """
        ...

    def replace_shadow(
        self, target: str, snapshots: Sequence[DossierSnapshot], position: FeedPosition | None
    ) -> None:
        """Store snapshots regardless of version (reconciliation, full snapshot), and position."""
        ...

    def shadow(self, target: str, dossier_id: str) -> ShadowDossier | None:
        """Give the shadow copy of one dossier."""
        ...

    def shadows(self, target: str, *, state: str | None = None) -> Sequence[ShadowDossier]:
        """List shadow copies, for instance online submissions (``SUBMITTED``)."""
        ...


class CodeSlotStore(Protocol):
    """Leased serials for codes given while offline (table ``code_slot``)."""

    def codes(self, target: str, dossier_id: str) -> Sequence[str]:
        """List the codes a target gave a dossier."""
        ...

    def slot(self, unit: str, *, device_id: str = "") -> CodeSlot | None:
        """Give a desk's lease of a unit."""
        ...

    def save_slot(self, slot: CodeSlot) -> None:
        """Store a new lease.

        The highest serials are merged: the greater of the server's and our own wins, day by day.
        """
        ...

    def take_serial(
        self, unit: str, *, day: dt.date, device_gen: int, at: dt.datetime, device_id: str = ""
    ) -> tuple[int, int]:
        """Take the next serial of the day: (slot, serial), serial from 1.

        Must run in the unit of work that stores the code: a rolled-back dossier gives its serial
        back, a committed one never.

        Raises:
            SlotFencedError: the lease was given to another generation.
            SlotExhaustedError: no lease, the lease is over, or 999 serials are used.
        """
        ...

    def add_pool(
        self,
        target: str,
        unit: str,
        codes: Sequence[str],
        *,
        device_id: str = "",
        device_gen: int = 1,
    ) -> None:
        """Store whole codes fetched in advance by a generation of a desk (strategy ``pool``)."""
        ...

    def take_pool(
        self, target: str, unit: str, *, device_id: str = "", device_gen: int = 1
    ) -> str | None:
        """Take one whole code of this generation, once; None when there is none.

        What another generation of the desk fetched is never given: it may have given it already.
        """
        ...

    def pool_left(self, target: str, unit: str, *, device_id: str, device_gen: int) -> int:
        """Count the codes of this generation that were not taken."""
        ...


class ClockStore(Protocol):
    """Comparisons of clocks (table ``clock_mark``); only the newest few matter."""

    def add_mark(self, mark: ClockMark) -> None:
        """Store a comparison."""
        ...

    def last_mark(self) -> ClockMark | None:
        """Give the newest comparison."""
        ...


class SyncStore(OutboxStore, UploadStore, InboxStore, CodeSlotStore, ClockStore, Protocol):
    """Everything the engine keeps on the desk, over one database."""


class BlobSource(Protocol):
    """The desk's papers, by SHA-256 of the plain bytes."""

    def open(self, digest: str) -> BinaryIO:
        """Open the plain bytes for reading, seekable.

        Raises:
            BlobDamagedError: the file is missing, or its bytes do not give the digest.
        """
        ...

    def size(self, digest: str) -> int:
        """Give the size of the plain bytes; raises BlobDamagedError when the file is missing."""
        ...


class ProvincialSystem(Protocol):
    """One target system. Raises only ``sync_errors``."""

    @property
    def name(self) -> str:
        """Give the name commands are addressed to."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Say what this target can do."""
        ...

    async def server_info(self) -> ServerInfo:
        """Ask who is there: epoch, time, limits."""
        ...

    async def blob_verified(self, digest: str) -> bool:
        """Ask whether the target holds these bytes and has checked their hash."""
        ...

    async def put_blob(
        self, record: UploadRecord, source: BinaryIO, size: int, *, keep: KeepRecord
    ) -> UploadRecord:
        """Bring one file to the target, continuing where ``record`` stands, and read it back.

        ``keep`` stores a record before bytes are sent, so that a desk that dies goes on there.

        Returns:
            The record with ``verified`` set only after the target said so itself; otherwise with
            the path cleared (start again), and ``corrupt_count`` raised when the target's copy
            differed.
        """
        ...

    async def submit(
        self,
        entry: OutboxEntry,
        *,
        if_version: int | None,
        assigned: Mapping[str, Json] | None = None,
    ) -> CommandOutcome:
        """Send one command against a version (None: the dossier does not exist there yet).

        ``assigned`` are the facts of an answer the target gave before it lost the command; what
        was given out then (a printed code) must be given again.
        """
        ...

    async def changes(self, cursor: str | None, *, wait_s: int = 0) -> ChangePage:
        """Read the feed after a cursor; GoneError when the cursor is too old."""
        ...

    async def get_dossier(self, dossier_id: str) -> DossierSnapshot | None:
        """Give the target's copy, None when it has none."""
        ...

    def get_blob(self, digest: str) -> AsyncIterator[bytes]:
        """Read a file back in pieces."""
        ...

    async def reconcile(self, heads: Sequence[DossierHead]) -> Sequence[ReconcileLine]:
        """Compare what this desk had confirmed with what the target holds."""
        ...

    async def lease_code_slot(self, unit: str, *, device_id: str, device_gen: int) -> CodeSlot:
        """Lease or renew a slot of serials; SlotFencedError when the generation is old."""
        ...

    async def fetch_codes(
        self, unit: str, *, device_id: str, device_gen: int, wanted: int
    ) -> Sequence[str]:
        """Have this generation of a desk hold ``wanted`` unused whole codes; gives all it holds.

        Codes held by earlier generations go back to the target.
        """
        ...

    async def aclose(self) -> None:
        """Close connections."""
        ...


class ProvincialEnquiries(Protocol):
    """Questions asked while the citizen waits. Raise only ``sync_errors``; nothing is queued."""

    async def find_account(self, identifier: str) -> AccountState | None:
        """Look an account up by the number on the identity paper; None when there is none."""
        ...

    async def create_account(
        self, identifier: str, *, full_name: str, phone: str = ""
    ) -> AccountState:
        """Make an account; one that exists already is given as it is."""
        ...

    async def stored_papers(self, owner: str, store: str = "provincial") -> Sequence[StoredPaper]:
        """List papers of an owner that a store holds."""
        ...

    async def payment_state(self, dossier_id: str) -> PaymentState | None:
        """Give what was paid, with the signed records; None for an unknown dossier."""
        ...
