"""A card that is really pulled and really counts PIN tries: pcscd, vpcd, OpenSC, a virtual PIV."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.adapters.window.token_look import TokenPresence
from desk_app.practice.pki import VirtualPiv, card_from_pki
from signing.batch import pins_needed, sign_batch
from signing.errors import SigningError
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.tokens.broker import SigningKey, TokenBroker
from signing.tokens.facts import CertificateFact, PinState
from signing.tokens.process import Deadlines
from tests.kit.card_service import READER_PORT, NoCardServiceError, run_card_service, wait_until
from tests.kit.signing import papers

pytestmark = [pytest.mark.card, pytest.mark.token, pytest.mark.xdist_group("card")]

PIN = "246810"
MODULES = [
    Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib64/opensc-pkcs11.so"),
]


@pytest.fixture(scope="module")
def module() -> Iterator[Path]:
    found = next((path for path in MODULES if path.exists()), None)
    if found is None:
        pytest.skip("OpenSC is not installed")
    try:
        with run_card_service():
            yield found
    except NoCardServiceError as reason:
        pytest.skip(str(reason))


def made_card(pki, keys: dict[int, str], **more: str) -> VirtualPiv:
    return card_from_pki(pki.folder, keys, port=READER_PORT, **more)


@pytest.fixture(scope="module")
def broker(module) -> Iterator[TokenBroker]:
    with TokenBroker([module], deadlines=Deadlines(sign_s=8)) as made:
        yield made


@pytest.fixture
def card(pki, broker) -> Iterator[VirtualPiv]:
    made = made_card(pki, {0x9A: "canbo1", 0x9C: "lanhdao"}, pin=PIN)
    made.insert()
    wait_until(lambda: bool(broker.present()))
    yield made
    made.remove()
    wait_until(lambda: not broker.present())


def choose(broker: TokenBroker, wanted: bytes) -> CertificateFact:
    return next(
        fact for token in broker.tokens() for fact in token.certificates if fact.der == wanted
    )


def login(broker: TokenBroker, der: bytes, pin: str = PIN, **options: object) -> SigningKey:
    return broker.login(choose(broker, der), bytearray(pin.encode()), **options)


def requests(folder: Path, count: int) -> list[SignRequest]:
    source = papers.plain(folder / "a.pdf")
    return [
        SignRequest(
            source=source,
            target=folder / f"{at}.pdf",
            role=Role.OFFICER,
            level=Level.B_B,
            is_visible=False,
        )
        for at in range(count)
    ]


def test_listing_needs_no_pin_and_costs_no_try(broker, card, pki) -> None:
    facts = [fact for token in broker.tokens() for fact in token.certificates]
    assert {fact.der for fact in facts} >= {
        pki.certificate("canbo1"),
        pki.certificate("lanhdao"),
    }
    assert card.tries == 3
    assert {token.pin for token in broker.tokens()} == {PinState.NORMAL}


@pytest.mark.scenario(9, 10, 11)
def test_wrong_pin_costs_one_try_then_final_try_then_locked(broker, card, pki) -> None:
    der = pki.certificate("canbo1")
    with pytest.raises(SigningError) as caught:
        login(broker, der, "111111")
    assert (caught.value.code, card.tries) == ("signing.pin_incorrect", 2)
    with pytest.raises(SigningError) as caught:
        login(broker, der, "111111")
    assert (caught.value.code, card.tries) == ("signing.pin_incorrect_final_try", 1)
    asked = card.log["verify"]
    with pytest.raises(SigningError) as caught:
        login(broker, der, "111111")
    assert (caught.value.code, card.tries) == ("signing.pin_final_try", 1)
    with pytest.raises(SigningError) as caught:
        login(broker, der, "111111", final_try_confirmed=True)
    assert (caught.value.code, card.tries) == ("signing.pin_locked", 0)
    asked = card.log["verify"]
    with pytest.raises(SigningError) as caught:
        login(broker, der, PIN, final_try_confirmed=True)
    assert caught.value.code == "signing.pin_locked"
    assert card.log["verify"] - asked <= 2, "only questions about the state, never a PIN"
    assert card.tries == 0


@pytest.mark.scenario(12)
@pytest.mark.parametrize("pin", ["1", "12", "mật khẩu dài", "9" * 20])
def test_a_pin_of_impossible_length_costs_no_try(pin, broker, card, pki) -> None:
    with pytest.raises(SigningError) as caught:
        login(broker, pki.certificate("canbo1"), pin)
    assert caught.value.code in {"signing.pin_length", "signing.token_error"}
    assert card.tries == 3


def test_the_right_pin_resets_the_counter_and_signs(broker, card, pki, tmp_path) -> None:
    with pytest.raises(SigningError):
        login(broker, pki.certificate("canbo1"), "111111")
    with login(broker, pki.certificate("canbo1")) as key:
        results = sign_batch(requests(tmp_path, 3), key)
    assert [result.state for result in results] == ["signed"] * 3
    assert card.tries == 3


@pytest.mark.scenario(14)
def test_key_with_a_pin_for_every_signature(broker, card, pki, tmp_path) -> None:
    asked = []

    def ask() -> bytearray:
        asked.append(1)
        return bytearray(PIN.encode())

    with login(broker, pki.certificate("lanhdao"), ask_pin=ask) as key:
        assert pins_needed(key, 3) == 4
        results = sign_batch(requests(tmp_path, 3), key)
    assert [result.state for result in results] == ["signed"] * 3
    assert len(asked) == 3


@pytest.mark.scenario(15)
def test_wrong_pin_in_the_middle_of_a_batch_ends_it_with_one_try(
    broker, card, pki, tmp_path
) -> None:
    answers = iter([PIN, "111111", PIN, PIN])
    todo = requests(tmp_path, 4)
    with login(
        broker, pki.certificate("lanhdao"), ask_pin=lambda: bytearray(next(answers).encode())
    ) as key:
        results = sign_batch(todo, key)
    assert [result.state for result in results] == ["signed", "pending", "pending", "pending"]
    assert card.tries == 2
    assert results[1].error is not None
    assert results[1].error.code == "signing.pin_incorrect"


@pytest.mark.scenario(5, 6)
@pytest.mark.parametrize("moment", ["verify", "sign"])
def test_card_pulled_at(moment, broker, card, pki, tmp_path) -> None:
    (todo,) = requests(tmp_path, 1)
    card.remove_at = moment
    with pytest.raises(SigningError) as caught, login(broker, pki.certificate("canbo1")) as key:
        sign_file(todo, key)
    assert caught.value.code == "signing.token_removed"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert card.tries == 3


@pytest.mark.scenario(7)
def test_card_pulled_between_files_then_back(broker, card, pki, tmp_path) -> None:
    """Done files stay, the rest waits, and the same journal goes on after a new PIN."""
    todo = requests(tmp_path, 6)
    journal = tmp_path / "journal"
    signed_before = card.log["sign"]

    def watch(_result: object) -> None:
        if card.log["sign"] - signed_before >= 2:
            card.remove()

    with login(broker, pki.certificate("canbo1")) as key:
        results = sign_batch(todo, key, journal=journal, on_result=watch)
    states = [result.state for result in results]
    done = states.count("signed")
    assert 1 <= done < 6
    assert states == ["signed"] * done + ["pending"] * (6 - done)
    assert results[-1].error is not None
    assert results[-1].error.code == "signing.token_removed"
    wait_until(lambda: not broker.present())
    card.insert()
    wait_until(lambda: bool(broker.present()))
    with login(broker, pki.certificate("canbo1")) as key:
        again = sign_batch(todo, key, journal=journal)
    assert [result.state for result in again] == ["done_before"] * done + ["signed"] * (6 - done)
    assert card.tries == 3


@pytest.mark.scenario(8)
def test_another_card_in_the_reader_is_not_taken_for_the_first(broker, card, pki) -> None:
    fact = choose(broker, pki.certificate("canbo1"))
    card.remove()
    wait_until(lambda: not broker.present())
    other = made_card(pki, {0x9A: "condau"}, pin="135791", serial="VIRTUALPIV-00002")
    other.insert()
    try:
        wait_until(lambda: bool(broker.present()))
        with pytest.raises(SigningError) as caught:
            broker.login(fact, bytearray(PIN.encode()))
        assert caught.value.code in {"signing.token_removed", "signing.certificate_not_found"}
        assert other.tries == 3
        assert other.log["verify"] == 0 or other.tries == 3
    finally:
        other.remove()
        wait_until(lambda: not broker.present())
        card.insert()
        wait_until(lambda: bool(broker.present()))


@pytest.mark.scenario(2, 3, 4)
def test_the_desk_sees_that_a_card_is_pulled_and_put_back(broker, card) -> None:
    (token,) = broker.tokens()
    presence = TokenPresence()
    try:
        assert presence.is_here(token.module, token.label)
        assert not presence.is_here(token.module, "another")
        card.remove()
        wait_until(lambda: not presence.is_here(token.module, token.label))
        card.insert()
        wait_until(lambda: presence.is_here(token.module, token.label))
    finally:
        presence.close()


def test_a_slow_card_is_cut_at_the_deadline(broker, card, pki, tmp_path) -> None:
    (todo,) = requests(tmp_path, 1)
    card.sign_delay_s = 30
    started = time.monotonic()
    with pytest.raises(SigningError) as caught, login(broker, pki.certificate("canbo1")) as key:
        sign_file(todo, key)
    assert caught.value.code == "signing.module_hung"
    assert time.monotonic() - started < 25
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    card.sign_delay_s = 0
    card.remove()


@pytest.mark.scenario(13)
def test_wrong_pin_before_a_batch_of_many_costs_one_try(broker, card, pki, tmp_path) -> None:
    """One key press, one attempt, however many files wait."""
    todo = requests(tmp_path, 100)
    with (
        pytest.raises(SigningError) as caught,
        login(broker, pki.certificate("canbo1"), "111111") as key,
    ):
        sign_batch(todo, key)
    assert caught.value.code == "signing.pin_incorrect"
    assert card.tries == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
