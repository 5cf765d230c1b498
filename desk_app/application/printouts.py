"""Papers on their way to a printer; what no printer takes waits until it is sent again."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desk_app.domain.errors import DeskError, UnavailableError

NO_PRINTER = "printing.no_printer"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStanding:
    """A printer the system of this machine knows.

    Attributes:
        is_default: the system sends there what names no printer.
        is_stopped: it holds papers back: paused, out of paper, switched off.
    """

    name: str
    is_default: bool = False
    is_stopped: bool = False


class Spooler(Protocol):
    """The printing system of this machine."""

    def printers(self) -> tuple[PrinterStanding, ...]:
        """All it knows, by name. Errors: ``printing.system_silent``."""
        ...

    def send(self, pdf: bytes, *, printer: str, title: str, copies: int) -> None:
        """Hand over a PDF and return when the system has taken it.

        Errors: ``printing.printer_unknown``, ``printing.refused``, ``printing.system_silent``.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Printout:
    """A paper that waits for a printer.

    Attributes:
        paper: digest under which the paper is kept.
        form: key of a slip, or ``cover_sheets``.
        reference: code of the dossier.
    """

    id: str
    paper: str
    form: str
    reference: str
    copies: int
    since: dt.datetime


class PrintTray(Protocol):
    """Keeps what waits, over crashes and restarts."""

    def all(self) -> tuple[Printout, ...]:
        """In order of time."""
        ...

    def put(self, printout: Printout) -> None:
        """Keep one. Errors: ``persistence.disk_full``."""
        ...

    def drop(self, printout_id: str) -> None:
        """It was printed, or is no longer wanted."""
        ...


Choose = Callable[[str], str]
"""The printer a desk prints a form on; empty: the system's own choice."""


class Printouts:
    """Sends papers to printers; use cases of this desk, not of the office."""

    def __init__(
        self,
        read: Callable[[str], bytes],
        spooler: Spooler,
        tray: PrintTray,
        now: Callable[[], dt.datetime],
    ) -> None:
        """Take what they work on; ``read`` gives a paper by its digest."""
        self._read, self._spooler, self._tray, self._now = read, spooler, tray, now

    def printers(self) -> tuple[PrinterStanding, ...]:
        """What the system knows. Errors: ``printing.system_silent``."""
        return self._spooler.printers()

    def waiting(self) -> tuple[Printout, ...]:
        """Papers no printer has taken yet, the oldest first."""
        return self._tray.all()

    def send(self, paper: str, *, form: str, reference: str, copies: int, choose: Choose) -> bool:
        """Print a kept paper; False when there is no printer and the paper waits.

        The paper is laid down first, so that neither a crash nor a refusal loses it; asked for
        again while it waits, it waits once.

        Raises:
            DeskError: ``printing.*`` when there is a printer that does not take it; it waits.
        """
        printout = Printout(
            id=uuid.uuid4().hex,
            paper=paper,
            form=form,
            reference=reference,
            copies=copies,
            since=self._now(),
        )
        for earlier in self._tray.all():
            if earlier.paper == paper:
                self._tray.drop(earlier.id)
        self._tray.put(printout)
        try:
            self._send(printout, choose)
        except UnavailableError as error:
            if error.code == NO_PRINTER:
                return False
            raise
        return True

    def send_waiting(self, choose: Choose) -> int:
        """Try all that wait; gives how many a printer took.

        Raises:
            DeskError: the first refusal, after all were tried; what was refused goes on waiting.
        """
        sent, refused = 0, None
        for printout in self._tray.all():
            try:
                self._send(printout, choose)
            except DeskError as error:
                refused = refused or error
            else:
                sent += 1
        if refused is not None:
            raise refused
        return sent

    def withdraw(self, printout_id: str) -> None:
        """No longer wanted on paper; the stored paper stays in its dossier."""
        self._tray.drop(printout_id)

    def _send(self, printout: Printout, choose: Choose) -> None:
        printer = choose(printout.form) or self._default()
        title = f"{printout.reference} {printout.form}".strip()
        self._spooler.send(
            self._read(printout.paper), printer=printer, title=title, copies=printout.copies
        )
        self._tray.drop(printout.id)

    def _default(self) -> str:
        for printer in self._spooler.printers():
            if printer.is_default:
                return printer.name
        raise UnavailableError(NO_PRINTER)
