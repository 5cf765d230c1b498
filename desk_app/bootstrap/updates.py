"""Takes an update bundle into use: policies, procedures, trust packages, the program itself."""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.scratch import private_scratch
from desk_app.config.keys import write_private
from desk_app.config.policy import policy_places
from desk_app.config.settings import Settings
from desk_app.config.switch import Move, can_roll_back, roll_back, switch
from desk_app.domain.errors import Fact, IntegrityError, RuleError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.updates import BundleItem, Taken

FOLDER = "updates"
PINNED = "update-root.json"
TAKEN = "taken.json"
_TRUST = ("trust-publisher.pem", "trust-package.json")
_INSTALL_S = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A checked set-up program for this machine, and how it is started."""

    file: Path
    version: str
    command: tuple[str, ...]


def new_update_keys(folder: Path) -> dict[str, object]:
    """Keys of an administrator who rolls out to many desks.

    Raises:
        RuleError: ``update.keys_exist``.
    """
    from desk_app.adapters.updates import new_publisher

    try:
        root = new_publisher(folder, now=wall_clock().now())
    except FileExistsError as error:
        raise RuleError("update.keys_exist", {"folder": str(folder)}) from error
    return {"root": str(root), "keys": str(folder)}


def write_update(target: Path, keys: Path, files: dict[str, list[Path]]) -> dict[str, object]:
    """Write a signed bundle of files by kind.

    Raises:
        RuleError: ``update.not_written``; what is missing or doubled.
    """
    from desk_app.adapters.updates import Item, write_bundle

    items = [
        Item(file=file, kind=kind, platform=_platform_of(file), version=_version_of(file))
        for kind, some in files.items()
        for file in some
    ]
    try:
        write_bundle(target, keys, items, now=wall_clock().now())
    except (OSError, ValueError, TypeError) as error:
        raise RuleError("update.not_written", {"detail": str(error)[:80]}) from error
    return {"bundle": str(target), "items": [item.file.name for item in items]}


def apply_update(
    profile: Path | None, bundle: Path, *, is_installing: bool = False
) -> dict[str, object]:
    """Check a bundle and take it into use; a break leaves what was there or all that is new.

    Args:
        profile: of the desk.
        bundle: the file from the stick.
        is_installing: start the set-up program too; without it its place is told.

    Raises:
        UnavailableError: ``update.no_root``: the machine was given no publisher;
            ``update.policy_needs_admin``; ``update.no_space``.
        IntegrityError: ``update.*``, ``trust.*``; nothing has changed.
        RuleError: ``procedures.*``, ``update.policy_broken``.
    """
    from desk_app.adapters.updates import take

    settings = load_settings(profile)
    home = settings.within(FOLDER)
    for left in home.glob("ready-*"):  # of a bundle that was refused half-way
        shutil.rmtree(left, ignore_errors=True)
    try:
        with private_scratch(home) as scratch:
            files = scratch / "files"
            files.mkdir()
            taken = take(bundle, pinned(settings), home / "metadata", files)
            moves = list(_moves(settings, taken, scratch))
            program = _program(taken, home)
            if moves:
                switch(home, moves)
    except OSError as error:
        raise UnavailableError("update.no_space", {"detail": error.strerror or ""}) from error
    _remember(home, bundle)
    answer: dict[str, object] = {"applied": [item.file.name for item in taken.items]}
    if program is not None:
        answer |= {"program": str(program.file), "version": program.version}
        answer["installed"] = is_installing and _install(program)
    return answer


def roll_back_update(profile: Path | None) -> dict[str, object]:
    """Back to the policies, procedures and trust before the last bundle, and to the program before.

    Raises:
        RuleError: ``update.nothing_before``.
    """
    settings = load_settings(profile)
    is_content_back = roll_back(settings.within(FOLDER))
    version = _program_before()
    if not is_content_back and not version:
        raise RuleError("update.nothing_before")
    return {"content": is_content_back, "program": version}


def _remember(home: Path, bundle: Path) -> None:
    """Note what was taken; without the note the same bundle is offered once more, no harm."""
    with contextlib.suppress(OSError):
        at = wall_clock().now().isoformat()
        note = {"at": at, "bundle": bundle.name, "mark": mark_of(bundle)}
        write_private(home / TAKEN, json.dumps(note, ensure_ascii=False).encode())


def mark_of(bundle: Path) -> str:
    """Tells whether a bundle in the administrator's folder is the one that was taken."""
    facts = bundle.stat()
    return f"{facts.st_size}-{facts.st_mtime_ns}"


def way_back(settings: Settings) -> bool:
    """Whether ``roll_back_update`` would find something."""
    return can_roll_back(settings.within(FOLDER)) or _before() is not None


def pinned(settings: Settings) -> bytes:
    """The root the administrator gave the machine, or else this profile."""
    for place in (*(p.parent / PINNED for p in policy_places()), settings.within(PINNED)):
        if place.is_file():
            return place.read_bytes()
    raise UnavailableError("update.no_root", {"file": PINNED})


