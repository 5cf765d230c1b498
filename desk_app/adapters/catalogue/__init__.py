"""Procedures and e-forms from files: shipped ones, and the office's own on top."""

from desk_app.adapters.catalogue.catalogue import Catalogue
from desk_app.adapters.catalogue.values import ValueProblem, check_values

__all__ = ["Catalogue", "ValueProblem", "check_values"]
