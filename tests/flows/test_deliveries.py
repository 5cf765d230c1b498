"""Notices and releases: stored with the act, delivered afterwards, each with its own state and proof."""

import dataclasses
import datetime as dt
import email
import email.policy

import pytest

from desk_app.adapters.outward import HttpRelease, MailServer, SmsGateway
from desk_app.application.deliveries import Deliveries
from desk_app.config.outward import load_outward
from desk_app.config.settings import SettingsError
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.notices import PAUSES
from tests.kit.outward import mail_box, receiver


@pytest.fixture
def mail():
    with mail_box() as box:
        yield box


@pytest.fixture
def sms():
    with receiver() as box:
        yield box


@pytest.fixture
def document_system():
    with receiver() as box:
        yield box


@pytest.fixture
def store():
    with receiver() as box:
        yield box


def outward(office, *, mail=None, sms=None, **targets):
    """The office with these ways out; gives what takes things out."""
    channels = {}
    if mail:
        channels["email"] = MailServer(
            host="127.0.0.1", port=mail.port, sender="motcua@xa-mau.example", security="none"
        )
    if sms:
        channels["sms"] = SmsGateway(url=sms.url)
    facts = dataclasses.replace(
        office.office.facts, notice_channels=frozenset(channels), release_targets=tuple(targets)
    )
    office.office = dataclasses.replace(office.office, facts=facts)
    office.steps = type(office.steps).of(office.office)
    return Deliveries(
        office=office.office,
        index=office.store.index,
        channels=channels,
        targets={n: HttpRelease(name=n, url=box.url) for n, box in targets.items()},
    )


def test_a_notice_is_stored_with_the_act_and_delivered_afterwards(office, mail, sms):
    """R-PR-07: e-mail and SMS; the act waits for neither."""
    going = outward(office, mail=mail, sms=sms)
    key = office.received()
    assert [(n.channel, n.state) for n in office.see(key).notices] == [
        ("email", "pending"),
        ("sms", "pending"),
    ]
    assert mail.messages == []
    report = going.run_once()
    assert (report.delivered, report.waiting, report.failed) == (2, 0, 0)
    notices = office.see(key).notices
    assert {n.state for n in notices} == {"confirmed"}
    ((to, raw),) = mail.messages
    message = email.message_from_string(raw, policy=email.policy.default)
    assert to == "mau@example.test"
    assert message["Message-ID"] == notices[0].proof
    assert key in message.get_content()
    assert (
        "16:30 18/11/2026" in message.get_content() or "17:00 18/11/2026" in message.get_content()
    )
    (sent,) = sms.taken.values()
    assert sent["to"] == "0912345678"
    assert notices[1].proof == "BIÊN NHẬN 1"
    assert going.run_once().delivered == 0, "nothing goes out twice"


def test_without_an_address_the_province_tells_the_applicant(office):
    key = office.received()
    notice = office.see(key).notices[0]
    assert (notice.channel, notice.state) == ("province", "sent")
    accept = next(e for e in office.store.outbox if str(e.kind) == "accept")
    assert accept.body["notice"] == notice.text


def test_a_call_is_recorded_with_who_was_reached(office):
    """NĐ 61/2018 Art. 19(9)."""
    key = office.received()
    office.do(
        "intake", "record_call", key, "canbo", template="extended", to="0912345678",
        reached="Ông Mẫu, 10:05",
    )  # fmt: skip
    call = office.see(key).notices[-1]
    assert (call.channel, call.state, call.proof) == ("phone", "confirmed", "Ông Mẫu, 10:05")


def test_a_mail_server_that_is_away_is_tried_again_later(office, sms):
    """A fault is kept with the item; pauses grow; then a person decides."""
    going = outward(office, mail=type("Gone", (), {"port": 9})())
    key = office.received()
    for pause in PAUSES:
        assert going.run_once().waiting == 1
        notice = office.see(key).notices[0]
        assert notice.fault == "notice.mail_server"
        assert notice.next_try_at == office.clock.now() + pause
        office.clock.tick(seconds=pause.total_seconds() - 1)
        assert going.run_once().waiting == 0, "not before its time"
        office.clock.tick(seconds=1)
    assert going.run_once().failed == 1
    notice = office.see(key).notices[0]
    assert (notice.state, notice.attempts) == ("failed", len(PAUSES) + 1)


