"""The exchange of one desk with its target: one engine for the desk's life, in the background.

Retry times, asked-for waits and the seat live in the engine; a new one for every pass would forget
them.
"""

import datetime as dt
import threading
from collections.abc import Callable, Sequence

from desk_app.application.sync_values import SyncReport
from desk_app.application.sync_worker import SyncWorker
from desk_app.application.synchronise import SyncEngine
from desk_app.domain.errors import UnavailableError

REPORT_WAIT_S = 20.0


class Exchange:
    """Starts, wakes and stops the worker of the engine; without one, passes on the caller's thread.

    Args:
        make_engine: makes the engine at first use; None where the desk has no target.
        after_pass: called after each pass, on the thread that made it.

    Attributes:
        last: report of the newest pass.
        most_bytes: largest file the target takes, as it said last; None until it was heard.
    """

    def __init__(
        self,
        make_engine: Callable[[], SyncEngine] | None,
        after_pass: Callable[[SyncReport], None] = lambda _report: None,
    ) -> None:
        self._make_engine = make_engine
        self._after_pass = after_pass
        self._engine: SyncEngine | None = None
        self._worker: SyncWorker | None = None
        self._news = threading.Condition()
        self._passes = 0
        self.last: SyncReport | None = None
        self.most_bytes: int | None = None

    @property
    def has_target(self) -> bool:
        """Whether there is anybody to send to."""
        return self._make_engine is not None

    @property
    def rests_until(self) -> dt.datetime | None:
        """When a target that did not answer is tried next; None where nothing is held back."""
        return self._engine.rests_until if self._engine is not None else None

    def after_each(self, work: Callable[[SyncReport], None]) -> None:
        """Have something done after each pass, on the thread that made it."""
        self._after_pass = work

    def start(self) -> None:
        """Begin to send and receive in the background; nothing without a target."""
        if self.has_target and self._worker is None:
            self._worker = SyncWorker(self._of_target(), self._took)
            self._worker.start()

    def once(self) -> SyncReport:
        """One pass now: the worker's next one where it runs, else one on this thread.

        Raises:
            UnavailableError: ``sync.no_target``.
        """
        engine = self._of_target()
        if self._worker is None:
            report = engine.run_once()
            self._took(report)
            return report
        with self._news:
            seen = self._passes
            self._worker.wake()
            self._news.wait_for(lambda: self._passes > seen, REPORT_WAIT_S)
        return self.last or SyncReport()

    def look(self) -> SyncReport:
        """How the exchange stands: the worker's last pass, or a pass where no worker runs."""
        if self._worker is not None and self.last is not None:
            return self.last
        return self.once()

    def wake(self) -> None:
        """New work, or the network is back: begin a pass soon."""
        if self._worker is not None:
            self._worker.wake()

    def stop(self) -> None:
        """Finish what is on its way and end the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def _of_target(self) -> SyncEngine:
        if self._make_engine is None:
            raise UnavailableError("sync.no_target")
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine

    def _took(self, report: SyncReport) -> None:
        self._after_pass(report)
        with self._news:
            self.last = report
            self.most_bytes = report.most_bytes or self.most_bytes
            self._passes += 1
            self._news.notify_all()


class Exchanges(Exchange):
    """The exchanges of a desk with all its targets, seen as one; the first is the province's."""

    def __init__(self, parts: Sequence[Exchange]) -> None:
        super().__init__(None)
        self._parts = tuple(part for part in parts if part.has_target)

    @property
    def has_target(self) -> bool:
        """Whether there is anybody to send to."""
        return bool(self._parts)

    @property
    def rests_until(self) -> dt.datetime | None:
        """When the first target, the province's, is tried next."""
        return self._parts[0].rests_until if self._parts else None

    def after_each(self, work: Callable[[SyncReport], None]) -> None:
        """Have something done after each pass of each target."""
        for part in self._parts:
            part.after_each(work)

    def start(self) -> None:
        """Begin to send and receive in the background."""
        for part in self._parts:
            part.start()

    def once(self) -> SyncReport:
        """One pass of each target now; UnavailableError ``sync.no_target``."""
        if not self._parts:
            raise UnavailableError("sync.no_target")
        self.last = together([part.once() for part in self._parts])
        return self.last

    def look(self) -> SyncReport:
        """How the exchanges stand."""
        if not self._parts:
            raise UnavailableError("sync.no_target")
        self.last = together([part.look() for part in self._parts])
        return self.last

    def wake(self) -> None:
        """Begin passes soon."""
        for part in self._parts:
            part.wake()

    def stop(self) -> None:
        """Finish what is on its way and end the workers."""
        for part in self._parts:
            part.stop()


def together(reports: Sequence[SyncReport]) -> SyncReport:
    """Several reports as one; what stopped the first that stopped is told."""
    return SyncReport(
        sent=sum(one.sent for one in reports),
        received=sum(one.received for one in reports),
        waiting=sum(one.waiting for one in reports),
        parked=tuple(item for one in reports for item in one.parked),
        stopped=next((one.stopped for one in reports if one.stopped is not None), None),
        warnings=tuple(warning for one in reports for warning in one.warnings),
    )
