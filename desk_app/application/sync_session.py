"""One pass over one target: what the parts of a pass share."""

import asyncio
import datetime as dt
import functools
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from desk_app.application.sync_errors import SyncError
from desk_app.application.sync_pace import Circuit
from desk_app.application.sync_ports import BlobSource, ProvincialSystem, SyncClock, SyncStore
from desk_app.application.sync_rules import ActRules
from desk_app.application.sync_values import Device, Problem, QueuedCommand, ServerInfo

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSettings:
    """How the engine works.

    Attributes:
        lanes: commands in flight at once, each of another dossier.
        claim: commands claimed at once; one durable transaction for all of them.
        uploads: files on the way at once; of large ones two.
        lease_s: how long a claimed row belongs to its worker; renewed while it is carried.
        idle_s: pause between passes when nothing wakes the worker.
        feed_wait_s: how long a question to the feed may wait for news.
        journal_days: how far back reconciliation looks.
        lease_units: units for which a slot of serials is kept ready.
        pool_units: units for which whole codes are kept ready, ``pool_size`` of them.
        seed: makes the spread of retries repeatable.
    """

    lanes: int = 4
    claim: int = 100
    uploads: int = 6
    lease_s: float = 60.0
    idle_s: float = 15.0
    feed_wait_s: int = 0
    journal_days: int = 180
    lease_units: tuple[str, ...] = ()
    pool_units: tuple[str, ...] = ()
    pool_size: int = 50
    warn_after_s: float = 900.0
    seed: int | None = None


@dataclass(slots=True, kw_only=True)
class Session:
    """The running pass."""

    target: ProvincialSystem
    store: SyncStore
    blobs: BlobSource
    clock: SyncClock
    rules: ActRules
    settings: SyncSettings
    device: Device
    circuit: Circuit
    executor: Executor
    sent: int = 0
    received: int = 0
    stopped: Problem | None = None
    is_stopping: Callable[[], bool] = lambda: False
    wants_reconcile: bool = False
    info: ServerInfo | None = None
    clock_doubt: Problem | None = None
    kept_here: Counter[str] = field(default_factory=Counter)
    verified: set[str] = field(default_factory=set)
    claimed: deque[QueuedCommand] = field(default_factory=deque)
    claiming: asyncio.Lock = field(default_factory=asyncio.Lock)
    uploading: dict[str, asyncio.Lock] = field(default_factory=dict)
    upload_places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    large_places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    async def db(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a store call on the one store thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, functools.partial(work, *args, **kwargs))

    def now(self) -> dt.datetime:
        """Give the time."""
        return self.clock.now()

    def stop(self, error: SyncError, retry_after_s: float | None = None) -> None:
        """End the pass for the whole target."""
        if self.stopped is None:
            self.stopped = error.problem
            self.circuit.failed(self.now(), retry_after_s)

    @property
    def is_over(self) -> bool:
        """Tell whether the pass should begin nothing new."""
        return self.stopped is not None or self.is_stopping()
