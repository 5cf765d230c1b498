"""What a dossier records beside its papers: checks, opinions, slips, hand-overs, delivery.

The result.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.components import PaperRef
from desk_app.domain.signatures import FileVerdict, SignatureRecord, SignatureRole, raised


class CheckState(StrEnum):
    """Appraiser's finding on one criterion."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One criterion of the appraisal (R-5B-40)."""

    key: str
    name: str
    state: CheckState = CheckState.OPEN
    remark: str = ""
    by: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A question to a coordinating agency and its answer (R-5B-41 to R-5B-43).

    Attributes:
        late_told_at: when the head of the one-stop unit was told that the answer is late.
    """

    key: str
    agency: str
    question: str
    asked_by: str
    asked_at: dt.datetime
    unit: str
    amount: int
    due_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    answer: str = ""
    author: str = ""
    file: PaperRef | None = None
    signatures: tuple[SignatureRecord, ...] = ()
    late_told_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementPoint:
    """One point the applicant must complete: which paper, what is wrong, what to do."""

    component: str
    what: str
    to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """One request to supplement (form 02)."""

    origin: str
    points: tuple[SupplementPoint, ...]
    reason: str
    asked_by: str
    asked_at: dt.datetime
    respond_by: dt.date | None = None
    completed_at: dt.datetime | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip that was issued: what is printed is the file that is stored.

    Attributes:
        earlier: the file before each signature, oldest first.
        signatures: the officer's or the agency's (TT 01/2018/TT-VPCP Art. 10(1)(d)).
    """

    key: str
    form_set: str
    number: str
    issued_at: dt.datetime
    issued_by: str
    file: PaperRef
    earlier: tuple[PaperRef, ...] = ()
    signatures: tuple[SignatureRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Who gave the dossier to whom and when (control slip; R-5B-39, R-5B-74)."""

    giver: str
    receiver: str
    at: dt.datetime
    paper_on: dt.date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalResult:
    """A result on a blank form or card: its number and who signed it by hand (T27)."""

    number: str
    signed_by: str
    signed_on: dt.date
    medium: str


@dataclass(slots=True, kw_only=True)
class Result:
    """The paper the applicant came for.

    Attributes:
        physical_copy: ``file`` is the digitised copy of a result made on a form or card (R-5B-75).
        printed: how often it was printed and released at the counter (R-5B-76).
        places: (page from 0, x, y, width, height in points) the template prepared for marks, by
            name.
    """

    template: str
    name: str
    file: PaperRef | None = None
    earlier: tuple[PaperRef, ...] = ()
    signatures: tuple[SignatureRecord, ...] = ()
    number: str = ""
    number_on: dt.date | None = None
    verdict: FileVerdict | None = None
    physical: PhysicalResult | None = None
    physical_copy: bool = False
    central: bool = False
    printed: int = 0
    summary: str = ""
    places: dict[str, tuple[int, float, float, float, float]] = field(default_factory=dict)

    def has(self, role: SignatureRole) -> bool:
        """Whether a signature in that role was made on the current file."""
        return any(s.role is role for s in self.signatures)

    def put_draft(self, file: PaperRef) -> None:
        """A new draft: earlier signatures belonged to other bytes."""
        if self.file is not None:
            self.earlier = (*self.earlier, self.file)
        self.file, self.signatures, self.verdict = file, (), None
        self.number, self.number_on = "", None

    def put_draft_copy(self, file: PaperRef, scan: PaperRef, record: SignatureRecord) -> None:
        """The digitised and personally signed copy of a result on paper; number and date stay."""
        self.earlier = (*self.earlier, *((self.file,) if self.file is not None else ()), scan)
        self.file, self.signatures, self.verdict = file, (record,), None
        self.physical_copy = True

    def put_raised(self, file: PaperRef, level: str) -> None:
        """The same signed file at a higher level."""
        if self.file is not None:
            self.earlier = (*self.earlier, self.file)
        self.file = file
        self.signatures = raised(self.signatures, level)

    def put_signature(self, file: PaperRef, record: SignatureRecord) -> None:
        """The signed state of the file."""
        if self.file is not None:
            self.earlier = (*self.earlier, self.file)
        self.file = file
        self.signatures = (*self.signatures, record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The one extension a dossier may have (T19)."""

    old_due_at: dt.datetime
    new_due_on: dt.date
    reason: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Applicant's wish to withdraw, and how it ended (T20 to T22).

    Attributes:
        fee_treatment: ``all``, ``part`` or ``none`` of what was paid goes back; no default.
        fee_refund: đồng given back.
        fee_basis: instrument and article the treatment rests on.
    """

    reason: str
    asked_at: dt.datetime
    recorded_by: str
    came_from: str
    originals_returned: bool = False
    fee_treatment: str = ""
    fee_refund: int = 0
    fee_basis: str = ""
    decided_by: str = ""


class DeliveryState(StrEnum):
    """Facet ``delivery`` of one channel."""

    PENDING = "pending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Hand-over of the result on one channel (R-5B-56 to R-5B-58)."""

    channel: str
    state: DeliveryState
    recipient: str = ""
    recipient_identifier: str = ""
    relation: str = "principal"
    proof: str = ""
    at: dt.datetime | None = None
    by: str = ""
