"""The worked examples of ICAO Doc 9303-11, appendices D and G."""

import pytest

from scanner.chip import ChipError, ZoneKey, ciphers, zone_key
from scanner.chip.access import PaceOffer, token
from scanner.chip.channel import Channel, Cipher
from scanner.chip.curves import standard_curves
from scanner.chip.errors import SessionLost
from scanner.chip.keys import AUTHENTICATION, ENCRYPTION, PASSWORD, check_digit, derive

H = bytes.fromhex


def even(key):
    """Parity bits of DES keys do not matter."""
    return bytes(b & 0xFE for b in key)


def test_keys_of_basic_access_control():
    key = ZoneKey("L898902C<", "690806", "940623")
    assert key.seed == H("239AB9CB282DAF66231DC5A4DF6BFBAE")
    assert even(derive(key.seed, ENCRYPTION)) == even(H("AB94FDECF2674FDFB9B391F85D7F76F2"))
    assert even(derive(key.seed, AUTHENTICATION)) == even(H("7962D9ECE03D1ACD4C76089DCE131543"))


def test_the_proof_of_basic_access_control():
    seed = ZoneKey("L898902C<", "690806", "940623").seed
    plain = H("781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B")
    secret = ciphers.des3(derive(seed, ENCRYPTION), plain, encrypt=True)
    assert secret == H("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    mac = ciphers.retail_mac(derive(seed, AUTHENTICATION), ciphers.pad(secret, 8))
    assert mac == H("5F1448EEA8AD90A7")


def test_secure_messaging():
    channel = Channel(
        Cipher.DES3,
        H("979EC13B1CBFE9DCD01AB0FED307EAE5"),
        H("F1CB1F1FB5ADF208806B89DC579DC1F8"),
        0x887022120C06C226,
    )
    assert channel.protect(H("00A4020C"), H("011E")) == H(
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800"
    )
    assert channel.unprotect(H("990290008E08FA855A5D4C50A8ED9000")) == (b"", 0x9000)
    assert channel.protect(H("00B00000"), expected=4) == H("0CB000000D9701048E08ED6705417E96BA5500")
    answer = H("8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000")
    assert channel.unprotect(answer) == (H("60145F01"), 0x9000)


def test_an_answer_with_another_mac_ends_the_session():
    channel = Channel(Cipher.DES3, bytes(16), bytes(range(16)), 1)
    with pytest.raises(SessionLost):
        channel.unprotect(H("990290008E08FA855A5D4C50A8ED9000"))
    with pytest.raises(SessionLost):
        channel.unprotect(H("6982"))


def test_pace_with_generic_mapping():
    password = ZoneKey("T22000129", "640812", "101031").digest
    key = derive(password, PASSWORD)
    assert key == H("89DED1B26624EC1E634C1989302849DD")
    nonce = ciphers.aes(key, H("95A3A016522EE98D01E76CB6B98B42C3"), encrypt=False)
    assert nonce == H("3F00C4D39D153F2B2A214A078D899B22")
    curve = standard_curves()[13]
    ours = int("7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99", 16)
    theirs = curve.decode(
        H(
            "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
            "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
        )
    )
    shared = curve.times(ours, theirs)
    base = curve.add(curve.of_base(int.from_bytes(nonce, "big")), shared)
    ours = int("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595", 16)
    mine = curve.times(ours, base)
    assert curve.encode(mine)[1:5] == H("2DB7A64C")
    theirs = curve.decode(
        H(
            "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
            "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
        )
    )
    secret = curve.shared_x(ours, theirs).to_bytes(32, "big")
    authentication = derive(secret, AUTHENTICATION)
    offer = PaceOffer(H("04007F00070202040202"), curve)
    assert token(authentication, offer, theirs) == H("C2B0BD78D94BA866")
    assert token(authentication, offer, mine) == H("3ABB9674BCE93C08")


@pytest.mark.parametrize("number", [12, 13, 15, 16, 17, 18])
def test_multiples_agree_with_the_sum(number):
    curve = standard_curves()[number]
    point = curve.of_base(7)
    assert curve.times(3, point) == curve.of_base(21)
    assert curve.add(point, curve.of_base(5)) == curve.of_base(12)
    assert curve.add(point, point) == curve.of_base(14)
    with pytest.raises(ValueError, match="curve"):
        curve.decode(b"\x04" + bytes(2 * curve.size))


def test_lines_of_a_zone_are_proved_before_the_card_is_asked():
    lines = [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]
    assert zone_key(lines) == ZoneKey("D23145890", "740812", "120415")
    passport = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]
    assert zone_key(passport) == ZoneKey("L898902C3", "740812", "120415")
    for at, field in ((9, "number"), (1, "birth"), (10, "expiry")):
        row = 0 if field == "number" else 1
        wrong = list(lines)
        digit = wrong[row][at]
        wrong[row] = wrong[row][:at] + str((int(digit) + 1) % 10) + wrong[row][at + 1 :]
        with pytest.raises(ChipError) as caught:
            zone_key(wrong)
        assert (caught.value.code, caught.value.facts["field"]) == ("chip.key_invalid", field)
    with pytest.raises(ChipError):
        zone_key(["too short"])
    assert check_digit("L898902C3") == "6"
