"""What reports count: the flat facts of a dossier, its visits to steps, and measures over them."""

from desk_app.domain.reports.facts import FLAGS, SUMS, DossierFacts, facts_of
from desk_app.domain.reports.items import Item, items_of
from desk_app.domain.reports.measures import (
    Measure,
    Period,
    Rate,
    ReportDefinition,
    report_from_data,
    value_of,
)
from desk_app.domain.reports.visits import Visit, visits_after

__all__ = [
    "FLAGS",
    "SUMS",
    "DossierFacts",
    "Item",
    "Measure",
    "Period",
    "Rate",
    "ReportDefinition",
    "Visit",
    "facts_of",
    "items_of",
    "report_from_data",
    "value_of",
    "visits_after",
]
