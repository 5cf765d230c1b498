"""Dates in Vietnamese words and in digits.

Words are read without regard to diacritics: the place of `tháng` and `năm` tells the number five
from the year.
"""

import re
from collections.abc import Sequence

from desk_app.domain.identity.values import PartialDate
from desk_app.domain.identity.vietnamese import search_key

_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_TEN = "muoi"
_TENS_ALONE = {"muoi": 1, "ham": 2}
_ZERO = {"linh", "le", "khong"}
_THOUSAND = {"nghin", "ngan"}
_HUNDRED = "tram"
_FIRST_DAYS = {"mung", "mong"}
_MONTH_NAMES = {"gieng": 1, "chap": 12}
_IGNORED = {"ngay", "duong", "lich", "sinh", "vao"}


def date_in_words(text: str) -> PartialDate | None:
    """Read `Ngày mùng ba tháng năm năm hai nghìn không trăm hai mươi sáu`; None if impossible."""
    words = re.findall(r"[a-z]+|[0-9]+", search_key(text))
    words = [word for word in words if word not in _IGNORED]
    readings = {
        date.iso: date
        for day, month, year in _splits(words)
        if (date := _date(day, month, year)) is not None
    }
    return next(iter(readings.values())) if len(readings) == 1 else None


def date_in_digits(text: str) -> PartialDate | None:
    """Read `03/05/2026` with any parting sign, `2026-05-03`, `03052026`, or with `tháng`, `năm`."""
    text = search_key(text).strip(" .")
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    if found:
        return _of(found[3], found[2], found[1])
    found = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", text) or re.fullmatch(
        r"(?:ngay\s*)?([0-9]{1,2})(?:\s*[/.\- ]\s*|\s*thang\s*)([0-9]{1,2})"
        r"(?:\s*[/.\- ]\s*|\s*nam\s*)([0-9]{4})",
        text,
    )
    if found:
        return _of(found[1], found[2], found[3])
    found = re.fullmatch(r"(?:thang\s*)?([0-9]{1,2})(?:\s*[/.\- ]\s*|\s*nam\s*)([0-9]{4})", text)
    if found:
        return PartialDate.of(int(found[2]), int(found[1])) if int(found[1]) else None
    found = re.fullmatch(r"(?:nam\s*)?([0-9]{4})", text)
    return PartialDate.of(int(found[1])) if found else None


def _of(day: str, month: str, year: str) -> PartialDate | None:
    return PartialDate.of(int(year), int(month), int(day)) if int(day) and int(month) else None


def _splits(words: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """List the ways to part the words into day, month and year."""
    months = [at for at, word in enumerate(words) if word == "thang"]
    if len(months) > 1:
        return []
    first = months[0] + 1 if months else 0
    day = words[: months[0]] if months else ()
    return [
        (day, words[first:at], words[at + 1 :])
        for at in range(first, len(words))
        if words[at] == "nam" and (months or at == 0)
    ]


def _date(
    day_words: Sequence[str], month_words: Sequence[str], year_words: Sequence[str]
) -> PartialDate | None:
    year = _year(year_words)
    if year is None:
        return None
    if not month_words:
        return None if day_words else PartialDate.of(year)
    month = _month(month_words)
    day = _day(day_words) if day_words else 0
    if not month or day is None or (day_words and not day):
        return None
    return PartialDate.of(year, month, day)


def _day(words: Sequence[str]) -> int | None:
    if words[0] in _FIRST_DAYS:
        day = _below_hundred(words[1:])
        return day if day is not None and day <= 10 else None
    return _below_hundred(words)


def _month(words: Sequence[str]) -> int | None:
    if len(words) == 1 and words[0] in _MONTH_NAMES:
        return _MONTH_NAMES[words[0]]
    return _below_hundred(words)


def _below_hundred(words: Sequence[str]) -> int | None:
    """Read 0-99: `mười lăm`, `hai mươi mốt`, `hai mốt`, `hăm mốt`, `linh năm`, `05`."""
    if len(words) == 1 and words[0].isdigit() and len(words[0]) <= 2:
        return int(words[0])
    tens, ones = _tens(words)
    if not ones:
        return 10 * tens or None
    is_digit = len(ones) == 1 and (_is_one(ones[0]) or (not tens and ones[0] in _DIGITS))
    return 10 * tens + _DIGITS[ones[0]] if is_digit else None


def _tens(words: Sequence[str]) -> tuple[int, Sequence[str]]:
    """Take the tens off and leave the ones."""
    if len(words) == 2 and words[0] in _ZERO:
        return 0, words[1:]
    if words and words[0] in _TENS_ALONE:
        return _TENS_ALONE[words[0]], words[1:]
    if len(words) >= 2 and _DIGITS.get(words[0], 0) > 1:
        return _DIGITS[words[0]], words[2:] if words[1] == _TEN else words[1:]
    return 0, words


def _is_one(word: str) -> bool:
    return _DIGITS.get(word, 0) > 0


def _year(words: Sequence[str]) -> int | None:
    """Read a year: by thousands and hundreds, digit by digit, or in figures."""
    if len(words) == 1 and words[0].isdigit() and len(words[0]) == 4:
        return int(words[0])
    if len(words) == 4 and all(word in _DIGITS for word in words):
        return int("".join(str(_DIGITS[word]) for word in words))
    if len(words) < 2 or words[0] not in _DIGITS or words[1] not in _THOUSAND:
        return None
    year, rest = 1000 * _DIGITS[words[0]], words[2:]
    if len(rest) >= 2 and rest[1] == _HUNDRED and rest[0] in _DIGITS:
        year, rest = year + 100 * _DIGITS[rest[0]], rest[2:]
    if not rest:
        return year
    tail = _below_hundred(rest)
    return None if tail is None else year + tail
