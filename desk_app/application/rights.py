"""Who may do which act on which dossier: roles, scope and four eyes, as data, deny by default.

Asked by every use case before it touches papers, tokens or the database; the screens only hide
what would be refused.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import resources
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import RuleError
from desk_app.domain.people import Actor, Role
from desk_app.domain.workflow import State

SHIPPED = "rules/rights.toml"
ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One line of the matrix.

    Attributes:
        step: the step the act belongs to.
        name: name of the act.
        roles: who may do it.
        states: states of the dossier in which it may be done; None leaves that to the use case.
    """

    step: str
    name: str
    roles: frozenset[Role]
    states: frozenset[State] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FourEyes:
    """An act that must be done by somebody else than an earlier step was.

    Attributes:
        act: (step, name).
        other_than: the earlier step, ``intake``, ``appraise`` or ``approve``.
        procedures: national codes, or ``*``.
    """

    act: tuple[str, str]
    other_than: str
    procedures: frozenset[str]


class Rights:
    """The matrix role × act.

    Args:
        by_command: line of each command, by ``module.Class`` as in ``intake.Receive``.
        four_eyes: acts that ask for a second person.
    """

    def __init__(self, by_command: Mapping[str, Right], four_eyes: Iterable[FourEyes] = ()) -> None:
        self._by_command = dict(by_command)
        self._four_eyes = tuple(four_eyes)

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Rights":
        """The matrix of a file; KeyError or ValueError name what is wrong in it."""
        return cls(*_parsed(data))

    def narrowed_by(self, data: Mapping[str, object]) -> "Rights":
        """This matrix with an office's own file on top, which can only take away.

        An act the file does not name keeps its roles; a role the shipped matrix does not give is
        not given by the file either. Four eyes are added to.
        """
        kept, pairs = _parsed(data)
        lines = {
            key: replace(line, roles=line.roles & kept[key].roles) if key in kept else line
            for key, line in self._by_command.items()
        }
        return Rights(lines, (*self._four_eyes, *pairs))

    def line(self, command: object) -> Right | None:
        """The line of a command; None means nobody may."""
        kind = type(command)
        return self._by_command.get(f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}")

    def roles_of(self, step: str, name: str) -> frozenset[Role]:
        """Roles that may do an act; empty for an act that is not listed."""
        held = [
            line.roles
            for line in self._by_command.values()
            if (line.step, line.name) == (step, name)
        ]
        return frozenset().union(*held)

    def permit(self, command: object, actor: Actor, dossier: Dossier | None) -> None:
        """Refuse what the actor may not do; nothing has happened yet then.

        Raises:
            RuleError: ``workflow.role``, ``workflow.scope``, ``workflow.state`` or
                ``workflow.four_eyes``.
        """
        line = self.line(command)
        roles = line.roles if line is not None else frozenset()
        if line is None or not actor.may_act_as(roles):
            raise RuleError("workflow.role", {"roles": tuple(sorted(roles)), "user": actor.user})
        if dossier is None:
            return
        if not actor.may_reach(dossier.unit, dossier.terms.code):
            raise RuleError(
                "workflow.scope",
                {"user": actor.user, "unit": dossier.unit, "procedure": dossier.terms.code},
            )
        if line.states is not None and dossier.state not in line.states:
            raise RuleError(
                "workflow.state",
                {"transition": "", "arc": line.name, "state": str(dossier.state)},
            )
        for pair in self._four_eyes:
            asked = pair.procedures & {ANY, dossier.terms.code}
            if pair.act == (line.step, line.name) and asked:
                _other_person(pair, actor, dossier)


def _other_person(pair: FourEyes, actor: Actor, dossier: Dossier) -> None:
    if actor.user in doers(dossier, pair.other_than):
        raise RuleError("workflow.four_eyes", {"user": actor.user, "step": pair.other_than})


def doers(dossier: Dossier, step: str) -> frozenset[str]:
    """Who did a step of a dossier, as far as the dossier itself names them."""
    if step == "intake":
        return frozenset({dossier.identity.by} if dossier.identity is not None else set())
    if step == "appraise":
        return frozenset(check.by for check in dossier.checks if check.by)
    signatures = dossier.result.signatures if dossier.result is not None else ()
    return frozenset(record.user for record in signatures if record.role == "approver")


@functools.cache
def shipped() -> Rights:
    """The matrix as shipped."""
    return Rights.from_data(resources.toml(SHIPPED))


def _parsed(data: Mapping[str, object]) -> tuple[dict[str, Right], tuple[FourEyes, ...]]:
    named = data.get("states")
    sets = {
        name: frozenset(State(each) for each in states)
        for name, states in (named.items() if isinstance(named, Mapping) else ())
    }
    lines = {
        f"{row['step']}.{row['command']}": Right(
            step=row["step"],
            name=row["name"],
            roles=frozenset(Role(role) for role in row["roles"]),
            states=sets[row["states"]] if "states" in row else None,
        )
        for row in _rows(data, "act")
    }
    pairs = tuple(
        FourEyes(
            act=(row["step"], row["name"]),
            other_than=row["other_than"],
            procedures=frozenset(row["procedures"]),
        )
        for row in _rows(data, "four_eyes")
    )
    return lines, pairs


def _rows(data: Mapping[str, object], name: str) -> list[dict[str, Any]]:
    rows = data.get(name, [])
    return list(rows) if isinstance(rows, list) else []
