"""Who may do what for a procedure, and what is missing (R-5B-08, R-5B-78)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.people import Officer, Role


class Duty(StrEnum):
    """A duty that officers are assigned to, procedure by procedure."""

    DIGITISE = "digitise"
    APPRAISE = "appraise"
    APPROVE = "approve"


ROLE_OF = {
    Duty.DIGITISE: Role.INTAKE_OFFICER,
    Duty.APPRAISE: Role.APPRAISER,
    Duty.APPROVE: Role.APPROVER,
}
STEP_OF = {Duty.DIGITISE: "intake", Duty.APPRAISE: "appraise", Duty.APPROVE: "approve"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Officers of a procedure; a duty without names is open to everybody with the role.

    Attributes:
        procedure: national code, or key where it has none.
        reserves: officers who stand in at any of the duties.
    """

    procedure: str
    digitise: frozenset[str] = frozenset()
    appraise: frozenset[str] = frozenset()
    approve: frozenset[str] = frozenset()
    reserves: frozenset[str] = frozenset()

    def named(self, duty: Duty) -> frozenset[str]:
        """Officers assigned to a duty, without reserves."""
        return {
            Duty.DIGITISE: self.digitise,
            Duty.APPRAISE: self.appraise,
            Duty.APPROVE: self.approve,
        }[duty]

    def lets(self, user: str, duty: Duty) -> bool:
        """Whether work of that duty may go to the officer."""
        named = self.named(duty)
        return not named or user in named or user in self.reserves


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who can do one duty of one procedure.

    Attributes:
        officers: may do it and are not reserves.
        reserves: stand in.
        uncertified: of these, who has no registered certificate and cannot finish a signing task.
    """

    procedure: str
    name: str
    duty: Duty
    officers: tuple[str, ...]
    reserves: tuple[str, ...]
    uncertified: tuple[str, ...]

    @property
    def warning(self) -> str:
        """``nobody``, ``only_reserves``, ``no_certificate`` or empty."""
        everybody = {*self.officers, *self.reserves}
        if not everybody:
            return "nobody"
        if everybody <= set(self.uncertified):
            return "no_certificate"
        return "" if self.officers else "only_reserves"


def coverage(
    procedure: str,
    name: str,
    duty: Duty,
    staff: Iterable[Officer],
    *,
    assignment: Assignment | None = None,
    delegates: frozenset[str] = frozenset(),
) -> Coverage:
    """Who can do a duty of a procedure, by roles, limits, assignment and delegations.

    Args:
        procedure: national code.
        name: of the procedure.
        duty: asked for.
        staff: everybody.
        assignment: of the procedure, if there is one.
        delegates: who may approve it today by delegation (R-5B-09).
    """
    able = [
        officer
        for officer in staff
        if _has_role(officer, duty, delegates)
        and (not officer.procedures or procedure in officer.procedures)
        and (assignment is None or assignment.lets(officer.user, duty))
    ]
    spare = assignment.reserves if assignment is not None else frozenset[str]()
    return Coverage(
        procedure=procedure,
        name=name,
        duty=duty,
        officers=tuple(o.user for o in able if o.user not in spare),
        reserves=tuple(o.user for o in able if o.user in spare),
        uncertified=tuple(o.user for o in able if not o.certificate_serial),
    )


def _has_role(officer: Officer, duty: Duty, delegates: frozenset[str]) -> bool:
    return ROLE_OF[duty] in officer.roles or (duty is Duty.APPROVE and officer.user in delegates)
