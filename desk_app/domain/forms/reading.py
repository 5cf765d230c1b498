"""From the text of a paper to a value of the form."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Protocol

from desk_app.domain.forms.definition import Convert, FormDefinition, Scalar
from desk_app.domain.forms.filled import FilledValue, Origin


class Reading(Protocol):
    """What a recogniser says about one field of a page."""

    @property
    def value(self) -> str:
        """The corrected text."""

    @property
    def confidence(self) -> float:
        """Chance of being exactly right."""

    @property
    def sure(self) -> bool:
        """May be filled without asking."""

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Place on the upright page."""

    @property
    def source(self) -> str:
        """`ocr`, `qr` or `mrz`."""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Other likely readings."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it is not sure."""


def values_from_reading(
    definition: FormDefinition,
    document_type: str,
    readings: Mapping[str, Reading],
    *,
    component: str,
    page: int = 0,
) -> dict[str, FilledValue]:
    """Turn the fields of one page into values of the form.

    A text that cannot be converted is kept as it was read and is doubtful, so that the officer
    sees what the paper says instead of an empty field.
    """
    found = {}
    for name, rule in definition.reads.get(document_type, {}).items():
        reading = readings.get(rule.field)
        if reading is None or not reading.value.strip():
            continue
        value = convert(reading.value, rule.convert)
        found[name] = FilledValue(
            value=reading.value.strip() if value is None else value,
            origin=Origin(reading.source),
            confidence=reading.confidence,
            sure=reading.sure and value is not None,
            component=component,
            page=page,
            box=reading.box,
            likely=tuple(
                other
                for text in reading.suggestions
                if (other := convert(text, rule.convert)) is not None and other != value
            ),
            doubts=reading.doubts,
        )
    return found


def convert(text: str, how: Convert) -> Scalar:
    """Convert the text of a paper; None when it does not fit."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    match how:
        case Convert.TEXT:
            return text
        case Convert.UPPER:
            return text.upper()
        case Convert.DIGITS:
            digits = re.sub(r"[\s.\-]", "", text)
            return digits if digits.isdigit() else None
        case Convert.DATE:
            return _iso_date(text)
        case Convert.NUMBER:
            return _number(text)
        case Convert.WHOLE:
            number = _number(text)
            return int(number) if number is not None and number == int(number) else None


_DATE_FORMS = (
    re.compile(r"(?P<d>\d{1,2})\s*[/.\-]\s*(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4})"),
    re.compile(
        r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})", re.IGNORECASE
    ),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
)
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")


def _iso_date(text: str) -> str | None:
    for form in _DATE_FORMS:
        found = form.search(text)
        if found:
            try:
                day = dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
            return day.isoformat()
    return None


def _number(text: str) -> float | int | None:
    found = _NUMBER.search(text)
    if not found:
        return None
    digits = found.group()
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    return float(digits) if "." in digits else int(digits)
