"""A folder that programs running as another user can walk into."""

import tempfile
from pathlib import Path


def open_folder(prefix: str) -> Path:
    """A new folder whose way is open to every user of the machine; the caller takes it away.

    The folder for temporary files may be closed to others: an open desk sends them where nobody else may look,
    and a machine may give each user one of their own. A printing system then finds no paper to send and waits
    for ever, a database server does not start.
    """
    places = [Path(tempfile.gettempdir()).resolve(), *map(Path, ("/tmp", "/var/tmp", "/dev/shm"))]
    place = next((one for one in places if _is_open(one)), None)
    assert place is not None, f"another user may walk into none of {places}"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    folder.chmod(0o755)
    return folder


def _is_open(folder: Path) -> bool:
    """Whether any user may walk into it."""
    return folder.is_dir() and all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))
