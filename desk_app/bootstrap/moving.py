"""Moves a desk of its own into an office: rows, papers, then the settings, each step repeatable."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from desk_app.adapters.papers import PapersStore
from desk_app.bootstrap.addresses import write_address
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.instance import single_instance
from desk_app.bootstrap.office import papers_of
from desk_app.config.keys import DeskKeys
from desk_app.config.settings import Settings
from desk_app.domain.errors import ConflictError, IntegrityError, RuleError

if TYPE_CHECKING:
    from desk_app.adapters.persistence import Database

Say = Callable[[int, int], None]


def move_to_office(
    profile: Path | None, database_url: str, papers_url: str, *, say: Say = lambda _d, _t: None
) -> dict[str, object]:
    """Move rows and papers, compare them, and only then let the desk use the office's.

    Killed at any moment, the desk still stands on its own data and the command can be run again.

    Args:
        profile: the desk that moves.
        database_url: ``postgresql://…`` of the office.
        papers_url: shelf of the office; empty leaves the papers where they are.
        say: told how many papers were compared, and of how many.

    Raises:
        RuleError: ``office.moved_already``, ``office.in_use``, ``office.not_empty``.
        IntegrityError: ``office.copy_differs``.
    """
    from desk_app.adapters.persistence import open_database
    from desk_app.adapters.persistence.moving import move_tables

    settings = load_settings(profile)
    if settings.database_url:
        raise RuleError("office.moved_already")
    keys = keys_of(settings)
    with ExitStack() as stack:
        _alone(stack, settings)
        source = open_database_of(settings, keys)
        stack.callback(source.close)
        target = open_database(database_url, keys.database)
        stack.callback(target.close)
        source.anchors.anchor_now()
        moved = move_tables(source.engine, target.engine)
        papers = 0
        if papers_url:
            there = replace(settings, database_url=database_url, papers_url=papers_url)
            papers = _move_papers(settings, there, keys, target, say)
        report = target.index.check_chain()
        if report.problems:
            raise IntegrityError("office.copy_differs", {"what": report.problems[0][0]})
    addresses = {"database": database_url} | ({"papers": papers_url} if papers_url else {})
    write_address(settings, addresses)
    load_settings(profile)  # a password of the address goes from the file into the key ring
    return {
        "profile": str(settings.folder),
        "tables": {name: {"rows": s.rows, "sha256": s.sha256} for name, s in moved.items()},
        "dossiers": moved["dossier"].rows,
        "events": moved["event"].rows,
        "papers": papers,
        "papers_moved": bool(papers_url),
    }


def _alone(stack: ExitStack, settings: Settings) -> None:
    """Hold the window's and the sender's locks."""
    try:
        stack.enter_context(single_instance(settings.folder))
        stack.enter_context(filelock.FileLock(settings.within("sending.lock"), timeout=0))
    except (ConflictError, filelock.Timeout) as error:
        raise RuleError("office.in_use") from error


def _move_papers(
    here: Settings, there: Settings, keys: DeskKeys, office: "Database", say: Say
) -> int:
    """Copy every paper under the office's key and read each one back; how many there are.

    Papers that were damaged before are left out: the audit names them on either side.
    """
    own = PapersStore(here.within("papers"), keys.papers, keys.recovery)
    shared = papers_of(there, keys, office, now=wall_clock().now())
    digests = sorted(own.shelf.digests())
    count = 0
    for done, digest in enumerate(digests, start=1):
        if own.is_sound(digest):
            if not shared.is_sound(digest):
                shared.put(own.read(digest), name=digest, media_type="")
            if not shared.is_sound(digest):
                raise IntegrityError("office.copy_differs", {"what": digest})
            count += 1
        say(done, len(digests))
    for digest in own.purged():
        shared.purge(digest)
    return count
