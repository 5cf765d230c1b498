"""How the data of a desk stand: chains, papers, backups; and the errands that look after them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_app.bootstrap.addresses import write_settings
from desk_app.bootstrap.audits import LAST_AUDIT, ROUND, read_note
from desk_app.bootstrap.backups import LAST
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.errands import Tell, run_errand
from desk_app.bootstrap.signature_rounds import SIGNATURES, broken_signatures
from desk_app.bootstrap.update_offers import update_standing
from desk_app.bootstrap.updates import may_install
from desk_app.config.policy import is_locked
from desk_app.domain.errors import RuleError

PAPERS_S = 300.0
SIGNATURES_S = 300.0
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the notes in the profile say; nothing is checked for it.

    Attributes:
        audited_at: when all chains were checked last.
        problems: (code, facts) of the first findings, of ``problem_count``.
        papers_at: when the last round over all papers was complete.
        damaged: papers of that round, or of the one under way, that are damaged.
        signatures_at: when the last round over all signatures was complete.
        broken: signed papers whose signature no longer holds, dossier and name of the first.
        undecided: signed papers that could not be judged here.
        backed_up_at: when the last backup was verified.
        is_backup_whole: nothing of the desk was damaged then.
        next_backup_at: None while the office has set no folder.
        is_backup_locked: a policy of the machine decides folder or hours.
        updated_at: when the last update bundle was taken into use.
        offered: path of a bundle that waits in the administrator's folder; empty when none does.
        has_before: there is a way back to what was in use before the last update.
    """

    audited_at: dt.datetime | None
    dossiers: int
    events: int
    problems: tuple[tuple[str, Mapping[str, object]], ...]
    problem_count: int
    papers_at: dt.datetime | None
    damaged: int
    signatures_at: dt.datetime | None
    broken: int
    first_broken: tuple[str, str]
    undecided: int
    backed_up_at: dt.datetime | None
    is_backup_whole: bool
    backup_folder: str
    backup_hours: int
    next_backup_at: dt.datetime | None
    is_backup_locked: bool
    version: str
    updated_at: dt.datetime | None
    offered: str
    has_before: bool


@dataclass(frozen=True, slots=True)
class Care:
    """The calls of the window; each errand is a command of the program in a process of its own."""

    profile: Path

    def standing(self) -> Standing:
        """What the last looks found.

        Raises:
            UnavailableError: ``profile.*``.
        """
        settings = load_settings(self.profile)
        audit, papers, backup = (
            read_note(settings.within(name)) for name in (LAST_AUDIT, ROUND, LAST)
        )
        problems = audit.get("problems", [])
        damaged = papers.get("damaged", [])
        signatures, broken = read_note(settings.within(SIGNATURES)), broken_signatures(settings)
        backed_up_at, updates = _moment(backup.get("at")), update_standing(settings)
        hours = dt.timedelta(hours=settings.backup_hours)
        upcoming = None
        if settings.backup_folder:
            upcoming = backed_up_at + hours if backed_up_at else wall_clock().now()
        return Standing(
            audited_at=_moment(audit.get("at")),
            dossiers=_number(audit.get("dossiers")),
            events=_number(audit.get("events")),
            problems=tuple(
                (str(one["code"]), dict(one.get("facts", {})))
                for one in (problems if isinstance(problems, list) else [])
            ),
            problem_count=_number(audit.get("count")),
            papers_at=_moment(papers.get("finished_at")),
            damaged=len(damaged) if isinstance(damaged, list) else 0,
            signatures_at=_moment(signatures.get("finished_at")),
            broken=len(broken),
            first_broken=(broken[0].dossier, broken[0].paper) if broken else ("", ""),
            undecided=_number(signatures.get("undecided")),
            backed_up_at=backed_up_at,
            is_backup_whole=bool(backup.get("whole", False)),
            backup_folder=settings.backup_folder,
            backup_hours=settings.backup_hours,
            next_backup_at=upcoming,
            is_backup_locked=any(is_locked("backup", key) for key in ("folder", "every_hours")),
            version=updates.version,
            updated_at=updates.taken_at,
            offered=str(updates.offered or ""),
            has_before=updates.has_before,
        )

    def check(self, tell: Tell, is_stopped: Stopped) -> None:
        """Check all chains, then papers and signatures for some minutes.

        ``standing`` has the finding.
        """
        more = ("--papers-seconds", str(PAPERS_S), "--signatures-seconds", str(SIGNATURES_S))
        self._run("audit", more, tell, is_stopped)

    def back_up(self, tell: Tell, is_stopped: Stopped) -> Mapping[str, object]:
        """Back up to the folder of the settings; done when it was restored on trial.

        Raises:
            RuleError: ``backup.no_folder``.
        """
        folder = load_settings(self.profile).backup_folder
        if not folder:
            raise RuleError("backup.no_folder")
        return self._run("backup", (folder,), tell, is_stopped)

    def plan_backup(self, folder: str, hours: int) -> None:
        """Where and how often backups are made from now on.

        Raises:
            RuleError: ``backup.locked``; ``backup.not_a_folder``.
        """
        settings = load_settings(self.profile)
        if self.standing().is_backup_locked:
            raise RuleError("backup.locked")
        if folder and (not Path(folder).is_dir() or Path(folder).resolve() == settings.folder):
            raise RuleError("backup.not_a_folder", {"folder": folder})
        write_settings(settings, {("backup", "folder"): folder, ("backup", "every_hours"): hours})

    def restore(
        self, place: str, key: str, tell: Tell, is_stopped: Stopped, *, is_rehearsal: bool
    ) -> Mapping[str, object]:
        """Bring a backup back into this profile, or try whether it would come back.

        Raises:
            DeskError: ``backup.*``, ``profile.exists``.
        """
        more = ("--recovery", key) if key else ()
        trial = ("--dry-run",) if is_rehearsal else ()
        return self._run("restore", (place, *more, *trial), tell, is_stopped)

    def look_at_update(self, bundle: str, is_stopped: Stopped) -> Mapping[str, object]:
        """What a bundle would bring; it was checked to its last byte, and nothing was taken.

        Raises:
            DeskError: ``update.*``.
        """
        return self._run("update", ("look", bundle), _nobody, is_stopped)

    def take_update(self, bundle: str, is_stopped: Stopped) -> Mapping[str, object]:
        """Take a bundle into use; the set-up program too, where the officer may start it.

        Raises:
            DeskError: ``update.*``, ``procedures.*``, ``trust.*``.
        """
        install = ("--install",) if may_install() else ()
        return self._run("update", ("apply", bundle, *install), _nobody, is_stopped)

    def undo_update(self, is_stopped: Stopped) -> Mapping[str, object]:
        """Back to what was in use before the last bundle.

        Raises:
            RuleError: ``update.nothing_before``.
        """
        return self._run("update", ("rollback",), _nobody, is_stopped)

    def _run(
        self, name: str, more: tuple[str, ...], tell: Tell, is_stopped: Stopped
    ) -> Mapping[str, object]:
        arguments = (name, *more, "--profile", str(self.profile))
        return run_errand(arguments, tell=tell, is_stopped=is_stopped)


def _nobody(_done: int, _total: int) -> None:
    """Nobody listens."""


def _moment(text: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
