"""A time-stamping service that fails, lies or dawdles; the queue that waits for a better one."""

import datetime as dt
import time
from pathlib import Path

import pytest

from signing.chain import Trust
from signing.clock import utc_now
from signing.cms.der import DerError, read
from signing.cms.time_stamp import StampToken, TimeStampService
from signing.errors import SigningError
from signing.queue import UpgradeQueue
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.standing import level_of
from signing.upgrade import add_timestamp_later
from tests.kit.signing import papers

pytestmark = pytest.mark.token

FAULTS = [
    ("http500", "signing.tsa_unreachable", "http 500"),
    ("garbage", "signing.tsa_untrusted", "malformed"),
    ("reject", "signing.tsa_refused", None),
    ("wrong-nonce", "signing.tsa_untrusted", "nonce"),
    ("wrong-imprint", "signing.tsa_untrusted", "imprint"),
    ("wrong-usage", "signing.tsa_untrusted", "usage"),
    ("clock+7200", "signing.tsa_untrusted", "clock"),
    ("clock-7200", "signing.tsa_untrusted", "clock"),
    ("delay-9", "signing.tsa_unreachable", "timeout"),
]


def request(folder: Path, level: Level = Level.B_T) -> SignRequest:
    source = papers.plain(folder / "a.pdf")
    return SignRequest(
        source=source,
        target=folder / "b.pdf",
        role=Role.OFFICER,
        level=level,
        is_visible=False,
    )


@pytest.mark.scenario(37, 38, 39, 40, 41, 42, 44)
@pytest.mark.parametrize(("fault", "code", "reason"), FAULTS)
@pytest.mark.parametrize("is_known", [False, True], ids=["first stamp", "later stamp"])
def test_each_fault_has_its_code_and_leaves_nothing(
    fault, code, reason, is_known, tmp_path, login, tsa, trust, services
) -> None:
    """Found out before the token signs when the service is new, and after it otherwise."""
    if is_known:
        tsa.get_to_know()
    services.fault["tsa"] = fault
    with login("canbo1") as key, pytest.raises(SigningError) as caught:
        sign_file(request(tmp_path), key, tsa=tsa, trust=trust)
    assert caught.value.code == code
    if reason is not None:
        assert caught.value.facts["reason"] == reason
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (key.token_seconds > 0) == is_known


@pytest.mark.scenario(43)
def test_a_dawdling_service_is_cut_at_the_deadline(pki, services, trust) -> None:
    services.fault["tsa"] = "delay-30"
    service = TimeStampService(pki.tsa_url, trust=trust, timeout_s=0.5)
    started = time.monotonic()
    with pytest.raises(SigningError) as caught:
        service.stamp(b"x")
    assert time.monotonic() - started < 15  # not the half minute of the service
    assert caught.value.facts["reason"] == "timeout"


def test_no_server_at_all(trust) -> None:
    service = TimeStampService("http://127.0.0.1:9/tsa", trust=trust, timeout_s=1)
    with pytest.raises(SigningError) as caught:
        service.stamp(b"x")
    assert caught.value.code == "signing.tsa_unreachable"
    for url in ("ftp://example/tsa", "nonsense", "http://"):
        with pytest.raises(SigningError) as caught:
            TimeStampService(url).stamp(b"x")
        assert caught.value.facts["reason"] == "address"


def test_policy_and_chain_of_the_service(pki, services, trust) -> None:
    with pytest.raises(SigningError) as caught:
        TimeStampService(pki.tsa_url, policies=["1.2.3"]).stamp(b"x")
    assert caught.value.facts["reason"] == "policy"
    stranger = Trust((pki.certificate("fakeroot"),), (pki.certificate("fakesub"),))
    with pytest.raises(SigningError) as caught:
        TimeStampService(pki.tsa_url, trust=stranger).stamp(b"x")
    assert caught.value.facts["reason"] == "chain"


def test_a_wrong_pc_clock_is_noticed(pki, services, trust) -> None:
    wrong = TimeStampService(
        pki.tsa_url, trust=trust, clock=lambda: utc_now() + dt.timedelta(minutes=20)
    )
    with pytest.raises(SigningError) as caught:
        wrong.stamp(b"x")
    assert caught.value.facts["reason"] == "clock"
    assert caught.value.facts["seconds"] == pytest.approx(1200, abs=5)


def test_every_changed_byte_of_a_token_is_noticed(pki, services, trust, tsa) -> None:
    """Flip each byte of a real token in turn: unreadable, unsound, or the same in meaning."""
    good = tsa.stamp(b"message")
    quiet = 0
    for at in range(0, len(good.token), 7):
        data = bytearray(good.token)
        data[at] ^= 0x41
        try:
            token = StampToken(bytes(data))
            sound = token.is_sound() and token.view.signer == StampToken(good.token).view.signer
        except (DerError, IndexError, ValueError):
            continue
        quiet += sound
        if sound:
            assert token.info == StampToken(good.token).info
    assert quiet <= len(good.token) // 7 // 2, "most of a token is signed or compared"
    with pytest.raises(DerError):
        read(good.token[:-1])


@pytest.mark.scenario(45)
def test_offline_day_then_queue_in_order(tmp_path, login, tsa, trust, long_term, services) -> None:
    """B-B while the service is away; the queue keeps the reasons and the order."""
    services.fault["tsa"] = "http500"
    queue = UpgradeQueue(tmp_path / "queue")
    files = []
    with login("canbo1") as key:
        for at in range(3):
            source = papers.plain(tmp_path / f"{at}.pdf")
            wish = SignRequest(source=source, target=source, role=Role.OFFICER, level=Level.B_T)
            with pytest.raises(SigningError) as caught:
                sign_file(wish, key, tsa=tsa, trust=trust)
            sign_file(
                SignRequest(source=source, target=source, role=Role.OFFICER, level=Level.B_B),
                key,
                trust=trust,
            )
            queue.add(source, Level.B_LT, caught.value.code)
            files.append(source)

    def upgrade(file: Path, level: Level) -> object:
        return add_timestamp_later(file, level, tsa=tsa, long_term=long_term)

    outcomes = queue.run_once(upgrade)
    assert len(outcomes) == 1, "a service that is away ends the run"
    waiting = UpgradeQueue(tmp_path / "queue").waiting()
    assert [entry.file for entry in waiting] == [str(file) for file in files]
    assert waiting[0].attempts[0].code == "signing.tsa_unreachable"
    assert waiting[0].reason == "signing.tsa_unreachable"
    services.fault.clear()
    outcomes = queue.run_once(upgrade)
    assert [outcome.upgraded.level for outcome in outcomes] == [Level.B_LT] * 3
    assert queue.waiting() == ()
    assert [level_of(file) for file in files] == [Level.B_LT] * 3


def test_queue_keeps_the_higher_wish_and_names_what_cannot_be_done(tmp_path, tsa) -> None:
    queue = UpgradeQueue(tmp_path / "queue")
    unsigned = papers.plain(tmp_path / "a.pdf")
    queue.add(unsigned, Level.B_T, "x")
    queue.add(unsigned, Level.B_LTA, "y")
    queue.add(tmp_path / "gone.pdf", Level.B_T, "x")
    first, second = queue.run_once(lambda file, level: add_timestamp_later(file, level, tsa=tsa))
    assert first.entry.wanted == "b-lta"
    assert first.error.code == "signing.not_signed"
    assert second.error.code == "signing.file_not_found"
    assert [entry.attempts[0].code for entry in queue.waiting()] == [
        "signing.not_signed",
        "signing.file_not_found",
    ]
