"""Wires the exchange with the target system of a profile."""

import logging
import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.application.code_plan import CodeStrategy
from desk_app.application.codes import adopt_codes
from desk_app.application.exchange import Exchange, Exchanges
from desk_app.application.ports import Office
from desk_app.application.sync_errors import LocalStorageError
from desk_app.application.sync_ports import BlobSource, ProvincialSystem
from desk_app.application.sync_values import SyncReport
from desk_app.bootstrap.addresses import DEVICE_KEY, key_store, own_key
from desk_app.config.exchange import TargetSettings
from desk_app.config.keys import KeyStoreError
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import AdvisorySeat, Database, FileSeat
    from desk_app.adapters.sync.reference import Tokens
    from desk_app.application.synchronise import SyncEngine


logger = logging.getLogger(__name__)


def exchange_of(settings: Settings, database: "Database", papers: "PapersStore") -> Exchange:
    """The exchange of a desk with its targets; it opens nothing before its first pass."""
    province = TargetSettings(
        name=settings.target, kind=settings.province_kind, url=settings.province_url
    )
    lined = [one for one in (province, *settings.targets) if one.url and one.kind != "folder"]
    parts = [Exchange(_engine_of(settings, one, database, papers)) for one in lined]
    return parts[0] if len(parts) == 1 else Exchanges(parts)


def _engine_of(
    settings: Settings, target: TargetSettings, database: "Database", papers: "PapersStore"
) -> "Callable[[], SyncEngine]":
    def make_engine() -> "SyncEngine":
        from desk_app.adapters.papers.blobs import PapersBlobs
        from desk_app.adapters.sync import act_rules
        from desk_app.adapters.sync.clock import SystemClock
        from desk_app.application.sync_values import Device
        from desk_app.application.synchronise import SyncEngine, SyncSettings

        blobs = PapersBlobs(papers)
        return SyncEngine(
            opener_of(settings, target, blobs),
            database.sync_store,
            blobs,
            SystemClock(),
            act_rules(),
            Device(id=settings.device_id, gen=settings.device_gen),
            seat=_seat(settings, target.name),
            settings=SyncSettings(
                lease_units=_units(settings, target.name, CodeStrategy.SLOT),
                pool_units=_units(settings, target.name, CodeStrategy.POOL),
            ),
        )

    return make_engine


def _units(settings: Settings, target: str, strategy: CodeStrategy) -> tuple[str, ...]:
    """The unit codes are kept ready for, where the office gives any that way."""
    is_lessor = strategy is not CodeStrategy.SLOT or target == settings.target
    is_wanted = is_lessor and settings.codes.wants(strategy, target)
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
    """Makes the adapter of the province, inside the loop that will use it.

    Raises:
        UnavailableError: ``sync.kind_unknown``.
    """
    from desk_app.adapters.sync import ReferenceProvince

    if settings.province_kind != "reference":
        raise UnavailableError("sync.kind_unknown", {"kind": settings.province_kind})
    tokens = _device_tokens(settings)
    return lambda: ReferenceProvince(settings.province_url, name=settings.target, tokens=tokens)


def _device_tokens(settings: Settings) -> "Tokens":
    """Bearer tokens by the desk's own key, where the province wants them.

    Raises:
        UnavailableError: ``keys.no_key_ring``.
    """
    from desk_app.adapters.sync.clock import SystemClock
    from desk_app.adapters.sync.reference import no_tokens
    from desk_app.adapters.sync.tokens import DeviceTokens

    if settings.province_sign_in == "none":
        return no_tokens
    return DeviceTokens(
        settings.province_url,
        device_id=settings.device_id,
        sign=own_key(settings, DEVICE_KEY).sign,
        clock=SystemClock(),
    )


def opener_of(
    settings: Settings, target: TargetSettings, blobs: BlobSource
) -> Callable[[], ProvincialSystem]:
    """Makes the adapter of a target, inside the loop that will use it.

    Raises:
        UnavailableError: ``sync.kind_unknown``, ``keys.no_key_ring``, ``profile.bad_value``.
    """
    if target.kind == "opencps":
        return _opencps(settings, target, blobs)
    if target.name == settings.target:
        return target_of(settings)
    if target.kind == "reference":
        from desk_app.adapters.sync import ReferenceProvince

        return lambda: ReferenceProvince(target.url, name=target.name)
    raise UnavailableError("sync.kind_unknown", {"kind": target.kind})


def _opencps(
    settings: Settings, target: TargetSettings, blobs: BlobSource
) -> Callable[[], ProvincialSystem]:
    from desk_app.adapters.sync.opencps import OpenCps

    own = settings.within(f"targets/{target.name}.toml")
    try:
        password = key_store(settings).get(f"target/{target.name}") if target.user else ""
        table = tomllib.loads(own.read_text(encoding="utf-8")) if own.is_file() else {}
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
    except (OSError, ValueError) as error:
        facts = {"file": str(own), "key": str(error)[:80]}
        raise UnavailableError("profile.bad_value", facts) from error
    return lambda: OpenCps(
        target.url,
        blobs,
        name=target.name,
        agency=settings.agency_code,
        user=target.user,
        password=password or "",
        own_table=table,
    )


def _seat(settings: Settings, target: str) -> "AdvisorySeat | FileSeat":
    from desk_app.adapters.persistence import AdvisorySeat, FileSeat

    if settings.database_url:
        other = "" if target == settings.target else target
        return AdvisorySeat(settings.database_url, settings.desk, target=other)
    name = "sending.lock" if target == settings.target else f"sending-{target}.lock"
    return FileSeat(settings.within(name), settings.desk)
