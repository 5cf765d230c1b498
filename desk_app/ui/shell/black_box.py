"""What the black box is told: acts, pages, work on the lanes, worker processes, stalls."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desk_app.ui.task_runner import TaskRunner, ThreadTaskRunner

BEAT_MS = 1000
LOOK_EVERY = 30
STALL_MS = 250
Note = Callable[..., None]


class BlackBox(QObject):
    """Follows runner and event loop; the conductor tells acts and pages."""

    def __init__(self, note: Note, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.note = note
        if isinstance(runner, ThreadTaskRunner):
            runner.watcher = self._worked
        self._beats, self._last = 0, time.monotonic()
        self._workers: frozenset[str] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def acted(self, action_id: str) -> None:
        """The officer did an act."""
        self.note("act", id=action_id)

    def showed(self, place: str) -> None:
        """A page came into sight."""
        self.note("page", id=place)

    def _worked(self, lane: str, what: str, seconds: float, code: str) -> None:
        """Work on a lane ended; runs on the lane's thread."""
        kind = "failed" if code else "work"
        more = {"code": code} if code else {}
        self.note(
            kind,
            lane=lane,
            what=what.rpartition(".<locals>.")[0] or what,
            ms=seconds * 1000,
            **more,
        )

    def _beat(self) -> None:
        now = time.monotonic()
        late = (now - self._last) * 1000 - BEAT_MS
        self._last = now
        if late > STALL_MS:
            self.note("stall", ms=late)
        self._beats += 1
        if self._beats % LOOK_EVERY == 1:
            self._look_at_workers()

    def _look_at_workers(self) -> None:
        """Which worker processes came and went since the last look."""
        import multiprocessing

        alive = frozenset(
            f"{child.name}:{child.pid}" for child in multiprocessing.active_children()
        )
        for worker in sorted(alive - self._workers):
            name, _, pid = worker.rpartition(":")
            self.note("worker", name=name, pid=int(pid), state="alive")
        for worker in sorted(self._workers - alive):
            name, _, pid = worker.rpartition(":")
            self.note("worker", name=name, pid=int(pid), state="gone")
        self._workers = alive
