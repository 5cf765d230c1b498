"""Wires the exchange with the target system of a profile."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.application.exchange import Exchange
from desk_app.application.sync_ports import ProvincialSystem
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import AdvisorySeat, Database, FileSeat
    from desk_app.application.synchronise import SyncEngine


def exchange_of(settings: Settings, database: "Database", papers: "PapersStore") -> Exchange:
    """The exchange of a desk; it opens nothing before its first pass."""

    def make_engine() -> "SyncEngine":
        from desk_app.adapters.papers.blobs import PapersBlobs
        from desk_app.adapters.sync import act_rules
        from desk_app.adapters.sync.clock import SystemClock
        from desk_app.application.sync_values import Device
        from desk_app.application.synchronise import SyncEngine

        return SyncEngine(
            target_of(settings),
            database.sync_store,
            PapersBlobs(papers),
            SystemClock(),
            act_rules(),
            Device(id=settings.device_id, gen=settings.device_gen),
            seat=_seat(settings),
        )

    return Exchange(make_engine if settings.province_url else None)


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
