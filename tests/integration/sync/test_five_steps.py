"""A dossier through all states at the province, by commands over HTTP."""

import hashlib
from pathlib import Path

from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id


def test_a_dossier_goes_through_all_five_steps(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)

    report = desk.sync()

    assert report.to_json() == {"sent": len(FIVE_STEPS), "received": 0, "waiting": 0, "parked": []}
    held = province.dossier(dossier_id)
    assert held["state"] == "RETURNED"
    assert held["version"] == len(FIVE_STEPS)
    assert [event["kind"] for event in held["events"]] == [kind for kind, _ in FIVE_STEPS]
    assert held["form"] == {"ho_ten": "Nguyễn Văn Bình"}
    assert held["result"]["number"] == "12/2026"
    province.assert_files(dossier_id, files)


def test_the_code_of_the_province_comes_back_with_the_answer(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Một"})
    desk.act(dossier_id, "accept", {"due_on": "2026-11-27"})
    desk.sync()
    code = province.dossier(dossier_id)["code"]
    assert code.startswith("H04.01.05-")
    assert desk.store.codes("province", dossier_id) == [code]


def test_a_second_pass_has_nothing_to_do(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    five_steps(desk, new_id())
    desk.sync()
    report = desk.sync()
    assert (report.sent, report.received, report.waiting) == (0, 0, 0)


def test_the_same_file_in_two_dossiers_travels_once(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    content = b"the same scan" * 1000
    before = province.counts()["blob"]
    dossiers = [new_id(), new_id()]
    for dossier_id in dossiers:
        desk.act(
            dossier_id,
            "create_dossier",
            {"title": "Hai"},
            files={"cccd.pdf": content, "ho-khau.pdf": content},
        )
    desk.settle()
    assert province.counts()["blob"] == before + 1
    for dossier_id in dossiers:
        held = province.dossier(dossier_id)["files"]
        assert [row["name"] for row in held] == ["cccd.pdf", "ho-khau.pdf"]
        assert {row["sha256"] for row in held} == {hashlib.sha256(content).hexdigest()}


def test_the_province_keeps_everything_over_a_kill(own_province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    desk.sync()
    own_province.restart()
    assert own_province.dossier(dossier_id)["state"] == "RETURNED"
    own_province.assert_files(dossier_id, files)


def test_a_desk_without_a_province_says_so_and_keeps_its_work(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "http://127.0.0.1:9")
    five_steps(desk, new_id())
    report = desk.sync()
    assert report.sent == 0
    assert report.waiting == len(FIVE_STEPS)
    assert report.stopped is not None
    assert report.stopped.code == "sync.unreachable"
