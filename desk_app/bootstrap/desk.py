"""Wires one profile into a desk."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.desk import Desk
from desk_app.application.enquiries import Enquiries
from desk_app.application.office_work import Claims
from desk_app.application.ports import Clock, Office, OfficeFacts
from desk_app.application.records_in_force import RecordedStaff, ReviewedCatalogue
from desk_app.application.sync_errors import LocalStorageError
from desk_app.application.sync_values import SyncReport
from desk_app.bootstrap.addresses import key_store
from desk_app.bootstrap.data import (
    SortableIds,
    WallClock,
    calendars,
    catalogue,
    load_settings,
    rights_of,
    scan_profiles,
)
from desk_app.bootstrap.fencing import fenced
from desk_app.bootstrap.hardening import WORK, private_temporary_files
from desk_app.bootstrap.late import late, when_made
from desk_app.bootstrap.logs import set_up_logging
from desk_app.bootstrap.office import follow_of, papers_of
from desk_app.bootstrap.outward import outward_settings
from desk_app.bootstrap.signatures import CACHE, level_queue, signing_services, with_signatures
from desk_app.config.keys import (
    ESCROW,
    DeskKeys,
    KeyStoreError,
    cover_key,
    desk_keys,
    escrow,
    tighten,
)
from desk_app.config.outward import OutwardSettings
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError
from desk_app.domain.moments import VIETNAM

if TYPE_CHECKING:
    from desk_app.adapters.acquisition.desk_scanner import DeskScanner
    from desk_app.adapters.catalogue import Catalogue
    from desk_app.adapters.identity import CardSettings, DeskCards
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.adapters.printing.desk_printer import DeskPrinter
    from desk_app.adapters.recognition.desk_reader import DeskReader
    from desk_app.adapters.signatures.desk_signer import DeskSigner
    from desk_app.adapters.signatures.desk_verifier import DeskVerifier
    from desk_app.adapters.signatures.services import SigningServices
    from desk_app.adapters.sync.stores import ProvinceStores
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


def open_desk(
    profile: Path | None = None, *, clock: Clock | None = None, is_seat: bool = False
) -> Desk:
    """Open a profile; the caller closes the desk.

    Args:
        profile: folder; None for the usual one.
        clock: other than the machine's.
        is_seat: an officer sits here, as at the window, and no command beside it: claims a killed
            window left are given back at the start, all of this desk's at the end.

    Raises:
        UnavailableError: ``profile.*``, ``keys.no_key_ring``, ``persistence.*``.
    """
    settings = load_settings(profile)
    tighten(settings.folder)
    set_up_logging(settings.log_folder)
    if settings.softhsm_conf:
        os.environ["SOFTHSM2_CONF"] = settings.softhsm_conf
    return _wire(settings, clock or WallClock(), is_seat=is_seat)


def office_facts(settings: Settings, ways: OutwardSettings) -> OfficeFacts:
    """The office as a value."""
    return OfficeFacts(
        agency_code=settings.agency_code,
        unit=settings.unit,
        unit_name=settings.unit_name,
        agency_name=settings.agency_name,
        superior=settings.superior,
        place=settings.place,
        desk=settings.desk,
        device_id=settings.device_id,
        device_gen=settings.device_gen,
        target=settings.target,
        targets=frozenset(one.name for one in settings.targets),
        codes=settings.codes,
        serial_digits=settings.serial_digits,
        file_limit_mb=settings.file_limit_mb,
        seal_image=settings.seal_image,
        seal_mm=settings.seal_mm,
        notice_channels=ways.channels,
        release_targets=tuple(name for name, _ in ways.releases),
    )


def _wire(settings: Settings, clock: Clock, *, is_seat: bool) -> Desk:
    from desk_app.adapters.staff import StaffFile

    keys = keys_of(settings)
    settings = fenced(settings, key_store(settings), now=clock.now())
    ways = outward_settings(settings)
    database = open_database_of(settings, keys)
    closing = contextlib.ExitStack()
    closing.callback(database.close)
    closing.enter_context(private_temporary_files(settings.within(WORK)))
    papers = papers_of(settings, keys, database, now=clock.now())
    exchange = late(lambda: _exchange(settings, database, papers, office))
    claims = database.claims(settings.device_id)
    if is_seat:
        claims.release_all()
    services = late(lambda: signing_services(settings, clock))
    scanner = late(lambda: _scanner(settings, database, keys, papers))
    printer = late(lambda: _printer(settings))
    reader = late(lambda: _reader(settings, database))
    verifier = late(lambda: _verifier(settings, papers))
    signer = late(lambda: _signer(settings, papers, services))
    cards = late(lambda: _cards(settings, clock))
    kept = late(lambda: catalogue(settings.folder))
    for part in (scanner, printer, reader, verifier, signer, cards):
        closing.callback(when_made(part))
    if is_seat:
        closing.callback(_leave, claims)
    closing.callback(when_made(exchange, "stop"))
    office = Office(
        facts=office_facts(settings, ways),
        unit_of_work=database.unit_of_work,
        clock=clock,
        ids=SortableIds(),
        papers=papers,
        catalogue=late(lambda: _catalogue(kept, database)),
        calendars=calendars(settings),
        staff=RecordedStaff(StaffFile(settings.within("staff.toml")), database.newest_records),
        reader=reader,
        scanner=scanner,
        signer=signer,
        verifier=verifier,
        printer=printer,
        levels=late(lambda: level_queue(settings, clock)),
        rights=rights_of(settings),
        cards=cards,
        stores=late(lambda: _stores(settings, clock)),
    )
    restructuring = late(lambda: _restructuring(office, settings))
    outgoing = late(lambda: _deliveries(office, database, ways))
    opinions = late(lambda: _late_opinions(office, database))
    return Desk(
        profile=settings.folder,
        is_practice=settings.is_practice,
        office=office,
        steps=late(lambda: _steps(office)),
        enquiries=Enquiries(office=office, index=database.index),
        custody=late(lambda: _custody(office)),
        learning=late(lambda: _learning(office)),
        evidence=late(lambda: _evidence(office, database)),
        outbox=database.sync_store,
        procedures=late(lambda: _procedures(office, settings, kept)),
        reports=late(lambda: _reports(office, database, settings.folder)),
        restructuring=restructuring,
        study=late(lambda: _study(office, database, restructuring, settings.folder)),
        deliveries=outgoing,
        synchronise=with_signatures(
            _with_deliveries(exchange, outgoing, opinions),
            office,
            services,
            settings,
        ),
        exchange=exchange,
        claims=claims,
        follow=follow_of(settings),
        close=closing.close,
    )


def _leave(claims: Claims) -> None:
    """Give claims back at the end; without the database they run out by themselves."""
    with contextlib.suppress(LocalStorageError):
        claims.release_all()


def card_settings(settings: Settings) -> "CardSettings":
    """What a profile says of identity cards."""
    from desk_app.adapters.identity import CardSettings

    publisher = settings.countries_publisher
    return CardSettings(
        countries=settings.within(settings.countries) if settings.countries else None,
        publisher=settings.within(publisher).read_bytes() if publisher else None,
        practice_port=settings.practice_card_port or None if settings.is_practice else None,
    )


def keys_of(settings: Settings) -> DeskKeys:
    """The keys of a desk, kept beside its data for the holder of the recovery key too.

    Raises:
        UnavailableError: ``keys.*``.
    """
    try:
        keys = desk_keys(
            key_store(settings),
            settings.recovery_public,
            is_practice=settings.is_practice,
            is_new=not settings.within(ESCROW).exists() and not settings.within("desk.db").exists(),
        )
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
    escrow(settings.folder, keys, settings.device_id)
    return keys


def open_database_of(settings: Settings, keys: DeskKeys) -> "Database":
    """The database of a profile."""
    from desk_app.adapters.persistence import open_database

    place = settings.database_url or settings.within("desk.db")
    calendar = calendars(settings).calendar()
    return open_database(place, keys.database, working_days=calendar.working_between)


def _scanner(
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


def _reader(settings: Settings, database: "Database") -> "DeskReader":
    from desk_app.adapters.recognition.desk_reader import DeskReader
    from desk_app.application.learning import approved_labels

    tessdata = Path(settings.tessdata) if settings.tessdata else None
    communes = settings.within(settings.communes) if settings.communes else None
    return DeskReader(tessdata, communes, lambda: approved_labels(database.unit_of_work))


def _verifier(settings: Settings, papers: "PapersStore") -> "DeskVerifier":
    from desk_app.adapters.signatures.desk_verifier import DeskVerifier

    return DeskVerifier(papers, settings.trust_folder, settings.within(CACHE))


def _signer(settings: Settings, papers: "PapersStore", services: "SigningServices") -> "DeskSigner":
    from desk_app.adapters.signatures.desk_signer import DeskSigner

    pictures = settings.pictures_folder
    return DeskSigner(papers, services, level=settings.sign_level, pictures=pictures)


def _cards(settings: Settings, clock: Clock) -> "DeskCards":
    from desk_app.adapters.identity import DeskCards

    return DeskCards(card_settings(settings), clock)


def _restructuring(office: Office, settings: Settings) -> "Restructuring":
    from desk_app.bootstrap.restructuring import restructuring_over

    return restructuring_over(office, settings.folder)


def _catalogue(kept: "Catalogue", database: "Database") -> ReviewedCatalogue:
    from desk_app.adapters.catalogue.desk_catalogue import DeskCatalogue

    return ReviewedCatalogue(DeskCatalogue(kept), database.newest_records)


def _exchange(
    settings: Settings, database: "Database", papers: "PapersStore", office: Office
) -> "Exchange":
    from desk_app.bootstrap.exchange import exchange_of, keep_codes_coming

    exchange = exchange_of(settings, database, papers)
    keep_codes_coming(exchange, office)
    return exchange


def _deliveries(office: Office, database: "Database", ways: OutwardSettings) -> "Deliveries":
    from desk_app.bootstrap.outward import deliveries

    return deliveries(office, database.index, ways)


def _late_opinions(office: Office, database: "Database") -> "LateOpinions":
    from desk_app.application.late_opinions import LateOpinions

    return LateOpinions(office=office, index=database.index)


def _steps(office: Office) -> "Steps":
    from desk_app.application.acts import Steps

    return Steps.of(office)


def _custody(office: Office) -> "SealCustody":
    from desk_app.application.custody import SealCustody

    return SealCustody(office=office)


def _learning(office: Office) -> "Learning":
    from desk_app.application.learning import Learning

    return Learning(office=office)


def _evidence(office: Office, database: "Database") -> "Evidence":
    from desk_app.application.evidence import Evidence

    return Evidence(office=office, index=database.index)


def _reports(office: Office, database: "Database", folder: Path) -> "Reports":
    from desk_app.bootstrap.documents import reports_over

    return reports_over(office, database.facts, folder)


def _procedures(office: Office, settings: Settings, kept: "Catalogue") -> "Procedures":
    from desk_app.adapters.catalogue.shelf import ProcedureShelf
    from desk_app.application.procedures import Procedures

    def today() -> dt.date:
        return office.clock.now().astimezone(VIETNAM).date()

    shelf = ProcedureShelf(kept, settings.within("catalogue"), today)
    return Procedures(office=office, shelf=shelf)


def _study(
    office: Office, database: "Database", restructuring: "Restructuring", folder: Path
) -> "Study":
    from desk_app.application.restructuring.study import Study
    from desk_app.bootstrap.restructuring import presences_of

    return Study(
        office=office,
        histories=database.facts,
        restructuring=restructuring,
        presences=lambda: presences_of(folder),
    )


def _stores(settings: Settings, clock: Clock) -> "ProvinceStores":
    from desk_app.adapters.sync.stores import ProvinceStores

    return ProvinceStores(settings.province_url, clock)


def _printer(settings: Settings) -> "DeskPrinter":
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


def _with_deliveries(
    exchange: "Exchange", outgoing: "Deliveries", opinions: "LateOpinions"
) -> Callable[[], SyncReport]:
    """What is late and what is to be delivered go first; then how the exchange stands."""

    def run() -> SyncReport:
        opinions.run_once()
        outgoing.run_once()
        return exchange.look()

    return run
