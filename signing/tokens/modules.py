"""Which PKCS#11 modules this machine has, from a search list kept as data."""

import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundModule:
    """A module file and the family it is known under."""

    path: Path
    family: str


def find_modules(
    extra: Iterable[Path] = (), *, folders: Iterable[Path] | None = None
) -> tuple[FoundModule, ...]:
    """Modules that exist here, those of the settings first; nothing is loaded.

    Args:
        extra: modules named by the administrator.
        folders: where to look; the folders of the list for this system by default.
    """
    text = resources.files("signing.data").joinpath("modules.toml").read_text("utf-8")
    table = tomllib.loads(text)
    system = "windows" if sys.platform == "win32" else "linux"
    places = [Path(name) for name in table[f"{system}_folders"]]
    found = {path: FoundModule(path, "settings") for path in extra if path.is_file()}
    for folder in places if folders is None else folders:
        for family in table["family"]:
            for name in family[system]:
                path = folder / name
                if path.is_file() and not _is_known(path, found):
                    found[path] = FoundModule(path, family["name"])
    return tuple(found.values())


def _is_known(path: Path, found: Iterable[Path]) -> bool:
    """The same file under another name is one module."""
    return any(path == other or path.samefile(other) for other in found)
