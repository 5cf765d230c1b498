"""What update waits for this desk and what it would bring; looked at without taking it."""

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_app.bootstrap.audits import read_note
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.scratch import private_scratch
from desk_app.bootstrap.updates import (
    FOLDER,
    TAKEN,
    is_for_this_machine,
    mark_of,
    pinned,
    way_back,
)
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateStanding:
    """What the notes and the folder of bundles say; nothing is checked for it.

    Attributes:
        version: of the program that runs.
        taken_at: when the last bundle was taken into use; ``bundle`` is its name.
        offered: a bundle of the administrator's folder that was not taken yet, the newest.
        has_before: ``desk-app update rollback`` would find something.
    """

    version: str
    taken_at: dt.datetime | None
    bundle: str
    offered: Path | None
    has_before: bool


def update_standing(settings: Settings) -> UpdateStanding:
    """How this desk stands to its updates; cheap."""
    from desk_app import __version__

    note = read_note(settings.within(FOLDER) / TAKEN)
    at = note.get("at")
    return UpdateStanding(
        version=__version__,
        taken_at=dt.datetime.fromisoformat(str(at)) if at else None,
        bundle=str(note.get("bundle", "")),
        offered=_offered(settings, note),
        has_before=way_back(settings),
    )


def look_at_update(profile: Path | None, bundle: Path) -> dict[str, object]:
    """Check a bundle to its last byte and tell what is in it; nothing is taken or remembered.

    Raises:
        UnavailableError: ``update.no_root``, ``update.no_space``.
        IntegrityError: ``update.*``.
    """
    from desk_app.adapters.updates import take

    settings = load_settings(profile)
    home = settings.within(FOLDER)
    try:
        with private_scratch(home) as scratch:
            files, memory = scratch / "files", scratch / "metadata"
            files.mkdir()
            if (home / "metadata").is_dir():
                shutil.copytree(home / "metadata", memory)
            taken = take(bundle, pinned(settings), memory, files)
    except OSError as error:
        raise UnavailableError("update.no_space", {"detail": error.strerror or ""}) from error
    items = [item for item in taken.items if item.kind != "program" or is_for_this_machine(item)]
    programs = [item.version for item in items if item.kind == "program"]
    return {
        "bundle": str(bundle),
        "items": [{"file": item.file.name, "kind": item.kind} for item in items],
        "program": programs[-1] if programs else "",
    }


def _offered(settings: Settings, note: Mapping[str, object]) -> Path | None:
    """The newest bundle of the folder, unless that one, or a later one, was taken."""
    if not settings.updates_folder:
        return None
    try:
        found = max(
            Path(settings.updates_folder).glob("*.zip"),
            key=lambda file: file.stat().st_mtime_ns,
            default=None,
        )
        if found is None or mark_of(found) == note.get("mark"):
            return None
    except OSError:
        return None  # the folder is away: nothing is offered, and nothing is wrong
    return found
