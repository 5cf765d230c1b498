"""Dossiers by stick: keys of this desk, whom it believes, and the three ways a package travels."""

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.sync_stick import BACK, OUT, deliver, export_waiting, take_answers
from desk_app.bootstrap.addresses import DEVICE_KEY, own_key
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.exchange import target_of
from desk_app.bootstrap.office import papers_of
from desk_app.config.keys import write_private
from desk_app.config.settings import Settings
from desk_app.domain.errors import RuleError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.sync.folder import FolderCarrier, PackageKeys

TRUSTED = "stick-trusted.txt"
_KEY_NAME = "stick"
_PUBLIC = re.compile(r"[0-9a-f]{64}")


def stick_key(profile: Path | None) -> str:
    """The public key (hex) other desks believe packages of this desk by; made at first use."""
    return _keys(load_settings(profile)).public_hex


def trust_stick(profile: Path | None, public: str) -> tuple[str, ...]:
    """Believe packages of another desk or office; all that are believed.

    Raises:
        RuleError: ``stick.not_a_key``.
    """
    settings = load_settings(profile)
    key = public.strip().lower()
    if not _PUBLIC.fullmatch(key):
        raise RuleError("stick.not_a_key", {"text": public[:80]})
    known = sorted({*_trusted(settings), key})
    write_private(settings.within(TRUSTED), ("\n".join(known) + "\n").encode("ascii"))
    return tuple(known)


def write_out(profile: Path | None, folder: Path) -> dict[str, object]:
    """Write everything that waits for the province into one signed package."""
    from desk_app.adapters.papers.blobs import PapersBlobs
    from desk_app.adapters.sync.clock import SystemClock

    settings = load_settings(profile)
    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    try:
        papers = papers_of(settings, keys, database, now=wall_clock().now())
        name, count = export_waiting(
            database.sync_store,
            PapersBlobs(papers),
            _carrier(settings, folder),
            target=settings.target,
            clock=SystemClock(),
        )
    finally:
        database.close()
    return {"file": str(folder / name), "commands": count}


def deliver_all(profile: Path | None, folder: Path) -> list[dict[str, object]]:
    """Send every package that has no answer yet over this desk's line; write the answers beside.

    Raises:
        UnavailableError: ``sync.no_target``.
        SyncError: the line failed; delivering again is harmless.
        PackageError: a package is foreign or damaged.
    """
    settings = load_settings(profile)
    if not settings.province_url:
        raise UnavailableError("sync.no_target")
    carrier = _carrier(settings, folder)
    answered = {name.removesuffix(BACK) for name in carrier.names(BACK)}
    waiting = [name for name in carrier.names(OUT) if name.removesuffix(OUT) not in answered]

    async def go() -> list[dict[str, object]]:
        target = target_of(settings)()
        try:
            done: list[dict[str, object]] = []
            for name in waiting:
                back, applied = await deliver(carrier, name, target, carrier)
                done.append({"package": name, "answers": back, "applied": applied})
            return done
        finally:
            await target.aclose()

    return asyncio.run(go())


def take_back(profile: Path | None, folder: Path) -> list[dict[str, object]]:
    """Settle this desk's rows by the answers that came back; twice is harmless."""
    from desk_app.adapters.sync.clock import SystemClock

    settings = load_settings(profile)
    database = open_database_of(settings, keys_of(settings))
    carrier = _carrier(settings, folder)
    try:
        done: list[dict[str, object]] = []
        for name in carrier.names(BACK):
            settled, parked = take_answers(database.sync_store, carrier, name, clock=SystemClock())
            done.append({"answers": name, "settled": settled, "parked": parked})
        return done
    finally:
        database.close()


def _carrier(settings: Settings, folder: Path) -> "FolderCarrier":
    from desk_app.adapters.sync.folder import FolderCarrier

    return FolderCarrier(folder, _keys(settings))


def _keys(settings: Settings) -> "PackageKeys":
    from desk_app.adapters.sync.folder import PackageKeys

    return PackageKeys(own_key(settings, _KEY_NAME), frozenset(_trusted(settings)))


def _trusted(settings: Settings) -> tuple[str, ...]:
    try:
        text = settings.within(TRUSTED).read_text(encoding="ascii")
    except OSError:
        return ()
    return tuple(line for line in text.split() if _PUBLIC.fullmatch(line))


def device_key(profile: Path | None) -> str:
    """The public key (hex) the province lets this desk in by."""
    return own_key(load_settings(profile), DEVICE_KEY).public_key().public_bytes_raw().hex()
