"""The catalogue port over the files of procedures and e-forms."""

import datetime as dt
from collections.abc import Mapping

from desk_app.adapters.catalogue.catalogue import Catalogue
from desk_app.adapters.catalogue.values import check_values
from desk_app.application.ports import ValueProblem
from desk_app.domain.errors import NotFoundError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.procedures import ProcedureDefinition


class DeskCatalogue:
    """Procedures and e-forms of one office."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def procedures(self, on: dt.date) -> tuple[ProcedureDefinition, ...]:
        """Every procedure in force that day."""
        return self._catalogue.procedures(on)

    def procedure(
        self, key_or_code: str, on: dt.date | None = None, version: int | None = None
    ) -> ProcedureDefinition:
        """One procedure by key or national code."""
        try:
            return self._catalogue.procedure(key_or_code, on=on, version=version)
        except KeyError:
            raise NotFoundError("procedures.unknown", {"procedure": key_or_code}) from None

    def form(self, key: str, version: int | None = None) -> FormDefinition:
        """One e-form."""
        try:
            return self._catalogue.form(key, version)
        except KeyError:
            raise NotFoundError("procedures.unknown_form", {"form": key}) from None

    def problems(
        self, form: FormDefinition, values: Mapping[str, object]
    ) -> tuple[ValueProblem, ...]:
        """What is wrong with the values of a form."""
        return tuple(
            ValueProblem(name=p.field, code=p.code, facts=dict(p.facts))
            for p in check_values(form, values)
        )
