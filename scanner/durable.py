"""Writes that are still there after the power goes, on POSIX and on Windows.

The odd cases of both systems are here and nowhere else: Windows cannot sync a folder (the rename
itself is written through there) and answers with a sharing violation while a virus scanner or an
indexer looks at a new file.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

#: Sharing violations on Windows are over after some hundred milliseconds.
_RENAME_TRIES = 20


def write_whole(path: Path, data: bytes) -> None:
    """Write a new file and force it to the disk.

    Raises:
        FileExistsError: the name is taken; nothing was changed.
        OSError: as the system says; what was written is removed.
    """
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(fd, view) :]
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def rename_into_place(part: Path, final: Path) -> None:
    """Give a synced file its final name and force the name to the disk."""
    _replace(part, final)
    sync_folder(final.parent)


if sys.platform == "win32":
    import ctypes

    _REPLACE_EXISTING, _WRITE_THROUGH = 0x1, 0x8
    _ACCESS_DENIED, _SHARING_VIOLATION = 5, 32

    def _replace(part: Path, final: Path) -> None:
        """MoveFileEx with write-through: the name is on the disk when it returns."""
        move = ctypes.WinDLL("kernel32", use_last_error=True).MoveFileExW
        move.argtypes = (ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_uint32)
        for attempt in range(_RENAME_TRIES):
            if move(str(part), str(final), _REPLACE_EXISTING | _WRITE_THROUGH):
                return
            code = ctypes.get_last_error()
            held = code in {_ACCESS_DENIED, _SHARING_VIOLATION}
            if not held or attempt == _RENAME_TRIES - 1:
                raise ctypes.WinError(code)
            time.sleep(0.05)

    def sync_folder(folder: Path) -> None:
        """Nothing: Windows cannot sync a folder; the rename itself was written through."""

else:

    def _replace(part: Path, final: Path) -> None:
        part.replace(final)

    def sync_folder(folder: Path) -> None:
        """Force the names in a folder to the disk."""
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        except OSError as error:
            # Some network file systems cannot sync a folder; the file itself is synced.
            if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
                raise
        finally:
            os.close(fd)


def is_disk_full(error: OSError) -> bool:
    """Whether this is "no space" or "quota used up" of any system."""
    full = {errno.ENOSPC, getattr(errno, "EDQUOT", -1)}
    return error.errno in full or getattr(error, "winerror", None) in {39, 112}
