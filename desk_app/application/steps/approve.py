"""Step 3, phê duyệt: look, sign personally, or send back; and what only a leader may decide."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk_app.application import clocks, notices, results, slips, wire
from desk_app.application.capacity import block_of
from desk_app.application.commands.approve import (
    Approve,
    Extend,
    RecordPhysicalResult,
    SendBack,
    Stop,
)
from desk_app.application.duties.page_notes import send_along
from desk_app.application.ports import Cancellation, MarkLook, Office, SigningGrant, SignOrder
from desk_app.application.signing_acts import SignedPaper, sign_each, sign_orders
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, Work, acting, acting_for, look_before, working_on
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import ConflictError, DeskError, RuleError
from desk_app.domain.people import Actor, Role
from desk_app.domain.records import Extension, PhysicalResult, Result
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveStep:
    """Step 3, phê duyệt."""

    office: Office

    def approve(
        self, command: Approve, grant: SigningGrant, *, cancelled: Cancellation | None = None
    ) -> Done:
        """Sign the very bytes that were shown and pass the dossier to the clerk."""
        order = self._order(command)
        if order is None:
            return self._pass_on(command, None)
        actor = command.actor
        signed = sign_orders(self.office, actor, grant, [order], cancelled=cancelled).of("result")
        return self._pass_on(command, (signed.file, signed.record, order.file))

    def approve_many(
        self,
        commands: Sequence[Approve],
        grant: SigningGrant,
        *,
        on_end: Callable[[Approve, Done | DeskError], None],
        cancelled: Cancellation | None = None,
    ) -> None:
        """Sign the results of many dossiers under one login; each is passed on as it is signed.

        Args:
            commands: all by one person.
            grant: one PIN for all of them.
            on_end: told once a dossier, as soon as it is passed on or refused; dossiers the batch
                did not reach (a fault of the token, a cancellation) are not told.
            cancelled: asked before each signature.

        Raises:
            DeskError: of the token, before anything was signed.
        """
        waiting: dict[str, tuple[Approve, SignOrder]] = {}
        for command in commands:
            try:
                order = self._order(command)
                if order is None:
                    on_end(command, self._pass_on(command, None))
                else:
                    key = command.dossier
                    waiting[key] = (command, dataclasses.replace(order, key=key))
            except DeskError as error:
                on_end(command, error)

        def ended(key: str, signed: SignedPaper | DeskError) -> None:
            command, order = waiting[key]
            if isinstance(signed, SignedPaper):
                try:
                    made = (signed.file, signed.record, order.file)
                    on_end(command, self._pass_on(command, made))
                except DeskError as error:
                    on_end(command, error)
            else:
                on_end(command, signed)

        if waiting:
            orders = [order for _, order in waiting.values()]
            actor = commands[0].actor
            sign_each(self.office, actor, grant, orders, on_end=ended, cancelled=cancelled)

    def mark_of(self, actor: Actor, procedure: str) -> MarkLook:
        """What the actor's mark will show on results of a procedure, signed now."""
        acts = acting_for(self.office, actor, procedure)
        officer = self.office.staff.officer(acts.user)
        return self.office.signer.mark_of(
            SignatureRole.APPROVER,
            f"{_capacity(acts)} {acts.full_name}".strip(),
            image=officer.signature_image,
            image_mm=officer.signature_mm,
        )

    def _order(self, command: Approve) -> SignOrder | None:
        """What the approver is to sign; None when the result is signed already."""
        office = self.office
        dossier = look_before(office, command)
        actor = acting(office, command.actor, dossier)
        if dossier.state is not State.IN_APPROVAL or not actor.may_act_as(
            frozenset({Role.APPROVER})
        ):
            raise dossier.refusal_of(clocks.plain_move(office, "approve", actor)) or RuleError(
                "workflow.state"
            )
        result = dossier.result
        if result is None or result.file is None:
            raise RuleError("rule.draft_attached", {"missing": "draft"})
        if command.shown and result.file.sha256 != command.shown:
            raise ConflictError(
                "approve.not_what_was_shown", {"dossier": str(dossier.shown_code or dossier.id)}
            )
        if result.has(SignatureRole.APPROVER):
            return None
        today = office.clock.now().date()
        officer = office.staff.officer(actor.user)
        block = block_of(officer, result.template, today) if not actor.delegated_by else None
        return SignOrder(
            key="result",
            dossier=dossier.id,
            file=result.file,
            role=SignatureRole.APPROVER,
            name=actor.full_name,
            position=actor.position,
            capacity=command.capacity or _capacity(actor),
            basis=block.basis.number if block is not None and block.basis is not None else "",
            agency=office.facts.agency_name,
            anchor="LanhDao",
            box=command.box or results.place_of(result, "LanhDao"),
            prepares=results.later_places(result),
            look=command.look,
        )

    def _pass_on(
        self, command: Approve, signed: "tuple[PaperRef, object, PaperRef] | None"
    ) -> Done:
        with working_on(self.office, dataclasses.replace(command, version=None)) as work:
            result = work.dossier.result
            if result is None or result.file is None:
                raise RuleError("rule.draft_attached", {"missing": "draft"})
            if signed is not None:
                file, record, before = signed
                if result.file.sha256 != before.sha256:
                    raise RuleError(
                        "approve.changed_while_signing", {"dossier": str(work.dossier.code)}
                    )
                result.put_signature(file, record)  # type: ignore[arg-type]  # made by sign_orders
                work.files.append(file)
            work.move(
                "approve", kind="result_approved", data={"delegated_by": work.actor.delegated_by}
            )
            work.pass_on(Role.RECORDS_CLERK, "result_approved")
            files: list[Json] = [
                wire.file(
                    result.file,
                    "result",
                    replaces=result.earlier[-1].sha256 if result.earlier else None,
                )
            ]
            work.tell(CommandKind.APPROVE, {"files": files}, wire.digests(files))
            work.finish()
            return work.done()

    def send_back(self, command: SendBack) -> Done:
        """Send back to appraisal with a reason."""
        with working_on(self.office, command) as work:
            work.move(
                "send_back_to_appraisal",
                kind="sent_back",
                reason=command.reason,
                data={"notes": send_along(work)},
            )
            work.pass_on(Role.APPRAISER, "sent_back")
            clocks.record(work, "sent_back")
            work.tell(
                CommandKind.SEND_BACK, {"reason": command.reason, "to": str(State.IN_APPRAISAL)}
            )
            work.finish()
            return work.done()

    def record_physical_result(self, command: RecordPhysicalResult) -> Done:
        """Record number and signer of a result made on a form or card."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            if dossier.result is None:
                dossier.result = Result(template="physical", name=dossier.terms.name)
            dossier.result.physical = PhysicalResult(
                number=command.number,
                signed_by=command.signed_by,
                signed_on=command.signed_on,
                medium=command.medium,
            )
            dossier.result.number, dossier.result.number_on = command.number, command.signed_on
            work.move(
                "record_physical_result",
                kind="physical_result_recorded",
                data={"number": command.number},
            )
            clocks.finish(work)
            notices.tell_applicant(work, notices.result_template(dossier, work.now))
            work.tell(CommandKind.APPROVE, {"on_card": True, "number": command.number})
            work.finish()
            return work.done()

    def extend(self, command: Extend) -> Done:
        """Apologise and set one new date.

        At the latest on the last working day before the old one.
        """
        with working_on(self.office, command) as work:
            dossier = work.dossier
            old = dossier.due_at
            work.move_known(
                clocks.move(work, "extend", reason=command.reason, new_due_on=command.new_due_on),
                kind="deadline_extended",
                data={
                    "old_due_at": old.isoformat() if old else None,
                    "new_due_on": command.new_due_on.isoformat(),
                },
            )
            if old is None:
                raise RuleError("rule.extension_in_time", {"last_day": None})
            dossier.extension = Extension(
                old_due_at=old,
                new_due_on=command.new_due_on,
                reason=command.reason,
                by=command.actor.user,
                at=work.now,
            )
            clocks.record(work, "extended", to=command.new_due_on)
            slip = slips.issue(work, "apology", reason=command.reason)
            notices.tell_applicant(work, "extended", reason=command.reason)
            files: list[Json] = [wire.file(slip.file, "slip")]
            work.tell(
                CommandKind.EXTEND,
                {
                    "reason": command.reason,
                    "due_on": command.new_due_on.isoformat(),
                    "files": files,
                },
                wire.digests(files),
            )
            work.finish()
            return work.done()

    def stop(self, command: Stop) -> Done:
        """End a withdrawn dossier with the stop notice."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            _settle_fees(work, command)
            reason = command.reason or (dossier.withdrawal.reason if dossier.withdrawal else "")
            work.move(
                "stop",
                kind="dossier_stopped",
                reason=reason,
                data={"fee_treatment": command.fee_treatment, "refund": command.fee_refund},
            )
            dossier.finished_at = work.now
            slip = slips.issue(work, "stop_notice", reason=reason)
            notices.tell_applicant(work, "stopped", reason=reason)
            files: list[Json] = [wire.file(slip.file, "slip")]
            work.tell(CommandKind.STOP, {"reason": reason, "files": files}, wire.digests(files))
            work.finish()
            return work.done()


def _settle_fees(work: Work, command: Stop) -> None:
    """Keep what the leader stated about paid fees; the guard of T21 asks whether it is complete."""
    dossier = work.dossier
    if dossier.withdrawal is None:
        return
    paid = sum(f.amount for f in dossier.fees if f.paid_at)
    refund = paid if command.fee_treatment == "all" else command.fee_refund
    dossier.withdrawal = dataclasses.replace(
        dossier.withdrawal,
        originals_returned=command.originals_returned,
        fee_treatment=command.fee_treatment,
        fee_refund=refund,
        fee_basis=command.fee_basis,
        decided_by=command.actor.user,
    )
    left = refund
    fees = []
    for fee in dossier.fees:
        back = min(left, fee.amount) if fee.paid_at else 0
        left -= back
        fees.append(dataclasses.replace(fee, refunded=back))
    dossier.fees = tuple(fees)


def _capacity(actor: Actor) -> str:
    """Before the name of who signs by delegation (NĐ 30/2020 Art. 13)."""
    return "TUQ." if actor.delegated_by else ""
