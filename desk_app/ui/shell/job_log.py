"""Jobs of this sitting: what runs, what has ended, and how."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.jobs import JobState

MOST_KEPT = 50
Ending = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedJob:
    """One job; its sentence is in the catalogue.

    What it is called once it has ended stands beside it there, under the key with ``_ended``.
    """

    key: str
    facts: tuple[tuple[str, object], ...]
    began: dt.datetime
    ended: dt.datetime | None = None
    ending: Ending = "running"
    is_stopping: bool = False


class JobLog(QObject):
    """Follows the states of view-models and keeps a line for each job they had.

    Signals:
        state_changed: the jobs, newest first.
        ended: the job that has just ended.
    """

    state_changed = Signal(object)
    ended = Signal(object)

    def __init__(self, now: Callable[[], dt.datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._running: dict[str, LoggedJob] = {}
        self._ended: list[LoggedJob] = []

    @property
    def jobs(self) -> tuple[LoggedJob, ...]:
        """What runs, then what has ended, newest first."""
        return (*self._running.values(), *reversed(self._ended))

    def follow(self, source: str, job: JobState | None, *, failed: bool) -> None:
        """A view-model's job as it stands now; ``None`` ends the one it had."""
        had = self._running.get(source)
        if job is None and had is None:
            return
        if job is not None:
            began = had.began if had is not None else self._now()
            now = LoggedJob(key=job.key, facts=job.facts, began=began, is_stopping=job.is_stopping)
            if had is not None and had.key != job.key:
                self._end(source, failed=False)
                now = replace(now, began=self._now())
            if now == had:
                return
            self._running[source] = now
        else:
            self._end(source, failed=failed)
        self.state_changed.emit(self.jobs)

    def _end(self, source: str, *, failed: bool) -> None:
        had = self._running.pop(source)
        facts = dict(had.facts)
        ending: Ending = "failed" if failed else "stopped" if had.is_stopping else "done"
        if ending == "done" and "total" in facts and "done" in facts:
            facts["done"] = facts["total"]
        ended = replace(had, facts=tuple(facts.items()), ended=self._now(), ending=ending)
        self._ended.append(ended)
        del self._ended[:-MOST_KEPT]
        self.ended.emit(ended)
