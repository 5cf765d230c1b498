"""From the press of the button to safe pages: one stack of one device into one tray."""

from __future__ import annotations

import contextlib
import logging
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scanner.devices import (
    Arriving,
    Cancel,
    Colour,
    DeviceUri,
    Driver,
    DriverEvent,
    Ended,
    Never,
    PageBytes,
    Source,
    StackEnded,
    Ticket,
)
from scanner.devices import Waiting as DriverWaits
from scanner.drivers.open import open_driver
from scanner.errors import DeviceError, RequestError, ScannerError, TrayError
from scanner.importer import Importer
from scanner.inspector import Inspector
from scanner.integrity import sniff
from scanner.options import DriverOptions
from scanner.records import PageRecord
from scanner.tray import Feed, Tray

_log = logging.getLogger(__name__)

#: How long a finished stack waits for a ledger that a backup holds.
_SETTLE_S = 60.0
#: Longest wait for the look at one page; about 0.1 s in practice, more for a drawing.
_LOOK_S = 60.0
_EXIT = {Ended.DONE: 0, Ended.EMPTY: 3, Ended.CANCELLED: 1}


@dataclass(frozen=True, slots=True)
class PageArriving:
    """Bytes of a page are moving.

    Attributes:
        number: of the page in its stack.
        fraction: between 0 and 1, or None.
    """

    number: int
    fraction: float | None


@dataclass(frozen=True, slots=True)
class PageStored:
    """A page is safe: from now on it is only lost with the disk."""

    page: PageRecord


