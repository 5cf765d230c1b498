"""Who takes part in a restructuring, and which officers of the desk act for them (R-RS-03).

The control agency carries it out; the Chair decides. What the Chair or the Government Office
decides outside the desk is recorded by the control agency with its number and signed file.
"""

from collections.abc import Mapping
from enum import StrEnum

from desk_app.domain.errors import RuleError
from desk_app.domain.people import Actor, Role


class Part(StrEnum):
    """A participant's part."""

    EXECUTES = "executing_agency"
    DECIDES = "competent_agency"


ROLES: Mapping[Part, frozenset[Role]] = {
    Part.EXECUTES: frozenset({Role.ONE_STOP_HEAD, Role.ADMIN}),
    Part.DECIDES: frozenset({Role.AGENCY_LEADER}),
}
"""Roles of the staff list for each part."""


def permit(actor: Actor, parts: frozenset[Part]) -> None:
    """Refuse who acts for none of the parts; RuleError ``workflow.role``."""
    roles = frozenset[Role]().union(*(ROLES[part] for part in parts))
    if not actor.may_act_as(roles):
        raise RuleError("workflow.role", {"roles": tuple(sorted(roles)), "user": actor.user})
