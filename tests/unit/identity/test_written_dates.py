"""Dates in words and in digits."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.identity import date_in_digits, date_in_words

ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def below_hundred(number: int) -> str:
    tens, one = divmod(number, 10)
    if not tens:
        return ONES[one]
    head = "mười" if tens == 1 else f"{ONES[tens]} mươi"
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(one, ONES[one])
    return f"{head} {last}".strip()


def year_words(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    words = f"{ONES[thousands]} nghìn"
    if hundreds or rest:
        words += f" {ONES[hundreds]} trăm"
    if 0 < rest < 10:
        return f"{words} linh {ONES[rest]}"
    return f"{words} {below_hundred(rest)}" if rest else words


@given(st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_every_date_reads_back(date: dt.date) -> None:
    first = "mùng " if date.day <= 10 else ""
    text = (
        f"Ngày {first}{below_hundred(date.day)} tháng {below_hundred(date.month)}"
        f" năm {year_words(date.year)}"
    )
    read = date_in_words(text)
    assert read is not None, text
    assert read.iso == date.isoformat()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Ngày mùng ba tháng năm năm hai nghìn không trăm hai mươi sáu", "2026-05-03"),
        ("NGÀY MỒNG MỘT THÁNG GIÊNG NĂM HAI NGÀN", "2000-01-01"),
        ("hai mốt tháng chạp năm một chín tám lăm", "1985-12-21"),
        ("ngày hăm lăm tháng tư năm một nghìn chín trăm bảy lăm", "1975-04-25"),
        ("Ngày ba mươi mốt tháng một năm hai nghìn lẻ năm.", "2005-01-31"),
        ("ngày mười lăm tháng mười một năm hai nghìn không trăm linh bảy", "2007-11-15"),
        ("ngày 03 tháng 5 năm 2026", "2026-05-03"),
        ("ngày hai mươi bốn tháng mười năm năm hai nghìn", None),
        ("tháng năm năm hai nghìn không trăm hai mươi", "2020-05"),
        ("năm một nghìn chín trăm chín mươi", "1990"),
        ("ngay hai muoi chin thang hai nam hai nghin khong tram hai muoi tu", "2024-02-29"),
        ("ngày hai mươi chín tháng hai năm hai nghìn không trăm hai mươi ba", None),
        ("ngày ba mươi mốt tháng tư năm hai nghìn", None),
        ("ngày ba mươi hai tháng một năm hai nghìn", None),
        ("ngày mùng mười một tháng một năm hai nghìn", None),
        ("ngày một tháng mười ba năm hai nghìn", None),
        ("ngày không tháng một năm hai nghìn", None),
        ("ngày một năm hai nghìn", None),
        ("ngày mùng tháng hai năm hai nghìn", None),
        ("tháng một tháng hai năm hai nghìn", None),
        ("tháng một năm chín mươi tám", None),
        ("tháng một năm hai nghìn một trăm một trăm", None),
        ("xin chào", None),
        ("", None),
    ],
)
def test_ways_of_writing_a_date(text: str, iso: str | None) -> None:
    read = date_in_words(text)
    assert (read.iso if read else None) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("03/05/2026", "2026-05-03"), ("3-5-2026", "2026-05-03"), ("03.05.2026", "2026-05-03"),
        ("03 / 05 / 2026", "2026-05-03"), ("2026-05-03", "2026-05-03"), ("03052026", "2026-05-03"),
        ("ngày 03 tháng 05 năm 2026", "2026-05-03"), ("Ngày 3/5/2026.", "2026-05-03"),
        ("05/2026", "2026-05"), ("tháng 5 năm 2026", "2026-05"), ("2026", "2026"),
        ("năm 2026", "2026"), ("31/02/2026", None), ("29/02/2026", None), ("00/05/2026", None),
        ("13/2026", None), ("0/2026", None), ("05/03/26", None), ("2026-13-01", None), ("x", None),
    ],
)  # fmt: skip
def test_dates_in_digits(text: str, iso: str | None) -> None:
    read = date_in_digits(text)
    assert (read.iso if read else None) == iso


@given(st.text(alphabet="ngàythángnămmộthaibamươi 0123456789/-"))
def test_no_text_breaks_the_readers(text: str) -> None:
    date_in_words(text)
    date_in_digits(text)
