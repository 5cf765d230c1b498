"""Use cases of a desk beside its lists, each made when it is first asked (decision 0702)."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.ports import Office
from desk_app.application.records_in_force import ReviewedCatalogue
from desk_app.config.outward import OutwardSettings
from desk_app.config.settings import Settings
from desk_app.domain.moments import VIETNAM

if TYPE_CHECKING:
    from desk_app.adapters.catalogue import Catalogue
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.application.acts import Steps
    from desk_app.application.custody import SealCustody
    from desk_app.application.deliveries import Deliveries
    from desk_app.application.evidence import Evidence
    from desk_app.application.exchange import Exchange
    from desk_app.application.late_opinions import LateOpinions
    from desk_app.application.learning import Learning
    from desk_app.application.procedures import Procedures
    from desk_app.application.reports.reports import Reports
    from desk_app.application.restructuring.projects import Restructuring
    from desk_app.application.restructuring.study import Study


def reviewed_catalogue(kept: "Catalogue", database: "Database") -> ReviewedCatalogue:
    """Procedures and e-forms with what was decided about them."""
    from desk_app.adapters.catalogue.desk_catalogue import DeskCatalogue

    return ReviewedCatalogue(DeskCatalogue(kept), database.newest_records)


def exchange_of_desk(
    settings: Settings, database: "Database", papers: "PapersStore", office: Office
) -> "Exchange":
    """The exchange with the targets; after each pass codes that came are taken."""
    from desk_app.bootstrap.exchange import exchange_of, keep_codes_coming

    exchange = exchange_of(settings, database, papers)
    keep_codes_coming(exchange, office)
    return exchange


def deliveries_of(office: Office, database: "Database", ways: OutwardSettings) -> "Deliveries":
    """What takes notices and releases out."""
    from desk_app.bootstrap.outward import deliveries

    return deliveries(office, database.index, ways)


def late_opinions_of(office: Office, database: "Database") -> "LateOpinions":
    """What tells of opinions that did not come in time."""
    from desk_app.application.late_opinions import LateOpinions

    return LateOpinions(office=office, index=database.index)


def steps_of(office: Office) -> "Steps":
    """Every act of the five steps."""
    from desk_app.application.acts import Steps

    return Steps.of(office)


def custody_of(office: Office) -> "SealCustody":
    """Who holds which seal."""
    from desk_app.application.custody import SealCustody

    return SealCustody(office=office)


def learning_of(office: Office) -> "Learning":
    """What corrections teach."""
    from desk_app.application.learning import Learning

    return Learning(office=office)


def evidence_of(office: Office, database: "Database") -> "Evidence":
    """Packages of evidence."""
    from desk_app.application.evidence import Evidence

    return Evidence(office=office, index=database.index)


def reports_of(office: Office, database: "Database", folder: Path) -> "Reports":
    """Reports by the shipped definitions and the office's own."""
    from desk_app.bootstrap.documents import reports_over

    return reports_over(office, database.facts, folder)


def procedures_of(office: Office, settings: Settings, kept: "Catalogue") -> "Procedures":
    """The catalogue as it is edited."""
    from desk_app.adapters.catalogue.shelf import ProcedureShelf
    from desk_app.application.procedures import Procedures

    def today() -> dt.date:
        return office.clock.now().astimezone(VIETNAM).date()

    shelf = ProcedureShelf(kept, settings.within("catalogue"), today)
    return Procedures(office=office, shelf=shelf)


def restructuring_of(office: Office, settings: Settings) -> "Restructuring":
    """Restructuring files."""
    from desk_app.bootstrap.restructuring import restructuring_over

    return restructuring_over(office, settings.folder)


def study_of(
    office: Office, database: "Database", restructuring: "Restructuring", folder: Path
) -> "Study":
    """Evidence and replay for restructuring files."""
    from desk_app.application.restructuring.study import Study
    from desk_app.bootstrap.restructuring import presences_of

    return Study(
        office=office,
        histories=database.facts,
        restructuring=restructuring,
        presences=lambda: presences_of(folder),
    )
