"""What the window asks before anybody is signed in; light, for the first paint.

Its shapes are named tuples: a frozen dataclass takes three times as long to define. The rest of
what the screens ask is in ``desk_app.ui.contract`` and loaded after the first paint.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from desk_app.ui.contract.care import Care
    from desk_app.ui.contract.desk import Desk
    from desk_app.ui.contract.machine import Doctor

Step = Literal["intake", "appraise", "approve", "agency_sign", "return_result"]
STEPS: tuple[Step, ...] = ("intake", "appraise", "approve", "agency_sign", "return_result")


class Officer(NamedTuple):
    """The signed-in person as the top bar shows them; ``roles`` are role identifiers."""

    id: str
    name: str
    title: str
    counter: str = ""
    roles: frozenset[str] = frozenset()
    signs: bool = True


class Counter(NamedTuple):
    """One counter of the office."""

    id: str
    name: str


class Welcome(NamedTuple):
    """What the sign-in page shows before anyone is known; cheap to make, no database.

    Attributes:
        people: names to sign in with; only the practice office tells them.
        lock_minutes: the desk locks itself after so long without a sign of life; 0 never.
    """

    office: str
    version: str
    counters: tuple[Counter, ...] = ()
    last_user: str = ""
    last_counter: str = ""
    is_online: bool = True
    practice: bool = False
    people: tuple[str, ...] = ()
    restored_code: str = ""
    lock_minutes: int = 10


class Session(Protocol):
    """Who sits at the desk."""

    def welcome(self) -> Welcome:
        """Office, counters and what is remembered of the last officer."""
        ...

    def sign_in(self, user: str, password: str, counter: str) -> Officer:
        """Errors: ``session.wrong_password`` (tries_left), ``session.locked`` (until)."""
        ...

    def sign_in_with_token(self, pin: bytearray, counter: str) -> Officer:
        """Errors: those of the token (``signing.pin_incorrect`` …).

        ``session.unknown_certificate``.
        """
        ...

    def sign_out(self) -> None:
        """Forget the officer; drafts stay."""
        ...


PRINTER = "printing.all"
"""Setting: the printer of everything that has none of its own; empty: the system's own choice."""


def printer_setting(form: str) -> str:
    """Name of the setting that gives a form a printer of its own."""
    return f"printing.{form}"


class Settings(Protocol):
    """What the officer chose for this desk; kept at once."""

    def get(self, key: str, default: str = "") -> str:
        """A value such as ``ui.language``."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep a value."""
        ...


class Entry(Protocol):
    """A desk that is about to be opened.

    Attributes:
        session: signs in; waits for the desk where it must.
        settings: choices of the officers, readable at once.
    """

    @property
    def session(self) -> Session:
        """Who sits at the desk."""
        ...

    @property
    def settings(self) -> Settings:
        """Choices kept at this desk."""
        ...

    @property
    def doctor(self) -> "Doctor":
        """Checks that work even when the desk cannot be opened."""
        ...

    def note(self, kind: str, **facts: object) -> None:
        """Tell the black box; values are numbers or words of the program's own code."""
        ...

    @property
    def care(self) -> "Care":
        """Bringing a backup back where no desk is yet."""
        ...

    def desk(self) -> "Desk":
        """The opened desk; the first call opens it. Errors: ``profile.*``, ``persistence.*``."""
        ...
