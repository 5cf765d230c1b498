"""A disk that fills up under the tray, or under the driver's spool, in the middle of a stack."""

from __future__ import annotations

import errno
import subprocess

import pytest

from scanner import AcquireRequest, DriverOptions, Ended, Source, Tray, acquire
from tests.kit.scanner import pages
from tests.kit.scanner.escl_sim import EsclSim
from tests.kit.scanner.sane_env import sane_test_device

pytestmark = [pytest.mark.scanner, pytest.mark.xdist_group("small_disk")]
IDS = [pages.ident("full", n) for n in range(1, 6)]


class SmallDisk:
    """A folder with little room: a file system of its own where this machine lets us mount one.

    Elsewhere the tray's own writes are refused after as many bytes, as the system would.
    """

    def __init__(self, folder, megabytes, monkeypatch):
        self.folder, self._patch = folder, monkeypatch
        self._left = megabytes << 20
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "small", str(folder)],
            capture_output=True, check=False,
        )  # fmt: skip
        self.is_mounted = made.returncode == 0

    def fill(self, leave):
        """Take all room but so many bytes."""
        if self.is_mounted:
            import shutil

            room = shutil.disk_usage(self.folder).free - leave
            (self.folder / "ballast").write_bytes(bytes(room))
            return
        from scanner import tray

        self._left = leave
        real = tray.write_whole

        def write(path, data):
            self._left -= len(data)
            if self._left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(path, data)

        self._patch.setattr(tray, "write_whole", write)

    def free(self):
        """Give the room back."""
        if self.is_mounted:
            (self.folder / "ballast").unlink()
        else:
            self._patch.undo()

    def close(self):
        if self.is_mounted:
            subprocess.run(["umount", str(self.folder)], check=True)


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    folder = tmp_path / "small"
    folder.mkdir()
    disk = SmallDisk(folder, 12, monkeypatch)
    yield disk
    disk.close()


def test_a_full_disk_stops_the_stack_and_it_goes_on_when_there_is_room(small_disk, inspector):
    """Scenarios 7 and 8: two pages whole, no empty file, "no space" in words, then the rest."""
    stack = [pages.page(i, dpi=150) for i in IDS]
    room = sum(len(data) for data in stack[:2]) + len(stack[2]) // 2
    with Tray.at(small_disk.folder) as tray:
        tray.open_stack(device="escl://x", source=Source.ADF)  # the ledger has its first blocks
        small_disk.fill(leave=max(room, 1_000_000) + 200_000)
        with EsclSim(stack * 4) as device:
            request = AcquireRequest(device=device.uri, source=Source.ADF, dpi=150)
            first = acquire(request, tray=tray, inspector=inspector)
            arrived = len(first.pages)
            assert (first.ended, first.problem.code) == (Ended.NO_SPACE, "scanner.no_space")
            assert 2 <= arrived < len(stack) * 4
            assert first.expected_next_sheet == arrived + 1
            assert all(f.stat().st_size for f in small_disk.folder.glob("*.jpg"))
            assert len(list(small_disk.folder.glob("*.jpg"))) == arrived
            small_disk.free()
            device.reload((stack * 4)[arrived : arrived + 3])
            again = AcquireRequest(device=device.uri, source=Source.ADF, dpi=150, stack=first.stack)
            second = acquire(again, tray=tray, inspector=inspector)
        assert (second.ended, len(second.pages)) == (Ended.DONE, 3)
        whole = tray.pages(first.stack)
        assert [p.sheet for p in whole] == list(range(1, arrived + 4))
        got = [pages.read_id(tray.read(p)) for p in whole]
        assert got == (IDS * 4)[: arrived + 3]


def test_a_full_spool_is_no_end_of_stack(small_disk, tmp_path, inspector):
    """Scenario 7, TIFF: scanimage ends with 0 over files of 0 bytes; nothing empty is taken."""
    if small_disk.is_mounted:
        small_disk.fill(leave=1_500_000)
    with sane_test_device() as config:
        request = AcquireRequest(
            device="sane:test:0", out=tmp_path / "out", source=Source.ADF, dpi=200,
            options=DriverOptions(sane_config=config, spool=small_disk.folder),
        )  # fmt: skip
        result = acquire(request, inspector=inspector)
    if small_disk.is_mounted:
        assert (result.ended, result.problem.code) == (Ended.NO_SPACE, "scanner.no_space")
        assert result.expected_next_sheet == len(result.pages) + 1
    assert all(page.size and page.file.stat().st_size for page in result.pages)
