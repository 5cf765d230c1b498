"""What the use cases need from outside, as protocols; adapters fill them, bootstrap chooses."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from desk_app.application.rights import Rights, shipped
from desk_app.application.scan_ports import Scanner
from desk_app.application.sync_ports import OutboxWriter
from desk_app.domain.components import PaperRef
from desk_app.domain.custody import CustodyEntry
from desk_app.domain.deadlines import RuleSet, WorkCalendar
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact, UnavailableError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.identifiers import DossierId
from desk_app.domain.identity import ChipKey, ChipReport
from desk_app.domain.people import Delegation, Officer
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.signatures import SignatureRole, Verdict


class Clock(Protocol):
    """The only source of the present moment."""

    def now(self) -> dt.datetime:
        """Aware local time of the office."""
        ...


class Ids(Protocol):
    """Source of identifiers."""

    def new(self) -> str:
        """A fresh UUIDv7 in text form."""
        ...


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
    def records(self) -> OfficeRecords:
        """The office's own records."""
        ...

    @property
    def custody(self) -> CustodyRegister:
        """The register of seal tokens."""
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


class Catalogue(Protocol):
    """Procedures and e-forms as data."""

    def procedures(self, on: dt.date) -> tuple[ProcedureDefinition, ...]:
        """Every procedure in force that day."""
        ...

    def procedure(
        self, key_or_code: str, on: dt.date | None = None, version: int | None = None
    ) -> ProcedureDefinition:
        """One procedure by key or national code."""
        ...

    def form(self, key: str, version: int | None = None) -> FormDefinition:
        """One e-form."""
        ...

    def problems(
        self, form: FormDefinition, values: Mapping[str, object]
    ) -> tuple["ValueProblem", ...]:
        """What is wrong with the values of a form."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueProblem:
    """A value the form's schema refuses; ``code`` is a catalogue key."""

    name: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Calendars(Protocol):
    """Working calendars and deadline rule sets as data with dates."""

    def calendar(self) -> WorkCalendar:
        """The calendar of this office."""
        ...

    def rule_set(self, name: str, on: dt.date) -> RuleSet:
        """The rule set of that name, or ``by_date`` for the one in force that day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenChoice:
    """Which token and certificate somebody signs with."""

    module: str
    token: str
    certificate: str


class Staff(Protocol):
    """Staff list and delegations."""

    def token_of(self, user: str, purpose: str) -> TokenChoice:
        """Token of an officer; ``personal`` or ``agency``; RuleError ``staff.no_certificate``."""
        ...

    def password_hash(self, user: str) -> str:
        """Argon2id hash of the officer's password; empty when there is none."""
        ...

    def officer(self, user: str) -> Officer:
        """The officer; raises NotFoundError ``staff.unknown``."""
        ...

    def officers(self) -> tuple[Officer, ...]:
        """Everybody."""
        ...

    def delegations(self) -> tuple[Delegation, ...]:
        """Delegations of approval on record."""
        ...


class Cancellation(Protocol):
    """Asked by long work at its safe points."""

    def is_cancelled(self) -> bool:
        """Whether the officer pressed stop."""
        ...


class NeverCancelled:
    """For work nobody can stop."""

    def is_cancelled(self) -> bool:
        """Never."""
        return False


ProgressCall = Callable[[int, int, str], None]
"""(done, total or 0, note); called from the thread that works."""


def no_progress(done: int, total: int, note: str) -> None:
    """Nobody is waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFound:
    """One field read from a page."""

    value: str
    confidence: float
    sure: bool
    box: tuple[int, int, int, int]
    source: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What the reader found on one page."""

    page: str
    index: int
    document_type: str
    document_type_confidence: float
    fields: Mapping[str, FieldFound]
    text: str
    quality: Mapping[str, object]
    seconds: float
    problem: str = ""


class PaperReader(Protocol):
    """Recognition of papers."""

    def read(
        self, path: Path, *, document_type: str | None = None, cancelled: Cancellation | None = None
    ) -> Iterator[PageRead]:
        """Read each page of a file.

        Raises UnavailableError ``recognition.model_missing`` and the like.
        """
        ...


@dataclass(frozen=True, slots=True)
class CardSlot:
    """One slot of a card reader.

    Attributes:
        kind: ``contactless``, ``contact`` or ``unknown``.
    """

    name: str
    kind: str
    has_card: bool


