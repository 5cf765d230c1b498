"""What C libraries grumble on standard error: libjpeg greys the rest of a cut image and says so.

Imports no imaging library: see `capture_complaints`.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

_captured: list[int] = []


def capture_complaints() -> None:
    """Send what C libraries write to standard error into a file that `complaints` reads.

    Call once, in a process whose standard error nobody reads, and before OpenCV is loaded: on
    Windows its own C library keeps the standard error it found when it was loaded.
    """
    fd, name = tempfile.mkstemp(prefix="scanner-")
    os.dup2(fd, 2)
    os.close(fd)
    with contextlib.suppress(OSError):  # Windows keeps the name of an open file
        Path(name).unlink()
    _captured.append(2)


@contextlib.contextmanager
def complaints() -> Iterator[list[bytes]]:
    """What was said while the block ran, filled in at its end; empty where nothing is captured."""
    said: list[bytes] = []
    if not _captured:
        yield said
        return
    (fd,) = _captured
    os.ftruncate(fd, 0)
    os.lseek(fd, 0, os.SEEK_SET)
    yield said
    length = os.lseek(fd, 0, os.SEEK_CUR)
    if length:
        os.lseek(fd, 0, os.SEEK_SET)
        said.append(os.read(fd, min(length, 65536)))
