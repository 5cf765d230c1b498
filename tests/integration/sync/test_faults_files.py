"""F10-F16, F19, F21, F37, F38: files on their way. Every byte arrives, or the act says why not."""

import hashlib
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.adapters.sync.reference import LineSettings
from desk_app.application.sync_values import RowState
from tests.integration.sync.conftest import Province
from tests.kit.sync.chaos import ChaosProxy
from tests.kit.sync.desk import Desk, new_id
from tests.kit.sync.invariants import assert_invariants

SIZE = 600_000
PATCH = b"PATCH /v1/uploads"
HEAD = 400


@pytest.fixture
def proxy(province: Province) -> Iterator[ChaosProxy]:
    with ChaosProxy(province.url) as made:
        yield made


def scan(seed: int, size: int = SIZE) -> bytes:
    return random.Random(seed).randbytes(size)


def dossier_with(desk: Desk, content: bytes) -> str:
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Một"}, files={"ban-ve.pdf": content})
    return dossier_id


def assert_arrived(province: Province, desk: Desk, dossier_id: str, content: bytes) -> None:
    report = desk.settle()
    assert (report.waiting, report.parked, report.stopped) == (0, (), None)
    province.assert_files(dossier_id, {"ban-ve.pdf": content})
    assert_invariants(province, desk)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.0])
def test_f10_an_upload_cut_anywhere_goes_on(
    province: Province, proxy: ChaosProxy, tmp_path: Path, share: float
) -> None:
    desk = Desk(tmp_path, proxy.url, line=LineSettings(piece=SIZE, upload_idle_s=5))
    content = scan(int(share * 100))
    dossier_id = dossier_with(desk, content)
    after = HEAD + SIZE - 1 if share == 1.0 else int(SIZE * share)
    spoiler = proxy.spoil(PATCH, cut_up_after=after)
    assert_arrived(province, desk, dossier_id, content)
    assert spoiler.struck == 1


def test_f10_what_has_arrived_is_not_sent_again(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, proxy.url, line=LineSettings(piece=100_000, upload_idle_s=5))
    content = scan(11)
    dossier_id = dossier_with(desk, content)
    proxy.spoil(PATCH, cut_up_after=50, skip=4)
    desk.sync()
    first = len([line for line in proxy.requests if line.startswith(b"PATCH")])
    assert_arrived(province, desk, dossier_id, content)
    patches = len([line for line in proxy.requests if line.startswith(b"PATCH")])
    assert first == 5
    assert patches == 5 + 2, "two pieces were missing"
    assert len([line for line in proxy.requests if line.startswith(b"POST /v1/up")]) == 1


def test_f10_a_lost_answer_to_a_piece_is_asked_after(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, proxy.url, line=LineSettings(piece=100_000, upload_idle_s=5))
    content = scan(12)
    dossier_id = dossier_with(desk, content)
    proxy.spoil(PATCH, swallow=True, times=3, skip=1)
    assert_arrived(province, desk, dossier_id, content)


def test_f11_a_lost_answer_to_the_creation_leaves_one_blob(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, proxy.url)
    content = scan(13)
    dossier_id = dossier_with(desk, content)
    before = province.counts()["blob"]
    proxy.spoil(b"POST /v1/uploads", swallow=True)
    assert_arrived(province, desk, dossier_id, content)
    assert province.counts()["blob"] == before + 1
    assert province.call("POST", "/v1/test/uploads/expire")["dropped"] >= 1


def kill_while_uploading(province: Province, desk: Desk, kills: int, seed: int) -> None:
    draw = random.Random(seed)
    done = threading.Event()

    def killer() -> None:
        for _ in range(kills):
            if done.wait(draw.uniform(0.1, 0.7)):
                return
            province.restart()

    thread = threading.Thread(target=killer)
    thread.start()
    deadline = time.monotonic() + 240
    while thread.is_alive() or desk.sync().waiting:
        assert time.monotonic() < deadline, "the upload does not end"
        desk.store.hasten("province")
        desk.engine._circuit.asked_until = None
        if thread.is_alive():
            desk.sync()
            time.sleep(0.05)
    done.set()
    thread.join()


@pytest.mark.slow
def test_f12_a_server_killed_while_it_receives(own_province: Province, tmp_path: Path) -> None:
    desk = Desk(
        tmp_path / "desk", own_province.url, line=LineSettings(piece=16_384, upload_idle_s=5)
    )
    content = scan(14, 6_000_000)
    dossier_id = dossier_with(desk, content)
    kill_while_uploading(own_province, desk, 3, 1)
    assert_arrived(own_province, desk, dossier_id, content)


@pytest.mark.long
def test_f12_a_server_killed_twenty_times(own_province: Province, tmp_path: Path) -> None:
    for seed in range(5):
        desk = Desk(
            tmp_path / f"desk{seed}",
            own_province.url,
            line=LineSettings(piece=8_192, upload_idle_s=5),
        )
        content = scan(100 + seed, 40_000_000)
        dossier_id = dossier_with(desk, content)
        kill_while_uploading(own_province, desk, 20, seed)
        assert_arrived(own_province, desk, dossier_id, content)


