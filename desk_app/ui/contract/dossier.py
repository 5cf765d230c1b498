"""One dossier as every step shows it, and the read side that gives it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from desk_app.ui.contract.codes import SyncState, Verdict
from desk_app.ui.contract.forms import FieldValue, FormDefinition
from desk_app.ui.contract.lists import Counts, Surroundings, WorkList, WorkQuery
from desk_app.ui.contract.notes import PageNote
from desk_app.ui.contract.papers import Box, DocumentRef
from desk_app.ui.entry import Step

UNCLEAR = "~unclear"
"""Id of the card with pages of which nobody knows yet where they belong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNote:
    """One reason to look at a page: a message of the catalogue with its facts.

    Attributes:
        page: of the component, from 0; None for the component as a whole.
        other: the page to lay beside it, where the officer must compare two.
        boxes: where to look on the page and on the other one; both stay in the dossier then.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    page: int | None = None
    is_serious: bool = False
    other: DocumentRef | None = None
    boxes: tuple[Box, Box] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSize:
    """How large the file of a component is, against what the dossier's target takes.

    Attributes:
        is_from_province: False when the limit comes from the settings.
        pages_left: how many more pages of this kind fit; None before the first one.
    """

    used_bytes: int
    most_bytes: int
    is_from_province: bool = False
    pages_left: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether the target will not take it."""
        return self.used_bytes > self.most_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentView:
    """One component of the check-list and the pages captured for it.

    Attributes:
        blank_pages: sides that look blank and were not confirmed.
        notes: what is worth a look, the serious first.
        prepare: messages to heed before the next scan of this material.
        size: of its file so far; None where nothing is captured.
        may_ask_original: this material lets the applicant be asked for the signed electronic file.
        original_asked: the applicant was asked.
        is_sensitive: shows images of identity cards and the like: no thumbnail.
    """

    id: str
    name: str
    requirement: Literal["mandatory", "on_demand", "optional"] = "mandatory"
    status: Literal[
        "missing", "digitised", "reused", "in_store", "rescan", "paper_only", "unclear"
    ] = "missing"
    reason: str = ""
    documents: tuple[DocumentRef, ...] = ()
    blank_pages: int = 0
    notes: tuple[PaperNote, ...] = ()
    material: str = "plain"
    prepare: tuple[str, ...] = ()
    size: PaperSize | None = None
    may_ask_original: bool = False
    original_asked: bool = False
    verdict: Verdict = "unsigned"
    signer: str = ""
    source: str = ""
    is_sensitive: bool = False

    @property
    def pages(self) -> int:
        """Number of captured pages."""
        return sum(document.pages for document in self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One line of the log: a catalogue key with its facts."""

    at: dt.datetime
    who: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One criterion of the appraisal."""

    id: str
    text: str
    result: Literal["open", "passed", "failed"] = "open"
    note: str = ""
    automatic: bool = False
    field_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """An opinion asked of another agency."""

    id: str
    agency: str
    question: str
    due_on: dt.date | None
    state: Literal["waiting", "answered", "overdue"]
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRow:
    """A paper of step 4: who signed it, the verdict on that, and what the agency does with it."""

    document: DocumentRef
    title: str
    signer: str
    verdict: Verdict
    duty: Literal["seal", "copy", "none"]
    sentence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee line in whole đồng."""

    name: str
    amount: int
    state: Literal["none_due", "due", "paid", "refunded"] = "due"
    paid_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place the result goes after step 5 (archive, store, province.

    Citizen) and where that stands.
    """

    id: str
    state: Literal["done", "waiting", "failed", "later"]
    at: dt.datetime | None = None
    next_try_at: dt.datetime | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedBlock:
    """What the citizen said about one block of their own data.

    Attributes:
        sha256: digest of exactly what was shown.
    """

    block: str
    sha256: str
    agrees: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Another open dossier of the same person and procedure."""

    code: str
    applicant: str
    state: str
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """One dossier as every step shows it; parts a step does not need are empty.

    Attributes:
        identified_by: how the applicant's identity was proven: typed, QR, chip …; empty before.
        portrait: PNG of the face in a card just read; the answer to that act alone has it.
        twins: open dossiers of the same person and procedure, while this one is not received.
    """

    key: str
    version: int
    code: str
    state: str
    step: Step | None
    procedure_code: str
    procedure: str
    applicant: str
    id_number: str = ""
    identified_by: str = ""
    holder: str = ""
    held_since: dt.datetime | None = None
    due_at: dt.datetime | None = None
    step_due_at: dt.datetime | None = None
    outcome: str = "grant"
    sync: SyncState = "none"
    components: tuple[ComponentView, ...] = ()
    form: FormDefinition | None = None
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    opinion_text: str = ""
    opinions: tuple[Opinion, ...] = ()
    result: DocumentRef | None = None
    signatures: tuple[SignatureRow, ...] = ()
    fees: tuple[Fee, ...] = ()
    targets: tuple[Target, ...] = ()
    slips: tuple[DocumentRef, ...] = ()
    events: tuple[EventLine, ...] = ()
    confirmations: tuple[ConfirmedBlock, ...] = ()
    notes: tuple[PageNote, ...] = ()
    read_only_for: str = ""
    saved_at: dt.datetime | None = None
    portrait: bytes = field(default=b"", repr=False)
    twins: tuple[Twin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What an act brought about: the dossier now, and the slips made (first one is printed)."""

    dossier: DossierView
    slips: tuple[DocumentRef, ...] = ()


class Enquiries(Protocol):
    """The read side; every call is one short query on the ``db`` lane."""

    def work_list(self, query: WorkQuery) -> WorkList:
        """Rows for a list, a step queue or a search."""
        ...

    def count(self, query: WorkQuery) -> int:
        """How many dossiers a list has in all; those found by words up to 10,001."""
        ...

    def counts(self) -> Counts:
        """Numbers of dashboard and navigation."""
        ...

    def count_tasks(self) -> int:
        """Tasks of the day (scope ``tasks``), counted anew once a minute.

        Reads hundreds of dossiers: not on the ``db`` lane, where a search would wait for it.
        """
        ...

    def dossier(self, key: str) -> DossierView:
        """One dossier. Errors: ``dossier.not_found``."""
        ...

    def surroundings(self) -> Surroundings:
        """Network, outbox and token; cheap, asked every few seconds and after each act."""
        ...
