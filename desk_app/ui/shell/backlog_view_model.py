"""The backlog: worked off while nobody touches the machine, and how far it has come."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.contract import Backlog, BacklogLine
from desk_app.ui.task_runner import Task, TaskRunner

LOOK_MS = 3000
STIR_EVERY = dt.timedelta(seconds=5)
REST = dt.timedelta(seconds=60)
_STIRS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogState:
    """All the page shows.

    Attributes:
        is_resting: the work waits because somebody uses the machine.
        queued: items queued last; None before.
    """

    lines: tuple[BacklogLine, ...] = ()
    is_working: bool = False
    is_resting: bool = False
    queued: int | None = None
    failure: Failure | None = None


class BacklogViewModel(Model[BacklogState]):
    """Starts and stops the work of this desk; while it runs, signs of life make it rest."""

    def __init__(
        self,
        backlog: Backlog,
        runner: TaskRunner,
        now: Callable[[], dt.datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, parent)
        self._backlog, self._now = backlog, now
        self._task: Task | None = None
        self._stirred: dt.datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.state = BacklogState()

    def look(self) -> None:
        """Ask how far it has come."""
        backlog = self._backlog
        self.ask("io", lambda task: backlog.lines(), self._take, self._refuse)

    def _take(self, lines: tuple[BacklogLine, ...]) -> None:
        is_resting = self._stirred is not None and self._now() - self._stirred < REST
        self._show(lines=lines, is_resting=self.state.is_working and is_resting)

    def queue(self, kind: str) -> None:
        """Queue a round of a kind; what is queued already is not queued twice."""
        backlog = self._backlog
        self.ask("io", lambda task: backlog.queue(kind), self._queued, self._refuse)

    def _queued(self, count: int) -> None:
        self._show(queued=count, failure=None)
        self.look()

    def toggle(self) -> None:
        """Begin to work, or stop after the item in hand."""
        if self._task is not None:
            self._task.stop()
            return
        backlog, app = self._backlog, QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._timer.start()
        self._show(is_working=True, failure=None)
        self._task = self.ask("io", backlog.work, self._ended, self._broken)
        if not self.state.is_working:
            self._task = None  # done at once

    def _ended(self, result: None) -> None:
        self._rest()
        self.look()

    def _broken(self, error: Exception) -> None:
        self._rest()
        self._refuse(error)
        self.look()

    def _rest(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._task, self._stirred = None, None
        self._timer.stop()
        self._show(is_working=False, is_resting=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key or a click: the machine is needed; told at most every five seconds."""
        del watched
        if event.type() in _STIRS:
            now = self._now()
            if self._stirred is None or now - self._stirred >= STIR_EVERY:
                self._stirred = now
                self._backlog.stir()
                self._show(is_resting=True)
        return False

    def _refuse(self, error: Exception) -> None:
        if not was_cancelled(error):
            self._show(failure=failure_of(error))
