"""A card read in process: every access, every size, every fault in time; the numbers are the kit's scenarios."""

import random

import pytest

from desk_app.practice.chip import CardFaults, PracticeCard
from desk_app.practice.chip.content import PACE_AES_256
from scanner.chip import (
    CardNumberKey,
    ChipError,
    ReadRequest,
    card_items,
    face,
    read_card,
    zone_lines,
)
from tests.kit.chip import card, key_of, opener, read

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 160 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "ways", "access"),
    [
        ({"pace": ()}, {}, "bac"),  # 1
        ({}, {}, "pace-mrz"),  # 2
        ({}, {"by_number": True}, "pace-can"),  # 3
        ({"pace": ((PACE_AES_256, 12),)}, {}, "pace-mrz"),
        ({"pace": ((PACE_AES_256, 16),)}, {}, "pace-mrz"),
        ({}, {"extended": False}, "pace-mrz"),  # 19
        ({}, {"short_identifiers": False}, "pace-mrz"),
        ({"pace": ()}, {"most": 100}, "bac"),  # 19
        ({"is_explicit": True}, {}, "pace-mrz"),  # 20
    ],
)
def test_every_way_gives_the_same_files(content, ways, access):
    made = card(picture=PICTURE, **content)
    reading = read(made, wants_picture=True, **ways)
    assert reading.access == access
    assert reading.problems == {}
    assert reading.security_object == made.files["EF.SOD"]
    assert reading.groups == {n: made.files[f"DG{n}"] for n in (1, 2, 13, 14, 15)}
    assert zone_lines(reading.groups[1]) == list(made.zone)
    assert card_items(reading.groups[13])["parents"] == ["Nguyễn Văn Cha Mẫu", "Trần Thị Mẹ Mẫu"]
    assert face(reading.groups[2]).data == PICTURE


def test_as_few_exchanges_as_the_standard_allows():
    """Card access, MSE, four of PACE, SELECT; then one a file with long commands."""
    assert read(card(has_chip_key=False)).exchanges == 7 + 4  # SOD, DG1, DG13, DG14
    assert read(card(has_chip_key=False, pace=())).exchanges == 1 + 1 + 3 + 3


def test_long_commands_refused_once_are_not_tried_again():  # 19
    made = card()
    played = PracticeCard(made, extended=False)
    reading = read_card(opener(played), ReadRequest(key=key_of(made)))
    assert not reading.extended
    first = played.commands
    read_card(opener(played), ReadRequest(key=key_of(made), extended=reading.extended))
    assert played.commands - first == reading.exchanges


@pytest.mark.parametrize("pace", [(), ((PACE_AES_256, 13),)])
@pytest.mark.parametrize("status", [0x6300, 0x6982, 0x6988, 0x63C2])
def test_a_wrong_key_is_said_and_the_next_one_works(pace, status):  # 13
    made = card(pace=pace)
    played = PracticeCard(made, wrong_key=status)
    wrong = key_of(card(person={12: "16/02/2030"}))
    with pytest.raises(ChipError) as caught:
        read_card(opener(played), ReadRequest(key=wrong))
    assert (caught.value.code, caught.value.facts["access"]) == ("chip.wrong_key", "mrz")
    assert read_card(opener(played), ReadRequest(key=key_of(made))).groups[1]


def test_a_wrong_access_number():  # 13
    with pytest.raises(ChipError) as caught:
        read_card(opener(PracticeCard(card())), ReadRequest(key=CardNumberKey("654321")))
    assert (caught.value.code, caught.value.facts["access"]) == ("chip.wrong_key", "can")


def test_a_card_without_pace_wants_the_zone():
    made = card(pace=())
    with pytest.raises(ChipError) as caught:
        read(made, by_number=True)
    assert caught.value.code == "chip.key_missing"


@pytest.mark.parametrize("pace", [(), ((PACE_AES_256, 13),)])
def test_a_card_pulled_at_every_exchange_leaves_nothing(pace):  # 14
    made = card(pace=pace)
    whole = read(made).exchanges
    for at in range(1, whole + 1):
        played = PracticeCard(made, faults={"pull_at": at})
        with pytest.raises(ChipError) as caught:
            read_card(opener(played, comes_back=False), ReadRequest(key=key_of(made)))
        assert caught.value.code == "chip.moved", at
        again = read_card(opener(played), ReadRequest(key=key_of(made)))
        assert again.groups[1] == made.files["DG1"]


def outcome(played, made):
    """Code of the error, or the reading."""
    try:
        return "", read_card(opener(played), ReadRequest(key=key_of(made)))
    except ChipError as error:
        return error.code, None


@pytest.mark.parametrize("fault", ["tear_at", "reset_at", "lose_at", "drop_at"])
def test_a_torn_session_is_begun_once_more(fault):  # 15, 16
    made = card()
    whole = read(made).exchanges
    for at in range(1, whole + 1):
        played = PracticeCard(made, faults={fault: at})
        code, reading = outcome(played, made)
        assert code in {"", "chip.moved", "chip.protocol", "chip.wrong_key"}, (at, code)
        if reading is None:
            continue
        for number, data in reading.groups.items():
            assert data == made.files[f"DG{number}"], (at, number)
        assert reading.security_object in {made.files["EF.SOD"], b""}


def test_a_cut_picture_is_no_picture_and_the_words_are_there():  # 18
    reading = read(card(CardFaults(truncate=(2,))), wants_picture=True)
    assert 2 not in reading.groups
    assert reading.problems["DG2"] == "cut"
    assert {1, 13} <= set(reading.groups)


def test_a_locked_or_missing_group_is_a_note():
    made = card()
    made.files.pop("DG13")
    reading = read(made)
    assert reading.problems == {"DG13": "6A82"}
    assert 1 in reading.groups


def test_strangers_bytes_give_errors_of_ours_alone():
    draw = random.Random(9303)
    made = card()
    for _ in range(600):
        group, parse = draw.choice([(1, zone_lines), (13, card_items), (2, face)])
        raw = bytearray(made.files[f"DG{group}"])
        for _ in range(draw.randint(1, 6)):
            raw[draw.randrange(len(raw))] = draw.randrange(256)
        cut = bytes(raw[: draw.randint(0, len(raw))]) if draw.random() < 0.4 else bytes(raw)
        assert parsed(parse, cut) in {"", "chip.file_unreadable"}


def parsed(parse, raw):
    try:
        parse(raw)
    except ChipError as error:
        return error.code
    return ""
