"""Small files of the profile that are replaced whole: a crash leaves the old or the new."""

import os
from pathlib import Path

from desk_app.domain.errors import UnavailableError


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` in place of what was there; UnavailableError ``persistence.disk_full``."""
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise UnavailableError("persistence.disk_full") from error
