"""One process at a time in the folder of a tray."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from scanner.durable import is_disk_full
from scanner.errors import TrayError

#: Where the ledger and the lock of a stand-alone tray lie, inside its folder.
PRIVATE_FOLDER = ".tray"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other processes.

    Raises:
        TrayError: ``scanner.tray_busy`` or ``scanner.tray_unwritable``.
    """
    private = folder / PRIVATE_FOLDER
    lock = filelock.FileLock(private / "lock", thread_local=False)
    try:
        private.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0.2)
    except filelock.Timeout as error:
        raise TrayError("scanner.tray_busy", folder=str(folder)) from error
    except OSError as error:
        if is_disk_full(error):
            raise TrayError("scanner.no_space", sheet=1) from error
        raise TrayError("scanner.tray_unwritable", folder=str(folder)) from error
    try:
        yield
    finally:
        lock.release()
