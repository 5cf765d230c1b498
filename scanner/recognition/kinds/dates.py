"""Dates in figures and years."""

import datetime as dt
import re
from dataclasses import replace

from scanner.recognition.kinds.parsed import Parsed, digit_looks, digits_only
from scanner.recognition.reading import Correction

_SLASHED = re.compile(
    r"(?<![\d/])([\dOoIl|]{1,2})\s?[/.\-\\]\s?([\dOoIl|]{1,2})\s?[/.\-\\]\s?([\dOoIlSB|]{4})(?!\d)"
)
_WORDED = re.compile(
    r"(?:ng[aàáảãạ]y|ngy)?[\s,.:]*([\dOoIl]{1,2})[\s,.]*th[^\s\d]{1,3}ng[\s,.:]*([\dOoIl]{1,2})[\s,.]*n[^\s\d]{1,2}m[\s,.:]*([\dOoIlSB]{4})",
    re.IGNORECASE,
)
_LOOSE_DATE = re.compile(
    r"(?<!\d)(\d{2})[\s/.\-]?(\d{2})[\s/.\-](\d{4})(?!\d)|(?<!\d)(\d{2})[\s/.\-](\d{2})[\s/.\-]?(\d{4})(?!\d)"
)


def parse_date(text: str) -> Parsed | None:
    """The first date in figures, slashed or worded."""
    text = digits_only(text)
    options: list[tuple[int, Parsed]] = []
    for pattern, worded in ((_WORDED, True), (_SLASHED, False), (_LOOSE_DATE, False)):
        found = pattern.search(text)
        if found is None:
            continue
        day, month, year = (
            part.translate(digit_looks()) for part in found.groups() if part is not None
        )
        fit = 1.0 if _is_date(day, month, year) else 0.25
        if pattern is _LOOSE_DATE:
            fit *= 0.6
        value = f"ngày {day} tháng {month} năm {year}" if worded else f"{day}/{month}/{year}"
        options.append((found.start(), Parsed(value, found.start(), found.end(), fit)))
    if not options:
        return None
    begin, best = min(options, key=lambda item: item[0] - 40 * item[1].fit)
    lead = sum(c.isalnum() for c in text[:begin])
    return replace(best, fit=best.fit * (1.0 if lead <= 4 else 0.7))


def _is_date(day: str, month: str, year: str) -> bool:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return 1900 <= date.year <= 2099


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_YEAR_DAMAGED = re.compile(r"(?<![\w])[1lI|2Z][\dOoIlSBgq|]{3}(?![\w])")


def parse_year(text: str) -> Parsed | None:
    """A year, alone or out of a date."""
    text = digits_only(text)
    date = parse_date(text)
    if date is not None and date.fit >= 0.5:
        return replace(date, value=date.value[-4:], fit=date.fit * 0.95)
    found = _YEAR.search(text)
    if found is not None:
        lead = sum(c.isalnum() for c in text[: found.start()])
        return Parsed(found.group(), found.start(), found.end(), 1.0 if lead <= 3 else 0.6)
    damaged = _YEAR_DAMAGED.search(text)
    if damaged is not None:
        value = damaged.group().translate(digit_looks())
        if _YEAR.fullmatch(value):
            return Parsed(
                value,
                damaged.start(),
                damaged.end(),
                0.6,
                (Correction(reason="digit_looks", before=damaged.group(), after=value),),
            )
    return None
