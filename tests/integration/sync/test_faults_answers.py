"""F17, F18, F20, F22-F24, F28, F29: what the province answers, and what the desk makes of it."""

import datetime as dt
import email.utils
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.application.sync_values import ConflictState, RowState
from desk_app.application.synchronise import SyncSettings
from tests.integration.sync.conftest import Province
from tests.kit.sync.chaos import ChaosProxy
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants


def two_desks(province: Province, folder: Path) -> tuple[Desk, Desk, str]:
    """Two desks that both know one dossier in DRAFT at version 1."""
    one = Desk(folder / "một", province.url, name="desk-1", user="lan")
    two = Desk(folder / "hai", province.url, name="desk-2", user="minh")
    dossier_id = new_id()
    one.act(dossier_id, "create_dossier", {"title": "Chung", "form": {"a": "1", "b": "1"}})
    one.settle()
    return one, two, dossier_id


@pytest.mark.parametrize("kind", ["add_note", "add_file", "record_feedback"])
def test_f17_commuting_acts_are_rebased(province: Province, tmp_path: Path, kind: str) -> None:
    one, two, dossier_id = two_desks(province, tmp_path)
    for number in range(3):
        one.act(dossier_id, "add_note", {"note": f"một {number}"})
    two.act(dossier_id, kind, {"note": "hai"}, files={"x.pdf": b"x"}, expected_version=1)
    one.settle()
    assert two.settle().parked == ()
    kinds = [event["kind"] for event in province.dossier(dossier_id)["events"]]
    assert kinds == ["create_dossier", "add_note", "add_note", "add_note", kind]
    assert_invariants(province, one, two)


