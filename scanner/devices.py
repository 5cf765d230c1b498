"""Devices, what they can do, and the one protocol every driver speaks."""

from __future__ import annotations

import enum
import re
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from scanner.errors import RequestError, ScannerError


class Source(enum.StrEnum):
    """Where a device takes paper from."""

    ADF = "adf"
    ADF_DUPLEX = "adf-duplex"
    PLATEN = "platen"
    FOLDER = "folder"
    CAMERA = "camera"

    @property
    def is_feeder(self) -> bool:
        """Whether sheets come one after another until the tray is empty."""
        return self in {Source.ADF, Source.ADF_DUPLEX}

    @property
    def sides(self) -> int:
        """Pages that one sheet gives."""
        return 2 if self is Source.ADF_DUPLEX else 1


class Colour(enum.StrEnum):
    """What a page keeps of the paper's colour."""

    COLOUR = "colour"
    GREY = "grey"
    BW = "bw"


class Ended(enum.StrEnum):
    """Why a stack ended. One list for every driver."""

    DONE = "done"
    EMPTY = "empty"
    JAM = "jam"
    COVER = "cover"
    DOUBLE_FEED = "double_feed"
    OFFLINE = "offline"
    BUSY = "busy"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    NO_SPACE = "no_space"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCapabilities:
    """What one source of a device offers.

    Attributes:
        dpi: square resolutions only, ascending.
        formats: MIME types in the device's own order.
        width_mm: widest scan; 0 when the device does not say.
        height_mm: longest scan; 0 when the device does not say.
    """

    source: Source
    dpi: tuple[int, ...]
    colours: tuple[Colour, ...]
    formats: tuple[str, ...] = ()
    width_mm: float = 0.0
    height_mm: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a device says it can do.

    Attributes:
        model: maker and model as the device writes them.
        senses_paper: whether "feeder empty" can be believed before a scan.
        feeder_capacity: sheets; 0 when unknown.
    """

    model: str
    sources: Mapping[Source, SourceCapabilities]
    senses_paper: bool = False
    feeder_capacity: int = 0

    @property
    def dpi(self) -> tuple[int, ...]:
        """Every resolution that some source offers."""
        return tuple(sorted({d for s in self.sources.values() for d in s.dpi}))

    @property
    def colours(self) -> tuple[Colour, ...]:
        """Every colour mode that some source offers, in the order of `Colour`."""
        offered = {c for s in self.sources.values() for c in s.colours}
        return tuple(c for c in Colour if c in offered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One line of the device list.

    Attributes:
        uri: what `scanner.acquire` takes.
        driver: escl, sane, folder, camera, wia, twain or file.
        is_reachable: False for a known device that did not answer in time.
    """

    uri: str
    name: str
    driver: str
    sources: tuple[Source, ...] = ()
    dpi: tuple[int, ...] = ()
    colours: tuple[Colour, ...] = ()
    is_reachable: bool = True

    def as_json(self) -> dict[str, object]:
        """The line ``desk-app scan devices --json`` prints."""
        return {
            "uri": self.uri,
            "name": self.name,
            "driver": self.driver,
            "sources": [s.value for s in self.sources],
            "dpi": list(self.dpi),
            "colours": [c.value for c in self.colours],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One order to a device. `None` leaves the choice to the driver.

    Attributes:
        source: None takes the feeder when it holds paper, else the platen.
        dpi: pixels an inch in both directions.
        width_mm: width of the scanned area; A4 by default, cut to what the source offers.
        height_mm: height of the scanned area.
        insists: ask the device even for what it does not offer; the pages then tell what came.
        settles: take the nearest that the device offers; for orders nobody typed in.
    """

    source: Source | None = None
    dpi: int = 300
    colour: Colour = Colour.COLOUR
    width_mm: float = 210.0
    height_mm: float = 297.0
    insists: bool = False
    settles: bool = False

    def fitted(self, offered: SourceCapabilities) -> Ticket:
        """The order as this source can carry it out.

        Raises:
            RequestError: ``scanner.setting_not_offered``.
        """
        if self.settles:
            return self._nearest(offered)
        if not self.insists:
            self._check(offered)
        return self

    def _nearest(self, offered: SourceCapabilities) -> Ticket:
        """The next higher resolution, else the highest; the wanted colour, else the richest."""
        dpi, colour = self.dpi, self.colour
        if offered.dpi and dpi not in offered.dpi:
            dpi = min((d for d in offered.dpi if d > dpi), default=max(offered.dpi))
        if offered.colours and colour not in offered.colours:
            colour = next(c for c in Colour if c in offered.colours)
        return replace(self, dpi=dpi, colour=colour)

    def _check(self, offered: SourceCapabilities) -> None:
        if offered.dpi and self.dpi not in offered.dpi:
            raise RequestError(
                "scanner.setting_not_offered", setting="dpi", asked=self.dpi, offered=offered.dpi
            )
        if offered.colours and self.colour not in offered.colours:
            raise RequestError(
                "scanner.setting_not_offered",
                setting="colour",
                asked=self.colour.value,
                offered=tuple(c.value for c in offered.colours),
            )


@dataclass(frozen=True, slots=True)
class PageBytes:
    """One side, as the device sent it. Nothing is believed about it yet.

    Attributes:
        data: the whole answer.
        mime: what the device calls it.
        dpi: what the device says it used; 0 when it does not say.
        origin: where the page comes from, such as ``PATH#2``; the same origin is taken once.
        is_exact: False when the bytes were decoded on the way (SANE), so that damage to the
            device's own file can no longer be seen.
    """

    data: bytes = field(repr=False)
    mime: str
    dpi: int = 0
    origin: str = ""
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Arriving:
    """Bytes of the next page are moving.

    Attributes:
        fraction: between 0 and 1, or None when the length is unknown.
    """

    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The device is not ready yet.

    Attributes:
        reason: busy or warming.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class StackEnded:
    """The last event of every scan.

    Attributes:
        ended: why.
        problem: what to tell the officer; None when all is well.
    """

    ended: Ended
    problem: ScannerError | None = None


DriverEvent = PageBytes | Arriving | Waiting | StackEnded


class Cancel(Protocol):
    """Asked at every safe point whether the officer changed their mind."""

    def is_cancelled(self) -> bool:
        """Whether to stop."""


class CancelFlag:
    """A `Cancel` that any thread can raise."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the act to stop at its next safe point."""
        self._event.set()

    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._event.is_set()


class Never:
    """A `Cancel` that never stops anything."""

    def is_cancelled(self) -> bool:
        """Never."""
        return False


class Driver(Protocol):
    """One device behind one verb.

    `scan` is a generator: it is resumed only after the page it yielded is safe, ends with exactly
    one `StackEnded`, and never raises for what a device does. Closing the generator early gives
    the device back.
    """

    def capabilities(self) -> Capabilities:
        """Ask the device what it offers.

        Raises:
            DeviceError: it cannot be reached or answers nonsense.
        """

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """Feed until the stack ends.

        Raises:
            RequestError: the ticket asks for what the device does not offer; nothing was fed.
        """

    def close(self) -> None:
        """Give back what the driver holds; safe to call twice."""


_SCHEMES = ("escl", "escls", "sane", "folder", "camera", "wia", "twain", "file")
_URI = re.compile(r"([a-z]+):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DeviceUri:
    """An address of a device: ``escl://host:port/eSCL``, ``sane:NAME``, ``folder:PATH``, ….

    Attributes:
        scheme: one of the known kinds.
        rest: everything behind the colon, untouched.
    """

    scheme: str
    rest: str = field(default="")

    @classmethod
    def parse(cls, text: str) -> DeviceUri:
        """Read an address.

        Raises:
            RequestError: ``scanner.uri_invalid``.
        """
        match = _URI.fullmatch(text.strip())
        if match is None or match[1] not in _SCHEMES:
            raise RequestError("scanner.uri_invalid", uri=text)
        scheme, rest = match[1], match[2]
        if scheme in {"escl", "escls"} and not re.fullmatch(r"//[^/]+(/.*)?", rest):
            raise RequestError("scanner.uri_invalid", uri=text)
        return cls(scheme, rest)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.rest}"
