"""An OpenCPS as target, offline: recorded shapes, lost answers, spoilt files, acts it has not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_app.adapters.sync.opencps import OpenCps, merged
from desk_app.application.sync_values import RowState
from tests.kit.sync.desk import Desk, new_id
from tests.kit.sync.opencps_server import OpenCpsServer

OFFERED = {"new": ["1100", "1101"], "processing": ["1300"], "releasing": ["1600"]}


@pytest.fixture
def server() -> Iterator[OpenCpsServer]:
    running = OpenCpsServer(OFFERED)
    yield running
    running.close()


@pytest.fixture
def desk(server: OpenCpsServer, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "desk", server.url)
    made._open_target = lambda: OpenCps(
        server.url, made.blobs, name="province", agency="H99.01", user="một cửa", password="mật"
    )
    made.engine = made.new_engine()
    yield made
    made.store.close()


def dossier(desk: Desk) -> str:
    dossier_id = new_id()
    body: dict[str, Any] = {
        "title": "Cấp phép",
        "applicant": {"full_name": "Lê Văn Mẫu", "identifier": "027090000123"},
    }
    desk.act(dossier_id, "create_dossier", body, files={"đơn.pdf": b"%PDF don"})
    desk.act(dossier_id, "accept", {"due_on": "2026-11-27", "code": None})
    desk.act(dossier_id, "submit_result", {"outcome": "grant"})
    return dossier_id


def assert_there_once(server: OpenCpsServer, dossier_id: str) -> None:
    (number,) = [k for k, row in server.dossiers.items() if row["referenceUid"] == dossier_id]
    assert [one["actionCode"] for one in server.history[number]] == ["1100", "1300"]
    assert list(server.files[number].values()) == [b"%PDF don"]


def test_a_dossier_is_made_and_worked_on_there(server: OpenCpsServer, desk: Desk) -> None:
    dossier_id = dossier(desk)
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ())
    assert_there_once(server, dossier_id)
    (row,) = server.dossiers.values()
    assert (row["applicantName"], row["applicantIdNo"]) == ("Lê Văn Mẫu", "027090000123")
    assert desk.store.codes("province", dossier_id) == ["H99.01-261123-00001"]
    shadow = desk.store.shadow("province", dossier_id)
    assert shadow.state == "RESULT_READY"


@pytest.mark.parametrize("lost", range(1, 5))
def test_lost_answers_double_nothing(server: OpenCpsServer, desk: Desk, lost: int) -> None:
    """It keeps no keys: what took effect is looked for before it is done again."""
    server.lose_answers = lost
    dossier_id = dossier(desk)
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ())
    assert server.lose_answers == 0
    assert_there_once(server, dossier_id)


def test_a_file_that_differs_there_is_sent_again_before_the_act(
    server: OpenCpsServer, desk: Desk
) -> None:
    server.spoil_files = 2
    dossier_id = dossier(desk)
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ())
    assert_there_once(server, dossier_id)
    assert server.calls.count("file") == 3


def test_an_act_that_is_not_offered_there_waits_for_a_person(
    server: OpenCpsServer, desk: Desk
) -> None:
    dossier_id = dossier(desk)
    server.offered = {"new": ["1101"]}
    report = desk.settle(3)
    (parked,) = report.parked
    assert (parked.dossier_id, parked.problem.facts["reason"]) == (dossier_id, "not-offered")
    assert server.history[1] == []


def test_what_it_has_no_place_for_stays_here_and_is_said(server: OpenCpsServer, desk: Desk) -> None:
    dossier_id = dossier(desk)
    note = desk.act(dossier_id, "add_note", {"note": "gọi lại"})
    desk.act(dossier_id, "return_result", {"recipient": "Lê Văn Mẫu"})
    report = desk.sync()
    assert report.parked == ()
    row = desk.store.get(note)
    assert (row.state, row.ack["kind"]) == (RowState.DONE, "kept_here")
    assert {w.facts["act"] for w in report.warnings if w.code == "sync.kept_here"} == {"add_note"}
    assert server.dossiers[1]["dossierStatus"] == "done"


def test_somebody_else_moved_it_meanwhile(server: OpenCpsServer, desk: Desk) -> None:
    """No conditional writes there: the engine reads and compares before it writes."""
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Một"})
    desk.sync()
    server.dossiers[1]["dossierStatus"] = "cancelled"
    server._touch(server.dossiers[1])
    desk.act(dossier_id, "accept", {"due_on": "2026-11-27", "code": None})
    report = desk.settle(3)
    assert [item.problem.code for item in report.parked] == ["sync.conflict_state"]
    assert server.history[1] == []


def test_news_are_polled_with_an_overlap_and_repeats_are_known(
    server: OpenCpsServer, desk: Desk
) -> None:
    server.dossiers[7] = {
        "dossierId": 7, "referenceUid": "từ-cổng", "dossierNo": "", "dossierStatus": "new",
    }  # fmt: skip
    server._touch(server.dossiers[7])
    server.files[7], server.history[7] = {}, []
    assert desk.sync().received == 1
    assert desk.sync().received == 0
    assert desk.store.shadow("province", "từ-cổng").state == "SUBMITTED"
    server.dossiers[7]["dossierStatus"] = "lạ"
    server._touch(server.dossiers[7])
    assert desk.sync().received == 1
    assert desk.store.shadow("province", "từ-cổng").state == "lạ"


def test_the_office_lays_its_own_table_over_the_shipped_one() -> None:
    whole = merged({"act": {"accept": ["1"], "stop": ["2"]}, "x": 1}, {"act": {"accept": ["9"]}})
    assert whole == {"act": {"accept": ["9"], "stop": ["2"]}, "x": 1}
