"""A curve that is written out is taken for a named one only when every number agrees."""

import pytest
from asn1crypto import keys, x509

from signing.chip.keys import KeyFault, public_key
from tests.kit.chip import card


def written_out():
    made = card(is_explicit=True)
    return x509.Certificate.load(made.country)["tbs_certificate"]["subject_public_key_info"]


def test_the_true_numbers_give_the_key():
    assert public_key(written_out()).curve.name == "brainpoolP384r1"


def change(number):
    """One bit of one parameter; the key's point stays."""
    info = keys.PublicKeyInfo.load(written_out().dump())
    domain = info["algorithm"]["parameters"].chosen
    match number:
        case "prime":
            domain["field_id"]["parameters"] = domain["field_id"]["parameters"].native ^ 2
        case "a" | "b":
            raw = bytearray(domain["curve"][number].native)
            raw[-1] ^= 1
            domain["curve"][number] = bytes(raw)
        case "base":
            raw = bytearray(domain["base"].native)
            raw[-1] ^= 1
            domain["base"] = bytes(raw)
        case "order":
            domain["order"] = domain["order"].native ^ 2
        case "cofactor":
            domain["cofactor"] = 2
    return keys.PublicKeyInfo.load(info.dump(force=True))


@pytest.mark.parametrize("number", ["prime", "a", "b", "base", "order", "cofactor"])
def test_one_other_number_is_another_curve(number):
    with pytest.raises(KeyFault):
        public_key(change(number))
