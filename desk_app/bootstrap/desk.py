"""Wires one profile into a desk."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.desk import Desk
from desk_app.application.enquiries import Enquiries
from desk_app.application.office_work import Claims
from desk_app.application.ports import Clock, Office, OfficeFacts
from desk_app.application.records_in_force import RecordedStaff
from desk_app.application.sync_errors import LocalStorageError
from desk_app.application.sync_values import SyncReport
from desk_app.bootstrap import desk_devices as devices
from desk_app.bootstrap import desk_uses as uses
from desk_app.bootstrap.addresses import key_store
from desk_app.bootstrap.data import (
    SortableIds,
    WallClock,
    calendars,
    catalogue,
    load_settings,
    rights_of,
)
from desk_app.bootstrap.fencing import fenced
from desk_app.bootstrap.hardening import WORK, private_temporary_files
from desk_app.bootstrap.late import late, when_made
from desk_app.bootstrap.logs import set_up_logging
from desk_app.bootstrap.office import follow_of, papers_of
from desk_app.bootstrap.outward import outward_settings
from desk_app.bootstrap.signatures import level_queue, signing_services, with_signatures
from desk_app.config.keys import (
    ESCROW,
    DeskKeys,
    KeyStoreError,
    desk_keys,
    escrow,
    tighten,
)
from desk_app.config.outward import OutwardSettings
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.persistence import Database
    from desk_app.application.deliveries import Deliveries
    from desk_app.application.exchange import Exchange
    from desk_app.application.late_opinions import LateOpinions


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
    exchange = late(lambda: uses.exchange_of_desk(settings, database, papers, office))
    claims = database.claims(settings.device_id)
    if is_seat:
        claims.release_all()
    services = late(lambda: signing_services(settings, clock))
    scanner = late(lambda: devices.scanner_of(settings, database, keys, papers))
    printer = late(lambda: devices.printer_of(settings))
    reader = late(lambda: devices.reader_of(settings, database))
    verifier = late(lambda: devices.verifier_of(settings, papers))
    signer = late(lambda: devices.signer_of(settings, papers, services))
    cards = late(lambda: devices.cards_of(settings, clock))
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
        catalogue=late(lambda: uses.reviewed_catalogue(kept, database)),
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
        stores=late(lambda: devices.stores_of(settings, clock)),
    )
    restructuring = late(lambda: uses.restructuring_of(office, settings))
    outgoing = late(lambda: uses.deliveries_of(office, database, ways))
    opinions = late(lambda: uses.late_opinions_of(office, database))
    return Desk(
        profile=settings.folder,
        is_practice=settings.is_practice,
        office=office,
        steps=late(lambda: uses.steps_of(office)),
        enquiries=Enquiries(office=office, index=database.index),
        custody=late(lambda: uses.custody_of(office)),
        learning=late(lambda: uses.learning_of(office)),
        evidence=late(lambda: uses.evidence_of(office, database)),
        outbox=database.sync_store,
        procedures=late(lambda: uses.procedures_of(office, settings, kept)),
        reports=late(lambda: uses.reports_of(office, database, settings.folder)),
        restructuring=restructuring,
        study=late(lambda: uses.study_of(office, database, restructuring, settings.folder)),
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


def _with_deliveries(
    exchange: "Exchange", outgoing: "Deliveries", opinions: "LateOpinions"
) -> Callable[[], SyncReport]:
    """What is late and what is to be delivered go first; then how the exchange stands."""

    def run() -> SyncReport:
        opinions.run_once()
        outgoing.run_once()
        return exchange.look()

    return run
