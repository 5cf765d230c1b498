"""Numbers and dates in words."""

import datetime as dt

import pytest

from desk_app.texts.vietnamese import amount_in_words, date_in_words, long_date, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (50, "năm mươi"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (15_000, "mười lăm nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (100_000_000, "một trăm triệu"),
        (1_500_000_000, "một tỷ năm trăm triệu"),
        (2_000_000_000_005, "hai nghìn tỷ không trăm linh năm"),
    ],
)
def test_numbers(number, words):
    assert number_in_words(number) == words


def test_no_words_below_zero():
    with pytest.raises(ArithmeticError):
        number_in_words(-1)


def test_amounts_begin_with_a_capital():
    assert amount_in_words(8_000) == "Tám nghìn đồng"


def test_dates():
    assert (
        date_in_words(dt.date(2026, 5, 3))
        == "Ngày mùng ba tháng năm năm hai nghìn không trăm hai mươi sáu"
    )
    assert (
        date_in_words(dt.date(2021, 1, 26))
        == "Ngày hai mươi sáu tháng một năm hai nghìn không trăm hai mươi mốt"
    )


def test_leading_zeros_guard_days_below_ten_and_the_first_two_months():
    """NĐ 30/2020/NĐ-CP, Appendix I."""
    assert long_date(dt.date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert long_date(dt.date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
