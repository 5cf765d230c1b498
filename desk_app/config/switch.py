"""Puts several files and folders in place together: a break leaves all old or all new.

A journal says what is under way. Before it is written nothing has changed; from then on whoever
opens the profile next finishes it, so that nobody ever works on a mixture.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

JOURNAL, APPLIED = "journal.json", "applied.json"
_BEFORE = ".before-update"


@dataclass(frozen=True, slots=True)
class Move:
    """What shall lie at a place.

    Attributes:
        fresh: complete file or folder on the same file system; None when nothing shall be there.
    """

    fresh: Path | None
    place: Path

    @property
    def before(self) -> Path:
        """Where what was there is kept for the way back."""
        return self.place.with_name(self.place.name + _BEFORE)


def switch(folder: Path, moves: Sequence[Move]) -> None:
    """Make all moves, or none; ``folder`` holds the journal.

    Raises:
        OSError: the journal could not be written: nothing has changed.
    """
    lines = [{"fresh": str(m.fresh) if m.fresh else "", "place": str(m.place)} for m in moves]
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "journal.part"
    with part.open("w", encoding="utf-8") as out:
        json.dump(lines, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(folder / JOURNAL)
    finish(folder)


def finish(folder: Path) -> bool:
    """Finish what a break left behind; whether there was anything."""
    moves = _read(folder / JOURNAL)
    if not moves:
        return False
    for move in moves:
        is_made = move.fresh is None or not move.fresh.exists()
        if is_made and (move.fresh is not None or not move.place.exists()):
            continue
        if move.place.exists():
            _remove(move.before)
            move.place.rename(move.before)
        if move.fresh is not None:
            move.place.parent.mkdir(parents=True, exist_ok=True)
            move.fresh.rename(move.place)
    with contextlib.suppress(FileNotFoundError):  # another process finished it as well
        (folder / JOURNAL).replace(folder / APPLIED)
    return True


def can_roll_back(folder: Path) -> bool:
    """Whether ``roll_back`` would find something; changes nothing."""
    return bool(_read(folder / JOURNAL) or _read(folder / APPLIED))


def roll_back(folder: Path) -> bool:
    """Bring back what lay at the places before the last switch; False when nothing is kept."""
    finish(folder)
    moves = _read(folder / APPLIED)
    if not moves:
        return False
    back = []
    for move in moves:
        kept = move.place.with_name(move.place.name + ".back")
        if move.before.exists() and not kept.exists():
            move.before.rename(kept)
        back.append(Move(kept if kept.exists() else None, move.place))
    switch(folder, back)
    (folder / APPLIED).unlink(missing_ok=True)
    return True


def _read(file: Path) -> list[Move]:
    try:
        lines = json.loads(file.read_text(encoding="utf-8"))
        return [
            Move(Path(line["fresh"]) if line["fresh"] else None, Path(line["place"]))
            for line in lines
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
