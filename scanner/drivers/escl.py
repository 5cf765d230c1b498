"""Scanners that speak eSCL (AirScan) over the network or over USB: no vendor driver, any system.

One side is asked for at a time, and only after the one before is safe. Nothing the device says is
believed alone: the end of a stack needs the job's state and the feeder's state beside the code.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import suppress
from typing import Any, TypeVar

import aiohttp
from yarl import URL

from scanner.devices import (
    Arriving,
    Cancel,
    Capabilities,
    DeviceUri,
    DriverEvent,
    Ended,
    Never,
    PageBytes,
    Source,
    SourceCapabilities,
    StackEnded,
    Ticket,
    Waiting,
)
from scanner.drivers.escl_line import EXCHANGE_ERRORS, Line
from scanner.drivers.escl_protocol import Status, job_key_of, job_path_of, write_ticket
from scanner.errors import Cancelled, DeviceError, RequestError
from scanner.integrity import not_whole
from scanner.options import DriverOptions

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

#: How often a running exchange looks whether the officer stopped it.
_CANCEL_LOOK_S = 0.02
#: Early "404" or "410" while the job still runs: firmware that means "not yet".
_NOT_YET_TRIES = 12
_DOCUMENTS = ("image/jpeg", "application/pdf", "image/png", "image/tiff")
_FEEDER_FAULTS = {
    "Jam": (Ended.JAM, "scanner.jam"),
    "DoorOpen": (Ended.COVER, "scanner.cover_open"),
    "HatchOpen": (Ended.COVER, "scanner.cover_open"),
    "Mispick": (Ended.JAM, "scanner.jam"),
    "MultipickDetected": (Ended.DOUBLE_FEED, "scanner.double_feed"),
}


class EsclDriver:
    """One eSCL device.

    Args:
        uri: ``escl://host:port/eSCL``; ``escls`` for https with a pinned certificate.
        options: patience and trust.
    """

    def __init__(self, uri: DeviceUri, options: DriverOptions) -> None:
        self._line = Line(uri, options)
        self._runner: asyncio.Runner | None = None

    # -- Driver

    def capabilities(self) -> Capabilities:
        """See `scanner.devices.Driver`."""
        try:
            return self._run(self._line.capabilities(), Never())
        except EXCHANGE_ERRORS as error:
            raise self._line.explain(error, sheet=1).problem from error

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """See `scanner.devices.Driver`."""
        exchange = _Exchange(self._line, ticket)
        events = exchange.events()
        try:
            while True:
                try:
                    event = self._run(_next_of(events), cancel)
                except StopAsyncIteration:
                    return
                except RequestError:
                    raise
                except Cancelled:
                    yield StackEnded(Ended.CANCELLED)
                    return
                except EXCHANGE_ERRORS as error:
                    _log.warning("%s: %s: %.200s", self._line.uri, type(error).__name__, error)
                    end = self._line.explain(error, sheet=exchange.sheet)
                    yield StackEnded(end.ended, end.problem)
                    return
                yield event
        finally:
            self._run(exchange.give_back(in_a_hurry=cancel.is_cancelled()), Never())

    def close(self) -> None:
        """See `scanner.devices.Driver`."""
        if self._runner is None:
            return
        self._runner.run(self._line.close())
        self._runner.close()
        self._runner = None

    def _run(self, work: Coroutine[Any, Any, _Result], cancel: Cancel) -> _Result:
        """One event loop a driver, alive only while one of its calls runs."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(_until_cancelled(work, cancel))