@dataclass(frozen=True, slots=True)
class PageInspected:
    """A page was looked at; its record now has findings and a thumbnail."""

    page: PageRecord


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing moves yet.

    Attributes:
        reason: busy, warming, files or ledger.
    """

    reason: str


Progress = PageArriving | PageStored | PageInspected | Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquireRequest:
    """One press of the button.

    Attributes:
        device: URI such as ``escl://host:port/eSCL``, ``sane:NAME``, ``folder:PATH``,
            ``camera:N``, ``wia:ID`` or ``file:PATH``.
        out: folder of a stand-alone tray; used when no tray is given.
        source: None takes the feeder when it holds paper, else the platen.
        stack: an interrupted stack to continue; None for a new one.
        label: what the caller wants to find again.
        insists: ask the device even for what it does not offer.
        settles: take the nearest that the device offers.
        expects_seal: a page without seal red gets a note.
    """

    device: str
    out: Path | None = None
    source: Source | None = None
    dpi: int = 300
    colour: Colour = Colour.COLOUR
    width_mm: float = 210.0
    height_mm: float = 297.0
    insists: bool = False
    settles: bool = False
    expects_seal: bool = False
    stack: str | None = None
    label: str = ""
    options: DriverOptions = field(default_factory=DriverOptions)

    @property
    def ticket(self) -> Ticket:
        """The order to the device."""
        return Ticket(
            source=self.source,
            dpi=self.dpi,
            colour=self.colour,
            width_mm=self.width_mm,
            height_mm=self.height_mm,
            insists=self.insists,
            settles=self.settles,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquireResult:
    """How one press of the button went. Every page in it is safe, whatever `ended` says.

    Attributes:
        pages: the pages of this call, in order.
        expected_next_sheet: the sheet to feed again; None when nothing is missing.
        stack: continue here with `AcquireRequest.stack`.
        problem: what to tell the officer; also set beside `Ended.DONE` for a remark.
    """

    pages: tuple[PageRecord, ...]
    ended: Ended
    expected_next_sheet: int | None
    stack: str
    problem: ScannerError | None = None

    @property
    def exit_code(self) -> int:
        """0 done, 1 cancelled, 2 a fault, 3 no paper."""
        return _EXIT.get(self.ended, 2)

    def as_json(self) -> dict[str, object]:
        """What ``desk-app scan acquire --json`` prints."""
        return {
            "pages": [page.as_json() for page in self.pages],
            "ended": self.ended.value,
            "expected_next_sheet": self.expected_next_sheet,
        }


def _unheard(progress: Progress) -> None:
    del progress


def acquire(
    request: AcquireRequest,
    *,
    progress: Callable[[Progress], None] = _unheard,
    cancel: Cancel | None = None,
    tray: Tray | None = None,
    inspector: Inspector | None = None,
) -> AcquireResult:
    """Feed one stack and make every page safe as it comes. Blocks; call it off the window's thread.

    Args:
        request: what to scan and where to.
        progress: called on this thread, between pages and a few times within one.
        cancel: asked all the time; the answer to it takes less than 0.3 s.
        tray: where the pages go; a stand-alone one in `request.out` by default.
        inspector: a warm one; a new one by default.

    Returns:
        Faults of device, line and disk are values here, with all pages that became safe.

    Raises:
        ScannerError: nothing was fed: the address, the settings or the tray are wrong.
    """
    with contextlib.ExitStack() as stack:
        driver = open_driver(DeviceUri.parse(request.device), request.options)
        stack.callback(driver.close)
        if tray is None:
            if request.out is None:
                raise TypeError("a tray or a folder is needed")
            tray = stack.enter_context(Tray.at(request.out))
            tray.recover()
        if inspector is None:
            inspector = stack.enter_context(Inspector())
        inspector.warm_up()
        return _Acquisition(request, driver, tray, inspector, progress).run(cancel or Never())


class _Pulse:
    """A `Cancel` that drivers ask all the time, and whose moment serves to take in what was seen.

    Otherwise a thumbnail would wait for the next page, which is seconds away.
    """

    def __init__(self, cancel: Cancel, beat: Callable[[], None]) -> None:
        self._cancel, self._beat = cancel, beat

    def is_cancelled(self) -> bool:
        """Whether to stop."""
        self._beat()
        return self._cancel.is_cancelled()


class _Acquisition:
    """The state of one call."""

    def __init__(
        self,
        request: AcquireRequest,
        driver: Driver,
        tray: Tray,
        inspector: Inspector,
        progress: Callable[[Progress], None],
    ) -> None:
        self._request, self._driver = request, driver
        self._tray, self._inspector, self._progress = tray, inspector, progress
        self._pages: list[PageRecord] = []
        self._looked_at: int | None = None  # index of the page the inspector has before it
        self._told = 0  # how many of them the caller knows to be safe

    def run(self, cancel: Cancel) -> AcquireResult:
        feed = self._feed()
        try:
            end = self._consume(feed, _Pulse(cancel, lambda: self._look(wait_s=0)))
            self._settle()
        except RequestError:
            self._tray.close_stack(feed, Ended.BROKEN)
            raise
        self._look(wait_s=_LOOK_S)
        closed = self._close(feed, end)
        return AcquireResult(
            pages=tuple(self._pages[: self._told]),
            ended=end.ended,
            expected_next_sheet=closed,
            stack=feed.stack.id,
            problem=end.problem and _about_sheet(end.problem, feed.sheet),
        )

    def _feed(self) -> Feed:
        request = self._request
        if request.stack is not None:
            return self._tray.continue_stack(request.stack)
        return self._tray.open_stack(
            device=request.device, source=request.source or Source.ADF, label=request.label
        )

    def _consume(self, feed: Feed, cancel: Cancel) -> StackEnded:
        """Take every page; the first thing that goes wrong ends the stack."""
        with contextlib.closing(self._events(cancel)) as events:
            for event in events:
                match event:
                    case StackEnded():
                        return event
                    case PageBytes():
                        try:
                            self._take(feed, event)
                        except (DeviceError, TrayError) as error:
                            _log.warning("page %d: %s", feed.number, error)
                            return StackEnded(_end_of(error), error)
                    case Arriving(fraction):
                        self._look(wait_s=0)
                        self._progress(PageArriving(feed.number, fraction))
                    case DriverWaits(reason):
                        self._look(wait_s=0)
                        self._progress(Waiting(reason))
        raise AssertionError("a driver must end with StackEnded")

    def _events(self, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """The driver's events, with documents of several pages taken apart."""
        with contextlib.closing(self._driver.scan(self._request.ticket, cancel)) as events:
            for event in events:
                if isinstance(event, PageBytes) and sniff(event.data) == "application/pdf":
                    yield from _pages_of_pdf(event)
                else:
                    yield event

    def _take(self, feed: Feed, page: PageBytes) -> None:
        if page.origin and self._tray.ledger.has_origin(page.origin):
            return  # a crash came between the page and the moving of its file
        request = self._request
        asked = 0 if page.origin or not request.dpi else request.dpi
        self._look(wait_s=_LOOK_S)  # the inspector looks at one page at a time
        whole = self._inspector.check(
            page,
            dpi=asked,
            colour=request.colour,
            sheet=feed.sheet,
            expects_seal=request.expects_seal,
        )
        self._looked_at = None
        self._pages.append(self._tray.take(feed, whole))
        self._looked_at = len(self._pages) - 1
        self._tell()

    def _tell(self) -> None:
        """Tell the caller of every page whose row is committed."""
        while self._told < len(self._pages) and self._tray.is_settled(self._pages[self._told]):
            self._told += 1
            self._progress(PageStored(self._pages[self._told - 1]))

    def _settle(self) -> None:
        if self._told == len(self._pages):
            return
        self._progress(Waiting("ledger"))
        with contextlib.suppress(TrayError):  # the files stay and are offered at the next start
            self._tray.settle(wait_s=_SETTLE_S)
        self._tell()

    def _look(self, *, wait_s: float) -> None:
        """Take in what was seen on the page before, when it is there."""
        seen = self._inspector.seen(wait_s=wait_s)
        index, self._looked_at = self._looked_at, self._looked_at if seen is None else None
        if seen is None or seen.findings is None or index is None:
            return
        page = self._pages[index] = self._pages[index].with_findings(seen.findings)
        try:
            self._tray.ledger.set_findings(page.id, seen.findings)
        except TrayError as error:  # findings can be made again; the page is safe
            _log.warning("findings of %s: %s", page.id, error)
        self._progress(PageInspected(page))

    def _close(self, feed: Feed, end: StackEnded) -> int | None:
        try:
            return self._tray.close_stack(feed, end.ended).expected_next_sheet
        except TrayError as error:  # a full disk: the stack stays open and is found at the start
            _log.warning("stack %s could not be closed: %s", feed.stack.id, error)
            return None if end.ended is Ended.DONE else feed.sheet


def _end_of(error: ScannerError) -> Ended:
    return Ended.NO_SPACE if error.code == "scanner.no_space" else Ended.BROKEN


def _about_sheet(problem: ScannerError, sheet: int) -> ScannerError:
    """The same problem, naming the sheet as the stack counts, not as this feed did."""
    if "sheet" not in problem.facts:
        return problem
    return type(problem)(problem.code, **{**problem.facts, "sheet": sheet})


def _pages_of_pdf(document: PageBytes) -> Iterator[PageBytes | StackEnded]:
    """Some devices answer with a PDF for every page, or for the whole stack."""
    with tempfile.TemporaryDirectory(prefix="scan-") as spool, Importer() as importer:
        path = Path(spool, "document.pdf")
        path.write_bytes(document.data)
        try:
            for page in importer.pages(path):
                yield PageBytes(page.data, page.mime, page.dpi, is_exact=page.is_exact)
        except ScannerError as error:
            reason = str(error.facts.get("reason", error.code))
            problem = DeviceError("scanner.page_broken", sheet=0, reason=reason)
            yield StackEnded(Ended.BROKEN, problem)
