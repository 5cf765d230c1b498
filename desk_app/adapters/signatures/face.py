"""The face of the marks that set-up programs bring in resources/fonts."""

from pathlib import Path

import resources

_FILE = "LiberationSerif-Regular.ttf"


def shipped_face() -> Path | None:
    """The face beside the program, or ``None`` where the system's own is used."""
    file = resources.path(f"fonts/{_FILE}")
    return file if file.is_file() else None
