"""Work the desk does when nobody waits: audit chains, papers, backup, purge; resumed later."""

import datetime as dt
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.backups import LAST, back_up
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.config.keys import write_private
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.application.desk import Desk

logger = logging.getLogger(__name__)

STATE = "chores.json"
BUDGET_S = 120.0


@dataclass(slots=True)
class ChoresReport:
    """What was done and found this time.

    Attributes:
        papers_checked: papers opened and compared with their names.
        papers_left: papers that wait for the next time; 0 when the round is complete.
        damaged: digests of papers that are not what they claim to be.
        problems: codes of faults in the audit chains.
    """

    papers_checked: int = 0
    papers_left: int = 0
    damaged: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    purged: int = 0
    backup: str = ""

    @property
    def is_well(self) -> bool:
        """Nothing was found that a person must look at."""
        return not self.damaged and not self.problems and not self.backup.startswith("!")

    def as_json(self) -> dict[str, object]:
        """The answer of the command line."""
        return {
            "papers_checked": self.papers_checked,
            "papers_left": self.papers_left,
            "damaged": self.damaged,
            "problems": self.problems,
            "purged": self.purged,
            "backup": self.backup,
        }


def do_chores(
    desk: "Desk",
    *,
    budget_s: float = BUDGET_S,
    stopped: Callable[[], bool] = lambda: False,
) -> ChoresReport:
    """Do what is due within a budget of time; what is left is taken up again the next time."""
    settings = load_settings(desk.profile)
    report = ChoresReport()
    until = time.monotonic() + budget_s
    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    try:
        _check_chains(database, report)
        if not settings.papers_url:
            from desk_app.adapters.papers import PapersStore

            store = PapersStore(settings.within("papers"), keys.papers, keys.recovery)
            _check_papers(settings, store, report, lambda: stopped() or time.monotonic() > until)
            _purge(desk, settings, database, store, report)
    finally:
        database.close()
    if not stopped():
        _backup(settings, report)
    return report


def _check_chains(database: "Database", report: ChoresReport) -> None:
    found = database.index.check_chain()
    report.problems = [code for code, _ in found.problems]
    for code, facts in found.problems[:20]:
        logger.error("audit: %s %s", code, facts)


def _check_papers(
    settings: Settings, store: "PapersStore", report: ChoresReport, is_over: Callable[[], bool]
) -> None:
    """Go on with the round where the last one stopped; digests are the order."""
    state = _read(settings.within(STATE))
    after = str(state.get("after", ""))
    known = state.get("damaged", [])
    damaged = [str(d) for d in known] if after and isinstance(known, list) else []
    digests = store.digests()
    left = [d for d in digests if d > after]
    for number, digest in enumerate(left):
        if is_over():
            report.papers_left = len(left) - number
            break
        if not store.is_sound(digest):
            damaged.append(digest)
            logger.error("paper %s is damaged", digest)
        report.papers_checked += 1
        after = digest
    done = report.papers_left == 0
    report.damaged = sorted(set(damaged))
    body = {
        "after": "" if done else after,
        "damaged": report.damaged,
        "finished_at": wall_clock().now().isoformat() if done else state.get("finished_at", ""),
    }
    write_private(settings.within(STATE), json.dumps(body).encode())


def _purge(
    desk: "Desk",
    settings: Settings,
    database: "Database",
    store: "PapersStore",
    report: ChoresReport,
) -> None:
    if settings.purge_days is None:
        return
    from desk_app.application.purge import Purge

    before = wall_clock().now() - dt.timedelta(days=settings.purge_days)
    purge = Purge(office=desk.office, store=store, needed=database.papers_named_outside)
    report.purged = purge.run(database.settled_before(before), days=settings.purge_days)


def _backup(settings: Settings, report: ChoresReport) -> None:
    """Back up when the newest backup is older than the office allows."""
    if not settings.backup_folder:
        return
    last = _read(settings.within(LAST)).get("at")
    due = dt.timedelta(hours=settings.backup_hours)
    if last and wall_clock().now() - dt.datetime.fromisoformat(str(last)) < due:
        return
    try:
        made = back_up(settings.folder, Path(settings.backup_folder))
    except DeskError as error:
        logger.error("scheduled backup failed: %s", error.code)  # noqa: TRY400 - the code says it all
        report.backup = f"!{error.code}"
    else:
        report.backup = made.snapshot.name


def _read(path: Path) -> dict[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