class _Exchange:
    """One job: from the order to the end of the stack."""

    def __init__(self, line: Line, ticket: Ticket) -> None:
        self._line = line
        self._ticket = ticket
        self._job: URL | None = None
        self._job_key = ""
        self._pages = 0
        self._sides = 1

    @property
    def sheet(self) -> int:
        """The sheet whose side comes next, counted in this job."""
        return self._pages // self._sides + 1

    async def events(self) -> AsyncIterator[DriverEvent]:
        """Everything that happens, ending with `StackEnded` or an error."""
        offered = await self._line.capabilities()
        source = await self._choose_source(offered)
        self._sides = source.source.sides
        self._ticket = self._ticket.fitted(source)
        if source.source.is_feeder and offered.senses_paper:
            status = await self._status()
            late = self._line.quirks.feeder_state_is_late
            if status.feeder == "Empty" and not late:
                yield StackEnded(Ended.EMPTY, DeviceError("scanner.no_paper"))
                return
        async for event in self._post(source):
            yield event
            if isinstance(event, StackEnded):
                return
        async for event in self._pages_of(source.source):
            yield event

    async def _choose_source(self, offered: Capabilities) -> SourceCapabilities:
        wanted = self._ticket.source
        if wanted is None:
            status = await self._status() if Source.ADF in offered.sources else Status()
            loaded = status.feeder in {"Loaded", "Processing"}
            wanted = Source.ADF if loaded or Source.PLATEN not in offered.sources else Source.PLATEN
        if self._ticket.settles and wanted not in offered.sources and offered.sources:
            wanted = next(iter(offered.sources))
        try:
            return offered.sources[wanted]
        except KeyError:
            raise RequestError(
                "scanner.setting_not_offered",
                setting="source",
                asked=wanted.value,
                offered=tuple(s.value for s in offered.sources),
            ) from None

    async def _status(self) -> Status:
        return await self._line.status(self._job_key)

    async def _post(self, source: SourceCapabilities) -> AsyncIterator[DriverEvent]:
        """Give the order; knock again while the device serves someone else."""
        mime = next((m for m in _DOCUMENTS if m in source.formats), _DOCUMENTS[0])
        order = write_ticket(self._ticket, source, mime)
        end = time.monotonic() + self._line.options.busy_s
        url = self._line.base / "ScanJobs"
        while True:
            async with self._line.session.post(
                url,
                data=order,
                headers={"Content-Type": "text/xml", **self._line.headers},
                allow_redirects=False,
            ) as answer:
                code, pause = answer.status, _retry_after(answer)
                location = answer.headers.get("Location", "")
            if code == 201 and location:
                path = job_path_of(location)
                self._job = url.with_path(path, encoded=True)
                self._job_key = job_key_of(location)
                return
            if code == 503 and time.monotonic() + pause < end:
                yield Waiting("busy")
                await asyncio.sleep(pause)
                continue
            yield await self._refused(code, source.source)
            return

    async def _refused(self, code: int, source: Source) -> StackEnded:
        status = await self._status()
        if source.is_feeder:
            fault = self._feeder_fault(status)
            if fault is not None:
                return fault
            if status.feeder == "Empty":
                return StackEnded(Ended.EMPTY, DeviceError("scanner.no_paper"))
        if code in {409, 503} and status.state in {"Processing", "Idle", "Testing", ""}:
            return StackEnded(Ended.BUSY, DeviceError("scanner.busy", device=self._line.uri))
        return StackEnded(
            Ended.BROKEN,
            DeviceError("scanner.refused_by_device", reason=f"{code} {status.state}".strip()),
        )

    def _feeder_fault(self, status: Status) -> StackEnded | None:
        for sign, (ended, code) in _FEEDER_FAULTS.items():
            if sign in status.feeder:
                return StackEnded(ended, DeviceError(code, sheet=self.sheet))
        return None

    async def _pages_of(self, source: Source) -> AsyncIterator[DriverEvent]:
        """Ask for side after side until device and job agree that the stack is over."""
        options, quirks = self._line.options, self._line.quirks
        patience, tries = time.monotonic() + options.warm_up_s, _NOT_YET_TRIES
        assert self._job is not None  # noqa: S101  (set by _post)
        url = URL(f"{self._job}/NextDocument", encoded=True)
        while True:
            async with self._line.session.get(
                url, allow_redirects=False, headers=self._line.headers
            ) as answer:
                code, pause = answer.status, _retry_after(answer)
                if code == 200:
                    page = None
                    async for page in self._body_of(answer):
                        if isinstance(page, Arriving):
                            yield page
            if code == 200 and isinstance(page, PageBytes):
                yield page
                self._pages += 1
                if source is Source.PLATEN:
                    yield StackEnded(Ended.DONE)
                    return
                patience, tries = time.monotonic() + options.warm_up_s, _NOT_YET_TRIES
                await asyncio.sleep(quirks.page_pause_s)
                continue
            status = await self._status()
            end = self._end_of(code, status, source)
            if end is None and code in {404, 409, 410}:
                pause = min(0.5, 0.05 * 2 ** (_NOT_YET_TRIES - tries))
                tries -= 1
            if end is None and (tries < 0 or time.monotonic() + pause > patience):
                end = self._too_long(code, status)
            if end is not None:
                yield end
                return
            yield Waiting("warming")
            await asyncio.sleep(pause)

    async def _body_of(self, answer: aiohttp.ClientResponse) -> AsyncIterator[DriverEvent]:
        """The bytes of one answer, with word of their progress."""
        limit = self._line.options.page_limit
        total, told, data = answer.content_length, 0.0, bytearray()
        async for part in answer.content.iter_any():
            data += part
            if len(data) > limit:
                raise not_whole(f"more than {limit} bytes", sheet=self.sheet)
            if time.monotonic() - told > 0.1:
                told = time.monotonic()
                yield Arriving(len(data) / total if total else None)
        if total is not None and len(data) != total and "Content-Encoding" not in answer.headers:
            raise not_whole(f"{len(data)} of {total} bytes", sheet=self.sheet)
        yield PageBytes(bytes(data), answer.content_type)

    def _end_of(self, code: int, status: Status, source: Source) -> StackEnded | None:
        """What ended the stack; None means ask again."""
        fault = self._feeder_fault(status) if source.is_feeder else None
        if fault is not None:
            return fault
        if status.job == "Canceled":
            problem = DeviceError("scanner.cancelled_at_device", sheet=self.sheet)
            return StackEnded(Ended.CANCELLED, problem)
        if code in {404, 409, 410} and status.job in {"Completed", ""} and self._pages:
            return self._clean_end()
        if status.job in {"Completed", "Aborted"} or (code in {404, 409, 410} and not status.job):
            if not self._pages and source.is_feeder and status.feeder in {"Empty", ""}:
                return StackEnded(Ended.EMPTY, DeviceError("scanner.no_paper"))
            reason = f"the job ended: {code} {status.job} {status.reason}".rstrip()
            return StackEnded(Ended.BROKEN, not_whole(reason, sheet=self.sheet))
        if code in {404, 409, 410, 503}:
            return None
        return StackEnded(Ended.BROKEN, not_whole(f"the device answers {code}", sheet=self.sheet))

    def _clean_end(self) -> StackEnded:
        if self._line.quirks.one_page_feeder:
            return StackEnded(Ended.DONE, DeviceError("scanner.one_page_only", sheet=self.sheet))
        if self._pages % self._sides:
            return StackEnded(
                Ended.BROKEN, not_whole("the back of the last sheet is missing", sheet=self.sheet)
            )
        return StackEnded(Ended.DONE)

    def _too_long(self, code: int, status: Status) -> StackEnded:
        """Not yet, for ever: an end when pages came and nothing moves, else a time-out."""
        if code != 503 and self._pages and status.feeder in {"Empty", ""}:
            return self._clean_end()
        seconds = round(self._line.options.warm_up_s)
        return StackEnded(
            Ended.TIMEOUT, DeviceError("scanner.timeout", sheet=self.sheet, seconds=seconds)
        )

    async def give_back(self, *, in_a_hurry: bool) -> None:
        """Delete the job. What the device answers is its own affair, redirects included."""
        if self._job is None:
            return
        patience = aiohttp.ClientTimeout(total=0.2 if in_a_hurry else 3.0)
        with suppress(*EXCHANGE_ERRORS):
            async with self._line.session.delete(
                self._job, allow_redirects=False, timeout=patience, headers=self._line.headers
            ):
                pass


async def _next_of(events: AsyncIterator[DriverEvent]) -> DriverEvent:
    return await anext(events)


async def _until_cancelled(work: Coroutine[Any, Any, _Result], cancel: Cancel) -> _Result:
    """Run to the end, or drop the work as soon as the officer stops it.

    Raises:
        Cancelled: the officer stopped it.
    """
    task = asyncio.ensure_future(work)
    while not task.done():
        if cancel.is_cancelled():
            task.cancel()
            with suppress(asyncio.CancelledError, *EXCHANGE_ERRORS):
                await task
            raise Cancelled
        await asyncio.wait({task}, timeout=_CANCEL_LOOK_S)
    return task.result()


def _retry_after(answer: aiohttp.ClientResponse) -> float:
    try:
        return min(2.0, max(0.1, float(answer.headers.get("Retry-After", "0.5"))))
    except ValueError:
        return 0.5
