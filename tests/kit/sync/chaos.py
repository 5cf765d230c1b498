"""A TCP proxy that spoils the line on request: cuts, swallows, slows, stalls.

It knows nothing of HTTP but the first bytes of a request, by which a spoiler chooses its call.
"""

import asyncio
import contextlib
import dataclasses
import threading
from collections.abc import Callable
from types import TracebackType

PIECE = 16 * 1024


@dataclasses.dataclass(slots=True)
class Spoiler:
    """One way to spoil one call.

    Attributes:
        match: bytes at which the call is recognised in what the client sends (``POST /v1/comm``).
        cut_up_after: let so many bytes through from the match on, then reset both sides.
        swallow: let the request through and reset when the answer begins.
        cut_down_after: let so many bytes of the answer through, then reset.
        stall_down: hold the answer for so many seconds after its first ``stall_after`` bytes.
        drip_s: pause before each byte of the answer.
        times: how many calls.
        skip: calls that pass first.
        before: called when it strikes, for instance to kill the server.
    """

    match: bytes
    cut_up_after: int | None = None
    swallow: bool = False
    cut_down_after: int | None = None
    stall_down: float = 0.0
    stall_after: int = 0
    drip_s: float = 0.0
    times: int = 1
    skip: int = 0
    before: Callable[[], None] | None = None
    struck: int = 0


class ChaosProxy:
    """Runs in a thread of its own; use it as a context."""

    def __init__(self, url: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._upstream = (host, int(port))
        self._spoilers: list[Spoiler] = []
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.is_down = False
        self.requests: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def spoil(self, match: bytes, **how: object) -> Spoiler:
        made = Spoiler(match=match, **how)  # type: ignore[arg-type]
        with self._lock:
            self._spoilers.append(made)
        return made

    def calm(self) -> None:
        with self._lock:
            self._spoilers.clear()

    def cut_line(self) -> None:
        """Refuse everything and drop what is open: the cable is out."""
        self.is_down = True
        self._loop.call_soon_threadsafe(self._abort_all)

    def mend_line(self) -> None:
        self.is_down = False

    def __enter__(self) -> "ChaosProxy":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        self._abort_all()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _abort_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    def _choose(self, data: bytes) -> tuple[Spoiler, int] | None:
        with self._lock:
            for one in self._spoilers:
                place = data.find(one.match)
                if place < 0 or one.struck >= one.times + one.skip:
                    continue
                one.struck += 1
                if one.struck <= one.skip:
                    continue
                return one, place
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        line = _Line(self, reader, writer)
        try:
            if not self.is_down:
                await line.run(self._upstream)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.transport.abort()


class _Line:
    """One connection of a client and its twin to the server."""

    def __init__(
        self, proxy: ChaosProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._proxy = proxy
        self._reader = reader
        self._writer = writer
        self._spoiler: Spoiler | None = None
        self._left_up: int | None = None
        self._seen_down = 0

    async def run(self, upstream: tuple[str, int]) -> None:
        up_reader, up_writer = await asyncio.open_connection(*upstream)
        self._proxy._writers.add(up_writer)
        try:
            done, rest = await asyncio.wait(
                [
                    asyncio.ensure_future(self._up(up_writer)),
                    asyncio.ensure_future(self._down(up_reader)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in rest:
                task.cancel()
            for task in done:
                with contextlib.suppress(OSError):
                    task.result()
        finally:
            self._proxy._writers.discard(up_writer)
            up_writer.transport.abort()

    async def _up(self, up_writer: asyncio.StreamWriter) -> None:
        while data := await self._reader.read(PIECE):
            if data[:8].split(b" ")[0] in (b"GET", b"POST", b"HEAD", b"PATCH", b"PUT", b"DELETE"):
                self._proxy.requests.append(data.split(b"\r\n", 1)[0])
                self._spoiler = None
            chosen = self._proxy._choose(data)
            if chosen is not None:
                self._spoiler, place = chosen
                self._seen_down = 0
                self._left_up = None
                if self._spoiler.before is not None:
                    await asyncio.to_thread(self._spoiler.before)
                if self._spoiler.cut_up_after is not None:
                    self._left_up = self._spoiler.cut_up_after + place
            if self._left_up is not None:
                data = data[: self._left_up]
                self._left_up -= len(data)
            up_writer.write(data)
            await up_writer.drain()
            if self._left_up is not None and self._left_up <= 0:
                return

    async def _down(self, up_reader: asyncio.StreamReader) -> None:
        while data := await up_reader.read(PIECE):
            spoiler = self._spoiler
            if spoiler is None:
                await self._give(data)
                continue
            if spoiler.swallow:
                return
            if not await self._spoiled(spoiler, data):
                return

    async def _spoiled(self, spoiler: Spoiler, data: bytes) -> bool:
        if spoiler.cut_down_after is not None:
            part = data[: max(0, spoiler.cut_down_after - self._seen_down)]
            self._seen_down += len(part)
            await self._give(part)
            return self._seen_down < spoiler.cut_down_after
        if spoiler.drip_s:
            for byte in data:
                await asyncio.sleep(spoiler.drip_s)
                await self._give(bytes([byte]))
            return True
        if spoiler.stall_down:
            await self._give(data[: spoiler.stall_after])
            await asyncio.sleep(spoiler.stall_down)
            await self._give(data[spoiler.stall_after :])
            return True
        await self._give(data)
        return True

    async def _give(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()
