"""Scanners with a WIA 2.0 driver on Windows: ``wia:ID``.

Written from Microsoft's documentation and NOT RUN ON WINDOWS. The driver is vendor code, so it
lives in a child process (`scanner.drivers.wia_child`, one COM apartment with comtypes); what is
here, the messages, the meaning of each error and the deadlines, runs and is tested on any system
with scripted children.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from types import MappingProxyType

from scanner.devices import (
    Arriving,
    Cancel,
    Capabilities,
    Colour,
    Device,
    DeviceUri,
    DriverEvent,
    Ended,
    PageBytes,
    Source,
    SourceCapabilities,
    StackEnded,
    Ticket,
)
from scanner.errors import DeviceError, RequestError
from scanner.integrity import not_whole
from scanner.options import DriverOptions
from scanner.worker import Pipe, Service, Worker, WorkerDied, WorkerHung

_LOOK_S = 0.05


# -- messages


@dataclass(frozen=True, slots=True)
class ListDevices:
    """Answered by a tuple of (id, name)."""


@dataclass(frozen=True, slots=True)
class AskOffers:
    """Answered by `Offers`, or `End` with the error."""

    device: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What the driver offers, in WIA's own numbers.

    Attributes:
        handling: bits of WIA_DPS_DOCUMENT_HANDLING_CAPABILITIES: 1 feeder, 2 flatbed, 4 duplex.
        dpi: values of WIA_IPS_XRES.
        data_types: values of WIA_IPA_DATATYPE.
        width_mils: WIA_DPS_HORIZONTAL_BED_SIZE, in 1/1000 inch.
        height_mils: WIA_DPS_VERTICAL_BED_SIZE.
    """

    name: str
    handling: int
    dpi: tuple[int, ...]
    data_types: tuple[int, ...]
    width_mils: int
    height_mils: int


@dataclass(frozen=True, slots=True)
class Begin:
    """Starts a transfer; answered by `Percent` and `Page` as they come, then one `End`."""

    device: str
    is_feeder: bool
    is_duplex: bool
    dpi: int
    data_type: int
    width_mils: int
    height_mils: int


@dataclass(frozen=True, slots=True)
class Percent:
    """Progress of the page under way."""

    value: int


