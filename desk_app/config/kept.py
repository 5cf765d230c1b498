"""Small files as they were when last read, so that a start does not wait for reading them anew.

Python needs 5 ms to load its reader of TOML and to read three small files with it; what was read
is kept as JSON, which it reads in C. A file counts as unchanged while its time of writing and of
change, its size and its number in the file system are those of the reading. Only what is shown is
kept: the rest of a profile is nobody else's to find.

Source: ``docs/decisions/0708-what-a-start-costs.md``.
"""

import contextlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

KEPT_FILE = "front.json"


Facts = Mapping[str, object]


class Kept:
    """What was read of the files beside a ``KEPT_FILE``; without it everything is read anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_fresh = False
        try:
            found = json.loads((folder / KEPT_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        self._known: dict[str, object] = found if isinstance(found, dict) else {}

    def read(self, name: str, part: Callable[[Facts], Facts]) -> Facts:
        """What is wanted of a TOML file of the folder.

        Args:
            name: of the file.
            part: takes it out of the file's data; for one name always the same.

        Raises:
            OSError: it is not there or cannot be read.
            ValueError: it is no such file.
        """
        file = self._folder / name
        stamp = _stamp(file)
        match self._known.get(name):
            case {"stamp": known, "data": dict() as data} if known == stamp:
                return data
        import tomllib

        wanted = part(tomllib.loads(file.read_text(encoding="utf-8")))
        self._known[name] = {"stamp": stamp, "data": wanted}
        self._is_fresh = True
        return wanted

    def keep(self) -> None:
        """Keep what was read anew; a folder nobody may write into keeps nothing."""
        if not self._is_fresh:
            return
        place = self._folder / KEPT_FILE
        fresh = place.with_suffix(".new")
        with contextlib.suppress(OSError, TypeError):  # a date has no form in JSON
            fresh.write_text(json.dumps(self._known, ensure_ascii=False), encoding="utf-8")
            fresh.replace(place)


def _stamp(file: Path) -> list[int]:
    told = file.stat()
    return [told.st_mtime_ns, told.st_ctime_ns, told.st_size, told.st_ino]
