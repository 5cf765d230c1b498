"""Fees that an officer states, and payments that come over the wire."""

import dataclasses
from dataclasses import dataclass

from desk_app.application import clocks, slips
from desk_app.application.commands.intake import AssessFee, RecordOnlinePayment
from desk_app.application.ports import Office
from desk_app.application.work import Done, Work, look_before, working_on
from desk_app.domain.errors import RuleError
from desk_app.domain.money import FeeDue, FeeWhen
from desk_app.domain.signatures import Verdict
from desk_app.domain.workflow import FINISHED, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Money of a dossier."""

    office: Office

    def assess_fee(self, command: AssessFee) -> Done:
        """State an amount with its basis; a fee that was paid stays as it was paid."""
        with working_on(self.office, command) as work:
            if command.amount < 0 or not command.legal_basis.strip():
                raise RuleError("payment.basis_missing", {"fee": command.name})
            dossier = work.dossier
            known = [f for f in dossier.fees if f.name == command.name]
            if any(f.paid_at for f in known):
                raise RuleError("payment.already_paid", {"fee": command.name})
            when = _when(command, known)
            fee = FeeDue(
                name=command.name,
                amount=command.amount,
                when=when,
                legal_basis=command.legal_basis,
            )
            kept = tuple(fee if f.name == command.name else f for f in dossier.fees)
            dossier.fees = kept if known else (*dossier.fees, fee)
            work.note("fee_assessed", data={"fee": command.name, "amount": command.amount})
            work.finish()
            return work.done()

    def record_online_payment(self, command: RecordOnlinePayment) -> Done:
        """Go on only with a signed receipt and the sum in the budget (Hà Giang Art. 10(3))."""
        office = self.office
        look_before(office, command)
        file = office.papers.put_file(
            command.file, name=command.file.name, media_type="application/pdf"
        )
        said = office.verifier.verify(file)
        if said.verdict is not Verdict.VALID:
            raise RuleError(
                "payment.receipt_not_valid",
                {"verdict": str(said.verdict), "reasons": said.reasons},
            )
        if not command.budget_confirmed:
            raise RuleError("payment.not_in_budget", {"receipt": command.receipt})
        with working_on(office, command) as work:
            when = _due_now(work)
            work.files.append(file)
            slips.pay(work, when, receipt=command.receipt, method="online")
            work.dossier.fees = tuple(
                dataclasses.replace(f, proof=file.sha256, budget_confirmed=True)
                if f.receipt == command.receipt
                else f
                for f in work.dossier.fees
            )
            _release(work, when, command.receipt)
            work.finish()
            return work.done()


def _when(command: AssessFee, known: list[FeeDue]) -> FeeWhen:
    if not command.when and known:
        return known[0].when
    try:
        return FeeWhen(command.when)
    except ValueError:
        raise RuleError("payment.when_missing", {"fee": command.name}) from None


def _due_now(work: Work) -> FeeWhen:
    """Which payment is open: the one asked for, else the one of the present stage."""
    dossier = work.dossier
    stage = dossier.came_from if dossier.state is State.PAYMENT_REQUESTED else dossier.state
    return FeeWhen.BEFORE_RETURN if stage in FINISHED else FeeWhen.BEFORE_PROCESSING


def _release(work: Work, when: FeeWhen, receipt: str) -> None:
    """The waiting step goes on where it stood (R-PR-58)."""
    if work.dossier.state is not State.PAYMENT_REQUESTED:
        work.note("payment_recorded", data={"receipt": receipt})
        return
    if when is FeeWhen.BEFORE_PROCESSING:
        work.move("record_payment", kind="payment_recorded", data={"receipt": receipt})
        clocks.record(work, "payment_done")
    else:
        work.move("record_payment_at_return", kind="payment_recorded", data={"receipt": receipt})
