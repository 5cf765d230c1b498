"""Long work of the office, worked off while nobody needs the machine."""

from dataclasses import dataclass
from typing import Protocol

from desk_app.ui.contract.codes import Cancellation


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogLine:
    """How far one kind of work has come.

    Attributes:
        failed: items a person should look into (a damaged paper, another reading, broken work).
        per_minute: pace of the last ten minutes.
        minutes_left: rest at that pace; None while nothing was done lately.
    """

    kind: str
    total: int
    done: int
    failed: int = 0
    per_minute: float = 0.0
    minutes_left: float | None = None


class Backlog(Protocol):
    """The office's backlog as this desk sees it and works on it."""

    def lines(self) -> tuple[BacklogLine, ...]:
        """How far every kind has come, on all desks together. Lane ``io``."""
        ...

    def queue(self, kind: str) -> int:
        """Queue a round of a kind; how many items were new. Lane ``io``."""
        ...

    def work(self, cancelled: Cancellation) -> None:
        """Work items off in a process of its own until none is left or it is stopped. Lane ``io``.

        It rests while ``stir`` was called less than a minute ago.
        """
        ...

    def stir(self) -> None:
        """Somebody uses this machine now."""
        ...