@dataclass(frozen=True, slots=True)
class Page:
    """One side, whole as the driver says; the next is asked for after `Taken`."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """The page is safe: the transfer may go on."""


@dataclass(frozen=True, slots=True)
class End:
    """The transfer is over, with the HRESULT of IWiaTransfer::Download."""

    hresult: int


# -- meanings

PAPER_EMPTY = 0x80210003
#: HRESULT to why the stack ended and the code of its words. Source: wiadef.h, "WIA error codes".
MEANINGS = MappingProxyType(
    {
        0x80210001: (Ended.BROKEN, "scanner.driver_failed"),  # general error
        0x80210002: (Ended.JAM, "scanner.jam"),
        0x80210004: (Ended.JAM, "scanner.jam"),  # paper problem
        0x80210005: (Ended.OFFLINE, "scanner.offline"),
        0x80210006: (Ended.BUSY, "scanner.busy"),
        0x80210007: (Ended.BUSY, "scanner.busy"),  # warming up
        0x80210008: (Ended.BROKEN, "scanner.refused_by_device"),  # user intervention
        0x80210009: (Ended.OFFLINE, "scanner.offline"),  # item deleted: the device left
        0x8021000A: (Ended.OFFLINE, "scanner.offline"),  # communication
        0x8021000B: (Ended.BROKEN, "scanner.refused_by_device"),  # invalid command
        0x8021000C: (Ended.BROKEN, "scanner.refused_by_device"),  # hardware setting
        0x8021000D: (Ended.BUSY, "scanner.busy"),  # locked by another program
        0x8021000E: (Ended.BROKEN, "scanner.driver_failed"),  # exception in the driver
        0x8021000F: (Ended.BROKEN, "scanner.driver_failed"),  # invalid answer of the driver
        0x80210010: (Ended.COVER, "scanner.cover_open"),
        0x80210011: (Ended.BROKEN, "scanner.refused_by_device"),  # lamp off
        0x80210013: (Ended.BUSY, "scanner.busy"),  # network reservation
        0x80210014: (Ended.DOUBLE_FEED, "scanner.double_feed"),
        0x80210015: (Ended.OFFLINE, "scanner.offline"),  # no device available
        0x80040154: (Ended.BROKEN, "scanner.driver_missing"),  # no WIA on this system (winerror.h)
        0x80070005: (Ended.BROKEN, "scanner.access_denied"),
        0x80070070: (Ended.NO_SPACE, "scanner.no_space"),
        0x800706BA: (Ended.OFFLINE, "scanner.offline"),  # the imaging service is gone
    }
)
_DATA_TYPES = MappingProxyType({3: Colour.COLOUR, 2: Colour.GREY, 0: Colour.BW})
_MM_A_MIL = 0.0254


def verdict(hresult: int, *, device: str, pages: int, sides: int, is_feeder: bool) -> StackEnded:
    """What an HRESULT means here. "Paper empty" is how every feeder stack ends."""
    sheet = pages // sides + 1
    code = hresult & 0xFFFFFFFF
    if code == PAPER_EMPTY or code < 0x80000000:
        if not pages:
            problem = (
                DeviceError("scanner.no_paper") if is_feeder else not_whole("no page", sheet=1)
            )
            return StackEnded(Ended.EMPTY if is_feeder else Ended.BROKEN, problem)
        if pages % sides:
            problem = not_whole("the back of the last sheet is missing", sheet=sheet)
            return StackEnded(Ended.BROKEN, problem)
        return StackEnded(Ended.DONE)
    ended, words = MEANINGS.get(code, (Ended.BROKEN, "scanner.driver_failed"))
    reason = f"0x{code:08X}"
    problem = DeviceError(words, device=device, sheet=sheet, driver="wia", reason=reason)
    return StackEnded(ended, problem)


class WiaDriver:
    """One WIA device.

    Args:
        uri: ``wia:ID`` with the id as `list_names` gives it.
        options: patience.
        service: the child's function; tests put scripted ones here.
    """

    def __init__(
        self, uri: DeviceUri, options: DriverOptions, service: Service | None = None
    ) -> None:
        self._device = uri.rest
        self._options = options
        self._worker = Worker(service or _serve, "scanner-wia")

    def capabilities(self) -> Capabilities:
        """See `scanner.devices.Driver`."""
        try:
            self._worker.send(AskOffers(self._device), deadline_s=self._options.connect_s)
            answer = self._worker.receive(deadline_s=4 * self._options.connect_s)
        except (WorkerDied, WorkerHung) as end:
            raise DeviceError("scanner.offline", device=self._device, sheet=1) from end
        if isinstance(answer, End):
            ended = verdict(answer.hresult, device=self._device, pages=0, sides=1, is_feeder=False)
            raise ended.problem or DeviceError("scanner.offline", device=self._device, sheet=1)
        return capabilities_of(answer)

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """See `scanner.devices.Driver`."""
        try:
            offered = self.capabilities()
        except DeviceError as error:
            ended = Ended.BUSY if error.code == "scanner.busy" else Ended.OFFLINE
            yield StackEnded(ended, error)
            return
        source = ticket.source or next(iter(offered.sources))
        if ticket.settles and source not in offered.sources:
            source = next(iter(offered.sources))
        if source not in offered.sources:
            names = tuple(s.value for s in offered.sources)
            raise RequestError(
                "scanner.setting_not_offered", setting="source", asked=source, offered=names
            )
        ticket = ticket.fitted(offered.sources[source])
        try:
            yield from self._transfer(_order(self._device, ticket, source), source, cancel)
        finally:
            self._worker.stop()  # a driver keeps the device until its process ends

    def _transfer(
        self, order: Begin, source: Source, cancel: Cancel
    ) -> Generator[DriverEvent, None, None]:
        pages, patience = 0, self._options.warm_up_s
        heard = time.monotonic()
        try:
            self._worker.send(order, deadline_s=self._options.connect_s)
            while True:
                if cancel.is_cancelled():
                    yield StackEnded(Ended.CANCELLED)
                    return
                if not self._worker.answers(within_s=_LOOK_S):
                    if time.monotonic() - heard > patience:
                        raise WorkerHung  # noqa: TRY301  (a silent driver is a hung one)
                    continue
                answer = self._worker.receive(deadline_s=self._options.connect_s)
                heard = time.monotonic()
                match answer:
                    case Percent(value):
                        patience = self._options.driver_silence_s
                        yield Arriving(value / 100)
                    case Page(data):
                        patience = self._options.warm_up_s
                        yield PageBytes(data, "", order.dpi)
                        pages += 1
                        self._worker.send(Taken(), deadline_s=self._options.connect_s)
                        heard = time.monotonic()
                    case End(hresult):
                        yield verdict(
                            hresult, device=self._device, pages=pages, sides=source.sides,
                            is_feeder=source.is_feeder,
                        )  # fmt: skip
                        return
                    case _:
                        raise WorkerDied  # noqa: TRY301  (it speaks nonsense)
        except WorkerHung:
            sheet, seconds = pages // source.sides + 1, round(patience)
            yield StackEnded(
                Ended.TIMEOUT, DeviceError("scanner.timeout", sheet=sheet, seconds=seconds)
            )
        except WorkerDied:
            problem = DeviceError("scanner.driver_failed", driver="wia", reason="ended")
            yield StackEnded(Ended.BROKEN, problem)

    def close(self) -> None:
        """See `scanner.devices.Driver`."""
        self._worker.stop()


def _order(device: str, ticket: Ticket, source: Source) -> Begin:
    data_types = {colour: number for number, colour in _DATA_TYPES.items()}
    return Begin(
        device=device,
        is_feeder=source.is_feeder,
        is_duplex=source is Source.ADF_DUPLEX,
        dpi=ticket.dpi,
        data_type=data_types[ticket.colour],
        width_mils=round(ticket.width_mm / _MM_A_MIL),
        height_mils=round(ticket.height_mm / _MM_A_MIL),
    )


def capabilities_of(offers: Offers) -> Capabilities:
    """WIA's numbers in the words of every driver."""
    kinds = ((1, Source.ADF), (4, Source.ADF_DUPLEX), (2, Source.PLATEN))
    has_feeder = bool(offers.handling & 1)
    found = [s for bit, s in kinds if offers.handling & bit and (has_feeder or bit == 2)]
    return Capabilities(
        model=offers.name,
        sources={
            source: SourceCapabilities(
                source=source,
                dpi=tuple(sorted(offers.dpi)),
                colours=tuple(c for n, c in _DATA_TYPES.items() if n in offers.data_types),
                width_mm=round(offers.width_mils * _MM_A_MIL, 1),
                height_mm=round(offers.height_mils * _MM_A_MIL, 1),
            )
            for source in found or [Source.PLATEN]
        },
    )


def list_devices(*, within_s: float) -> list[Device]:
    """WIA devices of this machine; empty where it has no WIA or the service does not answer."""
    worker = Worker(_serve, "scanner-wia-list")
    try:
        worker.send(ListDevices(), deadline_s=within_s)
        answer = worker.receive(deadline_s=within_s)
    except (WorkerDied, WorkerHung):
        return []
    finally:
        worker.stop()
    if isinstance(answer, End):
        return []
    return [Device(uri=f"wia:{id_}", name=name, driver="wia") for id_, name in answer]


def _serve(pipe: Pipe) -> None:
    """The child; it leaves at once where there is no COM."""
    if sys.platform == "win32":
        from scanner.drivers.wia_child import serve

        serve(pipe)
