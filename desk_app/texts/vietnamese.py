"""Numbers and dates in full Vietnamese words, as receipts and civil-status papers write them."""

import datetime as dt
import tomllib
from functools import cache
from typing import NamedTuple

import resources


class _Words(NamedTuple):
    digits: tuple[str, ...]
    ten: str
    tens: str
    hundred: str
    zero_tens: str
    one_after_tens: str
    four_after_tens: str
    five_after_tens: str
    scales: tuple[str, ...]
    currency: str
    early_day: str
    date: str
    long_date: str


def number_in_words(number: int) -> str:
    """A whole number from 0 on: 2026 → "hai nghìn không trăm hai mươi sáu".

    Groups of three are read with their hundreds once a higher group was said; "tỷ" repeats for
    higher numbers (a billion of billions).
    """
    if number < 0:
        message = f"no words for {number}"
        raise ArithmeticError(message)
    words = _words()
    if number == 0:
        return words.digits[0]
    return " ".join(_above(number, words, first=True))


def amount_in_words(amount: int) -> str:
    """A sum of money with its unit and a capital letter: 15000 → "Mười lăm nghìn đồng"."""
    said = f"{number_in_words(amount)} {_words().currency}"
    return said[0].upper() + said[1:]


def date_in_words(day: dt.date) -> str:
    """A day in full: "Ngày mùng ba tháng năm năm hai nghìn không trăm hai mươi sáu"."""
    words = _words()
    name = number_in_words(day.day)
    if day.day <= 10:
        name = f"{words.early_day} {name}"
    return words.date.format(
        day=name, month=number_in_words(day.month), year=number_in_words(day.year)
    )


def day_and_month(day: dt.date) -> tuple[str, str]:
    """Day and month in digits as papers write them.

    Days below 10 and the months January and February carry a leading zero, so that nobody can
    write a digit before them (NĐ 30/2020/NĐ-CP, Appendix I).
    """
    return f"{day.day:02}", f"{day.month:02}" if day.month <= 2 else str(day.month)


def long_date(day: dt.date) -> str:
    """A day as documents write it: "ngày 05 tháng 3 năm 2026"."""
    in_month, month = day_and_month(day)
    return _words().long_date.format(day=in_month, month=month, year=day.year)


def _above(number: int, words: _Words, *, first: bool) -> list[str]:
    """Read a number as billions and the rest."""
    billion = 10**9
    high, low = divmod(number, billion)
    said: list[str] = []
    if high:
        said += [*_above(high, words, first=first), words.scales[3]]
        first = False
    for rank in (2, 1, 0):
        group = low // 1000**rank % 1000
        if group:
            said += _group(group, words, full=not first)
            if words.scales[rank]:
                said.append(words.scales[rank])
            first = False
    return said


def _group(group: int, words: _Words, *, full: bool) -> list[str]:
    """Read up to three digits; `full` says the hundreds even when there are none."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    said: list[str] = []
    if hundreds or full:
        said += [words.digits[hundreds], words.hundred]
    if tens == 0 and ones and said:
        said.append(words.zero_tens)
    elif tens == 1:
        said.append(words.ten)
    elif tens > 1:
        said += [words.digits[tens], words.tens]
    if ones:
        said.append(_ones(tens, ones, words))
    return said


def _ones(tens: int, ones: int, words: _Words) -> str:
    if ones == 5 and tens:
        return words.five_after_tens
    if tens > 1 and ones == 1:
        return words.one_after_tens
    if tens > 1 and ones == 4:
        return words.four_after_tens
    return words.digits[ones]


@cache
def _words() -> _Words:
    data = tomllib.loads(resources.text("lang/numbers_vi.toml"))
    number, date = data["number_words"], data["date_words"]
    return _Words(
        digits=tuple(number["digits"]),
        ten=number["ten"],
        tens=number["tens"],
        hundred=number["hundred"],
        zero_tens=number["zero_tens"],
        one_after_tens=number["one_after_tens"],
        four_after_tens=number["four_after_tens"],
        five_after_tens=number["five_after_tens"],
        scales=tuple(number["scales"]),
        currency=number["currency"],
        early_day=date["early_day"],
        date=date["pattern"],
        long_date=date["long"],
    )
