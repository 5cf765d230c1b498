"""Long work of an office that may wait for a quiet machine: papers checked at night, old ones read.

Each item is done once, whoever does it; what a machine left behind when it died is done by another.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

FAILED = "failed"

Work = Callable[[str, str], str]
"""(kind, key) → result as one word. May be called again after a crash: it must be repeatable."""

MayWork = Callable[[], bool]
"""Whether the machine is free now; asked before each item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogProgress:
    """How far one kind of work has come.

    Attributes:
        per_minute: items done in the last ten minutes, a minute.
        results: how many items ended with which word.
    """

    kind: str
    total: int
    done: int
    per_minute: float
    results: dict[str, int]

    @property
    def minutes_left(self) -> float | None:
        """Rest at the present pace; None while nothing was done lately."""
        return (self.total - self.done) / self.per_minute if self.per_minute else None


def never_queued(kind: str) -> BacklogProgress:
    """A kind of which nothing was asked yet."""
    return BacklogProgress(kind=kind, total=0, done=0, per_minute=0.0, results={})


class Ledger(Protocol):
    """Which items there are and which are done; the word that counts."""

    def add(self, kind: str, keys: Iterable[str], *, at: dt.datetime) -> Sequence[str]:
        """Take in items; gives those that were new."""
        ...

    def open(self, limit: int = 1000) -> Sequence[tuple[str, str]]:
        """(kind, key) of items that are not done, in the order they came."""
        ...

    def is_done(self, kind: str, key: str) -> bool:
        """Whether an item is done."""
        ...

    def finish(self, kind: str, key: str, result: str, *, by: str, at: dt.datetime) -> bool:
        """Mark an item as done; False when somebody was first."""
        ...

    def progress(self, *, now: dt.datetime) -> Sequence[BacklogProgress]:
        """How far each kind has come."""
        ...


class Backlog(Protocol):
    """The queue of long work."""

    def add(self, kind: str, keys: Iterable[str]) -> int:
        """Queue items once each; how many were new."""
        ...

    def work(self, may_work: MayWork) -> int:
        """Do items until none is left, pausing while the machine is needed; how many were done."""
        ...
