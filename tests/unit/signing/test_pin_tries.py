"""The practice office counts wrong PINs as a real token does."""

import pytest

from desk_app.adapters.signatures.pin_tries import MOST, OPENS_AGAIN_S, PinTries
from signing.errors import SigningError

SERIAL = "0a1b"


class Hand:
    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


def login(tries, *, right):
    if not right:
        raise SigningError("signing.pin_incorrect", token="Cán bộ")
    tries.right(SERIAL)


def attempt(tries, *, right=False, confirmed=False):
    """One login; gives the code of its refusal."""
    try:
        with tries.counting(SERIAL, "Cán bộ", confirmed=confirmed):
            login(tries, right=right)
    except SigningError as error:
        return error.code, error.facts.get("tries_left")
    return "", None


def test_tries_run_out_the_last_wants_a_word_then_the_token_is_locked(tmp_path):
    tries = PinTries(tmp_path, now=Hand())
    said = [attempt(tries) for _ in range(MOST - 1)]
    assert said[:-1] == [("signing.pin_incorrect", left) for left in range(MOST - 1, 1, -1)]
    assert said[-1] == ("signing.pin_incorrect_final_try", 1)
    assert attempt(tries) == ("signing.pin_final_try", None)
    assert tries.left(SERIAL) == 1
    assert attempt(tries, confirmed=True) == ("signing.pin_locked", 0)
    assert attempt(tries, right=True, confirmed=True) == ("signing.pin_locked", None)


def test_a_right_pin_begins_anew_and_another_token_counts_for_itself(tmp_path):
    tries = PinTries(tmp_path, now=Hand())
    attempt(tries)
    attempt(tries)
    assert attempt(tries, right=True) == ("", None)
    assert tries.left(SERIAL) == MOST
    attempt(tries)
    assert tries.left("other") == MOST


def test_the_count_outlives_the_program_and_opens_again_after_a_while(tmp_path):
    now = Hand()
    for _ in range(MOST):
        attempt(PinTries(tmp_path, now=now), confirmed=True)
    assert PinTries(tmp_path, now=now).left(SERIAL) == 0
    now.at += OPENS_AGAIN_S + 1
    assert PinTries(tmp_path, now=now).left(SERIAL) == MOST


def test_other_faults_cost_no_try_and_a_real_office_counts_nothing(tmp_path):
    tries = PinTries(tmp_path, now=Hand())
    with (
        pytest.raises(SigningError, match="token_absent"),
        tries.counting(SERIAL, "", confirmed=False),
    ):
        raise SigningError("signing.token_absent")
    assert tries.left(SERIAL) == MOST
    real = PinTries(tmp_path, most=0)
    for _ in range(9):
        assert attempt(real) == ("signing.pin_incorrect", None)
    assert real.left(SERIAL) is None
