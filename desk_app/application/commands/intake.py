"""Inputs of step 1, tiếp nhận."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDossier(Act):
    """Begin a dossier; ``dossier`` stays empty."""

    dossier: str = ""
    procedure: str
    channel: str = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify(Act):
    """Who files, for whom, and how it was checked (R-5B-17 to R-5B-20)."""

    full_name: str
    identifier: str
    identifier_kind: str = "personal_id"
    kind: str = "individual"
    birth: str = ""
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    method: str = "card_seen"
    outcome: str = "agrees"
    remark: str = ""
    account: str = ""
    representative_name: str = ""
    representative_identifier: str = ""
    authorisation_paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCard(Act):
    """Read the chip of the card on the reader (R-5B-17); the zone's lines or the CAN open it.

    Without either the zone is read from the pictures of the card that are among the papers.

    Attributes:
        expiry: as printed on the card whose QR code named the applicant; opens it with that data.
    """

    zone: tuple[str, ...] = ()
    can: str = ""
    expiry: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkComponent(Act):
    """Tick of the component list (R-5B-16)."""

    component: str
    presence: str
    paper_kind: str = "original"
    quantity: int = 1
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digitise(Act):
    """Bring files in as further pages of a component (R-5B-27).

    A file that carries a signature is kept whole instead, and is then the component.
    """

    component: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan(Act):
    """Scan into a component from a device (R-5B-27); cover sheets send pages elsewhere.

    What is left out is as the profile of the component and its material says. ``capture`` is which
    of a pair is taken, when the material asks for one.
    """

    component: str
    device: str
    source: str | None = None
    dpi: int | None = None
    colour: str | None = None
    capture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanBacks(Act):
    """Scan the backs of the pile that was scanned last, turned over as a whole (manual duplex).

    They are laid behind their fronts before anybody looks for blank sides; an odd count drops
    nothing and is said.
    """

    component: str
    device: str
    dpi: int | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInPages(Act):
    """Give a place to pages that a crash or a fault left without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCovers(Act):
    """Cover sheets to lay before the papers in a feeder; of every component when none is named."""

    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangePages(Act):
    """Remove, restore, move, turn or cut pages; the captures stay (undone by ``UndoPages``).

    ``pages`` are numbers from 1 in the component, in the bin for ``restore``. An empty component
    is the tray of pages nobody could place. ``to`` is the component that ``rehome`` moves to.
    """

    component: str
    move: str
    pages: tuple[int, ...]
    to: str = ""
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPages(Act):
    """Take back the last act on the papers of a dossier, the scan itself included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoPages(Act):
    """Do again what was taken back last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBlank(Act):
    """The officer has seen the sides that look blank (R-5B-60)."""

    component: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMaterial(Act):
    """Class of material of a component, and what is written down about it (R-5B-61 to R-5B-69).

    ``asks_original``: the applicant was asked for the signed electronic original (R-5B-64).
    """

    component: str
    material: str
    preservation_note: str = ""
    medium: str = ""
    asks_original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSignedOriginal(Act):
    """An electronic original or source data signed by the applicant instead of a scan (R-5B-64)."""

    component: str
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadComponent(Act):
    """Read a digitised component into the e-form; nothing is verified by that (R-5B-29)."""

    component: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FillForm(Act):
    """Values the officer typed or confirmed; ``confirmed`` names read values left as they are.

    Attributes:
        unfinished: fields that are still being typed; what they say now is a draft of the value.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStores(Act):
    """Ask the provincial and the national store what they hold of the applicant (R-5B-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse(Act):
    """Link a stored paper instead of scanning; the applicant confirmed it (R-5B-23).

    Attributes:
        source: ``provincial``, ``national`` or ``office``.
        source_id: name of the paper in that store.
        confirmed_by: who saw the paper and said that it is right.
    """

    component: str
    source: str
    source_id: str
    confirmed_by: str
    channel: str = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNotToDigitise(Act):
    """Recorded decision to leave a fragile paper alone (R-5B-66)."""

    component: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOriginal(Act):
    """Comparison with the original (R-5B-38)."""

    component: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignComponents(Act):
    """Personal signature on every digitised component not yet signed (R-5B-28)."""

    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive(Act):
    """T01, T04 or T06: code, due date.

    Receipt. ``unsigned_reason`` when the token cannot be used.
    """

    unsigned_reason: str = ""
    delivery_choice: str = "paper_and_electronic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to complete."""

    component: str
    what: str
    to_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToSupplement(Act):
    """T02 or T05: form 02 with everything that is missing, once."""

    points: tuple[Point, ...]
    reason: str
    respond_by: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Act):
    """T03 or T05: form 03 with the reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp(Act):
    """T07: not completed in time, or the applicant gave up."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassToAppraisal(Act):
    """T08: the electronic dossier at once, the paper by the calendar."""

    receiver: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPayment(Act):
    """T09: ask for what is due before processing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment(Act):
    """T09: what was paid, with the voucher."""

    receipt: str
    method: str = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSupplement(Act):
    """T12: the supplement asked for at appraisal is complete.

    The time counts again from the start.
    """

    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWithdrawal(Act):
    """T20: the applicant asks to withdraw."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe(Act):
    """How the dossier came in and how its result goes out; None leaves a value as it is.

    Attributes:
        channel: ``counter``, ``online`` or ``post``.
        carrier: who brought it, for post, hired service or representative (R-PR-21).
        paper_reason: why an agency that should file online filed on paper (R-PR-59).
        contains_secret: papers under state secrecy: nothing of them is digitised (R-PR-02).
    """

    channel: str | None = None
    carrier: str | None = None
    set_count: int | None = None
    delivery_choice: str | None = None
    delivery_place: str | None = None
    paper_reason: str | None = None
    contains_secret: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAccount(Act):
    """Look-up and authentication of the digital account, or that it was made (R-5B-17 to 19)."""

    identifier: str
    store: str = "national"
    method: str = "vneid"
    outcome: str
    level: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent(Act):
    """Consent to use data again, or the legal basis that needs none (R-PR-05, R-PR-17)."""

    scope: str = "reuse"
    given: bool
    legal_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmData(Act):
    """The applicant confirmed one block of their own data on the second screen.

    Attributes:
        shown: what stood on the screen, label to value; its digest is kept.
    """

    block: str
    shown: Mapping[str, str]
    agrees: bool
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Act):
    """Take a dossier from the shared list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaim(Act):
    """Give a claimed dossier back to the shared list; its claimant or the head of the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessFee(Act):
    """State a fee whose amount the procedure leaves to a formula or a council's resolution.

    Attributes:
        name: as the procedure names it; a new name adds a fee.
        amount: đồng; 0 when none is due.
        when: ``before_processing`` or ``before_return``; needed for a new fee.
    """

    name: str
    amount: int
    legal_basis: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOnlinePayment(Act):
    """An electronic receipt came: signed by bank or intermediary, sum in the budget (R-PR-41, 58).

    Attributes:
        file: the receipt as it came.
        budget_confirmed: the sum reached the state budget account.
    """

    receipt: str
    file: Path
    budget_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMismatch(Act):
    """Stored data differs from the paper: both are kept, the paper is taken in (R-5B-24)."""

    component: str
    field: str
    stored: str
    paper: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeOriginal(Act):
    """The original will be shown later; the procedure must allow it (R-5B-38)."""

    component: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSlips(Act):
    """Personal signature on every slip that has none (TT 01/2018/TT-VPCP Art. 10(1)(d)).

    Attributes:
        slips: keys of the slips to sign; empty means all.
    """

    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCall(Act):
    """A notice given by telephone, with who was reached (NĐ 61/2018/NĐ-CP Art. 19(9))."""

    template: str
    to: str
    reached: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFeedback(Act):
    """A petition about a regulation or its execution (R-PR-60)."""

    about: str
    text: str
    officer: str = ""
    answer_by: dt.date | None = None
    forwarded_to: str = ""
