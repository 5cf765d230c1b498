"""Step 1, tiếp nhận: check, identify, reuse or digitise, read, sign, receive or ask for more."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from desk_app.application import clocks, notices, slips, wire
from desk_app.application.codes import give_code
from desk_app.application.commands.intake import (
    AskToSupplement,
    GiveUp,
    NewDossier,
    PassToAppraisal,
    Receive,
    RecordPayment,
    Reject,
    RequestPayment,
    RequestWithdrawal,
    SignComponents,
    TakeSupplement,
)
from desk_app.application.intake_filing import FilingActs
from desk_app.application.learning import note_lessons
from desk_app.application.opening import open_dossier
from desk_app.application.ports import (
    Cancellation,
    SigningGrant,
)
from desk_app.application.signing_acts import sign_files
from desk_app.application.sync_values import CommandKind
from desk_app.application.work import Done, Work, look_before, working_on
from desk_app.domain.errors import RuleError
from desk_app.domain.money import FeeWhen
from desk_app.domain.people import Role
from desk_app.domain.records import Supplement, SupplementPoint, Withdrawal
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake(FilingActs):
    """Step 1, tiếp nhận; what is filed and how it is captured are acts of its bases."""

    def new(self, command: NewDossier) -> Done:
        """Begin a draft and store it at once, before the first keystroke can be lost."""
        office = self.office
        now = office.clock.now()
        dossier = open_dossier(office, command.procedure, command.channel, now)
        with office.unit_of_work() as uow:
            work = Work(
                office=office, uow=uow, dossier=dossier, actor=command.actor, now=now, is_new=True
            )
            office.rights.permit(command, command.actor, dossier)
            work.note("draft_opened", data={"procedure": dossier.terms.code})
            work.finish()
            return work.done()

    def sign_components(
        self, command: SignComponents, grant: SigningGrant, *, cancelled: Cancellation | None = None
    ) -> Done:
        """One personal signature per component file.

        What was signed before a fault stays signed.
        """
        office = self.office
        dossier = look_before(office, command)
        wanted = [
            c
            for c in dossier.components
            if c.file is not None
            and c.file.media_type == "application/pdf"
            and not c.is_signed_personally
            and (not command.components or c.key in command.components)
        ]
        targets = [(c.key, c.file) for c in wanted if c.file is not None]
        signed = sign_files(
            office,
            command.actor,
            grant,
            targets,
            SignatureRole.OFFICER,
            dossier=dossier.id,
            cancelled=cancelled,
        )
        with working_on(office, dataclasses.replace(command, version=None)) as work:
            for item in signed.done:
                component = work.dossier.component(item.key)
                if not component.is_still(item.record.file_before):
                    raise RuleError("intake.changed_while_signing", {"component": component.name})
                component.put_signature(item.file, item.record)
                work.files.append(item.file)
            if signed.done:
                work.note(
                    "components_signed",
                    data={"count": len(signed.done), "level": signed.done[0].record.level},
                )
                _tell_new_files(work)
                work.finish()
            return work.done(stopped_by=signed.stopped_by, facts=signed.facts)

    def receive(self, command: Receive) -> Done:
        """Give the code, compute the due date, issue the receipt (R-5B-31)."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            arc = {
                State.SUBMITTED: "receive_online",
                State.SUPPLEMENT_REQUESTED: "receive_supplemented",
            }.get(dossier.state, "receive")
            dossier.unsigned_reason = command.unsigned_reason
            dossier.delivery_choice = command.delivery_choice
            refusal = dossier.refusal_of(
                clocks.move(work, arc, unsigned_reason=command.unsigned_reason)
            )
            if refusal is not None:
                raise refusal
            if dossier.code is None:
                dossier.code = give_code(work)
            clocks.start(work)
            _enter_register(work)
            note_lessons(work)
            slip = slips.issue(work, "receipt")
            work.move(
                arc,
                kind="dossier_received",
                unsigned_reason=command.unsigned_reason,
                data={
                    "code": dossier.shown_code,
                    "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
                },
            )
            if dossier.supplement_origin:
                dossier.supplements = _completed(dossier.supplements, work.now)
            notices.tell_applicant(work, "received")
            files = [wire.file(slip.file, "slip")]
            work.tell(
                CommandKind.ACCEPT,
                {
                    "code": str(dossier.code) if dossier.code else None,
                    "provisional": None if dossier.code else dossier.shown_code,
                    "due_on": dossier.due_at.date().isoformat() if dossier.due_at else None,
                    "form": wire.form(dossier),
                    "components": [wire.component(c) for c in dossier.components],
                    "files": [*wire.component_files(dossier), *files],
                },
                wire.digests([*wire.component_files(dossier), *files]),
            )
            work.finish()
            return work.done()

    def ask_to_supplement(self, command: AskToSupplement) -> Done:
        """Guide the applicant once and fully, with form 02 (R-5B-32, R-5B-36)."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            arc = (
                "ask_to_supplement_online"
                if dossier.state is State.SUBMITTED
                else "ask_to_supplement_at_intake"
            )
            work.move(
                arc,
                kind="supplement_requested",
                reason=command.reason,
                points=len(command.points),
                data={"origin": "intake", "points": len(command.points)},
            )
            dossier.supplements = (
                *dossier.supplements,
                Supplement(
                    origin="intake",
                    points=tuple(
                        SupplementPoint(component=p.component, what=p.what, to_do=p.to_do)
                        for p in command.points
                    ),
                    reason=command.reason,
                    asked_by=command.actor.user,
                    asked_at=work.now,
                    respond_by=command.respond_by,
                ),
            )
            clocks.record(work, "supplement_requested_at_intake")
            slip = slips.issue(work, "supplement_request")
            notices.tell_applicant(work, "supplement", reason=command.reason)
            files = [wire.file(slip.file, "slip")]
            work.tell(
                CommandKind.REQUEST_SUPPLEMENT,
                {"reason": command.reason, "files": list(files)},
                wire.digests(list(files)),
            )
            work.finish()
            return work.done()

    def reject(self, command: Reject) -> Done:
        """Refuse at intake with form 03 (R-5B-33)."""
        with working_on(self.office, command) as work:
            arc = "reject_online" if work.dossier.state is State.SUBMITTED else "reject_at_intake"
            work.move(arc, kind="dossier_rejected", reason=command.reason)
            self._end_with_slip(work, "refusal", CommandKind.REJECT, command.reason)
            return work.done()

    def give_up(self, command: GiveUp) -> Done:
        """End a dossier whose supplement never came."""
        with working_on(self.office, command) as work:
            at_intake = work.dossier.supplement_origin == "intake"
            arc = "reject_not_supplemented" if at_intake else "stop_not_supplemented"
            work.move(arc, kind="supplement_given_up", reason=command.reason, given_up=True)
            kind = CommandKind.REJECT if at_intake else CommandKind.STOP
            self._end_with_slip(
                work, "refusal" if at_intake else "stop_notice", kind, command.reason
            )
            return work.done()

    def _end_with_slip(self, work: Work, key: str, kind: CommandKind, reason: str) -> None:
        slip = slips.issue(work, key, reason=reason)
        notices.tell_applicant(work, "rejected" if key == "refusal" else "stopped", reason=reason)
        work.dossier.finished_at = work.now
        files = [wire.file(slip.file, "slip")]
        work.tell(kind, {"reason": reason, "files": list(files)}, wire.digests(list(files)))
        work.finish()

    def pass_to_appraisal(self, command: PassToAppraisal) -> Done:
        """Hand the dossier to the appraiser: data at once, paper by the 15:00 rule (R-5B-39)."""
        with working_on(self.office, command) as work:
            work.move("pass_to_appraisal", kind="passed_to_appraisal")
            work.pass_on(
                command.receiver or Role.APPRAISER,
                "passed_to_appraisal",
                paper_on=clocks.transfer_day(work),
            )
            work.tell(CommandKind.HAND_OVER, {"receiver": command.receiver})
            work.finish()
            return work.done()

    def request_payment(self, command: RequestPayment) -> Done:
        """Ask for what is due before processing."""
        with working_on(self.office, command) as work:
            work.move("request_payment", kind="payment_requested")
            clocks.record(work, "payment_requested")
            notices.tell_applicant(work, "payment")
            amount = sum(
                f.amount
                for f in work.dossier.fees
                if f.is_open and f.when is FeeWhen.BEFORE_PROCESSING
            )
            work.tell(CommandKind.REQUEST_PAYMENT, {"amount": amount})
            work.finish()
            return work.done()

    def record_payment(self, command: RecordPayment) -> Done:
        """Record the voucher; the fee receipt is issued and the dossier goes on where it stood."""
        with working_on(self.office, command) as work:
            work.require(Role.INTAKE_OFFICER, Role.SYSTEM)
            slips.pay(
                work, FeeWhen.BEFORE_PROCESSING, receipt=command.receipt, method=command.method
            )
            if work.dossier.state is State.PAYMENT_REQUESTED:
                work.move(
                    "record_payment", kind="payment_recorded", data={"receipt": command.receipt}
                )
                clocks.record(work, "payment_done")
            else:
                work.note("payment_recorded", data={"receipt": command.receipt})
            work.finish()
            return work.done()

    def take_supplement(self, command: TakeSupplement) -> Done:
        """The supplement is complete; processing counts again from the start.

        (NĐ 61/2018/NĐ-CP Art. 19(4)).
        """
        with working_on(self.office, command) as work:
            work.move("take_supplement", kind="supplement_taken")
            work.dossier.supplements = _completed(work.dossier.supplements, work.now)
            clocks.record(work, "supplement_complete")
            notices.tell_applicant(work, "supplement_taken")
            due = work.dossier.due_at
            files = wire.component_files(work.dossier)
            work.tell(
                CommandKind.RECEIVE_SUPPLEMENT,
                {"due_on": due.date().isoformat() if due else None, "files": files},
                wire.digests(files),
            )
            work.finish()
            return work.done()

    def request_withdrawal(self, command: RequestWithdrawal) -> Done:
        """Store the applicant's wish to withdraw."""
        with working_on(self.office, command) as work:
            came_from = work.dossier.state
            work.move("request_withdrawal", kind="withdrawal_requested", reason=command.reason)
            work.dossier.withdrawal = Withdrawal(
                reason=command.reason,
                asked_at=work.now,
                recorded_by=command.actor.user,
                came_from=str(came_from),
            )
            clocks.record(work, "withdrawal_requested")
            work.tell(CommandKind.REQUEST_WITHDRAWAL, {"reason": command.reason})
            work.finish()
            return work.done()


def _completed(supplements: tuple[Supplement, ...], now: dt.datetime) -> tuple[Supplement, ...]:
    return (*supplements[:-1], dataclasses.replace(supplements[-1], completed_at=now))


def _enter_register(work: Work) -> None:
    """Give the dossier its line in the book of the year; a line is never given twice."""
    if not work.dossier.register_no:
        book = f"{work.now:%Y}"
        work.dossier.register_book = f"01/{book}"
        work.dossier.register_no = work.uow.numbers.next(f"dossier_register/{book}")


def _tell_new_files(work: Work) -> None:
    """Scans signed after acceptance take the place of their work copies at the target system."""
    if not work.dossier.is_received:
        return
    files = [
        wire.file(c.file, "component", component_key=c.key, replaces=c.file.derived_from)
        for c in work.dossier.components
        if c.file is not None and c.file in work.files
    ]
    if files:
        work.tell(CommandKind.ADD_FILE, {"files": list(files)}, wire.digests(list(files)))
