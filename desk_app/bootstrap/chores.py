"""Work done when nobody waits: audit chains, papers, signatures, backup, purge; resumed later."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.audits import audit_of, check_papers, read_note, signatures_of
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
        signatures_checked: signed papers judged again.
        signatures_left: dossiers that wait for the next time.
        broken: digests of papers whose signature no longer holds.
        undecided: signed papers that cannot be judged here and now.
        problems: codes of faults in the audit chains.
    """

    papers_checked: int = 0
    papers_left: int = 0
    damaged: list[str] = field(default_factory=list)
    signatures_checked: int = 0
    signatures_left: int = 0
    broken: list[str] = field(default_factory=list)
    undecided: int = 0
    problems: list[str] = field(default_factory=list)
    purged: int = 0
    backup: str = ""

    @property
    def is_well(self) -> bool:
        """Nothing was found that a person must look at."""
        found = self.damaged or self.broken or self.problems
        return not found and not self.backup.startswith("!")

    def as_json(self) -> dict[str, object]:
        """The answer of the command line."""
        return {
            "papers_checked": self.papers_checked,
            "papers_left": self.papers_left,
            "damaged": self.damaged,
            "signatures_checked": self.signatures_checked,
            "signatures_left": self.signatures_left,
            "broken": self.broken,
            "undecided": self.undecided,
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
    """Do what is due within a budget of time; what is left is taken up again the next time.

    Papers take at most half of it: where they fill every night, signatures still get their turn.
    """
    settings = load_settings(desk.profile)
    report = ChoresReport()
    begun = time.monotonic()

    def is_over(share: float) -> bool:
        return stopped() or time.monotonic() >= begun + share * budget_s

    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    try:
        report.problems = [code for code, _ in audit_of(settings, database).problems]
        if not settings.papers_url:
            from desk_app.adapters.papers import PapersStore

            store = PapersStore(settings.within("papers"), keys.papers, keys.recovery)
            found = check_papers(settings, store, lambda: is_over(0.5))
            report.papers_checked, report.papers_left = found.checked, found.left
            report.damaged = list(found.damaged)
            signed = signatures_of(settings, database, store, lambda: is_over(1.0))
            report.signatures_checked, report.signatures_left = signed.checked, signed.left
            report.broken, report.undecided = [s.sha256 for s in signed.broken], signed.undecided
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
