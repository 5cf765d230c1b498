"""How the desk's data are looked after: chains, papers, backups."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desk_app.ui.contract.codes import Cancellation

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareStanding:
    """What the last looks found.

    Attributes:
        problems: (code, facts) of the first findings, of ``problem_count``.
        damaged: papers that are not what they claim to be.
        next_backup_at: None while no folder is set.
        is_backup_locked: the administrator decides folder and hours.
    """

    audited_at: dt.datetime | None = None
    dossiers: int = 0
    events: int = 0
    problems: tuple[tuple[str, Mapping[str, object]], ...] = ()
    problem_count: int = 0
    papers_at: dt.datetime | None = None
    damaged: int = 0
    backed_up_at: dt.datetime | None = None
    is_backup_whole: bool = False
    backup_folder: str = ""
    backup_hours: int = 24
    next_backup_at: dt.datetime | None = None
    is_backup_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, or would come back."""

    dossiers: int
    papers: int
    damaged: int
    made_at: str


class Care(Protocol):
    """Errands run for minutes in a process of their own; lane ``care``."""

    def standing(self) -> CareStanding:
        """Cheap: reads notes. Errors: ``profile.*``."""
        ...

    def check(self, tell: Tell, cancelled: Cancellation) -> CareStanding:
        """Check all chains, then papers for some minutes."""
        ...

    def back_up(self, tell: Tell, cancelled: Cancellation) -> CareStanding:
        """Back up and restore on trial. Errors: ``backup.*``."""
        ...

    def plan_backup(self, folder: str, hours: int) -> CareStanding:
        """Set folder and hours. Errors: ``backup.locked``, ``backup.not_a_folder``."""
        ...

    def restore(
        self, place: str, key: str, cancelled: Cancellation, *, is_rehearsal: bool
    ) -> Restored:
        """Bring a backup back where no desk is yet, or try it. Errors: ``backup.*``."""
        ...
