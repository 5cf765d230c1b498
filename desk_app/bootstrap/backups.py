"""Makes a backup of a desk; "done" is said only after it was restored into a scratch profile."""

import errno
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.ports import Clock
from desk_app.bootstrap.addresses import key_store
from desk_app.bootstrap.audits import LAST_AUDIT
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.fencing import fenced
from desk_app.bootstrap.hardening import WORK
from desk_app.bootstrap.scratch import locked_scratch
from desk_app.config.keys import ESCROW, DeskKeys, public_part, write_private
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError, IntegrityError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.backup import Manifest, PaperLine
    from desk_app.adapters.persistence import Database

PRACTICE_KEY = "practice-recovery-key.txt"
LAST = "last-backup.json"
_OWN = (
    *("desk.db", "papers", "logs", WORK, "province", "specimens", ESCROW, "backups", LAST),
    LAST_AUDIT,
)
_PASSING = (".lock", ".new", ".part", ".mark", ".copying", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What a backup holds and what it found.

    Attributes:
        snapshot: the sealed file.
        new_papers: papers copied this time; the others were there already.
        damaged: digests of papers that are damaged or missing on the desk.
        problems: faults of the audit chains, by code.
        verified: the snapshot was restored into a scratch profile and compared.
    """

    snapshot: Path
    dossiers: int
    events: int
    papers: int
    new_papers: int
    damaged: tuple[str, ...]
    problems: tuple[str, ...]
    verified: bool = True

    @property
    def is_whole(self) -> bool:
        """Nothing of the desk was damaged."""
        return not self.damaged and not self.problems

    def as_json(self) -> dict[str, object]:
        """The answer of the command line."""
        return {
            "backup": str(self.snapshot.parent.parent),
            "snapshot": self.snapshot.name,
            "dossiers": self.dossiers,
            "events": self.events,
            "papers": self.papers,
            "new_papers": self.new_papers,
            "verified": self.verified,
            "damaged": list(self.damaged),
            "problems": list(self.problems),
        }


def back_up(profile: Path | None, out: Path, *, clock: Clock | None = None) -> BackupReport:
    """Back the desk of a profile up into a folder, which may hold earlier backups of it.

    The desk may be in use. Damage of the desk is listed and does not stop the rest.

    Raises:
        UnavailableError: ``backup.disk_full``, ``backup.unwritable``, ``profile.*``, ``keys.*``,
            ``persistence.*``.
        IntegrityError: ``backup.damaged``: what was written could not be read back.
    """
    from desk_app.adapters.backup import newest_snapshot, seal_snapshot, snapshots, sweep
    from desk_app.adapters.backup.snapshot import lines_of
    from desk_app.bootstrap.restores import unpack_and_check

    now = (clock or wall_clock()).now()
    settings = load_settings(profile)
    keys = keys_of(settings)
    settings = fenced(settings, key_store(settings), now=now)
    with _disk(out), locked_scratch(settings.within(WORK)) as scratch:
        (out / "snapshots").mkdir(parents=True, exist_ok=True)
        sweep(out)
        earlier = newest_snapshot(out) if snapshots(out) else None
        known = _known(earlier, keys, scratch)
        moment = _copy_desk(settings, keys, scratch, out, known)
        files = moment.files
        manifest = _manifest(settings, moment, lines_of(files), f"{now:%Y-%m-%dT%H:%M:%S%z}")
        name = _free_name(out / "snapshots", f"{now:%Y%m%d-%H%M%S}")
        fresh = out / "snapshots" / f".{name}.part"
        seal_snapshot(fresh, manifest, files, [public_part(keys.papers), keys.recovery], scratch)
        with locked_scratch(settings.within(WORK)) as rehearsal:
            checked = unpack_and_check(fresh, keys.papers, rehearsal, out, sample=moment.fresh)
        finished = fresh.with_name(name)
        fresh.replace(finished)
        if settings.is_practice:
            _leave_practice_key(settings, out)
    report = BackupReport(
        snapshot=finished,
        dossiers=checked.dossiers,
        events=checked.events,
        papers=len(manifest.papers),
        new_papers=len(moment.fresh),
        damaged=manifest.damaged,
        problems=checked.problems,
    )
    write_private(
        settings.within(LAST),
        json.dumps({"at": now.isoformat(), "folder": str(out), "whole": report.is_whole}).encode(),
    )
    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """One moment of the desk, laid out for the snapshot."""

    files: Mapping[str, Path]
    papers: "tuple[PaperLine, ...]"
    fresh: frozenset[str]
    damaged: tuple[str, ...]


def _copy_desk(
    settings: Settings,
    keys: DeskKeys,
    scratch: Path,
    out: Path,
    known: "Mapping[str, PaperLine]",
) -> _Moment:
    database = open_database_of(settings, keys)
    try:
        database.copy_to(scratch / "desk.db")
        named = database.papers_named()
        if settings.papers_url:
            lines, damaged = _office_papers(settings, keys, database, out, named, known)
    finally:
        database.close()
    if not settings.papers_url:
        lines, damaged = _own_papers(settings, keys, out, named, known)
    (scratch / "keys.json").write_text(
        json.dumps({"database": keys.database, "papers": keys.papers}), encoding="ascii"
    )
    files = {"desk.db": scratch / "desk.db", "keys.json": scratch / "keys.json"}
    files |= {f"profile/{name}": path for name, path in _own_files(settings.folder)}
    fresh = frozenset(line.sha256 for line in lines if line.sha256 not in known)
    return _Moment(files=files, papers=tuple(lines), fresh=fresh, damaged=tuple(damaged))


def _own_papers(
    settings: Settings,
    keys: DeskKeys,
    out: Path,
    named: frozenset[str],
    known: "Mapping[str, PaperLine]",
) -> "tuple[list[PaperLine], list[str]]":
    """Papers as they lie in the desk's own store."""
    from desk_app.adapters.backup import copy_papers
    from desk_app.adapters.backup.papers import stored
    from desk_app.adapters.papers import PapersStore

    here = settings.within("papers")
    store = PapersStore(here, keys.papers, keys.recovery)
    wanted = sorted((named - store.purged()) | set(stored(here)))
    lines, damaged, _ = copy_papers(
        here, out / "papers", wanted, known=known, is_sound=store.is_sound
    )
    return lines, damaged


def _office_papers(
    settings: Settings,
    keys: DeskKeys,
    database: "Database",
    out: Path,
    named: frozenset[str],
    known: "Mapping[str, PaperLine]",
) -> "tuple[list[PaperLine], list[str]]":
    """Papers of the office's shelf, sealed to this desk and to the recovery key."""
    from desk_app.adapters.backup.papers import seal_papers
    from desk_app.adapters.papers import PapersStore
    from desk_app.bootstrap.office import papers_of

    shared = papers_of(settings, keys, database, now=wall_clock().now())
    kept = PapersStore(out / "papers", keys.papers, keys.recovery)

    def seal(digest: str) -> bool:
        try:
            kept.put(shared.read(digest), name=digest, media_type="")
        except IntegrityError:
            return False
        return True

    wanted = sorted((named - shared.purged()) | set(shared.digests()))
    lines, damaged, _ = seal_papers(out / "papers", wanted, known=known, seal=seal)
    return lines, damaged


def _own_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        passing = path.name.endswith(_PASSING) or ".before-" in path.name
        if name.parts[0] in _OWN or name.parts[0].startswith("desk.db") or passing:
            continue
        if path.is_file() and not path.is_symlink():
            yield name.as_posix(), path


def _manifest(
    settings: Settings, moment: _Moment, lines: "tuple[object, ...]", at: str
) -> "Manifest":
    from importlib import metadata

    from desk_app.adapters.backup import Manifest

    try:
        program = metadata.version("desk-app")
    except metadata.PackageNotFoundError:
        program = "0"
    return Manifest(
        made_at=at,
        program=program,
        folder=str(settings.folder),
        device_id=settings.device_id,
        device_gen=settings.device_gen,
        is_practice=settings.is_practice,
        dossiers=0,
        events=0,
        files=lines,  # type: ignore[arg-type]  # lines of the manifest, made by its own module
        papers=moment.papers,
        damaged=moment.damaged,
    )


def _known(earlier: Path | None, keys: DeskKeys, scratch: Path) -> "dict[str, PaperLine]":
    """Lines of the last backup; one that cannot be read makes every paper be copied anew."""
    from desk_app.adapters.backup import open_snapshot

    if earlier is None:
        return {}
    into = scratch / "earlier"
    try:
        manifest = open_snapshot(earlier, keys.papers, scratch, into)
    except DeskError:
        return {}
    finally:
        shutil.rmtree(into, ignore_errors=True)
    return {line.sha256: line for line in manifest.papers}


def _free_name(folder: Path, stamp: str) -> str:
    number = int(stamp.replace("-", ""))
    while (folder / f"{str(number)[:8]}-{str(number)[8:]}.desk").exists():
        number += 1
    return f"{str(number)[:8]}-{str(number)[8:]}.desk"


def _leave_practice_key(settings: Settings, out: Path) -> None:
    """A practice office restores anywhere: its recovery key lies beside its backups."""
    secret = key_store(settings).get("recovery_secret")
    if secret is not None:
        write_private(out / PRACTICE_KEY, f"{secret}\n".encode())


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
        code = "backup.disk_full" if error.errno in full else "backup.unwritable"
        raise UnavailableError(
            code, {"folder": str(out), "detail": error.strerror or str(error)}
        ) from error
