"""Labels of report rows: procedures, officers, sectors, papers and fields by their names."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.application.ports import Office
from desk_app.application.reports.ports import FactStore
from desk_app.domain.errors import DeskError
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.reports.items import SLIP

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a row is called; what has no name keeps its key."""

    office: Office
    facts: FactStore
    words: Words

    def of(self, group: str) -> Callable[[str], str]:
        """Labels of the groups of a report."""
        if group == "procedure":
            names = self.facts.names()
            return lambda key: f"{key} · {names[key]}" if key in names else key
        if group == "channel":
            return lambda key: self.words(f"report.channel.{key}")
        if group == "receiver":
            return self._officer
        return lambda key: key

    def _officer(self, user: str) -> str:
        try:
            return f"{self.office.staff.officer(user).full_name} ({user})"
        except DeskError:
            return user

    def step(self, key: str) -> str:
        """A step, or an officer at a step."""
        user, dot, step = key.rpartition(" · ")
        name = self.words(f"report.step.{step}")
        return f"{self._officer(user)} · {name}" if dot else name

    def item(self, kind: str, procedure: str, key: str) -> str:
        """A component, a field, a fee or a question."""
        if kind == "evaluation":
            return self._question(key)
        definition = self.definition_of(procedure, "")
        if definition is None or kind == "fee":
            return key
        if kind == "correction":
            return self._field_label(definition, key)
        return next((c.name for c in definition.components if c.key == key), key)

    def _question(self, key: str) -> str:
        if key == SLIP:
            return self.words("report.evaluation.slip")
        return f"{self.words('report.evaluation.question')} {key}"

    def _field_label(self, definition: ProcedureDefinition, key: str) -> str:
        try:
            form = self.office.catalogue.form(definition.form)
        except DeskError:
            return key
        return next((f.label for f in form.fields if f.name == key), key)

    def definition_of(self, code: str, version: str) -> ProcedureDefinition | None:
        """A procedure by code and version, the newest without one; None when it is gone."""
        try:
            number = int(version) if version.isdigit() else None
            return self.office.catalogue.procedure(code, version=number)
        except (DeskError, KeyError):
            return None

    def sector_of(self, on: dt.date) -> Callable[[str], str]:
        """Names the sector of a code."""
        known = {p.code or p.key: p.sector.name for p in self.office.catalogue.procedures(on)}

        def sector(code: str) -> str:
            if code not in known:
                definition = self.definition_of(code, "")
                known[code] = definition.sector.name if definition else ""
            return known[code]

        return sector

    def codes_of_sector(self, sector: str, on: dt.date) -> list[str]:
        """Codes of a sector that have dossiers."""
        sector_of = self.sector_of(on)
        return [code for code in sorted(self.facts.names()) if sector_of(code) == sector]
