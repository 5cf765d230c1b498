"""Chosen dossiers of the work list: which, what is being done to them, how each ended."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.jobs import JobState
from desk_app.ui.contract import SelectedAct, SelectedEnd, Selection
from desk_app.ui.task_runner import Task, TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionState:
    """All the bar of a selection shows.

    Attributes:
        ticked: keys in the order in which they were chosen.
        act: what is or was done; empty before the first act.
        ended: how dossiers of the running or last act ended, in order.
    """

    ticked: tuple[str, ...] = ()
    act: SelectedAct | None = None
    ended: tuple[SelectedEnd, ...] = ()
    total: int = 0
    is_running: bool = False
    is_stopping: bool = False
    failure: Failure | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.ticked and not self.ended and self.failure is None

    @property
    def job(self) -> JobState | None:
        """What runs, as a card and for the job list."""
        if not self.is_running:
            return None
        facts = (("done", len(self.ended)), ("total", self.total))
        return JobState(
            f"ui.selection.running_{self.act}", facts, len(self.ended), self.total,
            is_stopping=self.is_stopping,
        )  # fmt: skip


class SelectionViewModel(Model[SelectionState]):
    """Ticks, and one act on all that is ticked.

    Signals:
        finished: dossiers were changed; lists should be asked again.
    """

    finished = Signal()

    def __init__(
        self, selection: Selection, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._selection = selection
        self._task: Task | None = None
        self.state = SelectionState()

    def tick(self, key: str) -> None:
        """Choose a dossier, or let it go."""
        state = self.state
        if state.is_running:
            return
        others = tuple(one for one in state.ticked if one != key)
        ticked = others if key in state.ticked else (*others, key)
        self._show(ticked=ticked, ended=(), failure=None)

    def keep_only(self, keys: Iterable[str]) -> None:
        """The list is another one: what is not in it is not chosen any more."""
        there = set(keys)
        ticked = tuple(key for key in self.state.ticked if key in there)
        if ticked != self.state.ticked and not self.state.is_running:
            self._show(ticked=ticked)

    def do(self, act: SelectedAct) -> None:
        """Do it to everything that is ticked."""
        keys, selection = self.state.ticked, self._selection
        if not keys or self.state.is_running:
            return
        self._show(act=act, ended=(), total=len(keys), is_running=True, failure=None)
        self._task = self.ask(
            "io",
            lambda task: selection.do(act, keys, task.announce, task),
            self._done,
            self._refused,
            self._told,
        )

    def _told(self, end: object) -> None:
        if isinstance(end, SelectedEnd) and self.state.is_running:
            self._show(ended=(*self.state.ended, end))

    def _done(self, ends: tuple[SelectedEnd, ...]) -> None:
        left = tuple(end.was for end in ends if end.outcome != "done")
        self._show(ended=ends, ticked=left, is_running=False, is_stopping=False)
        self.finished.emit()

    def _refused(self, error: Exception) -> None:
        failure = None if was_cancelled(error) else failure_of(error)
        self._show(is_running=False, is_stopping=False, failure=failure)

    def stop(self) -> bool:
        """Stop after the dossier in hand, else let the selection go; whether there was any."""
        if self.state.is_running and self._task is not None:
            self._task.stop()
            self._show(is_stopping=True)
            return True
        if self.state.is_empty:
            return False
        self._show(ticked=(), ended=(), failure=None)
        return True
