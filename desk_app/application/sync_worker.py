"""Runs the engine in one background thread with its own event loop, and stops in order."""

import asyncio
import logging
import threading
from collections.abc import Callable

from desk_app.application.sync_values import SyncReport
from desk_app.application.synchronise import SyncEngine

logger = logging.getLogger(__name__)


class SyncWorker:
    """The background thread of one engine.

    ``on_report`` is called on the worker's thread after each pass; a window hands it on by its own
    signal.
    """

    def __init__(
        self, engine: SyncEngine, on_report: Callable[[SyncReport], None] | None = None
    ) -> None:
        self._engine = engine
        self._on_report = on_report or (lambda _report: None)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._wake: asyncio.Event | None = None
        self._is_up = threading.Event()

    def start(self) -> None:
        """Start the thread; a second call does nothing while it runs."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._is_up.clear()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()
        self._is_up.wait(10)

    def wake(self) -> None:
        """Begin a pass at once: new work, network back, "gửi ngay"."""
        self._tell(self._wake)

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finish the commands on their way, begin nothing new, end; False when it takes longer.

        What was not finished is in the database and goes on at the next start.
        """
        thread = self._thread
        if thread is None:
            return True
        self._tell(self._stop)
        thread.join(timeout_s)
        return not thread.is_alive()

    def _tell(self, event: asyncio.Event | None) -> None:
        if self._loop is None or event is None:
            return
        try:
            self._loop.call_soon_threadsafe(event.set)
        except RuntimeError:
            logger.debug("the sync loop has ended already")

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except Exception:  # the sync loop's own net: it must be seen, and must not kill the desk
            logger.exception("sync worker ended")
        finally:
            self._is_up.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop, self._wake = asyncio.Event(), asyncio.Event()
        self._is_up.set()
        await self._engine.run_forever(self._stop, self._wake, self._on_report)
