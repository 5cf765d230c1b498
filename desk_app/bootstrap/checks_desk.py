"""Checks of the desk's own data: profile, database, papers, keys, backup, procedures, queue."""

import datetime as dt
import json

from desk_app.bootstrap.backups import LAST
from desk_app.bootstrap.data import catalogue, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.finding import Finding
from desk_app.config.settings import Settings
from desk_app.domain.definitions import DefinitionError

SAMPLE = 40


def profile(settings: Settings | None) -> Finding:
    """A profile is there and can be read."""
    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    return Finding("ok", settings.desk)


def database(settings: Settings | None) -> Finding:
    """The database opens, its pages are sound, and every audit chain holds."""
    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    opened = open_database_of(settings, keys_of(settings))
    try:
        faults = opened.faults()
        report = opened.index.check_chain()
    finally:
        opened.close()
    if faults:
        return Finding("fail", "persistence.damaged")
    if report.problems:
        code, facts = report.problems[0]
        return Finding("fail", code, facts)
    return Finding("ok", f"{report.dossiers} / {report.events}")


def papers(settings: Settings | None) -> Finding:
    """Papers the dossiers name are there; some are opened and compared with their names."""
    if settings is None or settings.papers_url:
        return Finding("ok", "")
    from desk_app.adapters.papers import PapersStore

    desk_keys = keys_of(settings)
    store = PapersStore(settings.within("papers"), desk_keys.papers, desk_keys.recovery)
    opened = open_database_of(settings, desk_keys)
    try:
        named = opened.papers_named()
    finally:
        opened.close()
    missing = sorted(d for d in named - store.purged() if not store.has(d))
    held = store.digests()
    some = held[:: max(len(held) // SAMPLE, 1)]
    damaged = [d for d in some if not store.is_sound(d)]
    if missing or damaged:
        return Finding("fail", "doctor.papers_lost", {"count": len({*missing, *damaged})})
    return Finding("ok", f"{len(named)}")


def keys(settings: Settings | None) -> Finding:
    """The key ring holds the desk's keys, and the office's recovery key stands in the settings."""
    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    return Finding("ok", f"…{keys_of(settings).recovery[-6:]}")


def procedures(settings: Settings | None) -> Finding:
    """Procedures and e-forms, the shipped ones and the office's own, can be read."""
    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    try:
        return Finding("ok", f"{len(catalogue(settings.folder).versions())}")
    except DefinitionError as error:
        return Finding("fail", "doctor.catalogue_broken", {"file": error.facts["what"]})


def backup(settings: Settings | None) -> Finding:
    """When the last verified backup was made."""
    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    try:
        last = json.loads(settings.within(LAST).read_text(encoding="utf-8"))
        at = dt.datetime.fromisoformat(last["at"])
    except (OSError, ValueError, KeyError):
        return Finding("warn", "doctor.backup_never")
    hours = int((wall_clock().now() - at).total_seconds() // 3600)
    if not last.get("whole", False):
        return Finding("warn", "doctor.backup_damaged", {"hours": hours})
    if hours > 2 * settings.backup_hours:
        return Finding("warn", "doctor.backup_old", {"hours": hours})
    return Finding("ok", f"{at:%d/%m/%Y %H:%M}")


def sync(settings: Settings | None) -> Finding:
    """What waits for the province, and what was parked for a person to decide."""
    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    opened = open_database_of(settings, keys_of(settings))
    try:
        summary = opened.sync_store.summary(settings.target)
    finally:
        opened.close()
    if summary.parked:
        return Finding("warn", "doctor.sync_parked", {"count": summary.parked})
    return Finding("ok", f"{summary.waiting}")
