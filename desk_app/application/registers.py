"""What the office records outside dossiers: delegations of approval and custody of seals."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.application.commands.agency_sign import HoldSeal
from desk_app.application.commands.approve import Delegate, EndDelegation
from desk_app.application.ports import Office, OfficeRecords, Staff
from desk_app.application.work import Act, Done
from desk_app.domain.errors import Fact, NotFoundError, RuleError
from desk_app.domain.people import Delegation, Role

DELEGATION = "delegation"
SEAL = "seal"
NewestRecords = Callable[[str], tuple[tuple[str, dict[str, Fact]], ...]]
"""Newest records of a kind, read beside whatever unit of work is open."""


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

    def _keep(self, command: Act, kind: str, key: str, body: dict[str, Fact]) -> Done:
        with self.office.unit_of_work() as uow:
            version = uow.records.add(
                kind, key, body, at=self.office.clock.now(), by=command.actor.user
            )
            uow.commit()
        return Done(dossier_id="", dossier_code="", state="", step="", version=version)


def holder_of(records: OfficeRecords, seal: str) -> str:
    """Who holds a seal now; empty when nobody does."""
    body = dict(records.newest(SEAL)).get(seal, {})
    return str(body.get("holder", ""))


class RecordedStaff:
    """The staff list with the delegations that were recorded at the desk."""

    def __init__(self, staff: Staff, newest: NewestRecords) -> None:
        self._staff = staff
        self._newest = newest
        self.officer, self.officers = staff.officer, staff.officers
        self.token_of, self.password_hash = staff.token_of, staff.password_hash

    def delegations(self) -> tuple[Delegation, ...]:
        """Those of the file and those on record."""
        recorded = self._newest(DELEGATION)
        return (*self._staff.delegations(), *(_delegation(body) for _, body in recorded))


def _delegation(body: dict[str, Fact]) -> Delegation:
    procedures = body.get("procedures") or ()
    return Delegation(
        delegator=str(body["delegator"]),
        delegate=str(body["delegate"]),
        procedures=frozenset(procedures if isinstance(procedures, (tuple, list)) else ()),
        valid_from=dt.date.fromisoformat(str(body["valid_from"])),
        valid_to=dt.date.fromisoformat(str(body["valid_to"])),
        document_number=str(body["document_number"]),
    )
