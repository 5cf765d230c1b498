"""Parts of a desk that stand for machines, papers and services, each made when it is first asked.

Imports of a part stand inside its function: opening a desk loads none of them (decision 0702).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.ports import Clock
from desk_app.bootstrap.data import scan_profiles
from desk_app.bootstrap.signatures import CACHE
from desk_app.config.keys import DeskKeys, cover_key
from desk_app.config.settings import Settings

if TYPE_CHECKING:
    from desk_app.adapters.acquisition.desk_scanner import DeskScanner
    from desk_app.adapters.identity import CardSettings, DeskCards
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.adapters.printing.desk_printer import DeskPrinter
    from desk_app.adapters.recognition.desk_reader import DeskReader
    from desk_app.adapters.signatures.desk_signer import DeskSigner
    from desk_app.adapters.signatures.desk_verifier import DeskVerifier
    from desk_app.adapters.signatures.services import SigningServices
    from desk_app.adapters.sync.stores import ProvinceStores


def scanner_of(
    settings: Settings, database: "Database", keys: DeskKeys, papers: "PapersStore"
) -> "DeskScanner":
    """The tray of this desk: files sealed like the papers, rows in the desk's database."""
    from desk_app.adapters.acquisition.desk_scanner import DeskScanner, ScanSettings
    from desk_app.adapters.acquisition.seal import AgeSeal
    from desk_app.adapters.acquisition.shared_tray import SharedTray

    tray = SharedTray(
        settings.within("tray"),
        lambda folder: database.page_ledger(settings.device_id, folder),
        AgeSeal(keys.papers, keys.recovery),
    )
    return DeskScanner(
        tray,
        ScanSettings(
            known=settings.scanners,
            cache=settings.within("scanners.json"),
            cover_key=cover_key(keys.recovery),
            profiles=scan_profiles(settings.folder),
        ),
        papers.read,
    )


def printer_of(settings: Settings) -> "DeskPrinter":
    """Sets slips, results and scans, with the office's own layouts first."""
    from desk_app.adapters.printing.desk_printer import DeskPrinter
    from desk_app.adapters.printing.printer import Office as PrintOffice
    from desk_app.adapters.printing.printer import Printer

    own = settings.within("forms")
    printer = Printer(
        PrintOffice(
            superior=settings.superior,
            name=settings.agency_name,
            unit=settings.unit_name,
            place=settings.place,
            system_name="Hệ thống thông tin giải quyết TTHC",
            is_practice=settings.is_practice,
        ),
        templates=[own] if own.is_dir() else [],
    )
    return DeskPrinter(printer)


def reader_of(settings: Settings, database: "Database") -> "DeskReader":
    """Reads pages, with the labels that corrections taught."""
    from desk_app.adapters.recognition.desk_reader import DeskReader
    from desk_app.application.learning import approved_labels

    tessdata = Path(settings.tessdata) if settings.tessdata else None
    communes = settings.within(settings.communes) if settings.communes else None
    return DeskReader(tessdata, communes, lambda: approved_labels(database.unit_of_work))


def verifier_of(settings: Settings, papers: "PapersStore") -> "DeskVerifier":
    """Judges signatures by the trust packages of the profile."""
    from desk_app.adapters.signatures.desk_verifier import DeskVerifier

    return DeskVerifier(papers, settings.trust_folder, settings.within(CACHE))


def signer_of(
    settings: Settings, papers: "PapersStore", services: "SigningServices"
) -> "DeskSigner":
    """Signs with the officers' and the agency's tokens."""
    from desk_app.adapters.signatures.desk_signer import DeskSigner

    pictures = settings.pictures_folder
    return DeskSigner(papers, services, level=settings.sign_level, pictures=pictures)


def cards_of(settings: Settings, clock: Clock) -> "DeskCards":
    """Identity cards in the readers of this machine."""
    from desk_app.adapters.identity import DeskCards

    return DeskCards(card_settings(settings), clock)


def card_settings(settings: Settings) -> "CardSettings":
    """What a profile says of identity cards."""
    from desk_app.adapters.identity import CardSettings

    publisher = settings.countries_publisher
    return CardSettings(
        countries=settings.within(settings.countries) if settings.countries else None,
        publisher=settings.within(publisher).read_bytes() if publisher else None,
        practice_port=settings.practice_card_port or None if settings.is_practice else None,
    )


def stores_of(settings: Settings, clock: Clock) -> "ProvinceStores":
    """Stores of the province that hold papers already."""
    from desk_app.adapters.sync.stores import ProvinceStores

    return ProvinceStores(settings.province_url, clock)
