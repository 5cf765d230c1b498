"""Private folders for things that must not outlive one piece of work."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

_LOCK = ".lock"


@contextmanager
def private_scratch(below: Path) -> Iterator[Path]:
    """A folder only its owner reads, gone at the end of the block whatever happens."""
    below.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=below))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked_scratch(below: Path) -> Iterator[Path]:
    """The same where a process may be killed: its lock falls with it, then ``sweep`` cleans up."""
    below.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = below / f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
    # Held before the folder is there, so that nobody takes it for one left behind.
    with _lock_of(folder):
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    _forget(folder)


def sweep(below: Path) -> int:
    """Remove what killed processes left in a folder of locked scratches; how many there were."""
    names = {path.name.removesuffix(_LOCK) for path in below.iterdir()} if below.is_dir() else ()
    gone = 0
    for name in sorted(names):
        try:
            with _lock_of(below / name):
                gone += (below / name).is_dir()
                shutil.rmtree(below / name, ignore_errors=True)
        except filelock.Timeout:
            continue
        _forget(below / name)
    return gone


def _lock_of(folder: Path) -> filelock.BaseFileLock:
    place = folder.with_name(folder.name + _LOCK)
    return filelock.FileLock(place, timeout=0, thread_local=False)


def _forget(folder: Path) -> None:
    folder.with_name(folder.name + _LOCK).unlink(missing_ok=True)
