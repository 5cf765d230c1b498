"""Which procedures to review first: four criteria, six priorities, and the desk's own figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.procedures import ProcedureDefinition


class Priority(StrEnum):
    """Priorities of NĐ 45/2020/NĐ-CP Art. 21; one is enough (R-PR-12)."""

    FREQUENT = "many_dossiers"
    DIGITISED = "components_digitised_and_shared"
    HEAVY = "many_components"
    SEVERAL_AGENCIES = "several_competent_agencies"
    SEVERAL_UNITS = "several_units"
    ON_LIST = "on_government_list"


class Ground(StrEnum):
    """Selection criteria of TT 01/2023/TT-VPCP Art. 16 (R-RS-06)."""

    LAW_PERMITS = "law_permits"
    FREQUENCY = "frequency"
    CONNECTION = "connection"
    EFFECT = "effect"


class ListState(StrEnum):
    """Where a list of procedures to review stands (R-RS-09).

    A list that goes to the provincial office is sent and consulted on before (R-RS-39).
    """

    DRAFT = "draft"
    SENT = "sent"
    CONSULTED = "consulted"
    SUBMITTED = "submitted"
    APPROVED = "approved"


LIST_MAY_BECOME: Mapping[ListState, frozenset[ListState]] = {
    ListState.DRAFT: frozenset({ListState.SENT, ListState.SUBMITTED}),
    ListState.SENT: frozenset({ListState.CONSULTED}),
    ListState.CONSULTED: frozenset({ListState.SUBMITTED}),
    ListState.SUBMITTED: frozenset({ListState.APPROVED}),
    ListState.APPROVED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What counts as many; the office's own setting."""

    dossiers_per_year: int = 100
    components: int = 5
    digitised_percent: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the desk counted of a procedure in a period."""

    received: int = 0
    online: int = 0
    components_in_scope: int = 0
    components_digitised: int = 0
    components_reused: int = 0

    @property
    def digitised_percent(self) -> float:
        """Share of components in scope that were digitised."""
        return (
            100 * self.components_digitised / self.components_in_scope
            if self.components_in_scope
            else 0.0
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A procedure with what speaks for reviewing it.

    Attributes:
        grounds: what the desk can say of the four criteria; None is for a person to decide.
        priorities: those of NĐ 45/2020/NĐ-CP that hold.
    """

    code: str
    name: str
    figures: Figures
    grounds: Mapping[Ground, bool | None]
    priorities: tuple[Priority, ...]


def candidates(
    procedures: Sequence[ProcedureDefinition],
    figures: Mapping[str, Figures],
    *,
    thresholds: Thresholds,
    days: int,
    listed: frozenset[str] = frozenset(),
) -> tuple[Candidate, ...]:
    """Procedures by how much speaks for them, then by dossiers.

    Args:
        procedures: those in force.
        figures: by code; a procedure nobody used has none.
        thresholds: what counts as many.
        days: length of the counted period; frequency is scaled to a year.
        listed: codes on a priority list of the government.
    """
    found = [
        _candidate(each, figures.get(each.code or each.key, Figures()), thresholds, days, listed)
        for each in procedures
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.priorities), -c.figures.received, c.code)))


def _candidate(
    procedure: ProcedureDefinition,
    figures: Figures,
    thresholds: Thresholds,
    days: int,
    listed: frozenset[str],
) -> Candidate:
    code = procedure.code or procedure.key
    is_frequent = figures.received * 365 >= thresholds.dossiers_per_year * days
    shares = figures.digitised_percent >= thresholds.digitised_percent
    agencies = {step.agency for step in procedure.steps}
    coordinating = {s.agency for s in procedure.steps if s.role == "coordinating_agency"}
    holds = {
        Priority.FREQUENT: is_frequent,
        Priority.DIGITISED: shares and figures.components_in_scope > 0,
        Priority.HEAVY: len(procedure.components) >= thresholds.components,
        Priority.SEVERAL_AGENCIES: bool(coordinating),
        Priority.SEVERAL_UNITS: len(agencies) > 3,
        Priority.ON_LIST: code in listed,
    }
    return Candidate(
        code=code,
        name=procedure.name,
        figures=figures,
        grounds={
            Ground.LAW_PERMITS: None if not procedure.special_results else False,
            Ground.FREQUENCY: is_frequent,
            Ground.CONNECTION: True if figures.components_reused else None,
            Ground.EFFECT: None,
        },
        priorities=tuple(priority for priority, does in holds.items() if does),
    )