def _moves(settings: Settings, taken: "Taken", scratch: Path) -> Iterator[Move]:
    """Everything complete and checked beside its place."""
    kinds: dict[str, list[BundleItem]] = {}
    for item in taken.items:
        kinds.setdefault(item.kind, []).append(item)
    ready = Path(tempfile.mkdtemp(prefix="ready-", dir=settings.within(FOLDER)))
    if "procedure" in kinds:
        yield Move(_catalogue(settings, kinds["procedure"], ready), settings.within("catalogue"))
    if "trust" in kinds:
        yield from _trust(settings, kinds["trust"][-1], ready)
    if "policy" in kinds:
        yield _policy(kinds["policy"][-1])


def _catalogue(settings: Settings, items: "list[BundleItem]", ready: Path) -> Path:
    from desk_app.bootstrap.data import import_procedure_file

    fresh, old = ready / "catalogue", settings.within("catalogue")
    if old.is_dir():
        shutil.copytree(old, fresh)
    for item in items:
        import_procedure_file(item.file, ready)
    return fresh


def _trust(settings: Settings, item: "BundleItem", ready: Path) -> Iterator[Move]:
    from desk_app.adapters.signatures.trust import install_trust
    from signing.trust import TrustError

    for name in _TRUST:
        if settings.within(name).is_file():
            shutil.copyfile(settings.within(name), ready / name)
    try:
        install_trust(item.file, ready / _TRUST[0], ready, now=wall_clock().now())
    except TrustError as error:
        facts: dict[str, Fact] = {name: str(value) for name, value in error.facts.items()}
        raise IntegrityError(error.code, facts) from error
    yield Move(ready / "trust", settings.trust_folder)
    yield Move(ready / _TRUST[1], settings.within(_TRUST[1]))


def _policy(item: "BundleItem") -> Move:
    """The policy beside the first place this user may write to."""
    try:
        policy = tomllib.loads(item.file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError("update.policy_broken", {"file": item.file.name}) from error
    if not policy or set(policy) - {"default", "lock"}:
        raise RuleError("update.policy_broken", {"file": item.file.name})
    for place in policy_places():
        fresh = place.with_name(f".{place.name}.fresh")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(item.file, fresh)
        except OSError:
            continue
        return Move(fresh, place)
    raise UnavailableError("update.policy_needs_admin")


# -- the program itself


def _platform() -> str:
    if sys.platform == "win32":
        kind = "windows"
    else:
        kind = "debian" if Path(sys.executable).is_relative_to("/usr/lib/desk-app") else "linux"
    return kind


def _platform_of(file: Path) -> str:
    return {".exe": "windows", ".deb": "debian"}.get(file.suffix, "linux")


def _version_of(file: Path) -> str:
    """The version in names like ``desk-app-1.2-setup.exe``, ``desk-app_1.2~deb12_amd64.deb``."""
    parts = file.name.replace("_", "-").split("-")
    return parts[2].partition("~")[0] if len(parts) > 2 else ""


def is_for_this_machine(item: "BundleItem") -> bool:
    """Whether a set-up program of a bundle is one that this machine starts."""
    return item.platform == _platform()


def may_install() -> bool:
    """Whether an officer may start the set-up program: a package wants root rights."""
    return _platform() != "debian"


def _program(taken: "Taken", home: Path) -> Program | None:
    mine = [i for i in taken.items if i.kind == "program" and is_for_this_machine(i)]
    if not mine:
        return None
    place = home / "programs" / mine[-1].file.name
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    shutil.copyfile(mine[-1].file, part)
    part.replace(place)
    commands = {
        "windows": (str(place), "/S"),
        "debian": ("dpkg", "-i", str(place)),
        "linux": ("sh", str(place)),
    }
    return Program(file=place, version=mine[-1].version, command=commands[_platform()])


def _install(program: Program) -> bool:
    """Run the set-up program, which itself leaves the old version or the new one.

    Raises:
        UnavailableError: ``update.install_failed``.
    """
    try:
        ended = subprocess.run(program.command, timeout=_INSTALL_S, check=False).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError("update.install_failed", {"version": program.version}) from error
    if ended:
        raise UnavailableError("update.install_failed", {"version": program.version})
    return True


def _before() -> tuple[Path, str] | None:
    """The folder of the versions and the version kept beside this one, where there is one."""
    home = next((p.parent for p in Path(sys.executable).parents if p.name == "versions"), None)
    if home is None:
        return None
    try:
        before = (home / "previous.txt").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return (home, before) if before and (home / "versions" / before).is_dir() else None


def _program_before() -> str:
    """Let the version before this one start from now on; empty where none is kept beside it."""
    found = _before()
    if found is None:
        return ""
    home, before = found
    try:
        now = (home / "current.txt").read_text(encoding="ascii").strip()
        for name, version in (("previous", now), ("current", before)):
            fresh = home / f"{name}.new"
            fresh.write_text(version, encoding="ascii")
            fresh.replace(home / f"{name}.txt")
    except OSError:
        return ""
    return before
