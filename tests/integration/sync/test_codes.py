"""Desks of one unit that never see each other give codes that never meet, in every strategy."""

import shutil
from pathlib import Path

import pytest

from desk_app.application.code_plan import CodeStrategy
from desk_app.domain.identifiers import provisional_number
from tests.integration.sync.conftest import Province
from tests.kit.sync.counter import AGENCY, CounterDesk

OFFLINE = "http://127.0.0.1:9"
FINAL_OFFLINE = [CodeStrategy.SLOT, CodeStrategy.POOL]


def offline(desk: CounterDesk, count: int) -> list[str]:
    """Receive dossiers without a line; what was printed on their receipts."""
    url, desk.url = desk.url, OFFLINE
    keys = [desk.received() for _ in range(count)]
    assert desk.sync().stopped is not None
    desk.url = url
    for key in keys:
        assert desk.printed(key, "receipt")["dossier_code"] == key
    return keys


def held(province: Province) -> dict[str, list[str]]:
    found = province.call("GET", f"/v1/dossiers?unit={AGENCY}&limit=200")["dossiers"]
    return {one["id"]: province.dossier(one["id"])["codes"] for one in found}


@pytest.mark.parametrize("strategy", FINAL_OFFLINE)
def test_two_desks_give_final_codes_offline(
    own_province: Province, tmp_path: Path, strategy: CodeStrategy
) -> None:
    desks = [
        CounterDesk(tmp_path / name, own_province.url, strategy, name=name)
        for name in ("desk-1", "desk-2")
    ]
    for desk in desks:
        assert desk.sync().stopped is None
    printed = [key for desk in desks for key in offline(desk, 2)]
    assert len(set(printed)) == 4
    assert not any(key.startswith("TAM-") for key in printed)
    for desk in desks:
        report = desk.sync()
        assert (report.waiting, report.parked) == (0, ())
        desk.close()
    assert sorted(code for codes in held(own_province).values() for code in codes) == sorted(
        printed
    )


def test_two_desks_under_provisional_numbers_get_their_codes_of_the_province(
    own_province: Province, tmp_path: Path
) -> None:
    desks = [
        CounterDesk(tmp_path / name, own_province.url, CodeStrategy.SERVER, name=name)
        for name in ("desk-1", "desk-2")
    ]
    printed = {desk.device.id: offline(desk, 2) for desk in desks}
    for desk in desks:
        report = desk.sync()
        assert (report.waiting, report.parked) == (0, ())
    known = held(own_province)
    given = [code for codes in known.values() for code in codes]
    assert len(given) == len(set(given)) == 4
    for desk in desks:
        for number in printed[desk.device.id]:
            dossier = desk.see(number)
            assert number == provisional_number(dossier.id)
            assert [str(dossier.code)] == known[dossier.id]
            assert desk.printed(number, "receipt")["dossier_code"] == number
        desk.close()


@pytest.mark.parametrize("strategy", FINAL_OFFLINE)
def test_f33_a_restored_desk_prints_no_code_again_that_nobody_else_knows(
    own_province: Province, tmp_path: Path, strategy: CodeStrategy
) -> None:
    """Codes printed after the backup and never sent are known to nobody but citizens."""
    desk = CounterDesk(tmp_path / "máy", own_province.url, strategy)
    desk.sync()
    desk.close()
    shutil.copytree(tmp_path / "máy", tmp_path / "hôm qua")
    desk = CounterDesk(tmp_path / "máy", own_province.url, strategy)
    lost = offline(desk, 2)
    desk.close()

    restored = CounterDesk(tmp_path / "hôm qua", own_province.url, strategy, generation=2)
    assert offline(restored, 1)[0].startswith("TAM-"), "no code before the province was asked"
    restored.sync()
    fresh = offline(restored, 2)
    assert not any(key.startswith("TAM-") for key in fresh)
    assert not set(lost) & set(fresh)
    report = restored.sync()
    assert (report.waiting, report.parked) == (0, ())

    late = CounterDesk(tmp_path / "máy", own_province.url, strategy)
    late.papers = desk.papers
    report = late.sync()
    assert (report.waiting, report.parked) == (0, ()), "the lost disk comes back: nothing meets"
    codes = [code for codes in held(own_province).values() for code in codes]
    assert len(codes) == len(set(codes)) == 5
    for one in (restored, late):
        one.close()


def test_f45_a_desk_whose_stock_is_used_up_goes_on_under_provisional_numbers(
    own_province: Province, tmp_path: Path
) -> None:
    desk = CounterDesk(tmp_path / "máy", own_province.url, CodeStrategy.POOL)
    desk.sync()
    printed = offline(desk, 7)
    assert [key.startswith("TAM-") for key in printed] == [False] * 6 + [True]
    report = desk.sync()
    assert (report.waiting, report.parked) == (0, ())
    assert desk.see(printed[-1]).code is not None
    desk.close()
