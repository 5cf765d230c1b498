"""pcscd with its virtual reader, one user at a time on this machine."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from filelock import FileLock

from desk_app.practice.chip.places import VPCD_PORT
from scanner.chip import list_readers


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def reader_answers():
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", VPCD_PORT), 0.2):
        return True
    return False


@pytest.fixture(scope="module")
def card_service():
    if shutil.which("pcscd") is None:
        pytest.skip("pcscd is not installed")
    with FileLock(Path(tempfile.gettempdir()) / "virtual-reader.lock", timeout=280):
        if reader_answers():
            pytest.skip("another program holds the virtual reader")
        daemon = subprocess.Popen(
            ["pcscd", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: reader_answers() or daemon.poll() is not None)
            assert daemon.poll() is None, "pcscd with the virtual reader does not start"
            time.sleep(0.5)  # the probing connection counted as a card
            yield daemon
        finally:
            daemon.terminate()
            daemon.wait(10)


@pytest.fixture
def laid_down(card_service):
    """Lays practice cards on the virtual reader and takes them away at the end."""
    from desk_app.practice.chip import InVirtualReader

    placed = []

    def lay(card):
        place = InVirtualReader(card)
        placed.append(place)
        place.insert()
        wait_until(lambda: any(each.has_card for each in list_readers()))
        return place

    yield lay
    for place in placed:
        place.remove()
    wait_until(lambda: not any(each.has_card for each in list_readers()))
