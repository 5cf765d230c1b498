"""The machine: its doctor, its printers, its voice."""

import datetime as dt
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterChoice:
    """A printer of this machine; a stopped one holds papers back (paused, no paper, off)."""

    name: str
    is_default: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPrint:
    """A paper no printer has taken yet.

    Attributes:
        form: key of a slip, or ``cover_sheets``.
        reference: code of the dossier.
    """

    id: str
    form: str
    reference: str
    copies: int
    since: dt.datetime


class Printing(Protocol):
    """Paper."""

    def printers(self) -> tuple[PrinterChoice, ...]:
        """What the system knows. Lane ``io``. Errors: ``printing.system_silent``."""
        ...

    def print_document(self, document: DocumentRef, reference: str) -> None:
        """Send the stored PDF to the printer of its form. Lane ``io``.

        Without a printer it waits. Errors: ``printing.*`` when a printer refuses; it waits too.
        """
        ...

    def waiting(self) -> tuple[WaitingPrint, ...]:
        """Papers that wait for a printer, the oldest first."""
        ...

    def print_waiting(self) -> int:
        """Try all that wait; gives how many were taken. Lane ``io``. Errors: ``printing.*``."""
        ...

    def withdraw(self, print_id: str) -> None:
        """No longer wanted on paper; the stored paper stays."""
        ...


class Speech(Protocol):
    """The system's own voice."""

    def say(self, text: str, language: str) -> None:
        """Say a text and return when it is said. Errors: ``speech.absent``, ``speech.silent``."""
        ...
