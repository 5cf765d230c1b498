"""What use cases ask of tokens and of those who check signatures."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from desk_app.application.reading_ports import Cancellation
from desk_app.domain.components import PaperRef
from desk_app.domain.signatures import SignatureRole, Verdict


@dataclass(slots=True, kw_only=True)
class SigningGrant:
    """An officer's permission to use a token for one act; the PIN is wiped after use.

    Attributes:
        pin: None where the PIN is typed on the device.
        final_try_confirmed: the officer was told that a wrong PIN now locks the device.
        ask_pin: the PIN of one more signature, for keys that want it each time; None is a no.
    """

    module: str
    token: str
    certificate: str
    pin: bytearray | None = field(repr=False, default=None)
    final_try_confirmed: bool = False
    ask_pin: Callable[[], bytearray | None] | None = field(repr=False, default=None)


Look = Literal["picture", "details", "invisible"]


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
        look: what the mark shows; without ``picture`` the image is left out.
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
    look: Look = "picture"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLook:
    """What a visible mark will show.

    Attributes:
        lines: its words, top to bottom.
        picture: PNG shown instead of the words, ``picture_mm`` wide on paper; empty where the
            office has none.
    """

    lines: tuple[str, ...] = ()
    picture: bytes = b""
    picture_mm: float = 0.0


class Signer(Protocol):
    """Signatures by token."""

    def mark_of(
        self, role: SignatureRole, name: str, *, image: str = "", image_mm: float = 0.0
    ) -> MarkLook:
        """What the mark of a signature made now will show.

        Args:
            role: officer, approver or agency.
            name: of the person with the capacity before it, as the signature will have it; of the
                agency.
            image: as in ``SignOrder``; one that is missing shows the words here and is refused
                when it is to be signed with.
            image_mm: its width on paper.
        """
        ...

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
