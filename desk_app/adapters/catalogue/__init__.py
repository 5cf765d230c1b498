"""Procedures and e-forms from files: shipped ones, and the office's own on top."""

from desk_app.adapters.catalogue.catalogue import Catalogue, parse_form, read
from desk_app.adapters.catalogue.exchange import save, to_json
from desk_app.adapters.catalogue.national import from_national, to_national
from desk_app.adapters.catalogue.values import ValueProblem, check_values

__all__ = [
    "Catalogue",
    "ValueProblem",
    "check_values",
    "from_national",
    "parse_form",
    "read",
    "save",
    "to_json",
    "to_national",
]
