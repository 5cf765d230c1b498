"""One window per profile: a lock the system takes back when the program dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from desk_app.domain.errors import ConflictError


@contextmanager
def single_instance(folder: Path) -> Iterator[None]:
    """Hold the profile for one window; ConflictError ``profile.in_use`` when another holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / "window.lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise ConflictError("profile.in_use", {"folder": folder.name}) from None
    try:
        yield
    finally:
        lock.release()
