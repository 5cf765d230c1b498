"""The register of seal tokens: who received, handed over, gave back or lost one (R-5B-10)."""

from dataclasses import dataclass

from desk_app.application.ports import Office
from desk_app.domain.custody import CustodyAct, CustodyEntry, check_entry, holder_of
from desk_app.domain.errors import RuleError
from desk_app.domain.people import Actor, Role

_KEEPERS = frozenset({Role.RECORDS_CLERK, Role.ONE_STOP_HEAD, Role.AGENCY_LEADER, Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCustody:
    """One line to be written.

    Attributes:
        holder: sign-in name of who has the token afterwards.
        permission: number of the written permission, for a hand-over.
        minutes: number of the minutes, for a hand-over.
    """

    actor: Actor
    token: str
    act: CustodyAct
    holder: str = ""
    permission: str = ""
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCustody:
    """Reading and writing the register."""

    office: Office

    def record(self, command: RecordCustody) -> CustodyEntry:
        """Write the next line about a token.

        Raises:
            RuleError: ``workflow.role``, ``custody.conflict``, ``custody.without_minutes``,
                ``staff.unknown``.
        """
        if not command.actor.may_act_as(_KEEPERS):
            raise RuleError(
                "workflow.role",
                {"roles": tuple(sorted(_KEEPERS)), "user": command.actor.user},
            )
        if command.holder:
            self.office.staff.officer(command.holder)
        now = self.office.clock.now()
        with self.office.unit_of_work() as uow:
            known = uow.custody.entries(command.token)
            fresh = CustodyEntry(
                token=command.token,
                act=command.act,
                at=now,
                holder=command.holder,
                giver=holder_of(known, command.token, now) or "",
                permission=command.permission,
                minutes=command.minutes,
                recorded_by=command.actor.user,
            )
            check_entry(known, fresh)
            uow.custody.add(fresh)
            uow.commit()
        return fresh

    def register(self) -> tuple[CustodyEntry, ...]:
        """Every line, oldest first."""
        with self.office.unit_of_work() as uow:
            return uow.custody.entries()
