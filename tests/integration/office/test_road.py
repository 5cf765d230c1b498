"""The whole road of a dossier on the desk's file and on the office's PostgreSQL: the same end."""

from pathlib import Path

import pytest

from desk_app.application.code_plan import CodeStrategy
from tests.integration.sync.conftest import Province
from tests.kit.sync.counter import AGENCY, CounterDesk


@pytest.fixture(params=["file", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    if request.param == "file":
        return tmp_path / "desk.db"
    url: str = request.getfixturevalue("office_url")
    return url


def test_five_steps_end_the_same(
    database: str | Path, own_province: Province, tmp_path: Path
) -> None:
    desk = CounterDesk(tmp_path / "bàn", own_province.url, CodeStrategy.SLOT, database=database)
    desk.sync()
    key = desk.returned()
    report = desk.sync()
    assert (report.waiting, report.parked) == (0, ())
    dossier = desk.see(key)
    held = own_province.dossier(dossier.id)
    assert (str(dossier.state), held["state"]) == ("RETURNED", "RETURNED")
    assert held["codes"] == [key]
    chain = desk.enquiries.check_chain()
    assert (chain.dossiers, chain.problems) == (1, ())
    for file in held["files"]:
        assert own_province.blob(file["sha256"]) == desk.papers.read(file["sha256"])
    desk.close()


def test_two_desks_of_one_office_have_leases_of_their_own(
    office_url: str, own_province: Province, tmp_path: Path
) -> None:
    desks = [
        CounterDesk(
            tmp_path / name, own_province.url, CodeStrategy.SLOT, name=name, database=office_url
        )
        for name in ("desk-1", "desk-2")
    ]
    for desk in desks:
        desk.sync()
    slots = [desk.database.sync_store.slot(AGENCY, device_id=desk.device.id).slot for desk in desks]
    assert len(set(slots)) == 2
    codes = [desk.received() for _ in range(2) for desk in desks]
    assert len(set(codes)) == 4
    assert not any(code.startswith("TAM-") for code in codes)
    for desk in desks:
        desk.close()
