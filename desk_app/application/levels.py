"""Raising the level of signatures later: B-B to B-T when the service answers, B-LTA for archives.

What the counter could not reach is queued with its reason; the desk's background work empties the
queue. A signed paper is never shown at a level before it has it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.application import wire
from desk_app.application.ports import LevelQueue, Office, WaitingLevel
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Work
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, DeskError, NotFoundError
from desk_app.domain.people import Actor, Role
from desk_app.domain.records import Result
from desk_app.domain.workflow import State

_UNTOUCHED = frozenset({State.IN_APPROVAL, State.AWAITING_AGENCY_SIGNATURE})
_OVER = frozenset({State.RETURNED, State.ARCHIVED, State.STOPPED})
_NOTHING_ANSWERS = ("signing.tsa_unreachable", "signing.tsa_missing")
_STAMPED = "b-t"
_PLAIN = "b-b"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsRaised:
    """What one run did.

    Attributes:
        raised: papers that reached the level they waited for.
        waiting: entries left in the queue.
        refused: codes of what kept papers waiting, in order.
    """

    raised: int = 0
    waiting: int = 0
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseLevels:
    """The desk's background work on signatures.

    Attributes:
        archive_level: level for papers of dossiers that are over.
        most: papers a run, so that it never holds the desk for long.
    """

    office: Office
    queue: LevelQueue
    archive_level: str = "b-lta"
    most: int = 20

    def run_once(self, is_cancelled: Callable[[], bool] = lambda: False) -> LevelsRaised:
        """Try every waiting paper once, oldest first; never raises for one of them."""
        raised, refused = 0, list[str]()
        for entry in self.queue.waiting():
            if is_cancelled() or raised >= self.most:
                break
            try:
                raised += self._raise(entry)
            except ConflictError:
                continue  # somebody works on the dossier: the next run finds it at rest
            except DeskError as error:
                self.queue.refused(entry.key, error.code, error.facts)
                refused.append(error.code)
                _log.info("level of %s not raised: %s", entry.sha256[:12], error.code)
                if error.code in _NOTHING_ANSWERS:
                    break
        left = len(self.queue.waiting())
        return LevelsRaised(raised=raised, waiting=left, refused=tuple(refused))

    def _raise(self, entry: WaitingLevel) -> bool:
        office = self.office
        try:
            with office.unit_of_work() as uow:
                dossier = uow.dossiers.find(entry.dossier)
        except NotFoundError:
            self.queue.done(entry.key)
            return False
        target = _target(dossier, entry.sha256)
        if target is None or target.file is None:
            self.queue.done(entry.key)
            return False
        is_over = dossier.state in _OVER
        wanted = self.archive_level if is_over else _STAMPED
        is_plain = any(record.level == _PLAIN for record in target.signatures)
        if dossier.state in _UNTOUCHED or not (is_over or is_plain):
            return False
        found = office.signer.raise_level(target.file, wanted)
        if found.file.sha256 != target.file.sha256:
            self._keep(entry, target.file, found.file, found.level)
        if is_over:
            self.queue.done(entry.key)
        return True

    def _keep(self, entry: WaitingLevel, before: PaperRef, file: PaperRef, level: str) -> None:
        """Put the raised file in the place of the old one; ConflictError when that moved on."""
        office = self.office
        with office.unit_of_work() as uow:
            dossier = uow.dossiers.find(entry.dossier)
            target = _target(dossier, before.sha256)
            if target is None or target.file is None or target.file.sha256 != before.sha256:
                raise ConflictError("dossier.changed", {"dossier": str(dossier.code)})
            work = Work(
                office=office,
                uow=uow,
                dossier=dossier,
                actor=Actor(
                    user="system",
                    full_name="",
                    unit=office.facts.unit,
                    desk=office.facts.desk,
                    roles=frozenset({Role.SYSTEM}),
                ),
                now=office.clock.now(),
                state_before=str(dossier.state),
            )
            target.put_raised(file, level)
            work.files.append(file)
            work.note("level_raised", data={"level": level, "before": before.sha256})
            if dossier.is_received and dossier.state is not State.ARCHIVED:
                files: list[Json] = [_told(target, file, before)]
                work.tell(CommandKind.ADD_FILE, {"files": files}, wire.digests(files))
            work.finish()


def _target(dossier: Dossier, sha256: str) -> Component | Result | None:
    """The paper that has or had these bytes."""
    papers: list[Component | Result] = [*dossier.components]
    if dossier.result is not None:
        papers.append(dossier.result)
    for paper in papers:
        states = [*paper.earlier, paper.file]
        if any(state is not None and state.sha256 == sha256 for state in states):
            return paper
    return None


def _told(target: Component | Result, file: PaperRef, before: PaperRef) -> dict[str, Json]:
    if isinstance(target, Result):
        return wire.file(file, "result", replaces=before.sha256)
    role = "certified_copy" if target.is_copy_signed else "component"
    return wire.file(file, role, component_key=target.key, replaces=before.sha256)
