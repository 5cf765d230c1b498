"""Wires the long work of a profile: which kinds there are, and who hands the items out."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk_app.adapters.papers import PapersStore
from desk_app.application.backlog import Backlog, Ledger
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.office import papers_of

CHECK_PAPERS = "check_papers"


@dataclass(frozen=True, slots=True)
class LongWork:
    """The backlog of a profile.

    Attributes:
        keys_of: items of each kind as they are now.
    """

    backlog: Backlog
    ledger: Ledger
    keys_of: "dict[str, Callable[[], Iterator[str]]]"
    now: Callable[[], dt.datetime]


@contextmanager
def open_backlog(profile: Path | None) -> Iterator[LongWork]:
    """The backlog of an office or of a desk of its own, closed with the block."""
    from desk_app.adapters.backlog import LocalBacklog, OfficeBacklog

    settings = load_settings(profile)
    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    try:
        clock = wall_clock()
        papers = papers_of(settings, keys, database, now=clock.now())
        work = _checks(papers)
        backlog: Backlog
        if settings.database_url:
            backlog = OfficeBacklog(
                settings.database_url, database.backlog, work, desk=settings.desk, now=clock.now
            )
        else:
            backlog = LocalBacklog(database.backlog, work, desk=settings.desk, now=clock.now)
        kinds = {CHECK_PAPERS: papers.shelf.digests}
        yield LongWork(backlog, database.backlog, kinds, clock.now)
    finally:
        database.close()


def _checks(papers: PapersStore) -> Callable[[str, str], str]:
    """Read a paper from its shelf, open it and compare it with its name."""

    def work(_kind: str, key: str) -> str:
        digest = key.rpartition("/")[2]
        return "sound" if papers.is_sound(digest) else "damaged"

    return work