def test_a_refused_address_is_not_tried_again(office, mail):
    going = outward(office, mail=mail)
    mail.answer = 550
    key = office.received()
    assert going.run_once().failed == 1
    assert office.see(key).notices[0].fault == "notice.address_refused"
    mail.answer = 250
    assert going.run_once().delivered == 0
    office.do("return_result", "try_again", key, "canbo", item="notice-1")
    assert going.run_once().delivered == 1


def test_a_crash_after_sending_is_no_second_message(office, sms):
    """The same key again: the gateway answers that it has it, and that is the proof."""
    going = outward(office, sms=sms)
    key = office.received()
    before = office.see(key).notices
    going.run_once()
    with office.store.unit_of_work() as work:
        dossier = work.dossiers.find(key)
        dossier.notices = before
        work.dossiers.save(dossier)
        work.commit()
    assert going.run_once().delivered == 1
    assert len(sms.taken) == 1


def test_each_target_has_its_own_state_and_is_tried_on_its_own(office, document_system, store):
    """R-5B-59: document management, stores and sector databases."""
    going = outward(office, van_ban=document_system, kho=store)
    store.answer = 503
    key = office.returned()
    assert [(r.target, r.state) for r in office.see(key).releases] == [
        ("van_ban", "pending"),
        ("kho", "pending"),
    ]
    report = going.run_once()
    assert (report.delivered, report.waiting) == (1, 1)
    states = {r.target: (str(r.state), r.fault) for r in office.see(key).releases}
    assert states == {"van_ban": ("confirmed", ""), "kho": ("pending", "release.target_away")}
    (taken,) = document_system.taken.values()
    assert taken["result_code"] == f"{key}-KQ1"
    assert taken["file"]["sha256"] == office.see(key).result.file.sha256
    store.answer = 201
    office.clock.tick(minutes=2)
    assert going.run_once().delivered == 1
    assert len(document_system.taken) == 1


def test_a_target_that_refuses_is_left_to_a_person(office, store):
    going = outward(office, kho=store)
    store.answer = 422
    key = office.returned()
    assert going.run_once().failed == 1
    assert office.see(key).releases[0].fault == "release.refused"


def test_a_result_is_released_once_a_target(office, store):
    outward(office, kho=store)
    key = office.returned()
    done = office.do("return_result", "release", key, "traketqua")
    assert done.facts["targets"] == ()
    with pytest.raises(RuleError) as refusal:
        office.do("return_result", "release", key, "traketqua", targets=["nơi khác"])
    assert refusal.value.code == "release.no_target"


def test_an_address_with_a_line_break_is_refused():
    server = MailServer(host="127.0.0.1", port=9, sender="a@b.example", security="none")
    with pytest.raises(RuleError):
        server.send("k", to="x@y.example\nBcc: z@y.example", subject="s", text="t")


def test_a_silent_gateway_is_unavailable():
    with pytest.raises(UnavailableError):
        SmsGateway(url="http://127.0.0.1:9/").send("k", to="1", subject="", text="t")


def test_settings_of_the_ways_out(tmp_path):
    assert load_outward(tmp_path).channels == frozenset()
    file = tmp_path / "outward.toml"
    file.write_text(
        '[email]\nhost = "m"\nsender = "a@b"\n[sms]\nurl = "http://s"\n'
        '[[release]]\nname = "kho"\nurl = "http://k"\n',
        encoding="utf-8",
    )
    ways = load_outward(tmp_path)
    assert ways.channels == {"email", "sms"}
    assert ways.releases == (("kho", "http://k"),)
    assert ways.mail.security == "starttls"
    file.write_text('[email]\nsender = "a@b"\n', encoding="utf-8")
    with pytest.raises(SettingsError):
        load_outward(tmp_path)


def test_pauses_grow():
    assert list(PAUSES) == sorted(PAUSES)
    assert PAUSES[0] >= dt.timedelta(seconds=30)
