"""What the screens ask of the desk: read models they show, and acts an officer can order.

The window is written against these shapes alone. Every value is frozen and plain, so it may cross
from a lane of the task runner to the GUI thread. Acts raise ``DeskError`` (stable ``code``, typed
``facts``); a wrong PIN is an error with ``tries_left`` and is never repeated by the program.

Codes of states, steps, verdicts and roles are those of the domain.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Step = Literal["intake", "appraise", "approve", "agency_sign", "return_result"]
STEPS: tuple[Step, ...] = ("intake", "appraise", "approve", "agency_sign", "return_result")

Scope = Literal["mine", "office", "overdue", "supplement", "online", "today", "active", "done"]
SyncState = Literal["sent", "waiting", "failed", "none"]
Origin = Literal["reader", "id_card", "store", "typed", "province", "none"]
Verdict = Literal[
    "valid", "invalid", "unknown", "no_time_stamp", "unsigned", "from_store", "pending"
]


class Cancellation(Protocol):
    """Asked by long work at its safe points (page, file)."""

    def is_cancelled(self) -> bool:
        """Whether the officer pressed stop."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where long work stands: item ``done`` of ``total`` (0: unknown), and what it is at."""

    done: int
    total: int = 0
    note: str = ""


ProgressCall = Callable[[Progress], None]


# ---------------------------------------------------------------- people and sign-in


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """The signed-in person as the top bar shows them; ``roles`` are role identifiers."""

    id: str
    name: str
    title: str
    counter: str = ""
    roles: frozenset[str] = frozenset()
    signs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One counter of the office."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What the sign-in page shows before anyone is known; cheap to make, no database."""

    office: str
    version: str
    counters: tuple[Counter, ...] = ()
    last_user: str = ""
    last_counter: str = ""
    is_online: bool = True
    practice: bool = False
    restored_code: str = ""


class Session(Protocol):
    """Who sits at the desk."""

    def welcome(self) -> Welcome:
        """Office, counters and what is remembered of the last officer."""
        ...

    def sign_in(self, user: str, password: str, counter: str) -> Officer:
        """Errors: ``session.wrong_password`` (tries_left), ``session.locked`` (until)."""
        ...

    def sign_in_with_token(self, pin: str, counter: str) -> Officer:
        """Errors: those of the token (``signing.pin_incorrect`` …).

        ``session.unknown_certificate``.
        """
        ...

    def sign_out(self) -> None:
        """Forget the officer; drafts stay."""
        ...


# ---------------------------------------------------------------- work lists


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """A work list asked for: scope and step narrow it, ``text`` searches all of it."""

    scope: Scope = "mine"
    step: Step | None = None
    text: str = ""
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One line of a list. ``key`` opens the dossier (code, or draft id before it has a code)."""

    key: str
    code: str
    applicant: str
    procedure: str
    state: str
    step: Step | None
    due_at: dt.datetime | None = None
    sync: SyncState = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """At most ``limit`` rows in default order (due time), and how many there are in all."""

    rows: tuple[WorkRow, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of the dashboard and the navigation, for the signed-in officer."""

    steps: Mapping[Step, int] = field(default_factory=dict)
    overdue_steps: frozenset[Step] = frozenset()
    scopes: Mapping[Scope, int] = field(default_factory=dict)
    overdue: int = 0
    due_today: int = 0
    active: int = 0
    done_today: int = 0
    minutes_per_dossier: int | None = None
    outbox: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """State of network, token and queue that the top bar shows."""

    is_online: bool
    offline_since: dt.datetime | None = None
    waiting: int = 0
    failed: int = 0
    token: Literal["ready", "absent", "expiring", "locked", "hidden"] = "hidden"  # noqa: S105  a state
    token_days_left: int | None = None


# ---------------------------------------------------------------- papers


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """A stored file (page image or PDF) the screens may ask pages of."""

    id: str
    name: str
    media_type: str = "application/pdf"
    pages: int = 1
    size_bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """One page ready to show.

    An encoded image (JPEG, PNG) and the page's own size in units of boxes.

    Attributes:
        width: 0 for a picture whose boxes are in its own pixels.
    """

    data: bytes
    width: float
    height: float
    unit: Literal["px", "pt"] = "px"


class PageImages(Protocol):
    """Pages as pictures; PDF pages are rasterised behind this port."""

    def page(self, document_id: str, page: int, width_px: int) -> PageImage:
        """Page ``page`` (from 0) not much wider than ``width_px``. Errors: ``papers.*``."""
        ...


