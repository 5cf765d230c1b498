"""What keeps personal data out of places nobody thinks of: temporary folders, core dumps, modes.

Decided once at the start of a process and inherited by every worker.
"""

import contextlib
import os
import shutil
import sys
import tempfile
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


@contextmanager
def private_temporary_files(folder: Path) -> Iterator[Path]:
    """Temporary files of this process and its workers lie in the profile while the block lasts.

    What a crash left behind is removed first, unless another process of this profile is at work.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=folder))
    before = tempfile.tempdir, {name: os.environ.get(name) for name in _VARIABLES}
    tempfile.tempdir = str(mine)
    os.environ.update(dict.fromkeys(_VARIABLES, str(mine)))
    try:
        yield mine
    finally:
        tempfile.tempdir = before[0]
        for name, value in before[1].items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(mine, ignore_errors=True)


def sweep(folder: Path) -> int:
    """Remove temporary folders of processes that are gone; how many there were.

    Call it only while holding the profile for one window.
    """
    left = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    gone = [path for path in left if not _is_running(path.name.partition("-")[0])]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _is_running(pid: str) -> bool:
    if not pid.isdigit():
        return False
    if sys.platform == "win32":
        import ctypes

        # os.kill(pid, 0) would end the process on Windows.
        handle = ctypes.windll.kernel32.OpenProcess(0x1000, 0, int(pid))
        alive = bool(handle)
        if alive:
            ctypes.windll.kernel32.CloseHandle(handle)
    else:
        try:
            os.kill(int(pid), 0)
            alive = True
        except ProcessLookupError:
            alive = False
        except PermissionError:
            alive = True
    return alive
