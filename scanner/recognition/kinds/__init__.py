"""How values look: one parser a kind, from the text behind a label to the value meant.

A parser takes the start of a text and gives back what it took, how well that fits the kind, and
which changes it made. It never adds letters that stand for nothing on the paper.
"""

from collections.abc import Callable

from scanner.recognition.kinds import date_words, dates, names, numbers, places, plain
from scanner.recognition.kinds.parsed import Parsed


def parse(kind: str, text: str) -> Parsed | None:
    """The value of a kind at the start of a text, or None where there is none."""
    found = _PARSERS[kind](text)
    is_blank = found is not None and bool(found.value) and not found.value.strip()
    return None if is_blank else found


def kinds() -> frozenset[str]:
    """Every kind there is."""
    return frozenset(_PARSERS)


def _nothing(_text: str) -> Parsed | None:
    """Checkboxes hold ink, not text."""
    return None


_PARSERS: dict[str, Callable[[str], Parsed | None]] = {
    "text": plain.parse_text,
    "name": names.parse_name,
    "date": dates.parse_date,
    "year": dates.parse_year,
    "date_words": date_words.parse_date_words,
    "gender": plain.parse_gender,
    "ethnic": plain.parse_ethnic,
    "nationality": plain.parse_nationality,
    "relation": plain.parse_relation,
    "id12": numbers.parse_id12,
    "phone": numbers.parse_phone,
    "integer": numbers.parse_integer,
    "area": numbers.parse_area,
    "money": numbers.parse_money,
    "number_sign": numbers.parse_number_sign,
    "book": numbers.parse_book,
    "serial": numbers.parse_serial,
    "place": places.parse_place,
    "agency": places.parse_agency,
    "papers": plain.parse_papers,
    "term": plain.parse_text,
    "checkbox": _nothing,
}

__all__ = ["Parsed", "kinds", "parse"]
