"""What the use cases need from outside, as protocols; adapters fill them, bootstrap chooses.

Stores, readers and signatures have pages of their own and are named here too.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desk_app.application.code_plan import CodePlan
from desk_app.application.reading_ports import (
    Cancellation,
    CardSlot,
    FieldFound,
    FormFound,
    IdentityCards,
    NeverCancelled,
    NoCards,
    PageRead,
    PageWords,
    PaperReader,
    PictureCall,
    ProgressCall,
    no_picture,
    no_progress,
)
from desk_app.application.rights import Rights, shipped
from desk_app.application.scan_ports import Scanner
from desk_app.application.signing_ports import (
    LevelQueue,
    MarkLook,
    NoLevelQueue,
    RaisedLevel,
    Signer,
    SigningGrant,
    SignOrder,
    SignOutcome,
    Stamp,
    VerdictOnFile,
    Verifier,
    WaitingLevel,
)
from desk_app.application.store_ports import (
    CustodyRegister,
    DataStores,
    DossierRepository,
    HeldPapers,
    NoStores,
    NumberBooks,
    OfficeRecords,
    Papers,
    UnitOfWork,
    UnitOfWorkFactory,
)
from desk_app.domain.deadlines import RuleSet, WorkCalendar
from desk_app.domain.forms import FormDefinition
from desk_app.domain.people import Delegation, Officer
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.staffing import Assignment

__all__ = [
    "Calendars",
    "Cancellation",
    "CardSlot",
    "Catalogue",
    "Clock",
    "CustodyRegister",
    "DataStores",
    "DossierRepository",
    "FieldFound",
    "FormFound",
    "HeldPapers",
    "IdentityCards",
    "Ids",
    "LevelQueue",
    "MarkLook",
    "NeverCancelled",
    "NoCards",
    "NoLevelQueue",
    "NoStores",
    "NoticeChannel",
    "NumberBooks",
    "Office",
    "OfficeFacts",
    "OfficeRecords",
    "PageRead",
    "PageWords",
    "PaperReader",
    "Papers",
    "PictureCall",
    "Printed",
    "Printer",
    "ProgressCall",
    "RaisedLevel",
    "ReleaseTarget",
    "SignOrder",
    "SignOutcome",
    "Signer",
    "SigningGrant",
    "Staff",
    "Stamp",
    "TokenChoice",
    "UnitOfWork",
    "UnitOfWorkFactory",
    "ValueProblem",
    "VerdictOnFile",
    "Verifier",
    "WaitingLevel",
    "no_picture",
    "no_progress",
]


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

    def assignments(self) -> tuple[Assignment, ...]:
        """Who works on which procedure, as recorded (R-5B-78)."""
        ...

    def delegations(self) -> tuple[Delegation, ...]:
        """Delegations of approval on record."""
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

    def with_text(self, pdf: bytes, pages: Sequence[PageWords | None]) -> bytes:
        """A bound file with the words of its pages behind the pictures, in place of earlier ones.

        UnavailableError ``printing.signed_untouched`` for a file with a signature.
        """
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
        targets: names of the other target systems this office exchanges with itself; what a
            procedure sends elsewhere goes through the province.
        codes: who gives dossier codes.
        file_limit_mb: largest file the target takes, for as long as the target was not heard.
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
    targets: frozenset[str] = frozenset()
    codes: CodePlan = field(default_factory=CodePlan)
    serial_digits: int = 4
    file_limit_mb: int = 50
    seal_image: str = ""
    seal_mm: float = 0.0
    notice_channels: frozenset[str] = frozenset()
    release_targets: tuple[str, ...] = ()

    def target_of(self, system: str) -> str:
        """The target a procedure's commands go to."""
        return system if system in self.targets else self.target


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
    stores: DataStores = field(default_factory=NoStores)
