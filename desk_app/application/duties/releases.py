"""Release of a result to document management and sharing targets (R-5B-59)."""

from dataclasses import dataclass

from desk_app.application.commands.return_result import Release as ReleaseCommand
from desk_app.application.commands.return_result import TryAgain
from desk_app.application.deliveries import tried_again
from desk_app.application.ports import Office
from desk_app.application.work import Done, Work, working_on
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.notices import Release
from desk_app.domain.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Each target has its own delivery state and is tried on its own."""

    office: Office

    def release(self, command: ReleaseCommand) -> Done:
        """Queue the returned result for each target it has not gone to yet."""
        with working_on(self.office, command) as work:
            if work.dossier.state not in {State.RETURNED, State.ARCHIVED}:
                raise RuleError(
                    "workflow.state",
                    {"transition": "", "arc": "release", "state": str(work.dossier.state)},
                )
            made = queue(work, command.targets)
            work.note("result_released", data={"targets": made})
            work.finish()
            return work.done(facts={"targets": made})

    def try_again(self, command: TryAgain) -> Done:
        """Send a notice or release off once more."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            keys = {i.key for i in (*dossier.notices, *dossier.releases) if not i.done_at}
            if command.item not in keys:
                raise NotFoundError("dossier.delivery", {"item": command.item[:60]})
            dossier.notices = tuple(
                tried_again(n, work.now) if n.key == command.item else n for n in dossier.notices
            )
            dossier.releases = tuple(
                tried_again(r, work.now) if r.key == command.item else r for r in dossier.releases
            )
            work.note("delivery_asked_again", data={"item": command.item})
            work.finish()
            return work.done()


def queue(work: Work, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Queue the result for the office's targets; one that has it already is left out."""
    offered = work.office.facts.release_targets
    unknown = set(wanted) - set(offered)
    if unknown:
        raise RuleError("release.no_target", {"target": sorted(unknown)[0]})
    result = work.dossier.result
    if result is None or result.file is None:
        return ()
    known = {(r.target, r.sha256) for r in work.dossier.releases}
    targets = [t for t in wanted or offered if (t, result.file.sha256) not in known]
    count = len(work.dossier.releases)
    fresh = tuple(
        Release(
            key=f"release-{count + number}",
            created_at=work.now,
            by=work.actor.user,
            next_try_at=work.now,
            target=target,
            sha256=result.file.sha256,
        )
        for number, target in enumerate(targets, start=1)
    )
    work.dossier.releases = (*work.dossier.releases, *fresh)
    return tuple(targets)
