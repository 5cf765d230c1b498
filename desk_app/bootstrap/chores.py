"""Work the desk does when nobody waits: audit chains, papers, backup, purge; resumed later."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.audits import audit_of, check_papers, read_note
from desk_app.bootstrap.backups import LAST, back_up
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.application.desk import Desk

logger = logging.getLogger(__name__)

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
        report.problems = [code for code, _ in audit_of(settings, database).problems]
        if not settings.papers_url:
            from desk_app.adapters.papers import PapersStore

            store = PapersStore(settings.within("papers"), keys.papers, keys.recovery)
            found = check_papers(settings, store, lambda: stopped() or time.monotonic() > until)
            report.papers_checked, report.papers_left = found.checked, found.left
            report.damaged = list(found.damaged)
            _purge(desk, settings, database, store, report)
    finally:
        database.close()
    if not stopped():
        _backup(settings, report)
    return report


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
    last = read_note(settings.within(LAST)).get("at")
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
