"""The machine: its doctor, its printers, its voice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from desk_app.ui.contract.codes import Cancellation
from desk_app.ui.contract.papers import DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUp:
    """One line of the doctor: the part, its state, what was found and what to do."""

    id: str
    state: Literal["ok", "warn", "fail", "running"]
    detail: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedSetting:
    """A setting the administrator made for this desk: shown here, changed elsewhere.

    Attributes:
        section: section of the settings page.
        value: empty while nobody has set it.
    """

    section: str
    name: str
    value: str


class Doctor(Protocol):
    """Checks of machine and surroundings; works without a database."""

    def parts(self) -> tuple[str, ...]:
        """Ids in order."""
        ...

    def bundle(self, folder: Path) -> Path:
        """One file for support, without personal data; gives its place. Lane ``io``."""
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


class Speech(Protocol):
    """The system's own voice."""

    def say(self, text: str, language: str) -> None:
        """Say a text and return when it is said. Errors: ``speech.absent``, ``speech.silent``."""
        ...
