"""F01-F09, F25, F26, F44: the line and the server fail around one command. Exactly one effect."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from desk_app.adapters.sync.reference import LineSettings
from desk_app.application.sync_values import RowState, canonical_json
from tests.integration.sync.conftest import Province
from tests.kit.sync.chaos import ChaosProxy
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants

COMMAND = b"POST /v1/commands"


@pytest.fixture
def proxy(province: Province) -> Iterator[ChaosProxy]:
    with ChaosProxy(province.url) as made:
        yield made


def assert_same(province: Province, desk: Desk, dossier_id: str, files: dict[str, bytes]) -> None:
    """ "Same": exactly one effect of each act, queue empty, no human step."""
    report = desk.settle()
    assert (report.waiting, report.parked, report.stopped) == (0, (), None)
    held = province.dossier(dossier_id)
    assert [event["kind"] for event in held["events"]] == [kind for kind, _ in FIVE_STEPS]
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)


@pytest.mark.parametrize("skip", [0, 3, 7])
@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"cut_up_after": 0}, id="F01-before-the-request"),
        pytest.param({"cut_up_after": 300}, id="F02-inside-the-request"),
        pytest.param({"swallow": True}, id="F04-answer-lost"),
        pytest.param({"cut_down_after": 20}, id="F44-answer-cut-in-the-head"),
        pytest.param({"cut_down_after": 330}, id="F44-answer-cut-in-the-body"),
    ],
)
def test_f01_f02_a_cut_line_changes_nothing(
    province: Province, proxy: ChaosProxy, tmp_path: Path, how: dict[str, Any], skip: int
) -> None:
    desk = Desk(tmp_path, proxy.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    spoiler = proxy.spoil(COMMAND, skip=skip, **how)
    assert_same(province, desk, dossier_id, files)
    assert spoiler.struck > skip


@pytest.mark.parametrize("action", ["drop_before", "drop_after", "truncate"])
def test_f03_f04_f44_a_server_that_dies_around_its_commit(
    province: Province, tmp_path: Path, action: str
) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    province.fault({"action": action, "path": "^/v1/commands$", "times": 3, "skip": 1})
    assert_same(province, desk, dossier_id, files)
    assert province.calm()[action] >= 3


def test_f04_the_second_call_is_answered_as_already_applied(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, proxy.url)
    made = desk.act(new_id(), "create_dossier", {"title": "Một"})
    proxy.spoil(COMMAND, swallow=True)
    desk.sync()
    assert desk.store.get(made).state is RowState.READY
    desk.settle()
    assert desk.store.get(made).ack["kind"] == "already_applied"
    assert_invariants(province, desk)


def post(url: str, wire: dict[str, Any], **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(
        f"{url}/v1/commands",
        data=canonical_json(wire),
        method="POST",
        headers={"Content-Type": "application/json", "Idempotency-Key": wire["id"], **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        error.read()
        return error.code, dict(error.headers)


def test_f07_the_same_command_twice_at_the_same_moment(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    made = desk.act(new_id(), "create_dossier", {"title": "Một"})
    wire = desk.store.get(made).entry.to_wire()
    gate = threading.Barrier(8)

    def send(_number: int) -> int:
        gate.wait()
        return post(province.url, wire)[0]

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(8)))
    assert set(statuses) <= {200, 201, 409}
    assert statuses.count(201) == 1
    desk.settle()
    assert_invariants(province, desk)


def test_f08_a_key_with_other_content_is_refused_and_parked(
    province: Province, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    made = desk.act(dossier_id, "create_dossier", {"title": "Một"})
    wire = desk.store.get(made).entry.to_wire()
    post(province.url, {**wire, "body": {"title": "Hai"}})
    other = new_id()
    desk.act(other, "create_dossier", {"title": "Ba"})
    report = desk.settle()
    (item,) = report.parked
    assert (item.command_id, item.problem.code) == (made, "sync.key_reused")
    assert "sync.key_reused" in caplog.text
    assert province.dossier(dossier_id)["title"] == "Hai"
    assert province.has(other)


def test_f09_one_dossier_is_never_sent_in_parallel(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, proxy.url)
    slow, quick = new_id(), new_id()
    five_steps(desk, slow)
    files = five_steps(desk, quick)
    proxy.spoil(COMMAND, stall_down=1.0, times=2)
    assert_same(province, desk, quick, files)
    assert_invariants(province, desk)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"drip_s": 0.4}, id="one-byte-at-a-time"),
        pytest.param({"stall_down": 30.0, "stall_after": 60}, id="after-the-headers"),
        pytest.param({"stall_down": 30.0}, id="no-answer"),
    ],
)
def test_f25_a_stalled_answer_is_given_up(
    province: Province, proxy: ChaosProxy, tmp_path: Path, how: dict[str, Any]
) -> None:
    line = LineSettings(connect_s=1.0, read_s=1.0, upload_idle_s=1.0, total_s=3.0)
    desk = Desk(tmp_path, proxy.url, line=line)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    proxy.spoil(COMMAND, **how)
    first = desk.sync()
    assert first.stopped is not None
    assert first.stopped.code == "sync.unreachable"
    assert_same(province, desk, dossier_id, files)


def test_f25_a_stalled_upload_is_given_up(
    province: Province, proxy: ChaosProxy, tmp_path: Path
) -> None:
    line = LineSettings(connect_s=1.0, read_s=1.0, upload_idle_s=1.0)
    desk = Desk(tmp_path, proxy.url, line=line)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    proxy.spoil(b"PATCH /v1/uploads", stall_down=30.0)
    assert desk.sync().stopped is not None
    assert_same(province, desk, dossier_id, files)


@pytest.mark.parametrize("path", ["^/v1/commands$", "^/v1/info$", "^/v1/blobs/", "^/v1/uploads"])
def test_f26_a_portal_page_is_no_answer(province: Province, tmp_path: Path, path: str) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    province.fault({"action": "html", "path": path, "times": 2})
    report = desk.sync()
    assert report.stopped is not None
    assert report.stopped.code == "sync.not_the_province"
    assert_same(province, desk, dossier_id, files)
