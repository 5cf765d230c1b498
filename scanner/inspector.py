"""Proves pages whole and looks at them, in a child process that a bad image may kill.

The window's process never decodes a page: it sends the bytes, gets "whole" back, makes the page
safe, and receives what was seen on it while the next page is already on its way.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Self

from scanner.devices import Colour, PageBytes
from scanner.errors import FileError, ScannerError
from scanner.integrity import PAGE_TYPES, WholePage, end_mark_missing, not_whole, sniff
from scanner.records import Findings
from scanner.worker import Pipe, Worker, WorkerDied, WorkerHung

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What to prove about a page.

    Attributes:
        data: the bytes.
        mime: as the driver says; checked against the content.
        dpi: as the driver says; 0 when it does not.
        asked_dpi: as ordered.
        asked_colour: as ordered; decides how raw pixels are packed.
        keeps_bytes: False when the bytes are raw pixels that must be packed.
    """

    data: bytes
    mime: str
    dpi: int
    asked_dpi: int
    asked_colour: Colour
    keeps_bytes: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """The child's first answer: the page is whole.

    Attributes:
        data: the packed page, or None when the bytes are kept as they are.
    """

    data: bytes | None
    mime: str
    width: int
    height: int
    dpi: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The child's first answer: the page is not whole."""

    reason: str
    is_too_large: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The child's second answer; None when looking failed, which harms no page."""

    findings: Findings | None


class Inspector:
    """A warm child process for one device.

    Args:
        deadline_s: for one answer; a page of 139 million pixels takes about 3 s.
    """

    def __init__(self, *, deadline_s: float = 30.0) -> None:
        self._worker = Worker(_serve, "scanner-inspector")
        self._deadline_s = deadline_s
        self._is_looking = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the child, for tests that kill it."""
        return self._worker.pid

    def warm_up(self) -> None:
        """Start the child now, so that the first page does not wait for it."""
        self._worker.start()

    def close(self) -> None:
        """End the child."""
        self._worker.stop()
        self._is_looking = False

    def check(self, page: PageBytes, *, dpi: int, colour: Colour, sheet: int = 0) -> WholePage:
        """Prove a page whole. Looking at it goes on in the child; fetch it with `seen`.

        Raises:
            DeviceError: ``scanner.page_broken`` with the reason.
        """
        mime = sniff(page.data)
        reason = end_mark_missing(page.data, mime)
        if not reason and not mime.startswith("image/"):
            reason = f"{page.mime or 'unknown type'} is no image"
        if reason:
            raise not_whole(reason, sheet=sheet)
        if self._is_looking:
            self.seen(wait_s=self._deadline_s)  # nobody fetched it: make room
        order = Check(
            data=page.data,
            mime=mime,
            dpi=page.dpi,
            asked_dpi=dpi,
            asked_colour=colour,
            keeps_bytes=page.is_exact and mime in PAGE_TYPES,
        )
        answer = self._ask_twice(order)
        if isinstance(answer, Refused):
            raise not_whole(answer.reason, sheet=sheet)
        self._is_looking = True
        return WholePage(
            data=page.data if answer.data is None else answer.data,
            mime=answer.mime,
            width=answer.width,
            height=answer.height,
            dpi=answer.dpi,
            origin=page.origin,
            warnings=answer.warnings,
        )

    def _ask_twice(self, order: Check) -> Whole | Refused:
        """A page that kills a fresh child twice is not readable; one death may be bad luck."""
        for attempt in (1, 2):
            try:
                self._worker.send(order, deadline_s=self._deadline_s)
                answer = self._worker.receive(deadline_s=self._deadline_s)
            except (WorkerDied, WorkerHung) as end:
                _log.warning("inspector ended on a page, attempt %d: %r", attempt, end)
                reason = "reading it takes too long" if isinstance(end, WorkerHung) else "crash"
                if isinstance(end, WorkerHung):
                    break
                continue
            if isinstance(answer, Whole | Refused):
                return answer
            raise TypeError(answer)
        return Refused(reason)

    def seen(self, *, wait_s: float) -> Seen | None:
        """What was seen on the page checked last.

        Returns:
            None while the child is still looking.
        """
        if not self._is_looking or not self._worker.answers(within_s=wait_s):
            return None
        self._is_looking = False
        try:
            answer = self._worker.receive(deadline_s=self._deadline_s)
        except (WorkerDied, WorkerHung) as end:
            _log.warning("inspector ended while looking: %r", end)
            return Seen(None)
        return answer if isinstance(answer, Seen) else Seen(None)


def file_refused(name: str, refusal: Refused) -> ScannerError:
    """The refusal of an imported file."""
    if refusal.is_too_large:
        return FileError("scanner.file_too_large", file=name, limit_mpx=200)
    return FileError("scanner.file_damaged", file=name, reason=refusal.reason)


def _serve(pipe: Pipe) -> None:
    """The child: prove, answer, look, answer."""
    from scanner.inspection import service

    service.run(pipe)
