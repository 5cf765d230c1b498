"""Steps 3 and 4: what is signed, where the mark goes, with which certificate, how it ended."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from desk_app.ui.contract.codes import Cancellation
from desk_app.ui.contract.dossier import DossierView, Issued
from desk_app.ui.contract.notes import PageNote
from desk_app.ui.contract.papers import DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the visible mark goes: page from 1, millimetres from the lower left corner.

    Attributes:
        look: picture of the signature with its words, words alone, or nothing to see.
    """

    mode: Literal["template", "last_page", "custom"] = "template"
    page: int = 1
    x_mm: float = 0.0
    y_mm: float = 0.0
    width_mm: float = 50.0
    height_mm: float = 16.0
    look: Literal["picture", "details", "invisible"] = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
    """What the visible mark will show, as it will be signed.

    Attributes:
        lines: its words.
        picture: PNG in place of the words, ``picture_mm`` wide on paper; empty where there is none.
    """

    lines: tuple[str, ...] = ()
    picture: bytes = b""
    picture_mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningItem:
    """A document waiting for a signature, with the place the template gives.

    Attributes:
        sha256: digest of the file that is shown and will be signed.
    """

    key: str
    code: str
    title: str
    applicant: str
    procedure: str
    due_at: dt.datetime | None
    document: DocumentRef
    placement: Placement
    sha256: str
    mark: MarkShown = MarkShown()
    page_width_mm: float = 210.0
    page_height_mm: float = 297.0
    notes: tuple[PageNote, ...] = ()
    remarks: tuple[tuple[str, str, Mapping[str, object]], ...] = ()
    """Pre-signing checks: (``ok`` | ``warn`` | ``err``, catalogue code, facts)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealShown:
    """The agency's seal as it will stand on a result.

    Attributes:
        document: the result it is for; any other file is not what was looked at.
    """

    document: str
    placement: Placement
    mark: MarkShown
    page_width_mm: float = 210.0
    page_height_mm: float = 297.0


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
    pin_state: str = "normal"
    """``normal``, ``count_low``, ``final_try``, ``locked``, ``not_set`` or ``to_be_changed``."""
    asks_each_time: bool | None = None
    """Whether every signature costs a PIN; None before the first login with this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinEntry:
    """What the officer gave for one act, bytes from here on.

    Attributes:
        typed: overwritten after use; None where the PIN is typed on the device.
        last_try_accepted: the officer was told that a wrong PIN now locks the device.
        ask_again: asks for the PIN of one more signature, for keys that want it each time.
        task: the work this entry is for; no more PIN is asked once it is cancelled.
    """

    typed: bytearray | None = field(repr=False, default=None)
    last_try_accepted: bool = False
    ask_again: Callable[[Cancellation], bytearray | None] | None = field(repr=False, default=None)
    task: Cancellation | None = None

    def during(self, task: Cancellation) -> "PinEntry":
        """This entry for a piece of work."""
        return replace(self, task=task)

    def again(self) -> bytearray | None:
        """The PIN of one more signature; None is the officer's no. Never on the GUI thread."""
        if self.ask_again is None or self.task is None:
            return None
        return self.ask_again(self.task)


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

    def is_here(self, purpose: Literal["personal", "agency"]) -> bool:
        """Whether the device is plugged in; cheap, for polling. Errors: ``signing.*``."""
        ...


class Approve(Protocol):
    """Step 3, phê duyệt."""

    def waiting(self) -> tuple[SigningItem, ...]:
        """Documents waiting for the signed-in approver, by due time."""
        ...

    def sign(
        self,
        items: tuple[tuple[SigningItem, Placement], ...],
        pin: PinEntry,
        progress: Callable[[SignedItem], None],
        cancelled: Cancellation,
    ) -> BatchEnd:
        """T15 for each item under one login; a wrong PIN stops before the first.

        An item whose file is another by now than the document shown is not signed.
        """
        ...

    def send_back(self, key: str, version: int, reason: str) -> Issued:
        """Send back to appraisal (T14)."""
        ...


class AgencySign(Protocol):
    """Step 4, ký số cơ quan."""

    def seal_shown(self, key: str) -> SealShown | None:
        """Where the seal will stand and what it shows; None where no place waits for one."""
        ...

    def verify(self, key: str, cancelled: Cancellation) -> DossierView:
        """Verify every signature of the dossier again."""
        ...

    def seal(
        self,
        key: str,
        version: int,
        reasons: Mapping[str, str],
        pin: PinEntry,
        progress: Callable[[SignedItem], None],
        cancelled: Cancellation,
    ) -> BatchEnd:
        """T17: number, date, seal the result and the copies. ``reasons`` per document id."""
        ...

    def send_back(self, key: str, version: int, document_id: str, reason: str) -> Issued:
        """Send back with the failing paper (T16)."""
        ...