class IdentityCards(Protocol):
    """The chip of a citizen's card."""

    def slots(self) -> Sequence[CardSlot]:
        """Slots of this machine; UnavailableError ``chip.service_down`` without a card service."""
        ...

    def read(
        self,
        key: ChipKey,
        *,
        reader: str = "",
        wants_picture: bool = False,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> ChipReport:
        """Read the card that lies on a reader; UnavailableError ``chip.*``, Cancelled."""
        ...


class NoCards:
    """A desk without a card reader."""

    def slots(self) -> Sequence[CardSlot]:
        """None."""
        return ()

    def read(
        self,
        key: ChipKey,
        *,
        reader: str = "",
        wants_picture: bool = False,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> ChipReport:
        """Say so."""
        raise UnavailableError("chip.no_reader", {"reader": reader})


@dataclass(slots=True, kw_only=True)
class SigningGrant:
    """An officer's permission to use a token for one act; the PIN is wiped after use.

    Attributes:
        pin: None where the PIN is typed on the device.
    """

    module: str
    token: str
    certificate: str
    pin: bytearray | None = field(repr=False, default=None)
    final_try_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A word the clerk adds before the seal, such as number or date, signed into its place.

    Attributes:
        anchor: name of the prepared place.
        box: (page from 0, x, y, width, height in points).
    """

    anchor: str
    box: tuple[int, float, float, float, float]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOrder:
    """One file to sign.

    Attributes:
        anchor: name of the prepared place (``LanhDao``, ``ConDau``, ``SaoY``) or empty for the
            role's own corner.
        box: (page from 0, x, y, width, height in points) of the prepared place, if any.
        basis: number of the writing that lets the person sign so; stored with the signature.
        dossier: id of the dossier; the paper waits under it for a higher level.
        certificate_serial: serial number (hex) of the signer's registered certificate; the name
            decides where none is registered.
        image: name of the picture of the signature or seal in the desk's profile; ``image_mm``
            wide on paper.
        stamps: signed into the file before the signature itself, under the same login.
        prepares: places of later signers, made as empty fields together with this signature.
    """

    key: str
    file: PaperRef
    role: SignatureRole
    name: str
    position: str = ""
    capacity: str = ""
    basis: str = ""
    agency: str = ""
    anchor: str = ""
    box: tuple[int, float, float, float, float] | None = None
    dossier: str = ""
    certificate_serial: str = ""
    image: str = ""
    image_mm: float = 0.0
    stamps: tuple[Stamp, ...] = ()
    prepares: Mapping[str, tuple[int, float, float, float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutcome:
    """How one order ended: a signed file with its facts, or a code with facts.

    Attributes:
        shortfall: code of what kept the file from the level the office wants; it is added later.
        ends_batch: the fault is the token's: nothing after it was tried.
    """

    key: str
    file: PaperRef | None = None
    signer: str = ""
    certificate_serial: str = ""
    level: str = ""
    signed_at: dt.datetime | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    shortfall: str = ""
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    ends_batch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedLevel:
    """A signed paper at a higher level.

    Attributes:
        file: the same paper when it had the level already.
    """

    file: PaperRef
    level: str


class Signer(Protocol):
    """Signatures by token."""

    def sign(
        self,
        orders: Sequence[SignOrder],
        grant: SigningGrant,
        *,
        on_outcome: Callable[[SignOutcome], None] = lambda outcome: None,
        cancelled: Cancellation | None = None,
    ) -> tuple[SignOutcome, ...]:
        """Sign under one login; a wrong PIN raises before the first file and is never repeated.

        Every file and the certificate are checked before the PIN is used; a file that cannot be
        signed does not keep the others from it. ``on_outcome`` is called on the caller's thread
        as each order ends.
        """
        ...

    def raise_level(self, file: PaperRef, level: str) -> RaisedLevel:
        """Add time stamps and revocation data to a signed paper (ETSI EN 319 142-1).

        Raises:
            UnavailableError: ``signing.tsa_*``, ``signing.revocation_*`` …; the paper is as it was.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLevel:
    """A signed paper that waits for a higher level.

    Attributes:
        key: name of the entry.
        sha256: the paper when it was queued; newer states of it wait in its place.
        level: what it waits for.
        reason: code of what kept it from there, the latest.
        attempts: how often it was tried in vain.
    """

    key: str
    dossier: str
    sha256: str
    level: str
    reason: str
    attempts: int = 0


class LevelQueue(Protocol):
    """Signed papers that wait for a time stamp or for their archive form."""

    def add(self, *, dossier: str, sha256: str, level: str, reason: str) -> None:
        """Let a paper wait; the same paper twice keeps the higher wish."""
        ...

    def waiting(self) -> tuple[WaitingLevel, ...]:
        """All papers, oldest first."""
        ...

    def refused(self, key: str, code: str, facts: Mapping[str, object]) -> None:
        """Keep why a try failed."""
        ...

    def done(self, key: str) -> None:
        """Take an entry out."""
        ...


class NoLevelQueue:
    """Keeps nothing: for offices that sign nothing."""

    def add(self, *, dossier: str, sha256: str, level: str, reason: str) -> None:
        """Forget it."""

    def waiting(self) -> tuple[WaitingLevel, ...]:
        """Nothing."""
        return ()

    def refused(self, key: str, code: str, facts: Mapping[str, object]) -> None:
        """Forget it."""

    def done(self, key: str) -> None:
        """Nothing is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictOnFile:
    """What verification says about one file."""

    verdict: Verdict
    reasons: tuple[str, ...]
    sentence: str
    signers: tuple[str, ...]
    serials: tuple[str, ...]
    roles: tuple[str, ...]
    report: Mapping[str, object]


class Verifier(Protocol):
    """Verdicts on signed files."""

    def verify(
        self, file: PaperRef, *, at: dt.datetime | None = None, offline: bool = True
    ) -> VerdictOnFile:
        """The three-valued verdict; never raises for what is in the file."""
        ...

    def broken_for_second_reader(self, file: PaperRef) -> tuple[str, ...]:
        """Signatures that an independent implementation finds broken.

        Empty when it finds none broken, or has no opinion.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A typeset paper and the places prepared on it, (page from 0, x, y, width.

    Height in points) by name.
    """

    pdf: bytes
    pages: int
    places: Mapping[str, tuple[int, float, float, float, float]]
    form_set: str = ""


class Printer(Protocol):
    """Slips and results as PDF/A-2b."""

    def slip(
        self, key: str, data: Mapping[str, object], *, issued_at: dt.datetime, procedure: str = ""
    ) -> Printed:
        """A slip in the form set in force on the day of issue."""
        ...

    def result(
        self, template: str, data: Mapping[str, object], *, issued_at: dt.datetime
    ) -> Printed:
        """A result from its template."""
        ...

    def sheet(self, layout: str, data: Mapping[str, object], *, issued_at: dt.datetime) -> Printed:
        """A paper that is no slip and no result, such as a report, by its layout."""
        ...

    def bind(
        self, pages: Sequence[Path], *, title: str, created_at: dt.datetime, dpi: int | None = None
    ) -> bytes:
        """Captured pages bound into one PDF/A-2b, their image bytes unchanged."""
        ...


class NoticeChannel(Protocol):
    """A way to reach an applicant: a mail server, an SMS gateway."""

    def send(self, key: str, *, to: str, subject: str, text: str) -> str:
        """Send once and give the receiver's answer as proof.

        ``key`` is the same for every try of one notice, so that a gateway can tell a double.

        Raises:
            UnavailableError: try again later.
            RuleError: the receiver refuses it for good.
        """
        ...


class ReleaseTarget(Protocol):
    """A system that takes results: document management, a data store, a sector database."""

    def release(self, key: str, pdf: bytes, facts: Mapping[str, object]) -> str:
        """Hand the file over and give the receiver's answer as proof; raises as ``send``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """The office a desk belongs to; settings, handed down as a value.

    Attributes:
        agency_code: code that begins every dossier code.
        device_gen: generation of this profile; a cloned or restored disk gets a new one.
        target: name of the target system commands go to unless the procedure names another.
        seal_image: name of the seal's picture in the profile, drawn ``seal_mm`` wide.
        notice_channels: ``email`` and ``sms``, as far as the office has them.
        release_targets: systems that take over returned results.
    """

    agency_code: str
    unit: str
    unit_name: str
    agency_name: str
    superior: str
    place: str
    desk: str
    device_id: str
    device_gen: int = 1
    target: str = "province"
    serial_digits: int = 4
    seal_image: str = ""
    seal_mm: float = 0.0
    notice_channels: frozenset[str] = frozenset()
    release_targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything a use case may reach."""

    facts: OfficeFacts
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    papers: Papers
    catalogue: Catalogue
    calendars: Calendars
    staff: Staff
    reader: PaperReader
    scanner: Scanner
    signer: Signer
    verifier: Verifier
    printer: Printer
    levels: LevelQueue = field(default_factory=NoLevelQueue)
    rights: Rights = field(default_factory=shipped)
    cards: IdentityCards = field(default_factory=NoCards)
