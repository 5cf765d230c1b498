"""Which devices are there: remembered ones at once, the network's within a deadline."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.devices import Colour, Device, DeviceUri, Source
from scanner.drivers.open import open_driver
from scanner.durable import rename_into_place, write_whole
from scanner.errors import ScannerError
from scanner.options import DriverOptions

_log = logging.getLogger(__name__)

#: The system's own eSCL clients: the device itself is reached by our client, which sees its bytes.
_OTHER_ESCL = ("airscan:", "escl:")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """What to look for.

    Attributes:
        known: addresses typed by hand or remembered; always listed, answering or not.
        drivers: kinds to look for.
        discover: ask the network; off where it blocks multicast.
        deadline_s: the list is there after this time, whole or not.
        cache: JSON file of the last list; written after a fresh look.
        from_cache: only read the cache; nothing is contacted.
    """

    known: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ("escl", "sane", "camera", "wia")
    discover: bool = True
    deadline_s: float = 3.0
    cache: Path | None = None
    from_cache: bool = False
    options: DriverOptions = field(default_factory=DriverOptions)


def list_devices(request: ListRequest | None = None) -> list[Device]:
    """Devices of this desk, the answering ones first.

    A dead device does not hold up the others: it is listed as not reachable when it is known, and
    left out when it was only announced.
    """
    request = request or ListRequest()
    if request.from_cache and request.cache is not None:
        return read_cache(request.cache)
    if any(uri.startswith("escl") for uri in request.known) or "escl" in request.drivers:
        import scanner.drivers.escl  # noqa: F401  (loading it is not the devices' time)
    end = time.monotonic() + request.deadline_s
    found: list[Device] = []
    with _Finder(request.options, end) as finder:
        for uri in dict.fromkeys(request.known):
            finder.ask(uri)
        if "sane" in request.drivers:
            finder.ask_sane()
        if "camera" in request.drivers:
            finder.ask_cameras()
        if "wia" in request.drivers and sys.platform == "win32":
            finder.ask_wia()
        if "escl" in request.drivers and request.discover:
            finder.ask_network(end - 0.8)
        found = finder.answers(end)
    known = set(request.known)
    listed = [d for d in found if d.is_reachable or d.uri in known]
    listed.sort(key=lambda d: (not d.is_reachable, d.name.casefold(), d.uri))
    if request.cache is not None:
        write_cache(request.cache, listed)
    return listed


class _Finder:
    """Asks many devices at once and keeps what answered in time."""

    def __init__(self, options: DriverOptions, end: float) -> None:
        self._options = replace(options, connect_s=min(options.connect_s, 2.0))
        self._end = end
        self._pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="scan-list")
        self._asked: dict[str, Future[list[Device]]] = {}

    def __enter__(self) -> _Finder:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, uri: str, name: str = "") -> None:
        """Ask one device what it offers."""
        if uri not in self._asked:
            self._asked[uri] = self._pool.submit(lambda: [_describe(uri, name, self._options)])

    def ask_sane(self) -> None:
        """Ask SANE for its devices; a slow configuration costs only its own part of the list."""
        self._asked["sane"] = self._pool.submit(_sane_devices, self._options, self._end)

    def ask_cameras(self) -> None:
        """Look for document cameras."""
        from scanner.drivers.camera import cameras

        self._asked["camera"] = self._pool.submit(cameras)

    def ask_wia(self) -> None:
        """Ask the imaging service of Windows; nothing elsewhere."""
        from scanner.drivers import wia

        within_s = max(0.1, self._end - time.monotonic())
        self._asked["wia"] = self._pool.submit(lambda: wia.list_devices(within_s=within_s))

    def ask_network(self, until: float) -> None:
        """Listen for announcements and ask each announced device at once."""
        from scanner.announced import listen

        listen(self.ask, until)

    def answers(self, end: float) -> list[Device]:
        """Everything that was answered by now."""
        asked = dict(self._asked)
        done, _late = wait_for(asked.values(), timeout=max(0.0, end - time.monotonic()))
        devices: list[Device] = []
        for uri, answer in asked.items():
            if answer in done:
                devices += answer.result()
            elif ":" in uri:
                devices.append(_silent(uri))
        return devices


def _describe(uri: str, name: str, options: DriverOptions) -> Device:
    try:
        parsed = DeviceUri.parse(uri)
        driver = open_driver(parsed, options)
        try:
            offered = driver.capabilities()
        finally:
            driver.close()
    except ScannerError as error:
        _log.info("%s does not answer: %s", uri, error)
        return _silent(uri)
    return Device(
        uri=uri,
        name=name or offered.model or uri,
        driver=_driver_of(uri),
        sources=tuple(s for s in Source if s in offered.sources),
        dpi=offered.dpi,
        colours=offered.colours,
    )


def _silent(uri: str) -> Device:
    return Device(uri=uri, name=uri, driver=_driver_of(uri), is_reachable=False)


def _driver_of(uri: str) -> str:
    scheme = uri.partition(":")[0]
    return "escl" if scheme == "escls" else scheme


def _sane_devices(options: DriverOptions, end: float) -> list[Device]:
    listed: list[tuple[str, str]] = []
    if sys.platform != "win32":
        from scanner.drivers.sane import list_names

        try:
            listed = list_names(options, within_s=max(0.1, end - time.monotonic()))
        except ScannerError as error:
            _log.info("SANE: %s", error)
    return [
        _describe(f"sane:{name}", model, options)
        for name, model in listed
        if not name.startswith(_OTHER_ESCL)
    ]


# -- the cache


def read_cache(file: Path) -> list[Device]:
    """The list of the last look; empty when there is none or it is unreadable."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return [_from_json(entry) for entry in json.loads(file.read_text("utf-8"))]
    return []


def write_cache(file: Path, devices: Iterable[Device]) -> None:
    """Keep a list for the next start. A failure costs a moment then, nothing now."""
    entries = [{**d.as_json(), "is_reachable": d.is_reachable} for d in devices]
    part = file.with_name(f".{file.name}.{time.monotonic_ns()}")
    try:
        write_whole(part, json.dumps(entries, ensure_ascii=False, indent=1).encode())
        rename_into_place(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        _log.info("device list not kept: %s", error)


def _from_json(entry: dict[str, object]) -> Device:
    return Device(
        uri=str(entry["uri"]),
        name=str(entry["name"]),
        driver=str(entry["driver"]),
        sources=tuple(Source(s) for s in _words(entry["sources"])),
        dpi=tuple(int(d) for d in _words(entry["dpi"])),
        colours=tuple(Colour(c) for c in _words(entry["colours"])),
        is_reachable=bool(entry["is_reachable"]),
    )


def _words(values: object) -> Sequence[str]:
    if not isinstance(values, list):
        raise TypeError(values)
    return [str(v) for v in values]
