"""Looks after the data while the officer works: chains and papers at start, backups when due."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.contract import Care, CareStanding, Restored, UpdateOffer, UpdateTaken
from desk_app.ui.task_runner import Task, TaskRunner

FIRST_LOOK_MS = 60_000
LOOK_AGAIN_MS = 600_000
AUDIT_EVERY = dt.timedelta(hours=20)
TRY_AGAIN = dt.timedelta(hours=1)
Errand = Literal[
    "", "check", "backup", "restore", "rehearsal", "look_update", "take_update", "undo_update"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareState:
    """All the page shows.

    Attributes:
        running: the errand under way.
        is_new_desk: nobody is signed in: a backup may be brought back here.
        told: key of the words for what was done, with ``facts``.
        bundle: update bundle that was chosen or offered; ``offer`` is what it would bring.
        place: folder of backups to bring back; ``key``: file with the recovery key.
    """

    standing: CareStanding | None = None
    running: Errand = ""
    done: int = 0
    total: int = 0
    failure: Failure | None = None
    told: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    bundle: str = ""
    offer: UpdateOffer | None = None
    restored: Restored | None = None
    is_new_desk: bool = False
    place: str = ""
    key: str = ""


class CareViewModel(Model[CareState]):
    """One errand at a time; the next is due by what the notes say.

    Signals:
        alarmed: the worst finding that a person must see, or None.
    """

    alarmed = Signal(object)

    def __init__(
        self,
        care: Care,
        runner: TaskRunner,
        now: Callable[[], dt.datetime],
        parent: QObject | None = None,
        *,
        is_new_desk: bool = False,
    ) -> None:
        super().__init__(runner, parent)
        self._care, self._now = care, now
        self._task: Task | None = None
        self._failed_at: dict[str, dt.datetime] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look_after)
        self.state = CareState(is_new_desk=is_new_desk)

    # -- in the background

    def start(self) -> None:
        """Look at the notes now, and after a while at the data."""
        self.look()
        if not self._timer.isActive():
            self._timer.start(FIRST_LOOK_MS)

    def look_after(self) -> None:
        """Begin the errand that is due, if any."""
        self._timer.setInterval(LOOK_AGAIN_MS)
        standing, now = self.state.standing, self._now()
        if standing is None or self.state.running:
            return
        due = standing.next_backup_at is not None and standing.next_backup_at <= now
        if _is_over(standing.audited_at, AUDIT_EVERY, now) and self._may_try("check", now):
            self.check()
        elif due and self._may_try("backup", now):
            self.back_up()

    def _may_try(self, errand: str, now: dt.datetime) -> bool:
        return _is_over(self._failed_at.get(errand), TRY_AGAIN, now)

    # -- asked for

    def look(self) -> None:
        """What the last looks found."""
        care = self._care
        self.ask("io", lambda task: care.standing(), self._stands, self._failed)

    def check(self) -> None:
        """Check all chains, then papers and signatures."""
        care = self._care
        self._begin("check", lambda task: care.check(_teller(task), task), self._ended)

    def back_up(self) -> None:
        """Back up now."""
        care = self._care
        self._begin("backup", lambda task: care.back_up(_teller(task), task), self._ended)

    def plan(self, folder: str, hours: int) -> None:
        """Where and how often backups are made."""
        care = self._care
        self.ask("io", lambda task: care.plan_backup(folder, hours), self._stands, self._failed)

    def choose(self, *, place: str | None = None, key: str | None = None) -> None:
        """What shall be brought back, and with which key."""
        now = self.state
        self._show(place=now.place if place is None else place, key=now.key if key is None else key)

    def rehearse(self) -> None:
        """Try whether the backup would come back whole; nothing is kept."""
        self._restore("rehearsal")

    def restore(self) -> None:
        """Bring the backup back."""
        self._restore("restore")

    def _restore(self, errand: Errand) -> None:
        care, place, key = self._care, self.state.place, self.state.key
        if not place:
            self._show(failure=Failure("backup.no_folder"))
            return
        self._begin(
            errand,
            lambda task: care.restore(place, key, task, is_rehearsal=errand == "rehearsal"),
            lambda found: self._show(running="", restored=found, told=f"ui.care.{errand}_done"),
        )

    # -- updates

    def choose_update(self, bundle: str) -> None:
        """Name a bundle and look at it."""
        self._show(bundle=bundle, offer=None)
        self.look_at_update()

    def look_at_update(self) -> None:
        """Check the bundle to its last byte; nothing is taken."""
        care, bundle = self._care, self.state.bundle
        if not bundle:
            return
        self._begin(
            "look_update",
            lambda task: care.look_at_update(bundle, task),
            lambda offer: self._show(running="", offer=offer),
        )

    def take_update(self) -> None:
        """Take what was looked at into use."""
        care, offer = self._care, self.state.offer
        if offer is None:
            return
        self._begin("take_update", lambda task: care.take_update(offer.bundle, task), self._taken)

    def _taken(self, taken: UpdateTaken) -> None:
        self._show(running="", bundle="", offer=None, told=told_of(taken), facts=asdict(taken))
        self.look()

    def undo_update(self) -> None:
        """Back to what was in use before the last update."""
        care = self._care
        self._begin("undo_update", care.undo_update, self._undone)

    def _undone(self, program: str) -> None:
        kind = "undo_program_done" if program else "undo_update_done"
        self._show(running="", told=f"ui.care.{kind}", facts={"program": program})
        self.look()

    def stop(self) -> bool:
        """End the errand; whether any ran."""
        if self._task is None or not self.state.running:
            return False
        self._task.stop()
        return True

    # -- answers

    def _begin(
        self, errand: Errand, work: Callable[[Task], object], done: Callable[..., None]
    ) -> None:
        if self.state.running:
            return
        self._show(running=errand, done=0, total=0, failure=None, told="", facts={}, restored=None)
        self._task = self.ask("care", work, done, self._failed, self._told)

    def _told(self, step: object) -> None:
        if isinstance(step, tuple):
            self._show(done=step[0], total=step[1])

    def _ended(self, standing: CareStanding) -> None:
        errand = self.state.running
        self._failed_at.pop(errand, None)
        self._show(running="", told=f"ui.care.{errand}_done")
        self._stands(standing)

    def _stands(self, standing: CareStanding) -> None:
        self._show(standing=standing, bundle=self.state.bundle or standing.offered)
        self.alarmed.emit(alarm_of(standing))

    def _failed(self, error: Exception) -> None:
        errand = self.state.running
        if errand:
            self._failed_at[errand] = self._now()
        self._show(running="", failure=None if was_cancelled(error) else failure_of(error))
        if errand == "backup" and not was_cancelled(error):
            self.alarmed.emit(failure_of(error))


def told_of(taken: UpdateTaken) -> str:
    """Key of the words for an update that was taken."""
    kind = "files"
    if taken.program:
        kind = "installed" if taken.is_installed else "ready"
    return f"ui.care.taken_{kind}"


def alarm_of(standing: CareStanding) -> Failure | None:
    """The finding a person must see wherever they are."""
    if standing.problems:
        code, facts = standing.problems[0]
        return Failure(code, dict(facts))
    if standing.damaged:
        return Failure("doctor.papers_lost", {"count": standing.damaged})
    if standing.broken:
        dossier, paper = standing.first_broken
        facts = {"count": standing.broken, "dossier": dossier, "paper": paper}
        return Failure("doctor.signatures_lost", facts)
    return None


def _is_over(since: dt.datetime | None, span: dt.timedelta, now: dt.datetime) -> bool:
    return since is None or now - since >= span


def _teller(task: Task) -> Callable[[int, int], None]:
    return lambda done, total: task.report((done, total))
