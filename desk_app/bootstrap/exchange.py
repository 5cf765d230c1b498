"""Wires the exchange with the target system of a profile."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.application.code_plan import CodeStrategy
from desk_app.application.codes import adopt_codes
from desk_app.application.exchange import Exchange
from desk_app.application.ports import Office
from desk_app.application.sync_errors import LocalStorageError
from desk_app.application.sync_ports import ProvincialSystem
from desk_app.application.sync_values import SyncReport
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import AdvisorySeat, Database, FileSeat
    from desk_app.application.synchronise import SyncEngine


logger = logging.getLogger(__name__)


def exchange_of(settings: Settings, database: "Database", papers: "PapersStore") -> Exchange:
    """The exchange of a desk; it opens nothing before its first pass."""

    def make_engine() -> "SyncEngine":
        from desk_app.adapters.papers.blobs import PapersBlobs
        from desk_app.adapters.sync import act_rules
        from desk_app.adapters.sync.clock import SystemClock
        from desk_app.application.sync_values import Device
        from desk_app.application.synchronise import SyncEngine, SyncSettings

        return SyncEngine(
            target_of(settings),
            database.sync_store,
            PapersBlobs(papers),
            SystemClock(),
            act_rules(),
            Device(id=settings.device_id, gen=settings.device_gen),
            seat=_seat(settings),
            settings=SyncSettings(
                lease_units=_units(settings, CodeStrategy.SLOT),
                pool_units=_units(settings, CodeStrategy.POOL),
            ),
        )

    return Exchange(make_engine if settings.province_url else None)


def _units(settings: Settings, strategy: CodeStrategy) -> tuple[str, ...]:
    """The unit codes are kept ready for, where the office gives any that way."""
    is_wanted = settings.codes.wants(strategy, settings.target)
    return (settings.agency_code,) if is_wanted else ()


def keep_codes_coming(exchange: Exchange, office: Office) -> None:
    """After each pass, dossiers received under a provisional number take the codes that came."""

    def after(_report: SyncReport) -> None:
        try:
            adopt_codes(office)
        except (DeskError, LocalStorageError) as error:
            logger.warning("codes that came wait for the next pass: %s", error)

    exchange.after_each(after)


def target_of(settings: Settings) -> Callable[[], ProvincialSystem]:
    """Makes the adapter of the profile's target system, inside the loop that will use it.

    Raises:
        UnavailableError: ``sync.kind_unknown``.
    """
    from desk_app.adapters.sync import ReferenceProvince

    if settings.province_kind == "reference":
        return lambda: ReferenceProvince(settings.province_url, name=settings.target)
    raise UnavailableError("sync.kind_unknown", {"kind": settings.province_kind})


def _seat(settings: Settings) -> "AdvisorySeat | FileSeat":
    from desk_app.adapters.persistence import AdvisorySeat, FileSeat

    if settings.database_url:
        return AdvisorySeat(settings.database_url, settings.desk)
    return FileSeat(settings.within("sending.lock"), settings.desk)
