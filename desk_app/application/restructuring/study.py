"""Evidence for a plan from the desk's own dossiers, and a year lived again on the plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk_app.application.ports import Office
from desk_app.application.reports.ports import Asked
from desk_app.application.restructuring.projects import Restructuring
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import RuleError
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.reports.measures import Period
from desk_app.domain.reports.visits import WorkingDays, visits_after
from desk_app.domain.restructuring.evidence import Evidence, Happening, Limits, evidence_of
from desk_app.domain.restructuring.linked import GroupComparison, compare_group
from desk_app.domain.restructuring.officers import OfficerCalendars, Presence
from desk_app.domain.restructuring.replay import Life
from desk_app.domain.signatures import SignatureRole


class Histories(Protocol):
    """Whole dossiers of a period with every event."""

    def lives(self, asked: Asked) -> Iterator[tuple[Dossier, Sequence[Happening]]]:
        """One after another."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that is counted of a restructuring file: evidence by key of the procedure, and replay."""

    evidence: Mapping[str, Evidence]
    replay: GroupComparison


Tell = Callable[[int], None]
"""Told how many dossiers were looked at; what it raises ends the work."""


def _nobody(_done: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Questions to the record of a procedure.

    Attributes:
        presences: when officers were away, by sign-in name, as the office wrote it down.
    """

    office: Office
    histories: Histories
    restructuring: Restructuring
    presences: Callable[[], Mapping[str, Presence]] = dict

    def evidence(
        self, code: str, period: Period, limits: Limits | None = None, tell: Tell = _nobody
    ) -> Evidence:
        """Dead papers, unused fields, idle steps, causes of supplements of one procedure.

        Raises:
            RuleError: ``reports.period`` (it ends before it begins).
        """
        _check(period)
        procedure = self.office.catalogue.procedure(code, on=period.last)
        form = self.office.catalogue.form(procedure.form)
        used = {name for check in procedure.checks for name in check.fields}
        used |= {
            c.condition.field
            for c in procedure.components
            if c.condition is not None and c.condition.field is not None
        }
        return evidence_of(
            self._lives(procedure, period, tell),
            fields_of_form=[field.name for field in form.fields],
            used_fields=frozenset(used),
            limits=limits,
        )

    def replay(self, code: str, period: Period, tell: Tell = _nobody) -> GroupComparison:
        """The period's dossiers of a restructuring file's procedures on the proposed processes.

        Raises:
            RuleError: ``reports.period`` (it ends before it begins).
            DefinitionError: what the office wrote about its officers cannot be used.
        """
        _check(period)
        plans, calendar = self.restructuring.plans(code), self.office.calendars.calendar()
        lives: list[list[Life]] = []
        for plan in plans:
            before = sum(map(len, lives))
            told = self._lives(plan.procedure, period, lambda done, at=before: tell(at + done))  # type: ignore[misc]  # bound at once
            lives.append([life_of(one, events, calendar.working_between) for one, events in told])
        calendars = OfficerCalendars(office=calendar, presences=self.presences())
        found, _ = compare_group(lives, plans, calendars)
        return found

    def all_of(self, code: str, period: Period, tell: Tell = _nobody) -> Findings:
        """Evidence of every procedure of a file, and its replay; as `evidence` and `replay`."""
        seen = 0

        def counted(_done: int) -> None:
            nonlocal seen
            seen += 1
            tell(seen)

        found = {
            plan.procedure.key: self.evidence(
                plan.procedure.code or plan.procedure.key, period, tell=counted
            )
            for plan in self.restructuring.plans(code)
        }
        return Findings(evidence=found, replay=self.replay(code, period, counted))

    def _lives(
        self, procedure: ProcedureDefinition, period: Period, tell: Tell
    ) -> Iterator[tuple[Dossier, Sequence[Happening]]]:
        for done, life in enumerate(self.histories.lives(_asked(procedure, period)), 1):
            tell(done)
            yield life


def life_of(dossier: Dossier, events: Sequence[Happening], working_days: WorkingDays) -> Life:
    """A dossier as the replay takes it."""
    papers = {
        c.key: sum(s.role in {SignatureRole.OFFICER, SignatureRole.COPY} for s in c.signatures)
        for c in dossier.components
    }
    return Life(
        code=str(dossier.code or dossier.id),
        visits=tuple(visits_after(None, events, working_days)),
        due_at=dossier.due_at,
        papers=papers,
        person=dossier.applicant.identifier if dossier.applicant is not None else "",
    )


def _check(period: Period) -> None:
    if period.last < period.first:
        facts = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        raise RuleError("reports.period", dict(facts))


def _asked(procedure: ProcedureDefinition, period: Period) -> Asked:
    return Asked(period=period, procedure=procedure.code or procedure.key)
