"""pcscd with its virtual reader, one user at a time on this machine.

The port that the package gives the reader lies among those the system lends to any program for a
moment, so another server can hold it; the tests give the reader a port outside that range.
"""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock

READER_PORT = 21_963
_DRIVERS = (
    Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so"),
    Path("/usr/lib64/pcsc/drivers/serial/libifdvpcd.so"),
)
_START_S = 60.0
#: One place for the whole machine; where temporary files go differs between open profiles.
_LOCK = Path("/tmp/desk-virtual-reader.lock")


class NoCardServiceError(Exception):
    """There is no pcscd, no virtual reader, or another program holds the place."""


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that another program does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def reader_answers() -> bool:
    """Whether something listens where the virtual reader does; counts as a card for a moment."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", READER_PORT), 0.2):
        return True
    return False


@contextlib.contextmanager
def run_card_service(*, patience: float = 280.0) -> Iterator["subprocess.Popen[bytes]"]:
    """pcscd with one virtual reader of two slots; ended with the block.

    Args:
        patience: seconds to wait for another test that has it.

    Raises:
        NoCardServiceError: a part is missing or the place is taken.
    """
    driver = next((path for path in _DRIVERS if path.exists()), None)
    if driver is None or shutil.which("pcscd") is None:
        raise NoCardServiceError("pcscd or the virtual reader is not installed")
    with FileLock(_LOCK, timeout=patience):
        if reader_answers():
            raise NoCardServiceError("another program holds the virtual reader")
        with tempfile.TemporaryDirectory(prefix="reader-") as folder:
            Path(folder, "vpcd").write_text(
                f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{READER_PORT:X}\n'
                f"LIBPATH {driver}\nCHANNELID 0x{READER_PORT:X}\n",
                encoding="ascii",
            )
            daemon = subprocess.Popen(
                ["pcscd", "-f", "-c", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                wait_until(lambda: reader_answers() or daemon.poll() is not None, _START_S)
                if daemon.poll() is not None:
                    raise NoCardServiceError("pcscd does not start: another one runs?")
                time.sleep(0.5)  # the probing connection counted as a card
                yield daemon
            finally:
                daemon.terminate()
                try:
                    daemon.wait(10)
                except subprocess.TimeoutExpired:
                    daemon.kill()
                    daemon.wait()
