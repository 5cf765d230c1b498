"""Work off the GUI thread: six lanes, results handed back on the GUI thread, an orderly stop.

``db`` is one worker (one session at a time), ``device`` one (scanner), ``token`` one (PKCS#11),
``io`` three (files, network, reading), ``care`` one (errands of minutes), ``reader`` one (a code
reader, as long as it is listened to). Work is a plain function of plain values; it is given its
``Task``, asks it at safe points whether it should stop, and reports progress through it.
"""

import logging
import time
import weakref
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Lane = Literal["db", "device", "token", "io", "care", "reader"]
WORKERS: dict[Lane, int] = {"db": 1, "device": 1, "token": 1, "io": 3, "care": 1, "reader": 1}
PROGRESS_EVERY_S = 0.1

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Task:
    """One piece of submitted work, seen from both sides.

    The asker holds it to ``stop`` (the work ends at its next safe point, its result still arrives)
    or to ``abandon`` (nothing arrives any more). The work asks ``is_cancelled``, calls ``report``.
    """

    def __init__(self, lane: Lane, tell: Callable[[object], None] | None = None) -> None:
        self.lane = lane
        self._tell = tell
        self._stopping = False
        self._abandoned = False
        self._told_at = 0.0

    def stop(self) -> None:
        """Ask the work to end at its next safe point."""
        self._stopping = True

    def abandon(self) -> None:
        """Stop, and let no result arrive."""
        self._stopping = self._abandoned = True

    def is_cancelled(self) -> bool:
        """Whether the work should end now."""
        return self._stopping

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody waits for the result any more."""
        return self._abandoned

    def report(self, progress: object) -> None:
        """Tell the asker where the work stands; at most ten a second are passed on."""
        now = time.monotonic()
        if self._tell is not None and now - self._told_at >= PROGRESS_EVERY_S:
            self._told_at = now
            self._tell(progress)

    def announce(self, fact: object) -> None:
        """Tell the asker something that must not be skipped (a page stored, a file signed)."""
        if self._tell is not None:
            self._tell(fact)


class TaskRunner(Protocol):
    """Runs work on a lane and hands the result to the asker on the GUI thread."""

    def submit(
        self,
        *,
        lane: Lane,
        owner: QObject,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Callable[[object], None] | None = None,
    ) -> Task:
        """Queue ``work``; exactly one of ``done`` and ``failed`` follows.

        Unless the owner is gone.
        """
        ...

    def close(self) -> None:
        """Cancel, wait, end."""
        ...


class _Delivery:
    """A result on its way: what to call, for whom, and with what."""

    __slots__ = ("call", "owner", "task", "value")

    def __init__(
        self, task: Task, owner: "weakref.ref[QObject]", call: Callable[..., None], value: object
    ) -> None:
        self.task, self.owner, self.call, self.value = task, owner, call, value

    def arrive(self) -> None:
        """Call the asker if it still lives and still waits."""
        owner = self.owner()
        if owner is not None and shiboken6.isValid(owner) and not self.task.is_abandoned:
            self.call(self.value)


class ThreadTaskRunner(QObject):
    """The runner of the running window.

    Attributes:
        watcher: told of every piece of work that ended: lane, name of the function, seconds since
            it was submitted, code of its error; on the lane's own thread.

    Signals:
        posted: a ``_Delivery`` made on a worker thread, received on the GUI thread.
    """

    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.watcher: Callable[[str, str, float, str], None] | None = None
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._live: set[Task] = set()
        self._closed = False

    def submit(
        self,
        *,
        lane: Lane,
        owner: QObject,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Callable[[object], None] | None = None,
    ) -> Task:
        """Queue ``work`` on its lane."""
        address = weakref.ref(owner)

        def tell(value: object) -> None:
            if progress is not None:
                self._post(_Delivery(task, address, progress, value))

        task = Task(lane, tell)
        if self._closed:
            task.abandon()
            return task
        self._live.add(task)
        if not self._pools:  # not before: the name of this kind of connection costs 14 ms
            self.posted.connect(self._deliver, QtCore.Qt.ConnectionType.QueuedConnection)
        pool = self._pools.get(lane)
        if pool is None:
            pool = self._pools[lane] = _pool(lane)

        begun = time.monotonic()

        def finish(future: "Future[T]") -> None:
            self._live.discard(task)
            if future.cancelled():
                return
            error = future.exception()
            self._watch(task, work, time.monotonic() - begun, error)
            if error is None:
                self._post(_Delivery(task, address, done, future.result()))
            else:
                if not hasattr(error, "code"):
                    _log.error("work on lane %s failed", lane, exc_info=error)
                self._post(_Delivery(task, address, failed, error))

        pool.submit(work, task).add_done_callback(finish)
        return task

    def _watch(self, task: Task, work: object, seconds: float, error: BaseException | None) -> None:
        if self.watcher is not None:
            code = "" if error is None else str(getattr(error, "code", type(error).__name__))
            self.watcher(task.lane, getattr(work, "__qualname__", ""), seconds, code)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs or waits."""
        return not self._live

    def _post(self, delivery: _Delivery) -> None:
        if not self._closed:
            self.posted.emit(delivery)

    @Slot(object)
    def _deliver(self, delivery: _Delivery) -> None:
        delivery.arrive()

    def close(self) -> None:
        """Cancel what waits, stop what runs, wait for it."""
        self._closed = True
        for task in tuple(self._live):
            task.abandon()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._pools.clear()


def _pool(lane: Lane) -> "ThreadPoolExecutor":
    """The workers of a lane; what makes them is loaded with the first work."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(WORKERS[lane], f"lane-{lane}")


class InlineTaskRunner:
    """Runs work at once on the caller's thread; with ``hold`` it waits for ``run_pending``."""

    def __init__(self, *, hold: bool = False) -> None:
        self.hold = hold
        self.pending: deque[Callable[[], None]] = deque()

    def submit(
        self,
        *,
        lane: Lane,
        owner: QObject,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Callable[[object], None] | None = None,
    ) -> Task:
        """Run ``work`` now, or keep it for ``run_pending``."""
        task = Task(lane, progress)
        address = weakref.ref(owner)

        def run() -> None:
            try:
                result = work(task)
            except Exception as error:  # noqa: BLE001  the runner is one of three places that may
                _Delivery(task, address, failed, error).arrive()
            else:
                _Delivery(task, address, done, result).arrive()

        if self.hold:
            self.pending.append(run)
        else:
            run()
        return task

    def run_pending(self) -> None:
        """Run all that was kept, in order, with what it submits in turn."""
        while self.pending:
            self.pending.popleft()()

    def close(self) -> None:
        """Forget what was kept."""
        self.pending.clear()
