"""What keeps personal data out of places nobody thinks of: temporary folders, core dumps, modes.

Decided once at the start of a process and inherited by every worker.
"""

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORK = "work"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")


def harden_process() -> None:
    """Files for the owner only, no core dump, no crash report with memory in it."""
    if sys.platform == "win32":
        import ctypes

        # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX: a crash ends the process and is reported
        # to nobody; the report would hold pieces of memory.
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
    else:
        import resource

        os.umask(0o077)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Places:
    """Where temporary files go: to the profile opened last of those still open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[Path] = []
        self._before: tuple[str | None, dict[str, str | None]] = (None, {})

    def enter(self, mine: Path) -> None:
        with self._lock:
            if not self._open:
                self._before = tempfile.tempdir, {name: os.environ.get(name) for name in _VARIABLES}
            self._open.append(mine)
            self._point()

    def leave(self, mine: Path) -> None:
        with self._lock:
            self._open.remove(mine)
            self._point()

    def _point(self) -> None:
        folder = str(self._open[-1]) if self._open else None
        tempfile.tempdir = folder or self._before[0]
        for name in _VARIABLES:
            value = folder or self._before[1].get(name)
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


_places = _Places()


@contextmanager
def private_temporary_files(folder: Path) -> Iterator[Path]:
    """Temporary files of this process and its workers lie in the profile while the block lasts.

    Several profiles may be open at once and close in any order. What a process that was killed left
    in the clear goes first.
    """
    from desk_app.bootstrap.scratch import locked_scratch, sweep

    sweep(folder)
    with locked_scratch(folder) as mine:
        _places.enter(mine)
        try:
            yield mine
        finally:
            _places.leave(mine)