Box = tuple[float, float, float, float]
"""x, y, width, height in page units (pixels of the upright page)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader saw for a field: value, confidence 0–1, where, and other likely values."""

    value: str
    confidence: float
    document_id: str = ""
    page: int = 0
    box: Box | None = None
    suggestions: tuple[str, ...] = ()


# ---------------------------------------------------------------- e-form


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """One field of an e-form. ``kind`` picks the control; ``width`` is its share of a row (0–1)."""

    id: str
    label: str
    kind: Literal["text", "number", "date", "choice", "multiline", "money", "phone", "check"] = (
        "text"
    )
    required: bool = False
    width: float = 1.0
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDefinition:
    """A titled group of fields."""

    id: str
    title: str
    fields: tuple[FieldDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """The e-form of a procedure in reading order."""

    id: str
    title: str
    sections: tuple[SectionDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """A value with where it came from, whether the officer has confirmed it, and what is wrong.

    Attributes:
        sure: the reader would fill it without asking and nothing speaks against it.
    """

    value: str = ""
    origin: Origin = "none"
    confirmed: bool = False
    sure: bool = True
    reading: Reading | None = None
    problem: str = ""
    problem_facts: Mapping[str, object] = field(default_factory=dict)


# ---------------------------------------------------------------- one dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentView:
    """One component of the check-list and the pages captured for it."""

    id: str
    name: str
    requirement: Literal["mandatory", "on_demand", "optional"] = "mandatory"
    status: Literal["missing", "digitised", "reused", "in_store", "rescan", "paper_only"] = (
        "missing"
    )
    reason: str = ""
    documents: tuple[DocumentRef, ...] = ()
    blank_pages: int = 0
    verdict: Verdict = "unsigned"
    signer: str = ""
    source: str = ""

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
class DossierView:
    """One dossier as every step shows it; parts a step does not need are empty."""

    key: str
    version: int
    code: str
    state: str
    step: Step | None
    procedure_code: str
    procedure: str
    applicant: str
    id_number: str = ""
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
    read_only_for: str = ""
    saved_at: dt.datetime | None = None


class Enquiries(Protocol):
    """The read side; every call is one short query on the ``db`` lane."""

    def work_list(self, query: WorkQuery) -> WorkList:
        """Rows for a list, a step queue or a search."""
        ...

    def counts(self) -> Counts:
        """Numbers of dashboard and navigation."""
        ...

    def dossier(self, key: str) -> DossierView:
        """One dossier. Errors: ``dossier.not_found``."""
        ...

    def surroundings(self) -> Surroundings:
        """Network, outbox and token; cheap, asked every few seconds and after each act."""
        ...


# ---------------------------------------------------------------- step 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChoice:
    """A procedure one can begin a dossier of."""

    code: str
    name: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanEnd:
    """How a scan ended: pages kept, and the device's ending (``done``, ``jam``, ``empty``, …)."""

    pages: int
    ending: str = "done"
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What an act brought about: the dossier now, and the slips made (first one is printed)."""

    dossier: DossierView
    slips: tuple[DocumentRef, ...] = ()


PageMove = Literal["remove", "up", "down", "split"]


class Intake(Protocol):
    """Step 1, tiếp nhận."""

    def procedures(self) -> tuple[ProcedureChoice, ...]:
        """Procedures this counter may receive."""
        ...

    def begin(self, procedure_code: str) -> DossierView:
        """A new draft, stored at once."""
        ...

    def identify(self, key: str, text: str) -> DossierView:
        """ID number or the text of an ID card's QR.

        Fills the applicant, offers papers in the store.
        """
        ...

    def reuse(self, key: str, component_id: str) -> DossierView:
        """Link the stored paper; the officer confirmed it."""
        ...

    def scan(
        self, key: str, component_id: str, progress: ProgressCall, cancelled: Cancellation
    ) -> ScanEnd:
        """Scan into a component; each page is stored before it is told. Lane ``device``."""
        ...

    def add_file(self, key: str, component_id: str, path: Path) -> DossierView:
        """Take over a file as pages of a component. Errors: ``papers.not_a_page``."""
        ...

    def arrange(self, key: str, component_id: str, page: int, move: PageMove) -> DossierView:
        """Remove, move or split at a page; undone by ``undo``."""
        ...

    def confirm_blank(self, key: str, component_id: str) -> DossierView:
        """The officer has seen the blank sides."""
        ...

    def mark(self, key: str, component_id: str, *, is_there: bool) -> DossierView:
        """Tick a component that stays on paper as filed, or take the tick away."""
        ...

    def undo(self, key: str) -> DossierView:
        """Take back the last act on papers of this draft."""
        ...

    def redo(self, key: str) -> DossierView:
        """Do it again."""
        ...

    def read(
        self, key: str, component_id: str, progress: ProgressCall, cancelled: Cancellation
    ) -> DossierView:
        """Recognise the component and bring its values into the form as readings. Lane ``io``."""
        ...

    def save_draft(self, key: str, version: int, values: Mapping[str, FieldValue]) -> DossierView:
        """Keep the form as it stands; checks every value (``problem``). Errors: conflict."""
        ...

    def receive(
        self,
        key: str,
        version: int,
        values: Mapping[str, FieldValue],
        pin: str | None,
        unsigned_reason: str = "",
    ) -> Issued:
        """Sign components, accept (T01), issue the receipt. ``pin=None`` with a reason.

        Sign later.
        """
        ...

    def ask_to_supplement(self, key: str, version: int, text: str) -> Issued:
        """T02: form 02 with what is missing."""
        ...

    def refuse(self, key: str, version: int, text: str) -> Issued:
        """T03: form 03 with the reason."""
        ...


# ---------------------------------------------------------------- steps 2 to 5


class Appraise(Protocol):
    """Step 2, thẩm định."""

    def record(
        self, key: str, version: int, checks: tuple[Check, ...], opinion: str
    ) -> DossierView:
        """Keep checks and the opinion text as they stand."""
        ...

    def ask_opinion(
        self, key: str, version: int, agency: str, question: str, due_on: dt.date
    ) -> DossierView:
        """Ask another agency."""
        ...

    def submit(self, key: str, version: int) -> Issued:
        """T13: submit for approval with the draft result."""
        ...

    def ask_to_supplement(self, key: str, version: int, text: str) -> Issued:
        """Ask the applicant to complete the dossier (T11)."""
        ...

    def refuse(self, key: str, version: int, text: str) -> Issued:
        """T18: submit with the outcome refusal."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the visible mark goes: page from 1, millimetres from the lower left corner."""

    mode: Literal["template", "last_page", "custom"] = "template"
    page: int = 1
    x_mm: float = 0.0
    y_mm: float = 0.0
    width_mm: float = 50.0
    height_mm: float = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningItem:
    """A document waiting for a signature, with the place the template gives."""

    key: str
    code: str
    title: str
    applicant: str
    procedure: str
    due_at: dt.datetime | None
    document: DocumentRef
    placement: Placement
    page_width_mm: float = 210.0
    page_height_mm: float = 297.0
    remarks: tuple[tuple[str, str, Mapping[str, object]], ...] = ()
    """Pre-signing checks: (``ok`` | ``warn`` | ``err``, catalogue code, facts)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCertificate:
    """The certificate a signature will be made with."""

    holder: str
    issuer_group: str
    serial_tail: str
    expires_on: dt.date
    days_left: int
    tries_left: int | None = None
    has_pin_pad: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedItem:
    """How one item of a batch ended."""

    key: str
    name: str
    outcome: Literal["signed", "skipped", "failed", "left"]
    seconds: float | None = None
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEnd:
    """A batch: every item with its outcome, and the error that stopped it early, if any."""

    items: tuple[SignedItem, ...]
    stopped_by: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class Tokens(Protocol):
    """The signing device, looked at on the ``token`` lane."""

    def certificate(self, purpose: Literal["personal", "agency"]) -> TokenCertificate:
        """Errors: ``signing.token_absent``, ``signing.library_missing``."""
        ...


class Approve(Protocol):
    """Step 3, phê duyệt."""

    def waiting(self) -> tuple[SigningItem, ...]:
        """Documents waiting for the signed-in approver, by due time."""
        ...

    def sign(
        self,
        items: tuple[tuple[str, Placement], ...],
        pin: str | None,
        progress: Callable[[SignedItem], None],
        cancelled: Cancellation,
    ) -> BatchEnd:
        """T15 for each item under one login; a wrong PIN stops before the first."""
        ...

    def send_back(self, key: str, version: int, reason: str) -> Issued:
        """Send back to appraisal (T14)."""
        ...


class AgencySign(Protocol):
    """Step 4, ký số cơ quan."""

    def verify(self, key: str, cancelled: Cancellation) -> DossierView:
        """Verify every signature of the dossier again."""
        ...

    def seal(
        self,
        key: str,
        version: int,
        reasons: Mapping[str, str],
        pin: str | None,
        progress: Callable[[SignedItem], None],
        cancelled: Cancellation,
    ) -> BatchEnd:
        """T17: number, date, seal the result and the copies. ``reasons`` per document id."""
        ...

    def send_back(self, key: str, version: int, document_id: str, reason: str) -> Issued:
        """Send back with the failing paper (T16)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who came to fetch the result, against the dossier."""

    match: Literal["applicant", "authorised", "mismatch"]
    name: str = ""
    key: str = ""


class ReturnResult(Protocol):
    """Step 5, trả kết quả."""

    def identify(self, key: str, text: str) -> Recipient:
        """Text of a slip's code, an ID number or an ID card's QR.

        ``key`` of the dossier it means.
        """
        ...

    def preview(self, key: str) -> DocumentRef:
        """The hand-over slip as it will be printed."""
        ...

    def hand_over(
        self, key: str, version: int, recipient: Recipient, ways: frozenset[str], copies: int
    ) -> Issued:
        """T24 with slip; ways: ``paper``, ``electronic``, ``post``."""
        ...


# ---------------------------------------------------------------- outbox, doctor, printing


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """One thing that waits to be sent, with the last answer in catalogue form."""

    id: str
    dossier_key: str
    code: str
    kind: str
    created_at: dt.datetime
    attempts: int
    state: Literal["waiting", "sending", "parked", "conflict"]
    answer: str = ""
    answer_facts: Mapping[str, object] = field(default_factory=dict)
    next_try_at: dt.datetime | None = None
    field_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field both sides changed."""

    field_id: str
    label: str
    ours: str
    ours_by: str
    theirs: str
    theirs_by: str


class Outbox(Protocol):
    """What waits for the province."""

    def items(self) -> tuple[OutboxItem, ...]:
        """All that is not confirmed, oldest first."""
        ...

    def send_now(self, ids: tuple[str, ...], cancelled: Cancellation) -> tuple[OutboxItem, ...]:
        """Try these (all when empty) at once. Lane ``io``."""
        ...

    def keep_local(self, item_id: str) -> tuple[OutboxItem, ...]:
        """Do not send this one by itself any more."""
        ...

    def differences(self, item_id: str) -> tuple[Difference, ...]:
        """The two versions of a conflict."""
        ...

    def settle(self, item_id: str, choice: Mapping[str, Literal["ours", "theirs"]]) -> None:
        """Choose per field; nothing is overwritten silently."""
        ...

    def fetch_online(self) -> int:
        """Take over new online dossiers; how many came."""
        ...

    def exchange(self) -> None:
        """Send what is due and take in what came; asked every now and then. Lane ``io``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUp:
    """One line of the doctor: the part, its state, what was found and what to do."""

    id: str
    state: Literal["ok", "warn", "fail", "running"]
    detail: str = ""
    fix: str = ""


class Doctor(Protocol):
    """Checks of machine and surroundings; works without a database."""

    def parts(self) -> tuple[str, ...]:
        """Ids in order."""
        ...

    def check(self, found: Callable[[CheckUp], None], cancelled: Cancellation) -> None:
        """Check all parts; each is told as it comes. Lane ``io``."""
        ...


class Printing(Protocol):
    """Paper."""

    def print_document(self, document: DocumentRef, copies: int) -> None:
        """Send the stored PDF to the printer of its form. Errors: ``printing.*``; it then waits."""
        ...

    def waiting(self) -> int:
        """Forms that wait for a printer."""
        ...


class Settings(Protocol):
    """What the officer chose for this desk; kept at once."""

    def get(self, key: str, default: str = "") -> str:
        """A value such as ``ui.language``."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep a value."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything the window may ask; handed over wired by the entry of the program."""

    session: Session
    enquiries: Enquiries
    pages: PageImages
    intake: Intake
    appraise: Appraise
    approve: Approve
    agency_sign: AgencySign
    return_result: ReturnResult
    tokens: Tokens
    outbox: Outbox
    doctor: Doctor
    printing: Printing
    settings: Settings
    now: Callable[[], dt.datetime]
