"""Long work of an office, handed out by Procrastinate on the office's PostgreSQL.

Every idle desk takes items; what a desk had in hand when it died is handed out again after its
heartbeat has stopped. The ledger decides what is done, so an item handed out twice counts once.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import Any

import procrastinate
import procrastinate.exceptions

from desk_app.application.backlog import FAILED, Ledger, MayWork, Work

QUEUE = "backlog"
TASK = "desk_app.backlog.item"

logger = logging.getLogger(__name__)


class OfficeBacklog:
    """``Backlog`` of an office.

    Args:
        url: the office's PostgreSQL.
        heartbeat_s: how often a working desk says that it lives; three missed ones and its item is
            handed out again.
    """

    def __init__(
        self,
        url: str,
        ledger: Ledger,
        work: Work,
        *,
        desk: str,
        now: Callable[[], dt.datetime],
        heartbeat_s: float = 10.0,
    ) -> None:
        self._url = url
        self._ledger = ledger
        self._work = work
        self._desk = desk
        self._now = now
        self._heartbeat_s = heartbeat_s
        self._done = 0
        self._may_work: MayWork = lambda: True

    def add(self, kind: str, keys: Iterable[str]) -> int:
        """Write the items down, then hand them to the queue."""
        fresh = self._ledger.add(kind, keys, at=self._now())
        self._run(self._queue([(kind, key) for key in fresh]))
        return len(fresh)

    def work(self, may_work: MayWork) -> int:
        """Take items until the queue is empty."""
        self._may_work, self._done = may_work, 0
        self._run(self._take())
        return self._done

    def _run(self, coroutine: Any) -> None:
        """Psycopg's asynchronous side does not run on the default loop of Windows."""
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(coroutine)

    def _app(self) -> procrastinate.App:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=self._url))
        app.task(name=TASK, queue=QUEUE)(self._item)
        return app

    async def _item(self, kind: str, key: str) -> None:
        if await asyncio.to_thread(self._ledger.is_done, kind, key):
            return
        while not self._may_work():
            await asyncio.sleep(1.0)
        try:
            result = await asyncio.to_thread(self._work, kind, key)
        except Exception:  # one bad paper must not hold up a cellar; it is counted as failed
            logger.exception("backlog item %s %s failed", kind, key)
            result = FAILED
        at = self._now()
        self._done += await asyncio.to_thread(
            self._ledger.finish, kind, key, result, by=self._desk, at=at
        )

    async def _queue(self, items: list[tuple[str, str]]) -> None:
        async with self._app().open_async() as app:
            await self._prepare(app)
            for kind, key in items:
                task = app.configure_task(TASK, queue=QUEUE, queueing_lock=f"{kind}:{key}")
                try:
                    await task.defer_async(kind=kind, key=key)
                except procrastinate.exceptions.AlreadyEnqueued:
                    continue

    async def _prepare(self, app: procrastinate.App) -> None:
        """Make the queue's own tables once; two desks may try at the same moment."""
        if await app.check_connection_async():
            return
        try:
            await app.schema_manager.apply_schema_async()
        except procrastinate.exceptions.ConnectorException:
            if not await app.check_connection_async():
                raise

    async def _take(self) -> None:
        async with self._app().open_async() as app:
            await self._prepare(app)
            while True:
                await self._free_stalled(app)
                await app.run_worker_async(
                    queues=[QUEUE],
                    name=self._desk,
                    wait=False,
                    concurrency=1,
                    install_signal_handlers=False,
                    listen_notify=False,
                    update_heartbeat_interval=self._heartbeat_s,
                    stalled_worker_timeout=3 * self._heartbeat_s,
                )
                if not await asyncio.to_thread(self._ledger.open, 1):
                    return
                await self._queue_lost(app)
                await asyncio.sleep(self._heartbeat_s / 2)

    async def _free_stalled(self, app: procrastinate.App) -> None:
        """What a dead desk had in hand goes back into the queue."""
        stalled = await app.job_manager.get_stalled_jobs(
            queue=QUEUE, seconds_since_heartbeat=3 * self._heartbeat_s
        )
        for job in stalled:
            await app.job_manager.retry_job(job)

    async def _queue_lost(self, app: procrastinate.App) -> None:
        """Items written down whose desk died before it queued them."""
        known = {
            (job.task_kwargs["kind"], job.task_kwargs["key"])
            for state in ("todo", "doing")
            for job in await app.job_manager.list_jobs_async(queue=QUEUE, status=state)
        }
        lost = [one for one in await asyncio.to_thread(self._ledger.open) if one not in known]
        if lost:
            await self._queue(lost)
