"""Step 5, trả kết quả: hand over, prove it, release; archiving is its own later act."""

import dataclasses
from dataclasses import dataclass

from desk_app.application import notices, slips, wire
from desk_app.application.commands.return_result import (
    Archive,
    ConfirmDelivery,
    HandOver,
    OpenCorrection,
    RecordPayment,
    RequestPayment,
)
from desk_app.application.duties import releases
from desk_app.application.duties.reuse import keep_own
from desk_app.application.opening import open_dossier
from desk_app.application.ports import Office
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, Work, working_on
from desk_app.domain.errors import RuleError
from desk_app.domain.money import FeeWhen
from desk_app.domain.people import Role
from desk_app.domain.records import Delivery, DeliveryState
from desk_app.domain.workflow import State

_WAYS = frozenset({"paper", "electronic", "post"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnResult:
    """Step 5, trả kết quả."""

    office: Office

    def hand_over(self, command: HandOver) -> Done:
        """Hand the result over on the chosen ways; each way has its own delivery state."""
        unknown = set(command.ways) - _WAYS
        if unknown or not command.ways:
            raise RuleError("return_result.unknown_way", {"way": ",".join(sorted(unknown))})
        with working_on(self.office, command) as work:
            dossier = work.dossier
            work.move(
                "hand_over",
                kind="result_returned",
                recipient_checked=_recipient_known(work, command),
                data={
                    "relation": command.relation,
                    "ways": command.ways,
                    "method": command.identity_method,
                },
            )
            dossier.deliveries = (
                *dossier.deliveries,
                *(
                    Delivery(
                        channel=way,
                        state=DeliveryState.CONFIRMED if way == "paper" else DeliveryState.PENDING,
                        recipient=command.recipient,
                        recipient_identifier=command.recipient_identifier,
                        relation=command.relation,
                        proof=command.acknowledgement,
                        at=work.now,
                        by=command.actor.user,
                    )
                    for way in command.ways
                ),
            )
            releases.queue(work)
            keep_own(work)
            made = [
                slips.issue(work, "returned_originals"),
                slips.issue(work, "evaluation"),
                slips.issue(work, "control_slip"),
            ]
            files: list[Json] = [wire.file(s.file, "slip") for s in made]
            work.tell(
                CommandKind.RETURN_RESULT,
                {"recipient": command.recipient, "ways": list(command.ways), "files": files},
                wire.digests(files),
            )
            work.finish()
            return work.done()

    def confirm_delivery(self, command: ConfirmDelivery) -> Done:
        """Store the proof of one way."""
        with working_on(self.office, command) as work:
            work.require(Role.RESULT_OFFICER, Role.SYSTEM)
            state = DeliveryState.FAILED if command.failed else DeliveryState.CONFIRMED
            known = [d for d in work.dossier.deliveries if d.channel == command.channel]
            if not known:
                raise RuleError("return_result.unknown_way", {"way": command.channel})
            work.dossier.deliveries = tuple(
                dataclasses.replace(d, state=state, proof=command.proof)
                if d.channel == command.channel
                else d
                for d in work.dossier.deliveries
            )
            work.note("delivery_confirmed", data={"channel": command.channel, "state": str(state)})
            work.finish()
            return work.done()

    def request_payment(self, command: RequestPayment) -> Done:
        """Ask for the fee before the result changes hands."""
        with working_on(self.office, command) as work:
            work.move("request_payment_at_return", kind="payment_requested")
            notices.tell_applicant(work, "payment")
            amount = sum(f.amount for f in work.dossier.fees if f.is_open)
            work.tell(CommandKind.REQUEST_PAYMENT, {"amount": amount})
            work.finish()
            return work.done()

    def record_payment(self, command: RecordPayment) -> Done:
        """Record the voucher; the result is ready again."""
        with working_on(self.office, command) as work:
            work.require(Role.RESULT_OFFICER, Role.SYSTEM)
            slips.pay(work, FeeWhen.BEFORE_RETURN, receipt=command.receipt, method=command.method)
            if work.dossier.state is State.PAYMENT_REQUESTED:
                work.move(
                    "record_payment_at_return",
                    kind="payment_recorded",
                    data={"receipt": command.receipt},
                )
            else:
                work.note("payment_recorded", data={"receipt": command.receipt})
            work.finish()
            return work.done()

    def archive(self, command: Archive) -> Done:
        """Hand the dossier to the archive once its day has come."""
        with working_on(self.office, command) as work:
            due = command.archive_due_on or work.dossier.archive_due_on
            work.move("archive", kind="dossier_archived", archive_due_on=due)
            work.dossier.archive_due_on = due
            work.tell(CommandKind.ARCHIVE, {})
            work.finish()
            return work.done()

    def open_correction(self, command: OpenCorrection) -> Done:
        """Open a linked dossier that corrects the result."""
        with working_on(self.office, command) as work:
            work.move("open_correction", kind="correction_opened", reason=command.reason)
            new = open_dossier(self.office, work.dossier.terms.code, "correction", work.now)
            new.corrects = str(work.dossier.code)
            new.applicant = work.dossier.applicant
            work.tell(CommandKind.CORRECT, {"new_dossier_id": new.id, "reason": command.reason})
            twin = Work(
                office=self.office,
                uow=work.uow,
                dossier=new,
                actor=work.actor,
                now=work.now,
                is_new=True,
            )
            twin.note("draft_opened", data={"procedure": new.terms.code, "corrects": new.corrects})
            work.uow.dossiers.add(new)
            work.finish()
            return work.done(facts={"correction": new.id})


def _recipient_known(work: Work, command: HandOver) -> bool:
    """The applicant with the same number, or somebody they authorised on paper.

    And a check that took place.
    """
    if not command.identity_method or not command.recipient:
        return False
    if command.relation == "authorised":
        return bool(command.authorisation_paper or work.dossier.authorisation_paper)
    applicant = work.dossier.applicant
    return applicant is not None and applicant.identifier == command.recipient_identifier
