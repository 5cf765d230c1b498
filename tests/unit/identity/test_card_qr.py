"""The QR code of citizen cards; all people are invented."""

import unicodedata

import pytest

from desk_app.domain.identity import CardVerdict, IdentityTables, Sex, read_card_qr

CELLS = [
    "037170038887", "292805815", "Nguyễn Thị Thanh", "06081970", "Nữ",
    "bản Khe Nghè, xã Yên Bài, thành phố Hà Nội", "16032021",
]  # fmt: skip


def card(separator: str = "|", **cells: str) -> str:
    names = ("number", "old_number", "name", "birth", "sex", "address", "issued")
    return separator.join(cells.get(name, cell) for name, cell in zip(names, CELLS, strict=True))


def test_seven_fields_by_position(tables: IdentityTables) -> None:
    read = read_card_qr(card(), tables)
    assert read.verdict is CardVerdict.OK
    assert read.doubt == ()
    assert read.number == "037170038887"
    assert read.old_number == "292805815"
    assert read.name == "Nguyễn Thị Thanh"
    assert read.birth is not None
    assert read.birth.iso == "1970-08-06"
    assert read.sex is Sex.FEMALE
    assert read.address == CELLS[5]
    assert read.issued is not None
    assert read.issued.iso == "2021-03-16"
    assert read.extra == ()


@pytest.mark.parametrize("frame", ["\ufeff{}", "{}\r\n", "{}|", "\ufeff{}|\r\n", " {} ", "{}\n"])
def test_what_readers_put_around_a_card_is_stripped(tables: IdentityTables, frame: str) -> None:
    assert read_card_qr(frame.format(card()), tables).verdict is CardVerdict.OK


@pytest.mark.parametrize("separator", ["#", "~", "\\", "||", "*", "\t"])
def test_a_reader_may_replace_the_bar(tables: IdentityTables, separator: str) -> None:
    assert read_card_qr(card(separator), tables, separator).verdict is CardVerdict.OK
    assert read_card_qr(card(separator), tables, "§").verdict is CardVerdict.REFUSED


def test_an_empty_old_number_and_address_are_no_doubt(tables: IdentityTables) -> None:
    read = read_card_qr(card(old_number="", address=""), tables)
    assert read.verdict is CardVerdict.OK
    assert (read.old_number, read.address) == (None, None)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("00001970", "1970"), ("1970", "1970"), ("00081970", "1970-08"), ("081970", "1970-08")],
)
def test_births_without_a_day_carry_a_warning(
    tables: IdentityTables, printed: str, iso: str
) -> None:
    read = read_card_qr(card(birth=printed), tables)
    assert read.verdict is CardVerdict.DOUBTFUL
    assert read.doubt == ("birth",)
    assert read.birth is not None
    assert read.birth.iso == iso


@pytest.mark.parametrize(
    "cells",
    [
        {"number": "03717003888"}, {"number": "0371700388870"}, {"number": "03717003888A"},
        {"number": "０３７１７００３８８８７"}, {"number": ""}, {"birth": "31021970"},
        {"birth": "29022001"}, {"birth": ""}, {"birth": "15001990"}, {"birth": "ngày"},
        {"birth": "00131990"}, {"birth": "060819700"},
    ],
)  # fmt: skip
def test_without_a_number_or_a_date_nothing_is_filled(
    tables: IdentityTables, cells: dict[str, str]
) -> None:
    text = card(**cells)
    read = read_card_qr(text, tables)
    assert read.verdict is CardVerdict.REFUSED
    assert (read.number, read.name, read.birth, read.extra) == (None, None, None, ())
    assert read.raw == text
    assert text not in repr(read)


@pytest.mark.parametrize("text", ["", "|", "https://example.vn", "037170038887", "\ufeff\r\n"])
def test_other_texts_are_refused(tables: IdentityTables, text: str) -> None:
    assert read_card_qr(text, tables).verdict is CardVerdict.REFUSED


def test_further_fields_are_kept_raw(tables: IdentityTables) -> None:
    read = read_card_qr(card() + "|Trần Văn Bốn|Lê Thị Năm||027051001234", tables)
    assert read.verdict is CardVerdict.OK
    assert read.extra == ("Trần Văn Bốn", "Lê Thị Năm", "", "027051001234")


@pytest.mark.parametrize("between", ["\n", "\r\n", "", "|"])
def test_two_cards_in_one_reading_are_never_mixed(tables: IdentityTables, between: str) -> None:
    other = "025193260675||Lê Ánh Trâm|19111993|Nữ|Thôn Quỳnh Độ, xã Tân Lĩnh|19102021"
    assert read_card_qr(card() + between + other, tables).verdict is CardVerdict.REFUSED
    for cut in range(13, len(card()), 7):
        read = read_card_qr(card()[:cut] + between + other, tables)
        assert read.verdict is CardVerdict.REFUSED, cut


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"name": "Nguyen Thi Thanh"}, ("name",)),
        ({"name": "NGUYEN THI THANH", "sex": "Nu"}, ("name", "sex")),
        ({"name": "Phan Quoc Lam"}, ("name",)),
        ({"name": "Phan Thanh Lam"}, ()),
        ({"name": "Nguy?n Th? Thanh"}, ("name",)),
        ({"name": "Nguy\ufffdn Thị Thanh"}, ("name",)),
        ({"name": "Nguyá»\x85n Thá»‹ Thanh"}, ("name",)),
        ({"name": "NguyÔn ThÞ Thanh"}, ("name",)),
        ({"name": "Nguyeãn Thò Thanh"}, ("name",)),
        ({"name": "Nguyễn Thị 7hanh"}, ("name",)),
        ({"name": ""}, ("name",)),
        ({"name": "H’Hen Niê"}, ()),
        ({"sex": "N?"}, ("sex",)),
        ({"sex": "Nam"}, ("sex",)),
        ({"birth": "06081971"}, ("birth",)),
        ({"address": "ban Khe Nghe, xa Yen Bai, thanh pho Ha Noi"}, ("address",)),
        ({"address": "Khe Giang, Ha Noi"}, ("address",)),
        ({"address": "Tan Linh, Lao Cai"}, ("address",)),
        ({"address": "Ia Kha, Ia Grai, Gia Lai"}, ()),
        ({"address": "so 5 Hàng Bài, Hà Nội"}, ("address",)),
        ({"address": "Phường Liên, Quán Toan, Hải Phòng"}, ()),
        ({"old_number": "12345"}, ("old_number",)),
        ({"issued": ""}, ("issued",)),
        ({"issued": "2021"}, ("issued",)),
        ({"issued": "05081970"}, ("issued",)),
    ],
)
def test_damaged_fields_are_filled_in_and_marked(
    tables: IdentityTables, cells: dict[str, str], doubt: tuple[str, ...]
) -> None:
    read = read_card_qr(card(**cells), tables)
    assert read.doubt == doubt
    assert read.verdict is (CardVerdict.DOUBTFUL if doubt else CardVerdict.OK)
    assert read.number == "037170038887"
    assert (read.name or "") == " ".join(cells.get("name", CELLS[2]).split())


def test_decomposed_text_is_composed_without_a_doubt(tables: IdentityTables) -> None:
    read = read_card_qr(unicodedata.normalize("NFD", card()), tables)
    assert read.verdict is CardVerdict.OK
    assert read.name == CELLS[2]
    assert read.sex is Sex.FEMALE
