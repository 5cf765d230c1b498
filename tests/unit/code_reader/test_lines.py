"""Bytes on their way to readings, without a line: ends, letters, lengths, splits."""

import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.adapters.code_reader.letters import text_of
from desk_app.adapters.code_reader.lines import LONGEST, Lines, Repeats
from tests.kit.serial_line import CARD, OTHER


def read(pieces):
    """What the pieces say, with silence behind the last."""
    lines, found = Lines(), []
    for piece in pieces:
        found += lines.feed(piece)
    found += lines.silence()
    return [news.text or news.code for news in found]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\r", b""], ids=repr)
def test_a_reading_ends_with_cr_lf_both_or_silence(end):
    assert read([CARD.encode() + end]) == [CARD]
    assert read([CARD.encode() + (end or b"\r") + OTHER.encode() + end]) == [CARD, OTHER]


LINES = st.one_of(
    st.sampled_from([CARD, OTHER, "H02.15-261118-0031", ""]).map(str.encode),
    st.binary(max_size=40).map(lambda data: data.replace(b"\r", b"").replace(b"\n", b"")),
    st.integers(LONGEST - 2, LONGEST + 40).map(lambda size: b"7" * size),
)


@given(
    st.lists(st.tuples(LINES, st.sampled_from([b"\r", b"\n", b"\r\n"])), max_size=6),
    st.randoms(use_true_random=False),
)
def test_any_split_of_the_bytes_gives_the_same_readings(sent, chance):
    data = b"".join(line + end for line, end in sent)
    whole = read([data])
    assert read([data[at : at + 1] for at in range(len(data))]) == whole
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(12)) if data else []
    edges = [0, *cuts, len(data)]
    assert read([data[a:b] for a, b in itertools.pairwise(edges)]) == whole
    texts = [line.decode() for line, _ in sent if line.decode("utf-8", "ignore") in (CARD, OTHER)]
    assert [said for said in whole if said in (CARD, OTHER)] == texts


def test_what_is_too_long_is_said_once_and_the_next_reading_is_whole():
    data = b"7" * (3 * LONGEST) + b"\r\n" + CARD.encode() + b"\r\n"
    assert read([data]) == ["code_reader.too_long", CARD]
    assert read([b"7" * LONGEST + b"\r"]) == ["7" * LONGEST]
    lines = Lines()
    for _ in range(50):
        list(lines.feed(b"7" * LONGEST))
    assert len(lines._held) == LONGEST


def in_1258(text):
    """As a reader set to Windows code page 1258 sends it: most tones behind their vowels."""
    sent = b""
    for sign in text:
        try:
            sent += sign.encode("cp1258")
        except UnicodeEncodeError:
            letters = unicodedata.normalize("NFD", sign)
            tone = next(mark for mark in letters[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
            vowel = unicodedata.normalize("NFC", letters.replace(tone, ""))
            sent += (vowel + tone).encode("cp1258")
    return sent


def test_letters_of_the_windows_code_page_are_put_together():
    for card in (CARD, OTHER):
        assert in_1258(card) != card.encode()
        assert text_of(in_1258(card)) == card


@pytest.mark.parametrize(
    "wrong",
    [
        CARD.encode()[:28] + CARD.encode()[29:],  # a byte of a letter is lost
        "024190001234||NguyÔn ThÞ Hoa|17051990".encode(
            "latin-1"
        ),  # TCVN3, a font of before Unicode
        "Müller|Strasse".encode("cp1252"),
        b"024190001234||Tran|Thon 4, x\xc3 Minh",  # the second byte of the one marked letter is lost
        bytes(range(0x80, 0x100)),
        b"\x00\xf8\x80\x00card\x00\xfe\xfe",  # what another speed makes of it
        "024190001234||Nguy\ufffdn".encode(),
        b"024190001234\x07|x",
    ],
)
def test_no_wrong_letter_is_taken_for_a_right_one(wrong):
    assert text_of(wrong) is None
    assert read([wrong + b"\r" + CARD.encode() + b"\r"]) == ["code_reader.unreadable", CARD]


def test_signs_around_a_reading_are_no_part_of_it():
    assert text_of(b"\x02 " + CARD.encode() + b"\t\x03") == CARD
    assert text_of(b"\xef\xbb\xbf" + CARD.encode()) == CARD
    assert read([b"\r\n \x02\x03\r\n\x00\r"]) == []


def test_lost_bytes_never_make_another_letter():
    """Every single byte of a card put wrong: it is told, or no letter outside ASCII is another."""
    chance, marked = random.Random(7), [sign for sign in CARD if not sign.isascii()]
    data = CARD.encode()
    for at in range(len(data)):
        if data[at] < 0x80:
            continue
        broken = bytearray(data)
        broken[at] = chance.choice([0x00, 0x41, 0xFF])
        said = text_of(bytes(broken))
        assert said is None or [s for s in said if not s.isascii()] == marked, at


def test_a_code_that_stays_in_sight_counts_once():
    repeats = Repeats(1.0)
    assert [repeats.has("a", now) for now in (10.0, 10.6, 11.4, 12.5)] == [False, True, True, False]
    assert [repeats.has(text, 20.0) for text in "aba"] == [False, False, False]
