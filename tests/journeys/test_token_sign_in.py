"""The signing token opens the desk: its answer to a challenge, one PIN attempt, trusted chains only."""

import pytest

from desk_app.bootstrap.sign_in import check_token
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.practice.pki.people import USER_PIN

pytestmark = [pytest.mark.journey, pytest.mark.token, pytest.mark.xdist_group("journey")]


def test_the_holder_of_the_token_signs_in(desk):
    pin = bytearray(USER_PIN.encode())
    assert check_token(desk, pin, "canbo2") == "canbo2"
    assert pin == bytes(len(USER_PIN))


def test_a_wrong_pin_lets_nobody_in_and_is_wiped(desk):
    pin = bytearray(b"000000")
    with pytest.raises(UnavailableError, match=r"signing\.pin_incorrect"):
        check_token(desk, pin, "canbo2")
    assert pin == bytes(6)


def test_several_tokens_at_once_decide_nothing(desk):
    with pytest.raises(RuleError, match=r"session\.token_ambiguous"):
        check_token(desk, bytearray(USER_PIN.encode()))


def test_a_certificate_that_leads_to_no_anchor_lets_nobody_in(desk, monkeypatch):
    from signing.chain import Trust

    empty = Trust(anchors=(), intermediates=())
    monkeypatch.setattr(Trust, "load", classmethod(lambda cls, folder: empty))
    with pytest.raises(RuleError, match=r"session\.certificate_not_trusted"):
        check_token(desk, bytearray(USER_PIN.encode()), "canbo2")
