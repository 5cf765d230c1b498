"""Restores a backup: rehearsed in a scratch profile, or for good on this or another machine."""

import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.ports import Clock
from desk_app.bootstrap.addresses import key_store, write_settings
from desk_app.bootstrap.backups import PRACTICE_KEY
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of
from desk_app.bootstrap.fencing import INSTANCE, machine_name, newer
from desk_app.bootstrap.scratch import private_scratch
from desk_app.config.front import SETTINGS_FILE
from desk_app.config.keys import KeyStore, KeyStoreError, public_part, write_private
from desk_app.config.settings import Settings
from desk_app.config.swap import swap
from desk_app.domain.errors import DeskError, IntegrityError, RuleError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.backup import Manifest

_PATHS_INSIDE = (".toml", ".conf", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a snapshot held when it was opened and compared.

    Attributes:
        damaged: digests of papers that are missing or not what they claim to be.
        problems: codes of faults in database and audit chains.
    """

    manifest: "Manifest"
    dossiers: int
    events: int
    damaged: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """How a restore, or its rehearsal, ended."""

    profile: Path
    snapshot: Path
    checked: Checked
    is_rehearsal: bool
    generation: int = 0

    @property
    def is_whole(self) -> bool:
        """Nothing was missing or damaged."""
        return not self.damaged and not self.checked.problems

    @property
    def damaged(self) -> tuple[str, ...]:
        """Papers that did not come back, those lost before the backup among them."""
        return tuple(sorted({*self.checked.damaged, *self.checked.manifest.damaged}))

    def as_json(self) -> dict[str, object]:
        """The answer of the command line."""
        return {
            "profile": str(self.profile),
            "snapshot": self.snapshot.name,
            "made_at": self.checked.manifest.made_at,
            "dry_run": self.is_rehearsal,
            "dossiers": self.checked.dossiers,
            "events": self.checked.events,
            "papers": len(self.checked.manifest.papers),
            "generation": self.generation,
            "damaged": list(self.damaged),
            "problems": list(self.checked.problems),
        }


def restore(
    place: Path,
    profile: Path,
    *,
    recovery: Path | None = None,
    is_rehearsal: bool = False,
    is_replacing: bool = False,
    clock: Clock | None = None,
) -> RestoreReport:
    """Bring a backup back into a profile that is not there, or rehearse it.

    Everything is laid out and checked beside the profile first; a break at any moment leaves
    the profile that was there or the restored one. The restored desk is a later
    generation: numbers leased to the old one are not used again.

    Args:
        place: folder of backups, or one snapshot.
        profile: where the desk shall be.
        recovery: file with the secret recovery key; without it the desk's own key is tried.
        is_rehearsal: everything but the last rename; nothing is left behind.
        is_replacing: a profile that is there is moved aside, never deleted.
        clock: tells the new generation apart.

    Raises:
        UnavailableError: ``backup.none``, ``backup.no_key``, ``backup.newer_format``.
        IntegrityError: ``backup.damaged``, ``backup.other_key``.
        RuleError: ``profile.exists``.
    """
    from desk_app.adapters.backup import newest_snapshot

    snapshot = newest_snapshot(place)
    backup = snapshot.parent.parent
    secret = _secret(profile, backup, recovery)
    is_there = (profile / SETTINGS_FILE).exists()
    if is_there and not is_rehearsal and not is_replacing:
        raise RuleError("profile.exists", {"folder": str(profile)})
    profile.parent.mkdir(parents=True, exist_ok=True)
    now = (clock or wall_clock()).now()
    with private_scratch(profile.parent) as scratch:
        checked = unpack_and_check(snapshot, secret, scratch, backup)
        generation = 0
        if not is_rehearsal:
            generation = newer(checked.manifest.device_gen, now)
            fresh = _lay_out(scratch, backup, checked, profile)
            _leave_office(fresh)
            settings = replace(load_settings(fresh), folder=profile)
            _settle(settings, fresh, scratch, generation)
            swap(fresh, profile, profile.with_name(f"{profile.name}.before-{now:%Y%m%d-%H%M%S}"))
    return RestoreReport(
        profile=profile,
        snapshot=snapshot,
        checked=checked,
        is_rehearsal=is_rehearsal,
        generation=generation,
    )


def unpack_and_check(
    snapshot: Path,
    secret: str,
    scratch: Path,
    backup: Path,
    *,
    sample: Collection[str] | None = None,
) -> Checked:
    """Open a snapshot in a scratch folder and compare everything it holds with what it says.

    Args:
        snapshot: the sealed file.
        secret: age identity of the desk or of the office.
        scratch: private folder; the files are left in ``opened`` below it.
        backup: folder with the papers.
        sample: papers to decrypt; the others are compared by size alone. None decrypts all.

    Raises:
        IntegrityError: the snapshot itself is damaged; damaged papers are listed, not raised.
    """
    from desk_app.adapters.backup import open_snapshot

    into = scratch / "opened"
    manifest = open_snapshot(snapshot, secret, scratch, into)
    dossiers, events, problems = _check_database(into)
    damaged = tuple(
        line.sha256
        for line in manifest.papers
        if not _is_sound(line, backup, secret, full=sample is None or line.sha256 in sample)
    )
    return Checked(
        manifest=manifest, dossiers=dossiers, events=events, damaged=damaged, problems=problems
    )


def _check_database(into: Path) -> tuple[int, int, tuple[str, ...]]:
    from desk_app.adapters.persistence import open_database

    keys = _keys(into)
    database = open_database(into / "desk.db", keys["database"])
    try:
        problems = ["persistence.damaged"] if database.faults() else []
        report = database.index.check_chain()
        problems += [code for code, _ in report.problems]
    finally:
        database.close()
    return report.dossiers, report.events, tuple(problems)


def _keys(into: Path) -> dict[str, str]:
    try:
        data = json.loads((into / "keys.json").read_text(encoding="ascii"))
        return {"database": str(data["database"]), "papers": str(data["papers"])}
    except (OSError, ValueError, KeyError) as error:
        raise IntegrityError("backup.damaged", {"item": "keys.json"}) from error


def _is_sound(line: object, backup: Path, secret: str, *, full: bool) -> bool:
    from desk_app.adapters.backup import PaperLine, paper_place
    from desk_app.adapters.backup.papers import sealed_digest
    from desk_app.adapters.papers import PapersStore

    if not isinstance(line, PaperLine):
        raise TypeError(line)
    place = paper_place(backup / "papers", line.sha256)
    try:
        if not full:
            return place.stat().st_size == line.size
        if sealed_digest(place) != line.sealed:
            return False
    except OSError:
        return False
    return PapersStore(backup / "papers", secret, public_part(secret)).is_sound(line.sha256)


def _secret(profile: Path, backup: Path, recovery: Path | None) -> str:
    """The key that opens the backup: what was handed in, the practice one, or the desk's own."""
    handed = recovery or (backup / PRACTICE_KEY if (backup / PRACTICE_KEY).exists() else None)
    try:
        if handed is not None:
            secret = handed.read_text(encoding="ascii").strip()
            public_part(secret)
            return secret
        settings = load_settings(profile)
        return keys_of(settings).papers
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
    except (OSError, UnicodeDecodeError, DeskError) as error:
        raise UnavailableError("backup.no_key") from error


def _lay_out(scratch: Path, backup: Path, checked: Checked, profile: Path) -> Path:
    """The profile as it will be, in the scratch folder."""
    from desk_app.adapters.backup import paper_place

    opened = scratch / "opened"
    fresh = opened / "profile"
    fresh.mkdir(exist_ok=True)
    (opened / "desk.db").replace(fresh / "desk.db")
    lost = set(checked.damaged)
    for line in checked.manifest.papers:
        if line.sha256 not in lost:
            place = paper_place(fresh / "papers", line.sha256)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(paper_place(backup / "papers", line.sha256), place)
    _move_paths(fresh, checked.manifest.folder, str(profile.resolve()))
    return fresh


def _leave_office(fresh: Path) -> None:
    """What was an office's comes back as one desk that holds it all; it can be moved again.

    The office itself may still be there, or be lost: a restored desk must not write into it.
    """
    from desk_app.config import settings as config

    settings = config.load(fresh)
    if settings.database_url or settings.papers_url:
        write_settings(settings, {("database", "url"): "", ("papers", "url"): ""})


def _move_paths(fresh: Path, old: str, new: str) -> None:
    """Settings that name the old place of the profile name the new one."""
    if not old or old == new:
        return
    for path in fresh.rglob("*"):
        if path.is_file() and path.suffix in _PATHS_INSIDE:
            text = path.read_text(encoding="utf-8")
            moved = text.replace(old, new).replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
            if moved != text:
                path.write_text(moved, encoding="utf-8")


def _settle(settings: Settings, fresh: Path, scratch: Path, generation: int) -> None:
    """Keys into this machine's key ring, and the mark of a later generation."""
    from desk_app.config.keys import FileKeys

    store: KeyStore = (
        FileKeys(fresh / "practice-keys.json") if settings.is_practice else key_store(settings)
    )
    keys = _keys(scratch / "opened")
    try:
        for name, secret in keys.items():
            store.put(name, secret)
        (fresh / INSTANCE).unlink(missing_ok=True)
        name = f"restored-{generation}"
        store.put("instance", name)
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
    body = {"name": name, "generation": generation, "machine": machine_name()}
    write_private(fresh / INSTANCE, json.dumps(body).encode())