@pytest.mark.parametrize("times", [1, 2])
def test_f13_bytes_that_differ_are_sent_again_before_the_command(
    province: Province, tmp_path: Path, times: int
) -> None:
    desk = Desk(tmp_path, province.url)
    content = scan(20 + times)
    dossier_id = dossier_with(desk, content)
    province.call("POST", "/v1/test/disk", {"rot": times})
    assert_arrived(province, desk, dossier_id, content)


def test_f13_a_file_that_never_arrives_whole_is_parked_with_its_name(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = dossier_with(desk, scan(25))
    province.call("POST", "/v1/test/disk", {"rot": 99})
    (item,) = desk.settle().parked
    assert (item.problem.code, item.problem.facts["component"]) == (
        "sync.blob_corrupt",
        "ban-ve.pdf",
    )
    assert not province.has(dossier_id)
    province.calm()
    desk.store.resume(item.command_id)
    assert desk.settle().parked == ()
    assert_invariants(province, desk)


@pytest.mark.parametrize("status", [404, 410])
def test_f14_a_forgotten_upload_is_made_again(
    province: Province, proxy: ChaosProxy, tmp_path: Path, status: int
) -> None:
    desk = Desk(tmp_path, proxy.url, line=LineSettings(piece=100_000, upload_idle_s=5))
    content = scan(30 + status)
    dossier_id = dossier_with(desk, content)
    proxy.spoil(PATCH, cut_up_after=50, skip=2)
    desk.sync()
    if status == 404:
        province.call("POST", "/v1/test/uploads/expire")
    else:
        province.fault({"action": "status", "status": 410, "path": "/v1/uploads/."})
    assert_arrived(province, desk, dossier_id, content)


def test_f15_one_file_in_many_places_travels_once(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, proxy.url)
    content = scan(40)
    dossiers = [dossier_with(desk, content) for _ in range(6)]
    desk.settle()
    assert len([line for line in proxy.requests if line.startswith(b"POST /v1/up")]) == 1
    for dossier_id in dossiers:
        province.assert_files(dossier_id, {"ban-ve.pdf": content})
    assert_invariants(province, desk)


@pytest.mark.parametrize("harm", ["deleted", "damaged"])
def test_f16_a_damaged_paper_stops_its_dossier_only(
    province: Province, tmp_path: Path, harm: str
) -> None:
    desk = Desk(tmp_path, province.url)
    content = scan(50)
    bad = dossier_with(desk, content)
    good = dossier_with(desk, scan(51))
    place = desk.blobs.folder / hashlib.sha256(content).hexdigest()
    if harm == "deleted":
        place.unlink()
    else:
        place.write_bytes(content[:-1] + b"?")
    report = desk.settle()
    (item,) = report.parked
    assert (item.dossier_id, item.problem.code) == (bad, "sync.blob_damaged")
    assert item.problem.facts["component"] == "ban-ve.pdf"
    assert province.has(good)
    assert not province.has(bad)
    place.write_bytes(content)
    desk.store.resume(item.command_id)
    assert_arrived(province, desk, bad, content)


def test_f19_a_file_over_the_limit_is_parked_with_the_limit(
    own_province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    dossier_id = dossier_with(desk, scan(60))
    own_province.call("POST", "/v1/test/limits", {"max_blob": 500_000})
    (item,) = desk.settle().parked
    assert (item.problem.code, item.dossier_id) == ("sync.too_large", dossier_id)
    assert item.problem.facts["limit"] == 500_000
    smaller = scan(61, 400_000)
    desk.store.discard(item.command_id, by="lan", reason="quét lại nhỏ hơn", at=desk.clock.now())
    desk.act(dossier_id, "create_dossier", {"title": "Một"}, files={"ban-ve.pdf": smaller})
    assert_arrived(own_province, desk, dossier_id, smaller)


def test_f21_a_file_lost_at_the_province_is_brought_again(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url)
    content = scan(70)
    dossier_with(desk, content)
    desk.settle()
    province.call("POST", f"/v1/test/blobs/{hashlib.sha256(content).hexdigest()}/lose")
    again = dossier_with(desk, content)
    assert_arrived(province, desk, again, content)


def test_f38_a_full_disk_at_the_province_is_waited_out(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    content = scan(80)
    dossier_id = dossier_with(desk, content)
    province.call("POST", "/v1/test/disk", {"full": True})
    report = desk.sync()
    assert report.stopped is not None
    assert (report.stopped.code, report.waiting) == ("sync.server_full", 1)
    province.calm()
    assert_arrived(province, desk, dossier_id, content)


def test_f37_a_full_disk_at_the_desk_keeps_the_command(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    made = desk.act(new_id(), "create_dossier", {"title": "Một"})
    with desk.store.full_disk():
        report = desk.sync()
    assert report.stopped is not None
    assert report.stopped.code == "sync.local_storage"
    assert report.stopped.facts["cause"] == "persistence.disk_full"
    assert desk.settle().waiting == 0
    assert desk.store.get(made).state is RowState.DONE
    assert_invariants(province, desk)
