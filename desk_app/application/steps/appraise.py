"""Step 2, thẩm định: check, consult, ask to supplement, propose."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.application import captures, clocks, notices, results, slips, wire
from desk_app.application.commands.appraise import (
    AskToSupplement,
    Finding,
    PrepareDraft,
    RecordCentralResult,
    RecordChecks,
    RecordOpinion,
    RequestOpinion,
    ResumeAppraisal,
    SignOpinion,
    Submit,
    SubmitRefusal,
    TakeBackWithdrawal,
)
from desk_app.application.duties.page_notes import send_along
from desk_app.application.ports import Office, SigningGrant
from desk_app.application.signing_acts import sign_files
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, Work, look_before, working_on
from desk_app.domain.errors import Fact, NotFoundError, RuleError
from desk_app.domain.people import Role
from desk_app.domain.records import Check, CheckState, Opinion, Result, Supplement, SupplementPoint
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraise:
    """Step 2, thẩm định."""

    office: Office

    def record_checks(self, command: RecordChecks) -> Done:
        """Keep findings and opinion as they stand."""
        with working_on(self.office, command) as work:
            _appraising(work)
            found = {f.check: f for f in command.findings}
            unknown = set(found) - {c.key for c in work.dossier.checks}
            if unknown:
                raise NotFoundError("dossier.check", {"check": sorted(unknown)[0]})
            work.dossier.checks = tuple(
                _judged(c, found.get(c.key), work) for c in work.dossier.checks
            )
            if command.opinion is not None:
                work.dossier.opinion_text = command.opinion
            work.note(
                "checks_recorded",
                data={
                    "checks": tuple(found),
                    "opinion": command.opinion is not None,
                    **_seen(command.seen),
                },
            )
            work.finish()
            return work.done()

    def request_opinion(self, command: RequestOpinion) -> Done:
        """Ask agencies; each has its own clock inside the total time (R-5B-41)."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            count = len(dossier.opinions)
            asked = tuple(
                Opinion(
                    key=f"opinion-{count + number}",
                    agency=q.agency,
                    question=q.question,
                    asked_by=command.actor.user,
                    asked_at=work.now,
                    unit=q.unit,
                    amount=q.amount,
                )
                for number, q in enumerate(command.questions, start=1)
            )
            dossier.opinions = (*dossier.opinions, *asked)
            work.move(
                "request_opinion",
                kind="opinion_requested",
                data={"agencies": tuple(o.agency for o in asked)},
            )
            for opinion in asked:
                clocks.record(
                    work,
                    "opinion_requested",
                    agency=opinion.agency,
                    unit=opinion.unit,
                    amount=opinion.amount,
                )
                work.tell(
                    CommandKind.REQUEST_OPINION,
                    {"agency": opinion.agency, "question": opinion.question},
                )
            clocks.set_opinion_dues(work)
            work.finish()
            return work.done(facts={"opinions": tuple(o.key for o in asked)})

    def record_opinion(self, command: RecordOpinion) -> Done:
        """Store a reply."""
        dossier = look_before(self.office, command)
        stored = None
        if command.files:
            stored = captures.one_file(self.office, dossier.id, command.opinion, command.files)
        with working_on(self.office, command) as work:
            work.require(Role.APPRAISER, Role.COORDINATING_AGENCY)
            _in(work, State.OPINION_PENDING, State.IN_APPRAISAL)
            opinion = _opinion(work.dossier.opinions, command.opinion)
            answered = dataclasses.replace(
                opinion,
                answered_at=work.now,
                answer=command.answer,
                author=command.author,
                file=stored,
                signatures=(),
            )
            work.dossier.opinions = tuple(
                answered if o.key == opinion.key else o for o in work.dossier.opinions
            )
            if stored:
                work.files.append(stored)
            clocks.record(work, "opinion_received", agency=opinion.agency)
            work.note("opinion_recorded", data={"agency": opinion.agency, "author": command.author})
            left = any(o.answered_at is None for o in work.dossier.opinions)
            files: list[Json] = [wire.file(stored, "opinion")] if stored else []
            body: dict[str, Json] = {"agency": opinion.agency, "complete": not left, "files": files}
            if work.dossier.state is State.OPINION_PENDING and not left:
                work.move("resume_appraisal", kind="appraisal_resumed")
            work.tell(CommandKind.RECORD_OPINION, body, wire.digests(files))
            work.finish()
            return work.done()

    def sign_opinion(self, command: SignOpinion, grant: SigningGrant) -> Done:
        """Sign a digitised reply personally."""
        opinion = _opinion(look_before(self.office, command).opinions, command.opinion)
        if opinion.file is None:
            raise RuleError("intake.not_digitised", {"component": opinion.agency})
        batch = sign_files(
            self.office,
            command.actor,
            grant,
            [(opinion.key, opinion.file)],
            SignatureRole.OFFICER,
            dossier=command.dossier,
        )
        signed = batch.of(opinion.key)
        with working_on(self.office, dataclasses.replace(command, version=None)) as work:
            now_there = _opinion(work.dossier.opinions, command.opinion)
            if now_there.file is None or now_there.file.sha256 != signed.record.file_before:
                raise RuleError("intake.changed_while_signing", {"component": opinion.agency})
            kept = dataclasses.replace(now_there, file=signed.file, signatures=(signed.record,))
            work.dossier.opinions = tuple(
                kept if o.key == kept.key else o for o in work.dossier.opinions
            )
            work.files.append(signed.file)
            work.note("opinion_signed", data={"agency": opinion.agency})
            files: list[Json] = [
                wire.file(signed.file, "opinion", replaces=signed.record.file_before)
            ]
            work.tell(CommandKind.ADD_FILE, {"files": files}, wire.digests(files))
            work.finish()
            return work.done()

    def resume(self, command: ResumeAppraisal) -> Done:
        """Go on without the replies whose time is over."""
        with working_on(self.office, command) as work:
            late = clocks.overdue_opinions(work)
            work.move("resume_appraisal", kind="appraisal_resumed", overdue_opinions=late)
            work.tell(
                CommandKind.RECORD_OPINION,
                {"agency": "", "complete": True, "late": [*sorted(late)]},
            )
            work.finish()
            return work.done()

    def ask_to_supplement(self, command: AskToSupplement) -> Done:
        """Ask the applicant once more; the clock pauses (R-5B-44)."""
        with working_on(self.office, command) as work:
            late = clocks.supplement_is_late(work)
            work.move_known(
                clocks.move(
                    work,
                    "ask_to_supplement_at_appraisal",
                    reason=command.reason,
                    points=len(command.points),
                ),
                kind="supplement_requested",
                data={
                    "origin": "appraisal",
                    "points": len(command.points),
                    "late": late,
                    "notes": send_along(work),
                },
            )
            dossier = work.dossier
            dossier.supplements = (
                *dossier.supplements,
                Supplement(
                    origin="appraisal",
                    points=tuple(
                        SupplementPoint(component=p.component, what=p.what, to_do=p.to_do)
                        for p in command.points
                    ),
                    reason=command.reason,
                    asked_by=command.actor.user,
                    asked_at=work.now,
                    respond_by=command.respond_by,
                    late_reason=command.late_reason if late else "",
                ),
            )
            clocks.record(work, "supplement_requested")
            slip = slips.issue(work, "supplement_request")
            notices.tell_applicant(work, "supplement", reason=command.reason)
            files: list[Json] = [wire.file(slip.file, "slip")]
            work.tell(
                CommandKind.REQUEST_SUPPLEMENT,
                {"reason": command.reason, "files": files},
                wire.digests(files),
            )
            work.finish()
            return work.done(facts={"late": late})

    def prepare_draft(self, command: PrepareDraft) -> Done:
        """Typeset the draft result; an earlier draft and its signatures are set aside."""
        with working_on(self.office, command) as work:
            _appraising(work)
            results.draft(work, command.summary)
            work.note("draft_prepared", data={"template": work.dossier.terms.result_template})
            work.finish()
            return work.done()

    def submit(self, command: Submit) -> Done:
        """Submit a grant for approval."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            dossier.outcome = "grant"
            has_draft = dossier.result is not None and dossier.result.template != results.REFUSAL
            if (
                not has_draft
                and dossier.state is State.IN_APPRAISAL
                and not dossier.terms.result_is_physical
            ):
                results.draft(work, dossier.opinion_text)
            work.move(
                "submit_for_approval",
                kind="submitted_for_approval",
                data={"outcome": "grant", **_seen(command.seen)},
            )
            self._submit(work, {"outcome": "grant"})
            return work.done()

    def submit_refusal(self, command: SubmitRefusal) -> Done:
        """Submit a refusal with reasons; it is approved and signed on the same path."""
        with working_on(self.office, command) as work:
            _appraising(work)
            work.dossier.outcome = "refusal"
            results.draft_refusal(work, command.reason)
            work.move(
                "submit_refusal",
                kind="submitted_for_approval",
                reason=command.reason,
                data={"outcome": "refusal", **_seen(command.seen)},
            )
            self._submit(work, {"outcome": "refusal", "reason": command.reason})
            return work.done()

    def _submit(self, work: Work, body: dict[str, Json]) -> None:
        work.pass_on(Role.APPROVER, "submitted_for_approval")
        result = work.dossier.result
        files: list[Json] = []
        if result is not None and result.file is not None:
            replaced = result.earlier[-1].sha256 if result.earlier else None
            files = [wire.file(result.file, "result", replaces=replaced)]
        components = wire.component_files(work.dossier)
        work.tell(
            CommandKind.SUBMIT_RESULT,
            body | {"files": [*files, *components]},
            wire.digests([*files, *components]),
        )
        work.finish()

    def take_back_withdrawal(self, command: TakeBackWithdrawal) -> Done:
        """The dossier goes back to where it was; its clock runs on."""
        with working_on(self.office, command) as work:
            work.move("take_back_withdrawal", kind="withdrawal_taken_back", reason=command.reason)
            work.dossier.withdrawal = None
            clocks.record(work, "withdrawal_taken_back")
            work.tell(CommandKind.TAKE_BACK_WITHDRAWAL, {"reason": command.reason})
            work.finish()
            return work.done()

    def record_central_result(
        self, command: RecordCentralResult, grant: SigningGrant | None = None
    ) -> Done:
        """File the central agency's document: its own signature verified.

        Or digitised and signed here.
        """
        office = self.office
        dossier = look_before(office, command)
        stored = captures.one_file(office, dossier.id, "result", command.files)
        verdict = office.verifier.verify(stored)
        result = Result(
            template="central",
            name=stored.name,
            file=stored,
            central=True,
            number=command.number,
            number_on=command.number_on,
            verdict=results.file_verdict(stored.name, verdict, office.clock.now()),
        )
        if grant is not None:
            batch = sign_files(
                office,
                command.actor,
                grant,
                [("result", stored)],
                SignatureRole.OFFICER,
                dossier=command.dossier,
            )
            signed = batch.of("result")
            result.put_signature(signed.file, signed.record)
        with working_on(office, command) as work:
            work.dossier.result = result
            work.dossier.outcome = command.outcome
            arc = (
                "record_central_refusal"
                if command.outcome == "refusal"
                else "record_central_result"
            )
            if result.file is not None:
                work.files.append(result.file)
            work.move(arc, kind="central_result_recorded", data={"number": command.number})
            clocks.finish(work)
            notices.tell_applicant(work, notices.result_template(work.dossier, work.now))
            files: list[Json] = [wire.file(f, "result") for f in work.files]
            work.tell(CommandKind.ADD_FILE, {"files": files, "central": True}, wire.digests(files))
            work.finish()
            return work.done()


def _seen(components: tuple[str, ...]) -> dict[str, Fact]:
    """Papers that were opened; nothing at all where the screen kept no record."""
    return {"seen": components} if components else {}


def _judged(check: Check, finding: Finding | None, work: Work) -> Check:
    if finding is None:
        return check
    return dataclasses.replace(
        check,
        state=CheckState(finding.state),
        remark=finding.remark,
        by=work.actor.user,
        at=work.now,
    )


def _opinion(opinions: Sequence[Opinion], key: str) -> Opinion:
    for opinion in opinions:
        if opinion.key == key:
            return opinion
    raise NotFoundError("dossier.opinion", {"opinion": key})


def _appraising(work: Work) -> None:
    work.require(Role.APPRAISER)
    _in(work, State.IN_APPRAISAL, State.OPINION_PENDING)


def _in(work: Work, *states: State) -> None:
    if work.dossier.state not in states:
        raise RuleError(
            "workflow.state", {"transition": "", "arc": "edit", "state": str(work.dossier.state)}
        )
