"""F39, F40: a database held by a backup or a scanner, and a machine that lost its power."""

import random
import shutil
import threading
import time
from pathlib import Path

import pytest

from desk_app.application.sync_values import RowState
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants


def held_for(desk: Desk, seconds: float) -> threading.Thread:
    """Another program holds the write lock of the file."""
    is_held = threading.Event()

    def hold() -> None:
        with desk.store.database.engine.connect() as connection:
            connection.begin()
            is_held.set()
            time.sleep(seconds)
            connection.rollback()

    thread = threading.Thread(target=hold)
    thread.start()
    assert is_held.wait(10)
    return thread


def locked_while_working(province: Province, folder: Path, seconds: float) -> None:
    desk = Desk(folder, province.url)
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Một"})
    holder = held_for(desk, seconds)
    report = desk.sync()
    assert report.stopped is None or report.stopped.code == "sync.local_storage"
    holder.join()
    made = desk.act(dossier_id, "add_note", {"note": "sau khi mở khóa"})
    assert desk.settle().waiting == 0
    assert desk.store.get(made).state is RowState.DONE
    assert len(province.dossier(dossier_id)["events"]) == 2
    assert_invariants(province, desk)


def test_f39_a_locked_database_is_waited_for(province: Province, tmp_path: Path) -> None:
    locked_while_working(province, tmp_path, 2.0)


@pytest.mark.long
def test_f39_a_database_locked_for_thirty_seconds(province: Province, tmp_path: Path) -> None:
    locked_while_working(province, tmp_path, 30.0)


@pytest.mark.parametrize("seed", range(3))
def test_f40_what_was_confirmed_is_there_after_a_power_cut(
    province: Province, tmp_path: Path, seed: int
) -> None:
    """The files as the disk has them at that moment, with a torn last write behind them."""
    draw = random.Random(seed)
    desk = Desk(tmp_path / "máy", province.url)
    ids = [new_id() for _ in range(3)]
    files = {one: five_steps(desk, one, salt=str(seed)) for one in ids}
    after = tmp_path / "sau mất điện"
    shutil.copytree(tmp_path / "máy", after)
    log = after / "desk.db-wal"
    assert log.stat().st_size, "nothing was checkpointed yet: all is in the write-ahead log"
    with log.open("ab") as torn:
        torn.write(draw.randbytes(draw.randrange(1, 9000)))
    (after / "desk.db-shm").unlink(missing_ok=True)
    confirmed, papers = desk.confirmed, desk.papers
    desk.store.close()

    again = Desk(after, province.url)
    again.confirmed, again.papers = confirmed, papers
    assert again.states() == {"ready": len(ids) * len(FIVE_STEPS)}
    assert again.settle().parked == ()
    for one in ids:
        assert province.dossier(one)["state"] == "RETURNED"
        province.assert_files(one, files[one])
    assert_invariants(province, again)
