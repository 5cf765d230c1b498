"""Wires the long work of a profile: who hands the items out, and when a machine is free."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk_app.application.backlog import Backlog, BacklogProgress, Ledger, never_queued
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.errands import run_errand
from desk_app.bootstrap.long_work import Kind, LongWorkKinds
from desk_app.bootstrap.office import papers_of

BUSY = "officer-at-work"
"""Touched while somebody uses the desk; long work rests for a minute after it."""
REST_S = 60.0


@dataclass(frozen=True, slots=True)
class LongWork:
    """The backlog of a profile.

    Attributes:
        kinds: what there is to do, by name.
    """

    backlog: Backlog
    ledger: Ledger
    kinds: Mapping[str, Kind]
    now: Callable[[], dt.datetime]


@contextmanager
def open_backlog(profile: Path | None) -> Iterator[LongWork]:
    """The backlog of an office or of a desk of its own, closed with the block."""
    from desk_app.adapters.backlog import LocalBacklog, OfficeBacklog

    settings = load_settings(profile)
    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    with ExitStack() as closing:
        closing.callback(database.close)
        clock = wall_clock()
        papers = papers_of(settings, keys, database, now=clock.now())
        kinds = LongWorkKinds(settings, database, papers)
        closing.callback(kinds.close)
        work = kinds.work
        backlog: Backlog
        if settings.database_url:
            backlog = OfficeBacklog(
                settings.database_url, database.backlog, work, desk=settings.desk, now=clock.now
            )
        else:
            backlog = LocalBacklog(database.backlog, work, desk=settings.desk, now=clock.now)
        yield LongWork(backlog, database.backlog, kinds.by_name, clock.now)


class DeskBacklog:
    """The calls of the window; the work itself is a command of the program in its own process."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._turn = threading.Lock()
        self._opened = ExitStack()
        self._work: LongWork | None = None

    def _long_work(self) -> LongWork:
        with self._turn:
            if self._work is None:
                self._work = self._opened.enter_context(open_backlog(self._profile))
            return self._work

    def progress(self) -> Sequence[BacklogProgress]:
        """How far each kind has come, on all desks together; those never queued too."""
        work = self._long_work()
        found = {one.kind: one for one in work.ledger.progress(now=work.now())}
        return [found.get(kind) or never_queued(kind) for kind in work.kinds]

    def queue(self, kind: str) -> int:
        """Queue a round; each item of one day once.

        Raises:
            RuleError: ``backlog.no_folder``.
        """
        return queue_round(self._long_work(), kind)

    def work(self, is_stopped: Callable[[], bool]) -> None:
        """Work until nothing is left, resting while the desk is used.

        Raises:
            DeskError: the command's own refusal; ``program.errand_lost``.
            Cancelled: it was stopped; what was in hand is handed out again.
        """
        arguments = ("backlog", "work", "--at-rest", "--profile", str(self._profile))
        run_errand(arguments, is_stopped=is_stopped)

    def stir(self) -> None:
        """Somebody uses this desk now."""
        with suppress(OSError):
            (self._profile / BUSY).touch()

    def close(self) -> None:
        """Give the database back."""
        self._opened.close()


def queue_round(work: LongWork, kind: str) -> int:
    """Queue the items of a kind as they are today; how many were new."""
    day = work.now().date().isoformat()
    return work.backlog.add(kind, (f"{day}/{key}" for key in work.kinds[kind].items()))


def is_at_rest(profile: Path) -> bool:
    """Whether nobody has used the desk for a minute."""
    try:
        used_at = (profile / BUSY).stat().st_mtime
    except OSError:
        return True
    return wall_clock().now().timestamp() - used_at >= REST_S
