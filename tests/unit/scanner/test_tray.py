"""The tray: what counts, what is swept, what is offered, what is refused."""

from __future__ import annotations

import errno
import os

import pytest

from scanner import Ended, Source, Tray, TrayError
from scanner.integrity import WholePage
from tests.kit.scanner.memory_ledger import MemoryLedger


def whole(number=1, **more):
    data = b"page %d" % number * 100
    values = {"data": data, "mime": "image/jpeg", "width": 10, "height": 20, "dpi": 300}
    return WholePage(**{**values, **more})


@pytest.fixture
def ledger():
    return MemoryLedger()


@pytest.fixture
def tray(tmp_path, ledger):
    with Tray(tmp_path, ledger) as tray:
        yield tray


def feed(tray, source=Source.ADF):
    return tray.open_stack(device="escl://x", source=source)


def test_a_page_is_its_bytes(tray, ledger):
    page = tray.take(feed(tray), whole())
    assert page.file.read_bytes() == whole().data == tray.read(page)
    assert list(ledger.pages()) == [page]
    assert (page.number, page.sheet, page.side) == (1, 1, "a")


def test_sides_and_sheets_follow_the_feeder(tray):
    duplex = feed(tray, Source.ADF_DUPLEX)
    taken = [tray.take(duplex, whole(n)) for n in range(1, 5)]
    assert [(p.sheet, p.side) for p in taken] == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]


def test_a_tampered_page_is_not_read(tray):
    """Scenario 55."""
    page = tray.take(feed(tray), whole())
    page.file.write_bytes(b"x" + page.file.read_bytes()[1:])
    with pytest.raises(TrayError) as refused:
        tray.read(page)
    assert refused.value.code == "scanner.page_tampered"
    page.file.unlink()
    with pytest.raises(TrayError) as refused:
        tray.read(page)
    assert refused.value.code == "scanner.page_missing"


def test_a_start_after_a_crash(tray, tmp_path, ledger):
    """Scenario 56: swept, offered, flagged, named."""
    stack = feed(tray, Source.ADF_DUPLEX)
    kept, gone = tray.take(stack, whole(1)), tray.take(stack, whole(2))
    third = tray.take(stack, whole(3))
    gone.file.unlink()
    (tmp_path / ".0001-0009.part").write_bytes(b"half")
    orphan = tmp_path / "0001-0004.jpg"
    orphan.write_bytes(b"whole, but its row never came")
    found = tray.recover()
    assert [p.name for p in found.swept] == [".0001-0009.part"]
    assert not (tmp_path / ".0001-0009.part").exists()
    assert found.unlisted == (orphan,)
    assert found.missing == (gone,)
    (interrupted,) = found.interrupted
    assert interrupted.expected_next_sheet == 2, "sheet 2 lacks its back"
    adopted = tray.adopt(orphan, whole(data=orphan.read_bytes()))
    assert (adopted.sheet, adopted.side) == (2, "b")
    assert tray.recover().unlisted == ()
    assert kept in ledger.pages()
    assert third in ledger.pages()


def test_a_file_without_a_row_is_never_written_over(tray, tmp_path):
    stack = feed(tray)
    (tmp_path / "0001-0001.jpg").write_bytes(b"an orphan")
    page = tray.take(stack, whole())
    assert page.number == 2
    assert (tmp_path / "0001-0001.jpg").read_bytes() == b"an orphan"


def test_rows_wait_for_a_busy_ledger(tray, ledger):
    """Scenario 53: pages queue on the disk, rows follow in order, none is lost."""
    stack = feed(tray)
    ledger.busy = 2
    first, second = tray.take(stack, whole(1)), tray.take(stack, whole(2))
    assert not tray.is_settled(first)
    assert not tray.is_settled(second)
    assert not ledger.pages()
    third = tray.take(stack, whole(3))
    assert list(ledger.pages()) == [first, second, third]
    assert tray.is_settled(third)


