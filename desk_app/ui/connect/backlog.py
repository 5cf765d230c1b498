"""The office's backlog in the shape of the window."""

from collections.abc import Callable, Iterable
from typing import Protocol

from desk_app.application.backlog import FAILED, BacklogProgress
from desk_app.ui import contract as c

BAD = frozenset({FAILED, "damaged", "differs", "unreadable"})
"""Words an item ends with that a person should look into."""


class BacklogCalls(Protocol):
    """The calls bootstrap wires; see ``desk_app.bootstrap.backlog``."""

    def progress(self) -> Iterable[BacklogProgress]:
        """How far each kind has come."""
        ...

    def queue(self, kind: str) -> int:
        """Queue a round."""
        ...

    def work(self, is_stopped: Callable[[], bool]) -> None:
        """Work until nothing is left."""
        ...

    def stir(self) -> None:
        """Somebody is here."""
        ...


class NoBacklog:
    """A desk without long work."""

    def progress(self) -> tuple[BacklogProgress, ...]:
        """There is none."""
        return ()

    def queue(self, kind: str) -> int:
        """Nothing is queued."""
        return 0

    def work(self, is_stopped: Callable[[], bool]) -> None:
        """There is nothing to do."""

    def stir(self) -> None:
        """Nobody waits for it."""


class BacklogPart:
    """Long work of the office."""

    def __init__(self, calls: BacklogCalls) -> None:
        self._calls = calls

    def queue(self, kind: str) -> int:
        """Queue a round of a kind."""
        return self._calls.queue(kind)

    def stir(self) -> None:
        """Somebody uses this machine now."""
        self._calls.stir()

    def lines(self) -> tuple[c.BacklogLine, ...]:
        """How far every kind has come."""
        return tuple(
            c.BacklogLine(
                kind=one.kind,
                total=one.total,
                done=one.done,
                failed=sum(n for word, n in one.results.items() if word in BAD),
                per_minute=one.per_minute,
                minutes_left=one.minutes_left,
            )
            for one in self._calls.progress()
        )

    def work(self, cancelled: c.Cancellation) -> None:
        """Work items off."""
        self._calls.work(cancelled.is_cancelled)
