"""Drains the outbox to a target system and takes in what it answers.

One pass: who is there (and is it the same server) → commands, a few dossiers at a time → the feed.
Nothing is kept between passes but the database and the circuit: a desk that was killed goes on
where the database stands.
"""

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from desk_app.application.office_work import Seat
from desk_app.application.sync_courier import carry
from desk_app.application.sync_errors import EpochChangedError, LocalStorageError, SyncError
from desk_app.application.sync_inbox import check_epoch, read_feed, reconcile
from desk_app.application.sync_pace import Circuit
from desk_app.application.sync_ports import BlobSource, ProvincialSystem, SyncClock, SyncStore
from desk_app.application.sync_rules import ActRules
from desk_app.application.sync_session import Session, SyncSettings
from desk_app.application.sync_slots import keep_codes
from desk_app.application.sync_values import (
    Device,
    Problem,
    QueuedCommand,
    QueueSummary,
    SyncReport,
)

__all__ = ["SyncEngine", "SyncSettings"]

logger = logging.getLogger(__name__)

OpenTarget = Callable[[], ProvincialSystem]
"""Makes the adapter; called inside the event loop, once a run."""


class SyncEngine:
    """The engine of one target.

    ``run_once`` and ``run_forever`` are called from one thread at a time. The store is used from
    the engine's own single store thread only. Of the desks of one office the one in the seat sends;
    the others see how the queue stands and try for the seat again at each pass.
    """

    def __init__(
        self,
        open_target: OpenTarget,
        store: SyncStore,
        blobs: BlobSource,
        clock: SyncClock,
        rules: ActRules,
        device: Device,
        *,
        seat: Seat | None = None,
        settings: SyncSettings | None = None,
    ) -> None:
        self._open_target = open_target
        self._store = store
        self._blobs = blobs
        self._clock = clock
        self._rules = rules
        self._device = device
        self._settings = settings or SyncSettings()
        self._seat = seat
        self._is_seated = False
        self._is_fresh = True
        draw = random.Random(self._settings.seed)  # noqa: S311 - spreads retries, no secret
        self._circuit = Circuit(draw=draw)

    @property
    def rests_until(self) -> dt.datetime | None:
        """When the target as a whole is tried next; None when nothing holds the next call back."""
        return self._circuit.opens_at(self._clock.now())

    def run_once(self) -> SyncReport:
        """Do one pass now and say what it did; for ``sync --once``. Blocks.

        Waits asked for by the target itself are respected, our own patience is not.
        """
        return asyncio.run(self._once())

    async def _once(self) -> SyncReport:
        target = self._open_target()
        executor = ThreadPoolExecutor(1, thread_name_prefix="sync-store")
        self._is_fresh = True
        try:
            return await self._pass(target, executor, lambda: False)
        finally:
            await self._leave(target, executor)

    async def _leave(self, target: ProvincialSystem, executor: ThreadPoolExecutor) -> None:
        await target.aclose()
        if self._seat is not None:
            executor.submit(self._seat.give_back)
            self._is_seated = False
        executor.shutdown()

    async def redo(self, target: ProvincialSystem, command_id: str) -> None:
        """Take a parked act up again on the target's state now; the officer has seen both sides.

        Raises:
            LookupError: there is no such row.
            SyncError: the target could not be asked.
        """
        row = self._store.get(command_id)
        if row is None:
            raise LookupError(command_id)
        current = await target.get_dossier(row.entry.dossier_id)
        if current is not None:
            self._store.rebase(command_id, version=current.version)
        self._store.resume(command_id)

    async def run_forever(
        self,
        stop: asyncio.Event,
        wake: asyncio.Event,
        on_report: Callable[[SyncReport], None],
    ) -> None:
        """Pass after pass until ``stop``; ``wake`` begins the next one at once."""
        target = self._open_target()
        executor = ThreadPoolExecutor(1, thread_name_prefix="sync-store")
        self._is_fresh = True
        try:
            while not stop.is_set():
                on_report(await self._pass(target, executor, stop.is_set))
                await self._rest(stop, wake)
        finally:
            await self._leave(target, executor)

    async def _begin(self, session: Session) -> None:
        """Start-up: rows a dead worker held are free again, our own patience is over."""
        if self._is_fresh:
            await session.db(session.store.recover, session.target.name)
            self._circuit.hurry()
            self._is_fresh = False

    async def _pass(
        self,
        target: ProvincialSystem,
        executor: ThreadPoolExecutor,
        is_stopping: Callable[[], bool],
    ) -> SyncReport:
        session = Session(
            target=target,
            store=self._store,
            blobs=self._blobs,
            clock=self._clock,
            rules=self._rules,
            settings=self._settings,
            device=self._device,
            circuit=self._circuit,
            executor=executor,
            is_stopping=is_stopping,
            upload_places=asyncio.Semaphore(self._settings.uploads),
        )
        try:
            await self._guarded(session)
            return await self._report(session)
        except LocalStorageError as error:
            logger.exception("the desk's database refused")
            return SyncReport(sent=session.sent, stopped=error.problem)

    async def _may_send(self, session: Session) -> bool:
        """Whether this desk is in the seat; whoever just sat down frees what the last one held."""
        if self._seat is None:
            return True
        was_seated, self._is_seated = self._is_seated, await session.db(self._seat.take)
        if self._is_seated and not was_seated:
            self._is_fresh = True
        if not self._is_seated:
            holder = await session.db(self._seat.holder)
            session.stopped = Problem(code="sync.other_desk_sends", facts={"desk": holder})
        return self._is_seated

    async def _guarded(self, session: Session) -> None:
        if not await self._may_send(session):
            await self._watch(session)
            return
        await self._begin(session)
        opens_at = self._circuit.opens_at(session.now())
        if opens_at is not None:
            session.stopped = Problem(
                code="sync.waiting_to_retry", facts={"until": opens_at.isoformat()}
            )
        else:
            await self._work(session)

    async def _watch(self, session: Session) -> None:
        """Another desk sends; this one keeps its own lease of serials alive."""
        if not (self._settings.lease_units or self._settings.pool_units):
            return
        if self._circuit.opens_at(session.now()) is not None:
            return
        try:
            await keep_codes(session)
        except SyncError as error:
            logger.info("codes of this desk: %s", error.problem.code)
            self._circuit.failed(session.now(), getattr(error, "retry_after_s", None))

    async def _work(self, session: Session) -> None:
        try:
            await check_epoch(session)
            session.circuit.answered()
            await keep_codes(session)
            await self._drain(session)
            if session.wants_reconcile and session.stopped is None:
                info = await session.target.server_info()
                await reconcile(session, info.epoch)
                await self._drain(session)
            if not session.is_over:
                await read_feed(session)
        except EpochChangedError:
            session.wants_reconcile = True
        except SyncError as error:
            session.stop(error, getattr(error, "retry_after_s", None))

    async def _drain(self, session: Session) -> None:
        """Carry rows in a few lanes until nothing can be claimed."""
        async with asyncio.TaskGroup() as lanes:
            for _ in range(self._settings.lanes):
                lanes.create_task(self._lane(session))
        if session.claimed:
            session.claimed.clear()
            await session.db(session.store.recover, session.target.name)

    async def _lane(self, session: Session) -> None:
        try:
            await self._carry_all(session)
        except LocalStorageError as error:
            logger.exception("the desk's database refused")
            session.stop(error)

    async def _carry_all(self, session: Session) -> None:
        while not session.is_over and not session.wants_reconcile:
            row = await self._next(session)
            if row is None:
                return
            await carry(session, row, lease_s=self._settings.lease_s)

    async def _next(self, session: Session) -> QueuedCommand | None:
        """Give a claimed row; the lanes claim together, one transaction for all of them."""
        async with session.claiming:
            if not session.claimed:
                session.claimed.extend(
                    await session.db(
                        session.store.claim,
                        session.target.name,
                        now=session.now(),
                        lease_s=self._settings.lease_s,
                        limit=self._settings.claim,
                    )
                )
            if not session.claimed:
                return None
            row = session.claimed.popleft()
            await self._freshen(session, row)
            return row

    async def _freshen(self, session: Session, row: QueuedCommand) -> None:
        """Renew the lease of a row that lay claimed for long, before anybody can claim it again."""
        lease_s = self._settings.lease_s
        soon = session.now() + dt.timedelta(seconds=lease_s / 2)
        if row.lease_until is not None and row.lease_until < soon:
            until = session.now() + dt.timedelta(seconds=lease_s)
            await session.db(session.store.renew, row.entry.command_id, lease_until=until)

    async def _report(self, session: Session) -> SyncReport:
        summary: QueueSummary = await session.db(session.store.summary, session.target.name)
        parked = await session.db(session.store.parked, session.target.name)
        return SyncReport(
            sent=session.sent,
            received=session.received,
            waiting=summary.waiting,
            parked=tuple(parked),
            stopped=session.stopped,
            warnings=self._warnings(session, summary),
            notices=session.info.notices if session.info is not None else None,
            most_bytes=session.info.max_blob if session.info is not None else None,
        )

    def _warnings(self, session: Session, summary: QueueSummary) -> tuple[Problem, ...]:
        """Say what the status bar should show: a doubtful clock, work that waits for long."""
        found = [session.clock_doubt] if session.clock_doubt is not None else []
        found += [
            Problem(code="sync.kept_here", facts={"act": act, "count": count})
            for act, count in session.kept_here.items()
        ]
        waited_s = (session.now() - summary.oldest_at).total_seconds() if summary.oldest_at else 0.0
        if waited_s > self._settings.warn_after_s:
            found.append(
                Problem(
                    code="sync.waiting_long",
                    facts={
                        "dossier_id": summary.oldest_dossier,
                        "minutes": round(waited_s / 60),
                        "count": summary.waiting,
                    },
                )
            )
        return tuple(found)

    async def _rest(self, stop: asyncio.Event, wake: asyncio.Event) -> None:
        """Pause until woken, or until the circuit or the timer says so."""
        pause = self._settings.idle_s
        opens_at = self._circuit.opens_at(self._clock.now())
        if opens_at is not None:
            pause = max(0.1, (opens_at - self._clock.now()).total_seconds())
        waits = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(wake.wait())]
        try:
            await asyncio.wait(waits, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
        if wake.is_set():
            wake.clear()
            self._circuit.hurry()
