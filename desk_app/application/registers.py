"""What the office records outside dossiers: delegations, seals, assignments, the five-step list."""

import datetime as dt
from dataclasses import dataclass

from desk_app.application.commands.agency_sign import HoldSeal
from desk_app.application.commands.approve import (
    Assign,
    Delegate,
    EndDelegation,
    ReviewProcedure,
)
from desk_app.application.ports import Office
from desk_app.application.records_in_force import (
    ASSIGNMENT,
    DELEGATION,
    REVIEW,
    SEAL,
    code_of,
    review_of,
)
from desk_app.application.work import Act, Done
from desk_app.domain.errors import Fact, NotFoundError, RuleError
from desk_app.domain.five_step_review import ReviewLine, Stage, next_line
from desk_app.domain.people import Role
from desk_app.domain.staffing import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Acts on the office's own records; nothing is overwritten, each change is a new line."""

    office: Office

    def delegate(self, command: Delegate) -> Done:
        """Record a delegation; a delegate may not delegate again (NĐ 30/2020/NĐ-CP Art. 13(3))."""
        office = self.office
        office.rights.permit(command, command.actor, None)
        if Role.APPROVER not in command.actor.roles:
            raise RuleError("approve.delegate_may_not_delegate", {"user": command.actor.user})
        office.staff.officer(command.delegate)
        if command.valid_to < command.valid_from or not command.document_number.strip():
            raise RuleError("approve.delegation_incomplete", {"number": command.document_number})
        body: dict[str, Fact] = {
            "delegator": command.actor.user,
            "delegate": command.delegate,
            "procedures": command.procedures,
            "valid_from": command.valid_from.isoformat(),
            "valid_to": command.valid_to.isoformat(),
            "document_number": command.document_number,
        }
        return self._keep(command, DELEGATION, command.document_number, body)

    def end_delegation(self, command: EndDelegation) -> Done:
        """The delegation ends today; what was approved under it stays approved."""
        office = self.office
        office.rights.permit(command, command.actor, None)
        if not command.reason.strip():
            raise RuleError("rule.reason_given", {"missing": "reason"})
        with office.unit_of_work() as uow:
            known = dict(uow.records.newest(DELEGATION)).get(command.document_number)
        if known is None:
            raise NotFoundError("approve.no_delegation", {"number": command.document_number})
        yesterday = office.clock.now().date() - dt.timedelta(days=1)
        body = {**known, "valid_to": yesterday.isoformat(), "reason": command.reason}
        return self._keep(command, DELEGATION, command.document_number, body)

    def hold_seal(self, command: HoldSeal) -> Done:
        """Hand the second seal to somebody by written order (R-5B-10)."""
        office = self.office
        office.rights.permit(command, command.actor, None)
        office.staff.officer(command.holder)
        if not command.order_number.strip():
            raise RuleError("agency_sign.order_missing", {"seal": command.seal})
        body: dict[str, Fact] = {
            "holder": command.holder,
            "order_number": command.order_number,
            "since": office.clock.now().isoformat(),
        }
        return self._keep(command, SEAL, command.seal, body)

    def assign(self, command: Assign) -> Done:
        """Record who works on a procedure; nobody is named whom the staff list does not know."""
        office = self.office
        office.rights.permit(command, command.actor, None)
        code = code_of(office.catalogue.procedure(command.procedure))
        body: dict[str, Fact] = {"reserves": command.reserves}
        for duty in Duty:
            body[str(duty)] = getattr(command, str(duty))
        for user in sorted({*command.digitise, *command.appraise, *command.approve}):
            office.staff.officer(user)
        for user in command.reserves:
            office.staff.officer(user)
        return self._keep(command, ASSIGNMENT, code, body)

    def review_procedure(self, command: ReviewProcedure) -> Done:
        """Propose, submit or enter the decision on a procedure, in this order."""
        office = self.office
        office.rights.permit(command, command.actor, None)
        code = code_of(office.catalogue.procedure(command.procedure))
        if command.stage not in set(Stage):
            raise RuleError("intake.bad_choice", {"field": "stage", "value": command.stage[:60]})
        with office.unit_of_work() as uow:
            known = dict(uow.records.newest(REVIEW)).get(code)
        line = next_line(
            review_of(code, known) if known is not None else None,
            ReviewLine(
                procedure=code,
                eligible=command.eligible,
                reason=command.reason,
                stage=Stage(command.stage),
                decision=command.decision,
                valid_from=command.valid_from,
                at_centre=command.at_centre,
            ),
        )
        body: dict[str, Fact] = {
            "eligible": line.eligible,
            "reason": line.reason,
            "stage": str(line.stage),
            "decision": line.decision,
            "valid_from": line.valid_from.isoformat() if line.valid_from else None,
            "at_centre": line.at_centre,
        }
        return self._keep(command, REVIEW, code, body)

    def _keep(self, command: Act, kind: str, key: str, body: dict[str, Fact]) -> Done:
        with self.office.unit_of_work() as uow:
            version = uow.records.add(
                kind, key, body, at=self.office.clock.now(), by=command.actor.user
            )
            uow.commit()
        return Done(dossier_id="", dossier_code="", state="", step="", version=version)
