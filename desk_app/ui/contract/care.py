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
        broken: papers whose signature no longer holds; dossier and name of the first beside it.
        undecided: signed papers that could not be judged here.
        next_backup_at: None while no folder is set.
        is_backup_locked: the administrator decides folder and hours.
        offered: path of an update bundle that waits to be taken; empty when none does.
        has_before: there is a way back to what was in use before the last update.
    """

    audited_at: dt.datetime | None = None
    dossiers: int = 0
    events: int = 0
    problems: tuple[tuple[str, Mapping[str, object]], ...] = ()
    problem_count: int = 0
    papers_at: dt.datetime | None = None
    damaged: int = 0
    signatures_at: dt.datetime | None = None
    broken: int = 0
    first_broken: tuple[str, str] = ("", "")
    undecided: int = 0
    backed_up_at: dt.datetime | None = None
    is_backup_whole: bool = False
    backup_folder: str = ""
    backup_hours: int = 24
    next_backup_at: dt.datetime | None = None
    is_backup_locked: bool = False
    version: str = ""
    updated_at: dt.datetime | None = None
    offered: str = ""
    has_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, or would come back."""

    dossiers: int
    papers: int
    damaged: int
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOffer:
    """What a checked bundle would bring, as numbers of files by kind.

    Attributes:
        program: version of the program in it for this machine; empty when there is none.
    """

    bundle: str
    policies: int = 0
    procedures: int = 0
    trusts: int = 0
    program: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTaken:
    """What was taken into use.

    Attributes:
        files: how many.
        program: version laid ready or put in; ``place`` is its file.
        is_installed: the next start is that version.
    """

    files: int = 0
    program: str = ""
    place: str = ""
    is_installed: bool = False


class Care(Protocol):
    """Errands run for minutes in a process of their own; lane ``care``."""

    def standing(self) -> CareStanding:
        """Cheap: reads notes. Errors: ``profile.*``."""
        ...

    def check(self, tell: Tell, cancelled: Cancellation) -> CareStanding:
        """Check all chains, then papers and signatures for some minutes."""
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

    def look_at_update(self, bundle: str, cancelled: Cancellation) -> UpdateOffer:
        """Check a bundle without taking it. Errors: ``update.*``."""
        ...

    def take_update(self, bundle: str, cancelled: Cancellation) -> UpdateTaken:
        """Take a bundle into use, whole or not at all. Errors: ``update.*``."""
        ...

    def undo_update(self, cancelled: Cancellation) -> str:
        """Back to what was in use before; the program's version of before. Errors: ``update.*``."""
        ...
