"""Puts one folder in the place of another: a break at any moment leaves the old or the new one.

Neither system exchanges two folders in one act everywhere, so a note beside the place says what is
under way: whoever finds the place empty and the note there moves the old folder back.
"""

import contextlib
import json
from pathlib import Path

from desk_app.config.keys import write_private


def swap(fresh: Path, place: Path, aside: Path) -> None:
    """Move what lies at ``place`` to ``aside`` and ``fresh`` to ``place``.

    Args:
        fresh: complete folder on the same file system.
        place: a folder, or nothing.
        aside: a name that is free, beside ``place``.

    Raises:
        OSError: the old folder could not be moved, or the new one; the old one is back then.
    """
    note = _note(place)
    write_private(note, json.dumps({"aside": aside.name}).encode())
    try:
        if place.exists():
            place.rename(aside)
        fresh.rename(place)
    finally:
        mend(place)


def mend(place: Path) -> bool:
    """Finish what a break left behind; gives whether the old folder was moved back.

    Nothing is done while ``place`` is there: then the swap had not begun or was over.
    """
    note = _note(place)
    aside = _aside(note)
    if aside is None:
        return False
    is_back = not place.exists() and aside.is_dir()
    if is_back:
        aside.rename(place)
    with contextlib.suppress(FileNotFoundError):  # another process mended it as well
        note.unlink()
    return is_back


def _note(place: Path) -> Path:
    return place.with_name(f".{place.name}.restoring")


def _aside(note: Path) -> Path | None:
    try:
        name = str(json.loads(note.read_text(encoding="utf-8"))["aside"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return note.with_name(name) if Path(name).name == name else None
