"""The machine-readable zone: only what its check digits prove, whatever the engine made of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.identity import check_digit as of_the_desk
from desk_app.domain.identity.zone_in_text import zone_in
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.zone import LETTERS, check_digit, find_zone, zone_fields
from tests.kit.papers.zones import viet_card, viet_passport

WHITE = np.full((400, 1200), 255, np.uint8)


class Second:
    """A second reader that says a fixed text for each row in turn."""

    name = "second"

    def __init__(self, rows=()):
        self.rows = list(rows)
        self.asked = 0

    def line(self, pixels, dpi, *, letters=""):
        assert letters == LETTERS
        self.asked += 1
        return (self.rows[(self.asked - 1) % len(self.rows)] if self.rows else "", 0.9)


def words_of(rows):
    return [
        Word(row, 40, 60 * i, 40 + 20 * len(row), 60 * i + 30, 0.8, i) for i, row in enumerate(rows)
    ]


def test_a_card_read_cleanly_asks_no_second_time():
    second = Second()
    zone = find_zone(words_of(viet_card()), WHITE, second)
    assert second.asked == 0
    assert zone.doc_type == "cccd"
    assert zone.name == "NGUYEN THI THANH"
    assert zone_fields(zone) == {
        "so_cccd": "037170038887",
        "ngay_sinh": "06/08/1970",
        "gioi_tinh": "Nữ",
        "quoc_tich": "Việt Nam",
        "co_gia_tri_den": "06/08/2030",
    }


def test_a_passport_with_the_owners_number():
    zone = find_zone(words_of(viet_passport(personal="037170038887")), WHITE, Second())
    assert zone.doc_type == "ho_chieu"
    fields = zone_fields(zone)
    assert (fields["so_ho_chieu"], fields["so_dinh_danh"]) == ("C1234567", "037170038887")
    assert "so_cccd" not in fields


def test_letters_that_look_like_figures_are_figures_where_only_figures_stand():
    rows = viet_card()
    rows[0] = "T" + rows[0][1:].replace("0", "O")
    rows[1] = rows[1][:18].replace("0", "O") + "«" * 5 + rows[1][-1]
    zone = find_zone(words_of(rows), WHITE, Second())
    assert list(zone.rows) == viet_card()


def test_one_wrong_figure_and_there_is_no_zone():
    rows = viet_card()
    rows[1] = ("8" if rows[1][0] != "8" else "9") + rows[1][1:]
    assert find_zone(words_of(rows), WHITE, Second()) is None


def test_the_second_reading_of_a_row_may_prove_what_the_first_did_not():
    rows = viet_card()
    wrong = [rows[0], "9" + rows[1][1:], rows[2]]
    zone = find_zone(words_of(wrong), WHITE, Second(viet_card()))
    assert list(zone.rows) == viet_card()


def test_a_number_that_is_not_the_cards_proves_nothing():
    rows = viet_card(personal="037170038888<<3")
    assert find_zone(words_of(rows), WHITE, Second()) is None


def test_the_century_is_the_numbers_own():
    rows = viet_card(
        number="204001234", personal="001204001234<<3", birth="040506", expiry="290506"
    )
    assert zone_fields(find_zone(words_of(rows), WHITE, Second()))["ngay_sinh"] == "06/05/2004"
    old = viet_card(number="104001234", personal="001104001234<<3", birth="040506", expiry="290506")
    assert zone_fields(find_zone(words_of(old), WHITE, Second()))["ngay_sinh"] == "06/05/1904"


def test_lines_of_text_are_no_zone():
    lines = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ABCDEFGHIJKLMNOPQRSTUVWXYZ<", "Số: 12/QĐ-UBND"]
    assert find_zone(words_of(lines), WHITE, Second()) is None
    assert find_zone([], WHITE, Second()) is None


def test_the_rows_in_the_text_open_the_chip():
    zone = find_zone(words_of([row.replace("0", "O") for row in viet_card()]), WHITE, Second())
    said = zone.as_words()
    assert zone_in("\n".join(word.text for word in said)) == tuple(viet_card())
    assert len({word.line for word in said}) == len(said), "each row is a line of the text"


@given(st.text(LETTERS, max_size=44))
def test_check_digits_are_the_desks(text):
    assert check_digit(text) == of_the_desk(text)


@given(st.lists(st.text(LETTERS + "«ạ( ", max_size=50), max_size=6))
@pytest.mark.filterwarnings("error")
def test_no_text_makes_it_stumble(rows):
    words = [word for word in words_of(rows) if word.text.strip()]
    zone = find_zone(words, WHITE, Second())
    assert zone is None or all(check_digit(zone.rows[1][0:6]) >= 0 for _ in zone.rows)
