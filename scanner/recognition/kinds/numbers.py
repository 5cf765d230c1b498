"""Numbers and signs: identity and telephone numbers, areas, money, numbers of papers and books."""

import re
from dataclasses import replace

from scanner.recognition.kinds.parsed import Parsed, digit_looks, digits_only
from scanner.recognition.reading import Correction
from scanner.recognition.text import toneless

_DIGITS = re.compile(
    r"(?<![^\W\d_])[\dOoQDIl|iSsBZzbGqgØ!A](?:[\dOoQDIl|iSsBZzbGqgØ!A.\-\s]{0,2}[\dOoQDIl|iSsBZzbGqgØ!A]){7,}"
)


_OF_A_PERSON = 12
_PERSON = re.compile(r"0\d\d[0-3]")
_NOBODYS = 0.6
_BEGIN_WITH_0 = {10, 12}  # telephone and identity numbers; of theirs the first figure is lost most


def _digits(text: str, lengths: tuple[int, ...], first: str) -> Parsed | None:
    best: Parsed | None = None
    for found in _DIGITS.finditer(text):
        raw = found.group()
        plain = sum(c.isdigit() for c in raw)
        if plain < 0.6 * sum(c.isalnum() for c in raw):
            continue
        value = re.sub(r"[^\d]", "", raw.translate(digit_looks()))
        clean = re.sub(r"[\s.\-]", "", raw)
        if len(value) == lengths[0] - 1 and value[0] != "0" and lengths[0] in _BEGIN_WITH_0:
            missing = Correction(reason="leading_zero", before=value, after=f"0{value}")
            parsed = Parsed(f"0{value}", found.start(), found.end(), 0.6, (missing,))
            best = parsed if best is None or parsed.fit > best.fit else best
            continue
        fit = (
            1.0
            if len(value) in lengths and value[:1] in first
            else (0.45 if abs(len(value) - lengths[0]) <= 1 else 0.15)
        )
        if clean != value:
            fit *= 0.8
        note = (
            (Correction(reason="digit_looks", before=raw, after=value),) if clean != value else ()
        )
        parsed = Parsed(value, found.start(), found.end(), fit, note)
        if best is None or parsed.fit > best.fit:
            best = parsed
    return best


def parse_id12(text: str) -> Parsed | None:
    """An identity number: twelve digits, or nine of an old card.

    The twelve begin with the province's number, 001 to 096, then sex and century, 0 to 3 for who
    was born until 2099 (Decree 137/2015/NĐ-CP, article 13).
    """
    found = _digits(text, (12, 9), "0123456789")
    if found is None or len(found.value) != _OF_A_PERSON or _PERSON.match(found.value):
        return found
    return replace(found, fit=min(found.fit, _NOBODYS))


def parse_phone(text: str) -> Parsed | None:
    """A telephone number."""
    return _digits(text, (10, 11), "0")


def parse_integer(text: str) -> Parsed | None:
    """A plain number."""
    text = digits_only(text)
    found = re.search(r"\d+", text)
    if found is None:
        looks = re.match(r"\W*([lIOoSBZ]{1,3})\b", text)
        if looks is None:
            return None
        value = looks.group(1).translate(digit_looks())
        return Parsed(
            value,
            looks.start(1),
            looks.end(1),
            0.4,
            (Correction(reason="digit_looks", before=looks.group(1), after=value),),
        )
    lead = sum(c.isalnum() for c in text[: found.start()])
    return Parsed(
        found.group(), found.start(), found.end(), 1.0 if lead == 0 else (0.7 if lead < 12 else 0.4)
    )


def parse_area(text: str) -> Parsed | None:
    """A number with decimals and perhaps its unit behind it."""
    text = digits_only(text)
    found = re.search(r"\d+(?:\s?[.,]\s?\d+)*", text)
    if found is None:
        return None
    value = re.sub(r"\s", "", found.group())
    lead = sum(c.isalnum() for c in text[: found.start()])
    unit = bool(re.match(r"\s*(?:m|㎡|mét)", text[found.end() :]))
    return Parsed(
        value, found.start(), found.end(), min(1.0, (0.9 if lead == 0 else 0.6) + 0.1 * unit)
    )


def parse_money(text: str) -> Parsed | None:
    """An amount with separators."""
    text = digits_only(text)
    found = re.search(r"\d{1,3}(?:\s?[.,]\s?\d{3})+|\d{4,}", text)
    if found is None:
        return replace(number, fit=0.3) if (number := parse_area(text)) is not None else None
    return Parsed(re.sub(r"\s", "", found.group()), found.start(), found.end(), 1.0)


_SIGN = re.compile(
    r"[\dA-ZĐ][\w.]*(?:\s{0,2}[/\-–]\s?[\wĐđ.&]+)+|\d+[A-ZĐ]*\d*[A-Z]*|[A-Z]{1,3}\d{4,}"
)


# of a household business: province, letter of the district, 8, six figures: `41G8001234`
_HOUSEHOLD = re.compile(r"\b\d{2}[A-Z]{1,2}\s?8\d{6}\b")
_LONG_NUMBER = 6
_FIGURES_ONLY = 0.95  # a sign's letter is taken for a figure more often than the other way round
_LOST_DASH = re.compile(r"(?<=/QĐ) (?=[A-ZĐ]{2,})")  # `12/QĐ UBND`


def parse_number_sign(text: str) -> Parsed | None:
    """Number and sign of a paper: `12/QĐ-UBND`."""
    household = _HOUSEHOLD.search(text)
    if household is not None:  # its letter is no figure read wrong
        value = household.group().replace(" ", "")
        return Parsed(value, household.start(), household.end(), 1.0)
    text = digits_only(text).replace("_", " ")  # what is left of a line to write on
    text = _LOST_DASH.sub("-", text)
    found = _SIGN.search(text)
    if found is None:
        return None
    raw = found.group().rstrip(".")
    value = re.sub(r"\s*([/\-–])\s*", r"\1", raw).replace("–", "-")
    lead = sum(c.isalnum() for c in text[: found.start()])
    fit = 0.6
    if re.search(r"\d", value) and ("/" in value or len(value) >= _LONG_NUMBER):
        fit = _FIGURES_ONLY if value.isdigit() else 1.0
    repaired = re.sub(r"/[O0ỌQqo][DĐđbdB8Ò](?=-)", "/QĐ", toneless(value))  # a sign has no tones
    notes = (
        (Correction(reason="decision_sign", before=value, after=repaired),)
        if repaired != value
        else ()
    )
    return Parsed(
        repaired, found.start(), found.start() + len(raw), fit * (1.0 if lead == 0 else 0.6), notes
    )


def parse_book(text: str) -> Parsed | None:
    """Number of an entry in a book."""
    found = re.search(r"[A-ZĐ]{1,4}[\s.\-]?\d{2,7}(?:/\w+)*|\d{2,7}(?:/[\w\-]+)*", text)
    if found is None:
        return None
    value = " ".join(found.group().split())
    return Parsed(value, found.start(), found.end(), 1.0 if value[0].isalpha() else 0.8)


def parse_serial(text: str) -> Parsed | None:
    """A printer's serial: two capitals and six to eight digits."""
    found = re.search(r"\b([A-ZĐ]{2})\s?(\d{6,8})\b", text)
    return (
        None
        if found is None
        else Parsed(f"{found.group(1)} {found.group(2)}", found.start(), found.end(), 1.0)
    )
