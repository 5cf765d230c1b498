"""Proves pages whole and looks at them, in a child process that a bad image may kill.

The window's process never decodes a page: it sends the bytes, gets "whole" back, makes the page
safe, and receives what was seen on it while the next page is already on its way.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Self

from scanner.devices import Colour, PageBytes
from scanner.integrity import PAGE_TYPES, WholePage, end_mark_missing, not_whole, sniff
from scanner.records import Card, Findings
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
        expects_seal: a red seal must be there.
    """

    data: bytes = field(repr=False)
    mime: str
    dpi: int
    asked_dpi: int
    asked_colour: Colour
    keeps_bytes: bool
    expects_seal: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """The child's first answer: the page is whole.

    Attributes:
        data: the packed page, or None when the bytes are kept as they are.
    """

    data: bytes | None = field(repr=False)
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
class Compare:
    """Asks how much the ink of two pages differs; answered by `Difference`."""

    one: bytes = field(repr=False)
    other: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """Share of ink that only one of two pages has."""

    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """Asks for a page as its recipe shows it; answered by `Rendered`.

    Attributes:
        crop: x, y, width, height on the turned page.
        card: cut out this card instead, level and at true scale.
        cards: lay these cards one below the other on white, level and at true scale.
        treatments: of difficult paper, in order; see `scanner.inspection.treat`.
    """

    data: bytes = field(repr=False)
    mime: str
    dpi: int
    turn_deg: int = 0
    skew_deg: float = 0.0
    crop: tuple[int, int, int, int] | None = None
    card: Card | None = None
    cards: tuple[Card, ...] = ()
    treatments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as its recipe shows it, as a JPEG."""

    data: bytes = field(repr=False)
    width: int
    height: int


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

    def check(
        self,
        page: PageBytes,
        *,
        dpi: int,
        colour: Colour = Colour.COLOUR,
        sheet: int = 0,
        expects_seal: bool = False,
    ) -> WholePage:
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
            expects_seal=expects_seal,
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

    def compare(self, one: bytes, other: bytes) -> float:
        """How much the ink of two pages differs: 0 is the same page, 0.08 another person's form.

        Raises:
            DeviceError: ``scanner.page_broken``.
        """
        answer = self._ask_now(Compare(one, other))
        if not isinstance(answer, Difference):
            raise TypeError(answer)
        return answer.share

    def render(self, order: Render) -> Rendered:
        """A page as its recipe shows it, made from the untouched original.

        Raises:
            DeviceError: ``scanner.page_broken``.
        """
        answer = self._ask_now(order)
        if not isinstance(answer, Rendered):
            raise TypeError(answer)
        return answer

    def _ask_now(self, order: Compare | Render) -> object:
        if self._is_looking:
            self.seen(wait_s=self._deadline_s)
        try:
            self._worker.send(order, deadline_s=self._deadline_s)
            answer: object = self._worker.receive(deadline_s=self._deadline_s)
        except (WorkerDied, WorkerHung) as end:
            raise not_whole(type(end).__name__) from end
        if isinstance(answer, Refused):
            raise not_whole(answer.reason)
        return answer


def _serve(pipe: Pipe) -> None:
    """The child: prove, answer, look, answer."""
    from scanner.inspection.complaints import capture_complaints

    capture_complaints()  # before the next line loads OpenCV
    from scanner.inspection import service

    service.run(pipe)
