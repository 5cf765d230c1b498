"""Files written beside their target and put in place in one step.

The platform's odd corners live here: folders cannot be synced on Windows, and an open file
cannot be replaced there.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from signing.errors import SigningError

if TYPE_CHECKING:
    from hashlib import _Hash as Hasher

CHUNK_BYTES = 1 << 20
TEMPORARY_SUFFIX = ".signing"


def temporary_beside(target: Path, batch: str | None = None) -> Path:
    """A fresh name in the folder of ``target``; ``batch`` lets its leftovers be found again."""
    return target.parent / f".{batch or 'one'}-{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say what the operating system refused in terms of the file.

    Raises:
        SigningError: ``signing.file_not_found``, ``signing.disk_full``, ``signing.file_in_use`` or
            ``signing.file_unwritable``.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise SigningError("signing.file_not_found", file=path.name) from error
    except PermissionError as error:
        in_use = getattr(error, "winerror", None) in {32, 33}
        code = "signing.file_in_use" if in_use else "signing.file_unwritable"
        raise SigningError(code, file=path.name) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise SigningError("signing.disk_full", file=path.name) from error
        raise SigningError("signing.file_unwritable", file=path.name) from error


def copy_bytes(source: Path, target: Path) -> None:
    """Copy into a new file in large pieces; by the kernel where it offers that."""
    with source.open("rb", buffering=0) as inward, target.open("xb", buffering=0) as outward:
        size = os.fstat(inward.fileno()).st_size
        if sys.platform == "linux":
            left = size
            while left > 0:
                moved = os.sendfile(outward.fileno(), inward.fileno(), None, min(left, 1 << 27))
                if not moved:
                    break
                left -= moved
        buffer = memoryview(bytearray(min(CHUNK_BYTES, size + 1)))
        while count := inward.readinto(buffer):
            outward.write(buffer[:count])


def hash_start(path: Path, size: int) -> "Hasher":
    """SHA-256 over the first ``size`` bytes, ready to be continued."""
    hasher = hashlib.sha256()
    buffer = memoryview(bytearray(min(CHUNK_BYTES, max(1, size))))
    with path.open("rb", buffering=0) as file:
        left = size
        while left > 0:
            count = file.readinto(buffer[: min(left, len(buffer))])
            if not count:
                raise SigningError("signing.file_changed", file=path.name)
            hasher.update(buffer[:count])
            left -= count
    return hasher


def append_bytes(path: Path, data: bytes | bytearray) -> None:
    """Write at the end and wait until the disk has everything."""
    with path.open("ab", buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())


def put_in_place(temporary: Path, target: Path) -> None:
    """Replace ``target`` in one step and make the new name last through a power cut."""
    os.replace(temporary, target)  # noqa: PTH105 - the same call, named for what it guarantees
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def discard(temporary: Path) -> None:
    """Remove a temporary file; an open handle elsewhere only delays it to the next clean-up."""
    with contextlib.suppress(OSError):
        temporary.unlink()
