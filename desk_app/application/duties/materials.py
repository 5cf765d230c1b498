"""Papers out of the ordinary: differences, originals shown later, records of our own."""

from dataclasses import dataclass

from desk_app.application import captures, wire
from desk_app.application.commands.appraise import RecordVerification
from desk_app.application.commands.intake import PostponeOriginal, RecordMismatch
from desk_app.application.ports import Office
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, look_before, working_on
from desk_app.domain.accounts import Mismatch
from desk_app.domain.components import Presence
from desk_app.domain.errors import RuleError
from desk_app.domain.records import Opinion
from desk_app.domain.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """Papers that need more than a scan."""

    office: Office

    def record_mismatch(self, command: RecordMismatch) -> Done:
        """Keep both values; the stored item is not used and the paper is taken in."""
        with working_on(self.office, command) as work:
            if command.stored == command.paper:
                raise RuleError("intake.no_mismatch", {"field": command.field})
            dossier = work.dossier
            component = dossier.component(command.component)
            component.reuse = None
            component.presence = Presence.PRESENT
            found = Mismatch(
                component=component.key,
                field=command.field,
                stored=command.stored,
                paper=command.paper,
                source=command.source,
                at=work.now,
                by=command.actor.user,
            )
            dossier.mismatches = (*dossier.mismatches, found)
            work.note(
                "mismatch_recorded",
                data={"component": component.key, "field": command.field, "source": command.source},
            )
            work.finish()
            return work.done()

    def postpone_original(self, command: PostponeOriginal) -> Done:
        """Accept now, compare with the original later; it is asked for again before the return."""
        with working_on(self.office, command) as work:
            if not command.reason.strip():
                raise RuleError("rule.reason_given", {"missing": "reason"})
            component = work.dossier.component(command.component)
            component.original_pending = True
            work.note(
                "original_postponed", reason=command.reason, data={"component": component.key}
            )
            work.finish()
            return work.done()

    def record_verification(self, command: RecordVerification) -> Done:
        """File our own record among the opinions, where it is signed and sealed like a reply."""
        office = self.office
        dossier = look_before(office, command)
        if dossier.state not in {State.IN_APPRAISAL, State.OPINION_PENDING}:
            raise RuleError(
                "workflow.state", {"transition": "", "arc": "edit", "state": str(dossier.state)}
            )
        stored = captures.one_file(office, dossier.id, command.title, command.files)
        with working_on(office, command) as work:
            record = Opinion(
                key=f"opinion-{len(work.dossier.opinions) + 1}",
                agency=office.facts.agency_name,
                question=command.title,
                asked_by=command.actor.user,
                asked_at=work.now,
                unit="working_days",
                amount=0,
                answered_at=work.now,
                answer=command.finding,
                author=command.actor.full_name,
                file=stored,
            )
            work.dossier.opinions = (*work.dossier.opinions, record)
            work.files.append(stored)
            work.note("verification_recorded", data={"title": command.title})
            files: list[Json] = [wire.file(stored, "opinion")]
            work.tell(CommandKind.ADD_FILE, {"files": files}, wire.digests(files))
            work.finish()
            return work.done(facts={"opinion": record.key})
