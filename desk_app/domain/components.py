"""Papers of a dossier: what was filed, what was digitised, and what became of it."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.across import Said
from desk_app.domain.form_versions import FormSeen
from desk_app.domain.procedures import Digitisation
from desk_app.domain.signatures import (
    FileVerdict,
    SignatureRecord,
    SignatureRole,
    Verdict,
    raised,
)
from desk_app.domain.stacks import PaperStart


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
        derived_from: digest of the file this one was made from (signing, conversion, turning), if
            any.
        capture: which of several captures of one sheet it is, such as ``with_note`` (R-5B-69).
        recipe: how the capture was turned and cut to make this file; empty when it was not.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    pages: int = 0
    derived_from: str | None = None
    capture: str = ""
    recipe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseRecord:
    """A stored paper used again instead of a scan, confirmed by the applicant (R-5B-23).

    Attributes:
        sha256: the paper as the store names it.
        file: the paper itself, where the store could be reached for it.
    """

    source: str
    source_id: str
    dated: str
    confirmed_by: str
    confirmed_at: dt.datetime
    channel: str
    sha256: str = ""
    file: PaperRef | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankSides:
    """Sides that look blank; the officer confirms that they are (R-5B-60).

    Attributes:
        pages: digests of the captured sides.
        confirmed_by: empty until an officer has looked at them.
    """

    pages: tuple[str, ...]
    confirmed_by: str = ""
    confirmed_at: dt.datetime | None = None


class MaterialNeed(StrEnum):
    """What a class of material asks for before the component is settled (R-5B-61 to R-5B-69)."""

    DECISION = "decision"
    NOTE = "note"
    MEDIUM = "medium"
    PAIR = "pair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The class of material a component is made of, and what was written down about it.

    Attributes:
        name: name of the class.
        needs: what the class asks for.
        preservation_note: how the original is to be kept (R-5B-67).
        medium: the tape or disc that stays attached when it cannot be digitised here (R-5B-63).
        original_asked_at: when the applicant was asked for the signed electronic original
            (R-5B-64).
    """

    name: str = "plain"
    needs: tuple[MaterialNeed, ...] = ()
    preservation_note: str = ""
    medium: str = ""
    original_asked_at: dt.datetime | None = None


@dataclass(slots=True, kw_only=True)
class Component:
    """One component of a dossier.

    Attributes:
        key: name inside the procedure.
        required: the dossier is incomplete without it.
        paper_kind: ``original``, ``copy``, ``certified_copy`` or ``electronic``.
        pages: the scanned pages, as captured or as the officer turned and cut them; then
            ``derived_from`` names the capture, which stays in the store.
        file: the digitised component as one PDF, its newest signed state.
        earlier: older states of ``file``, oldest first.
        is_signed_original: ``file`` is an electronic original that the applicant signed: it is kept
            byte for byte, and its valid signature stands for an officer's (R-5B-64).
        original_pending: the original is still to be shown (R-5B-38).
        said: what the captured pages were read to say.
        text: what they were read to say, as a text beside the file; a signed file is never
            touched, an unsigned scan carries its words as well.
        starts: pages at which another paper seems to begin; proposed to the officer alone.
        form: what they were read to say of the version of their form.
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
    is_signed_original: bool = False
    material: Material = field(default_factory=Material)
    blank: BlankSides | None = None
    original_pending: bool = False
    said: tuple[Said, ...] = ()
    text: PaperRef | None = None
    starts: tuple[PaperStart, ...] = ()
    form: FormSeen | None = None
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
    def has_unseen_blanks(self) -> bool:
        """Whether sides look blank that no officer has confirmed."""
        return self.blank is not None and bool(self.blank.pages) and not self.blank.confirmed_by

    @property
    def open_needs(self) -> tuple[MaterialNeed, ...]:
        """What the material still asks for; a component that is not filed asks for nothing."""
        if not self.is_there:
            return ()
        return tuple(need for need in self.material.needs if not self._is_met(need))

    def _is_met(self, need: MaterialNeed) -> bool:
        match need:
            case MaterialNeed.DECISION:
                return self.not_digitised is not None or self.file is not None
            case MaterialNeed.NOTE:
                return bool(self.material.preservation_note)
            case MaterialNeed.MEDIUM:
                return bool(self.material.medium) or self.file is not None
            case MaterialNeed.PAIR:
                taken = [page.capture for page in self.pages]
                return len(taken) == 0 or taken.count("with_note") == taken.count("without_note")

    @property
    def is_signed_personally(self) -> bool:
        """Whether the newest file carries an officer's personal signature."""
        if self.reuse is not None:
            return True
        if self.is_signed_original and self.verdict is not None:
            return self.verdict.verdict is Verdict.VALID or self._has_officers_signature
        return self._has_officers_signature

    @property
    def _has_officers_signature(self) -> bool:
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

    @property
    def may_carry_text(self) -> bool:
        """Whether the words read from its pages may be laid into the file: an unsigned scan."""
        return (
            self.file is not None
            and self.file.media_type == "application/pdf"
            and not self.signatures
            and not self.is_signed_original
            and self.reuse is None
        )

    def is_still(self, sha256: str) -> bool:
        """Whether the file is that one, or that one with nothing but its words laid into it."""
        if self.file is None:
            return False
        with_words = self.may_carry_text and self.text is not None
        return self.file.sha256 == sha256 or (with_words and self.file.derived_from == sha256)

    def put_raised(self, file: PaperRef, level: str) -> None:
        """Take the same signed file at a higher level."""
        self.put_file(file)
        self.signatures = raised(self.signatures, level)

    def put_scan(self, file: PaperRef, pages: tuple[PaperRef, ...]) -> None:
        """Take a new capture: signatures and verdict belonged to the bytes before it."""
        self.put_file(file)
        self.pages, self.text = pages, None
        self.signatures = ()
        self.verdict = None
        self.is_signed_original = False
        self.presence = Presence.PRESENT

    def put_original(self, file: PaperRef, verdict: FileVerdict) -> None:
        """Take an electronic original as the applicant signed it."""
        self.put_scan(file, (file,))
        self.verdict = verdict
        self.is_signed_original = True
        self.paper_kind = "electronic"
        self.blank = None

    def clear_scan(self) -> None:
        """Every page was taken out again; older states of the file stay in ``earlier``."""
        if self.file is not None:
            self.earlier = (*self.earlier, self.file)
        self.file, self.pages, self.signatures, self.verdict = None, (), (), None
        self.text = None
        self.blank, self.is_signed_original = None, False
        self.presence = Presence.UNMARKED

    def see_blanks(self, pages: tuple[str, ...]) -> None:
        """Note which sides look blank; a confirmation holds for the sides it was given for."""
        known = self.blank
        if known is not None and known.confirmed_by and set(pages) <= set(known.pages):
            return
        self.blank = BlankSides(pages=pages) if pages else None

    def put_signature(self, file: PaperRef, record: SignatureRecord) -> None:
        """Take the signed state of the file."""
        self.put_file(file)
        self.signatures = (*self.signatures, record)