def test_a_full_ledger_takes_the_file_back(tray, ledger, tmp_path):
    stack = feed(tray)
    ledger.is_full = True
    with pytest.raises(TrayError) as refused:
        tray.take(stack, whole())
    assert (refused.value.code, refused.value.facts["sheet"]) == ("scanner.no_space", 1)
    assert not list(tmp_path.glob("*.jpg"))
    ledger.is_full = False
    assert tray.take(stack, whole()).number == 1


def test_a_full_disk_leaves_nothing_half(tray, monkeypatch, tmp_path):
    stack = feed(tray)
    tray.take(stack, whole(1))
    real = os.write

    def full(fd, data):
        real(fd, bytes(data[: len(data) // 2]))
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        with pytest.raises(TrayError) as refused:
            tray.take(stack, whole(2))
    assert (refused.value.code, refused.value.facts["sheet"]) == ("scanner.no_space", 2)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".tray", "0001-0001.jpg"]
    assert tray.take(stack, whole(2)).sheet == 2, "the disk was freed: the stack goes on"
    assert tray.close_stack(stack, Ended.DONE).expected_next_sheet is None


def test_a_tray_that_cannot_be_written_is_refused_before_feeding(tmp_path, ledger):
    """Scenario 9."""
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(TrayError) as refused:
        Tray(blocked / "tray", ledger)
    assert refused.value.code == "scanner.tray_unwritable"
    with Tray(tmp_path / "tray", ledger) as tray:
        (tmp_path / "tray").rename(tmp_path / "elsewhere")
        with pytest.raises(TrayError) as refused:
            feed(tray)
        assert refused.value.code == "scanner.tray_unwritable"
    assert not ledger.stacks()


def test_one_process_at_a_time(tray, tmp_path, ledger):
    with pytest.raises(TrayError) as refused:
        Tray(tmp_path, ledger)
    assert refused.value.code == "scanner.tray_busy"
    tray.close()
    Tray(tmp_path, ledger).close()


def test_pages_can_lie_encrypted(tmp_path, ledger):
    class Mirror:
        def seal(self, plain):
            return plain[::-1]

        def open(self, sealed):
            return sealed[::-1]

    with Tray(tmp_path, ledger, seal=Mirror()) as tray:
        page = tray.take(feed(tray), whole())
        assert page.file.read_bytes() == whole().data[::-1]
        assert tray.read(page) == whole().data


def test_a_clock_set_back_changes_nothing(tray, monkeypatch):
    """Scenario 54: order is by sheet and number; no time is stored or compared."""
    import time

    stack, now = feed(tray), time.time()
    for number in range(1, 4):
        monkeypatch.setattr(time, "time", lambda n=number: now - 1000 * n)
        tray.take(stack, whole(number))
    assert [p.number for p in tray.pages(stack.stack.id)] == [1, 2, 3]


def test_a_page_that_was_taken_over_leaves_its_row(tray, ledger, tmp_path):
    feeding = feed(tray)
    first, second = tray.take(feeding, whole(1)), tray.take(feeding, whole(2))
    tray.release([first])
    assert not first.file.exists()
    assert tray.read(second) == whole(2).data
    assert [page.is_released for page in ledger.pages()] == [True, False]
    assert ledger.with_digest(first.sha256) is None
    found = tray.recover()
    assert (found.missing, found.unlisted) == ((), ())
    tray.release(ledger.pages()[:1])  # once more changes nothing


def test_a_row_lets_go_before_its_file(tray, ledger, monkeypatch):
    """Killed in between, the file is a leftover, never a page to be taken in a second time."""
    page = tray.take(feed(tray), whole())

    def killed(*_given, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.unlink", killed)
    with pytest.raises(KeyboardInterrupt):
        tray.release([page])
    monkeypatch.undo()
    assert ledger.pages()[0].is_released
    assert page.file.exists()
    found = tray.recover()
    assert (found.missing, found.unlisted) == ((), ())
    assert not page.file.exists()
