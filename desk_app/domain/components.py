"""Papers of a dossier: what was filed, what was digitised, and what became of it."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.procedures import Digitisation
from desk_app.domain.signatures import FileVerdict, SignatureRecord, SignatureRole


class Presence(StrEnum):
    """Officer's tick in the component list (R-5B-16)."""

    UNMARKED = "unmarked"
    PRESENT = "present"
    MISSING = "missing"
    WRONG = "wrong"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRef:
    """A stored file, named by its digest.

    Attributes:
        sha256: digest of the plain bytes.
        size: bytes.
        pages: pages when known, else 0.
        derived_from: digest of the file this one was made from (signing, conversion), if any.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    pages: int = 0
    derived_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseRecord:
    """A stored paper used again instead of a scan, confirmed by the applicant (R-5B-23)."""

    source: str
    source_id: str
    dated: str
    confirmed_by: str
    confirmed_at: dt.datetime
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDigitised:
    """Recorded decision not to digitise, with reason and decider (R-5B-66)."""

    reason: str
    decided_by: str
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalCheck:
    """Comparison with the original seen at the counter (R-5B-38)."""

    seen_by: str
    seen_at: dt.datetime
    agrees: bool


@dataclass(slots=True, kw_only=True)
class Component:
    """One component of a dossier.

    Attributes:
        key: name inside the procedure.
        required: the dossier is incomplete without it.
        paper_kind: ``original``, ``copy``, ``certified_copy`` or ``electronic``.
        pages: the scanned pages as captured, never edited.
        file: the digitised component as one PDF, its newest signed state.
        earlier: older states of ``file``, oldest first.
    """

    key: str
    name: str
    document_type: str
    digitisation: Digitisation
    required: bool = True
    digitisation_reason: str = ""
    presence: Presence = Presence.UNMARKED
    paper_kind: str = "original"
    quantity: int = 1
    remark: str = ""
    pages: tuple[PaperRef, ...] = ()
    file: PaperRef | None = None
    earlier: tuple[PaperRef, ...] = ()
    signatures: tuple[SignatureRecord, ...] = ()
    reuse: ReuseRecord | None = None
    not_digitised: NotDigitised | None = None
    original_check: OriginalCheck | None = None
    verdict: FileVerdict | None = None
    sensitive: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether the component counts as filed: ticked as present, or reused from a store."""
        return self.presence is Presence.PRESENT or self.reuse is not None

    @property
    def is_in_scope(self) -> bool:
        """Whether the component counts in the digitisation rate (R-5B-06)."""
        if not self.is_there or self.reuse is not None or self.not_digitised is not None:
            return False
        return self.digitisation is Digitisation.MANDATORY or self.file is not None

    @property
    def is_signed_personally(self) -> bool:
        """Whether the newest file carries an officer's personal signature."""
        if self.reuse is not None:
            return True
        return (
            any(s.role is SignatureRole.OFFICER for s in self.signatures) and self.file is not None
        )

    @property
    def is_copy_signed(self) -> bool:
        """Whether the agency signed it as a true copy (R-5B-54)."""
        return any(s.role is SignatureRole.COPY for s in self.signatures)

    def put_file(self, file: PaperRef) -> None:
        """Replace the file by a newer state; what was signed before stays in ``earlier``."""
        if self.file is not None:
            self.earlier = (*self.earlier, self.file)
        self.file = file

    def put_scan(self, file: PaperRef, pages: tuple[PaperRef, ...]) -> None:
        """Take a new capture: signatures and verdict belonged to the bytes before it."""
        self.put_file(file)
        self.pages = pages
        self.signatures = ()
        self.verdict = None
        self.presence = Presence.PRESENT

    def put_signature(self, file: PaperRef, record: SignatureRecord) -> None:
        """Take the signed state of the file."""
        self.put_file(file)
        self.signatures = (*self.signatures, record)
