"""The spooler of Windows; drivers of printers run in a process of their own, under a deadline."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as OutOfTimeError
from typing import Any, TypeVar

import pebble

from desk_app.adapters.printing.spool import gdi
from desk_app.application.printouts import PrinterStanding
from desk_app.domain.errors import UnavailableError

T = TypeVar("T")
LONGEST_S = 60.0


class WindowsSpooler:
    """Fills the port ``Spooler``.

    Args:
        longest_s: how long a driver may take.
    """

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s

    def printers(self) -> tuple[PrinterStanding, ...]:
        """All this user may print on."""
        return tuple(
            PrinterStanding(name=name, is_default=default, is_stopped=stopped)
            for name, default, stopped in self._apart(gdi.list_printers)
        )

    def send(self, pdf: bytes, *, printer: str, title: str, copies: int) -> None:
        """Paint the pages for the printer; errors as the port says."""
        refusal = self._apart(gdi.print_pages, pdf, printer, title, copies)
        if refusal:
            raise UnavailableError(refusal, {"printer": printer})

    def _apart(self, work: Callable[..., T], *given: object) -> T:
        """Run in a process that ends with the answer, whatever a driver did to it."""
        spawn: Any = multiprocessing.get_context("spawn")  # typed otherwise on Windows
        with pebble.ProcessPool(max_workers=1, context=spawn) as pool:
            asked = pool.schedule(work, args=given, timeout=self._longest_s)
            try:
                answer: T = asked.result()
            except (OutOfTimeError, pebble.ProcessExpired) as error:
                raise UnavailableError("printing.system_silent") from error
        return answer