def test_f17_fields_changed_on_one_side_only_are_merged(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id = two_desks(province, tmp_path)
    one.act(dossier_id, "edit_form", {"form": {"a": "một"}})
    two.act(dossier_id, "edit_form", {"form": {"b": "hai"}}, expected_version=1)
    one.settle()
    assert two.settle().parked == ()
    assert province.dossier(dossier_id)["form"] == {"a": "một", "b": "hai"}
    assert_invariants(province, one, two)


def test_the_same_field_on_both_sides_asks_with_both_values(
    province: Province, tmp_path: Path
) -> None:
    one, two, dossier_id = two_desks(province, tmp_path)
    one.act(dossier_id, "edit_form", {"form": {"a": "một"}})
    lost = two.act(dossier_id, "edit_form", {"form": {"a": "hai"}}, expected_version=1)
    one.settle()
    (item,) = two.settle().parked
    assert item.problem.code == "sync.conflict_fields"
    (field,) = item.problem.facts["fields"]
    assert (field["field"], field["mine"], field["theirs"]) == ("a", "hai", "một")
    assert (field["mark"]["user"], field["mark"]["device"]) == ("lan", "desk-1")
    assert province.dossier(dossier_id)["form"]["a"] == "một"
    assert_invariants(province, one, two)
    two.redo(lost)
    assert two.settle().parked == ()
    assert province.dossier(dossier_id)["form"]["a"] == "hai"
    assert two.store.conflicts(state=ConflictState.REDONE)
    assert_invariants(province, one, two)


def test_f18_two_desks_decide_and_one_wins(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id = two_desks(province, tmp_path)
    one.act(dossier_id, "accept", {"due_on": "2026-11-27"}, expected_version=1)
    lost = two.act(
        dossier_id, "reject", {"reason": "sai"}, expected_version=1, expected_state="DRAFT"
    )
    after = two.act(dossier_id, "add_note", {"note": "chờ"})
    one.settle()
    (item,) = two.settle().parked
    assert item.command_id == lost
    assert item.problem.code == "sync.conflict_decided"
    facts = item.problem.facts
    assert (facts["their_user"], facts["their_act"]) == ("lan", "accept")
    assert facts["their_time"]
    assert province.dossier(dossier_id)["state"] == "ACCEPTED"
    (refused,) = province.call("GET", f"/v1/dossiers/{dossier_id}/refused")["refused"]
    assert refused["command_id"] == lost
    assert two.store.get(after).state is RowState.READY
    (conflict,) = two.store.conflicts()
    assert conflict.mine["kind"] == "reject"
    assert conflict.theirs["event"]["user"] == "lan"
    two.store.discard(lost, by="minh", reason="chị Lan đã nhận", at=two.clock.now())
    assert two.settle().waiting == 0
    assert_invariants(province, one, two)


def test_an_approval_of_a_replaced_result_is_parked(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id = two_desks(province, tmp_path)
    one.act(dossier_id, "accept", {"due_on": "2026-11-27"})
    one.act(dossier_id, "hand_over")
    one.act(
        dossier_id, "submit_result", {"outcome": "grant"}, files={"r": b"1"}, file_role="result"
    )
    one.settle()
    seen = province.dossier(dossier_id)["version"]
    one.act(dossier_id, "send_back", {"reason": "sửa"})
    one.act(
        dossier_id, "submit_result", {"outcome": "grant"}, files={"r": b"2"}, file_role="result"
    )
    one.settle()
    two.act(dossier_id, "approve", {}, expected_version=seen, expected_state="IN_APPROVAL")
    (item,) = two.settle().parked
    assert item.problem.code == "sync.conflict_signed_other_bytes"
    assert_invariants(province, one, two)


def test_the_same_receipt_from_two_desks_is_one_payment(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id = two_desks(province, tmp_path)
    for desk in (one, two):
        desk.act(
            dossier_id,
            "record_payment",
            {"amount": 50000, "receipt": "BL-7"},
            expected_version=1,
        )
        assert desk.settle().parked == ()
    assert len(province.dossier(dossier_id)["payments"]) == 1
    assert_invariants(province, one, two)


def test_f20_a_refused_field_is_parked_and_named(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    bad, good = new_id(), new_id()
    desk.act(bad, "create_dossier", {"title": "Một"})
    desk.act(bad, "accept", {})
    files = five_steps(desk, good)
    (item,) = desk.settle().parked
    assert item.problem.code == "sync.invalid"
    (named,) = item.problem.facts["problems"]
    assert named["pointer"] == "/body/due_on"
    assert province.dossier(good)["state"] == "RETURNED"
    province.assert_files(good, files)
    assert_invariants(province, desk)


@pytest.mark.parametrize("as_date", [False, True])
def test_f22_a_wait_asked_for_is_kept(province: Province, tmp_path: Path, as_date: bool) -> None:
    with ChaosProxy(province.url) as proxy:
        desk = Desk(tmp_path, proxy.url)
        five_steps(desk, new_id())
        until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=31)  # noqa: TID251 - a header
        wish = email.utils.format_datetime(until, usegmt=True) if as_date else "30"
        province.fault(
            {"action": "status", "status": 429, "retry_after": wish, "path": "^/v1/commands$"}
        )
        assert desk.sync().stopped is not None
        calls = len(proxy.requests)
        desk.clock.offset = dt.timedelta(seconds=27)
        report = desk.sync()
        assert report.stopped is not None
        assert report.stopped.code == "sync.waiting_to_retry"
        assert len(proxy.requests) == calls, "no call before the time"
        desk.clock.offset = dt.timedelta(seconds=33)
        assert desk.sync().sent == len(FIVE_STEPS)
        assert_invariants(province, desk)


def test_f23_a_fault_of_one_dossier_leaves_the_others(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    bad, good = new_id(), new_id()
    made = desk.act(bad, "create_dossier", {"title": "Một"})
    five_steps(desk, good)
    province.fault({"action": "status", "status": 500, "body": bad, "times": None})
    desk.sync()
    assert province.dossier(good)["state"] == "RETURNED"
    for _ in range(20):
        desk.store.hasten("province")
        desk.sync()
    row = desk.store.get(made)
    assert row.state is RowState.READY
    assert row.last_problem.code == "sync.suspect"
    assert row.next_at - desk.clock.now() > dt.timedelta(minutes=50)
    province.calm()
    desk.clock.offset = dt.timedelta(hours=1, minutes=1)
    assert desk.sync().waiting == 0
    assert_invariants(province, desk)


def test_f23_a_single_fault_is_tried_again(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    province.fault({"action": "status", "status": 500, "path": "^/v1/commands$", "skip": 2})
    assert desk.settle().waiting == 0
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)


def test_f24_a_long_outage_drains_in_order_without_a_burst(
    own_province: Province, tmp_path: Path
) -> None:
    drain_after_outage(own_province, tmp_path, dossiers=25)


@pytest.mark.long
def test_f24_five_hundred_dossiers_after_three_hours(
    own_province: Province, tmp_path: Path
) -> None:
    drain_after_outage(own_province, tmp_path, dossiers=500)


def drain_after_outage(province: Province, folder: Path, *, dossiers: int) -> None:
    desk = Desk(folder / "desk", province.url, settings=SyncSettings(lanes=4, lease_s=30))
    ids = [new_id() for _ in range(dossiers)]
    for dossier_id in ids:
        for kind, body in FIVE_STEPS[:4]:
            desk.act(dossier_id, kind, body)
    province.fault({"action": "status", "status": 503, "path": ".*", "times": None})
    asked_at = []
    for _ in range(300):
        before = province.call("GET", "/v1/test/faults")["struck"].get("status", 0)
        desk.engine.run_once() if not asked_at else desk.pass_as_worker()
        struck = province.call("GET", "/v1/test/faults")["struck"].get("status", 0)
        if struck > before:
            asked_at.append(desk.clock.offset)
        desk.clock.offset += dt.timedelta(seconds=36)
    assert len(asked_at) < 80, "one question a pause, longer and longer, never a storm"
    province.calm()
    desk.clock.offset += dt.timedelta(minutes=6)
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ())
    assert province.call("GET", "/v1/test/parallel")["most"] <= 4
    assert_invariants(province, desk)


def test_f28_a_disabled_officer_is_for_the_supervisor(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url, user="tam-nghi")
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Một"})
    province.call("POST", "/v1/test/people/tam-nghi", {"disabled": True})
    (item,) = desk.settle().parked
    assert (item.problem.code, item.user) == ("sync.forbidden", "tam-nghi")
    assert item.problem.facts["reason"] == "person-disabled"
    province.call("POST", "/v1/test/people/tam-nghi", {"disabled": False})
    desk.store.resume(item.command_id)
    assert desk.settle().waiting == 0
    assert_invariants(province, desk)


def certificate(folder: Path, *, name: str, days: int) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - a certificate's dates
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=40))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / f"{name}.pem", folder / f"{name}.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert, secret


class Refuser(BaseHTTPRequestHandler):
    """Would answer anything with 200, if anybody came through the door."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_parts: Any) -> None:
        return


@pytest.mark.parametrize("fault", ["expired", "wrong-name", "unknown-ca"])
def test_f29_a_certificate_that_is_not_trusted_stops_the_target(
    province: Province, tmp_path: Path, fault: str
) -> None:
    name = "other.example" if fault == "wrong-name" else "localhost"
    cert, key = certificate(tmp_path, name=name, days=-1 if fault == "expired" else 30)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = HTTPServer(("127.0.0.1", 0), Refuser)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    trust = ssl.create_default_context()
    if fault != "unknown-ca":
        trust.load_verify_locations(cert)
    url = f"https://localhost:{server.server_port}"
    desk = Desk(
        tmp_path / "desk",
        url,
        open_target=lambda: ReferenceProvince(url, ssl_context=trust),
    )
    desk.act(new_id(), "create_dossier", {"title": "Một"})
    report = desk.sync()
    server.shutdown()
    assert report.stopped is not None
    assert (report.stopped.code, report.waiting) == ("sync.untrusted", 1)
    assert report.stopped.facts["detail"]


def test_the_worker_thread_drains_when_woken_and_stops_in_order(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url, settings=SyncSettings(idle_s=30, lease_s=30))
    seen = threading.Event()
    reports = []

    def note(report: Any) -> None:
        reports.append(report)
        if sum(one.sent for one in reports) >= len(FIVE_STEPS):
            seen.set()

    worker = desk.worker(note)
    worker.start()
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    worker.wake()
    assert seen.wait(20)
    began = time.monotonic()
    assert worker.stop(25)
    assert time.monotonic() - began < 25  # not the 30 s it would have slept
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)
