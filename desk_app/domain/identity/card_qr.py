"""The text in the QR code of a citizen card (CCCD since 2021, căn cước since July 2024).

Seven fields parted by a bar; later cards append more, kept raw. What a keyboard-wedge reader has
damaged is filled in and marked; nothing is guessed.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desk_app.domain.identity.numbers import century_year, is_personal_number, number_sex
from desk_app.domain.identity.places import lacks_place_marks
from desk_app.domain.identity.tables import IdentityTables
from desk_app.domain.identity.values import PartialDate, Sex
from desk_app.domain.identity.vietnamese import compose, is_damaged, is_unmarked, search_key

DEFAULT_SEPARATOR = "|"
_FIELDS = 7
_BIRTH = 3


class CardVerdict(StrEnum):
    """Whether a reading may fill the form."""

    OK = "ok"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CardReading:
    """What a card's QR code says; None where it says nothing.

    Attributes:
        verdict: refused readings fill nothing.
        number: twelve digits.
        old_number: nine digits.
        birth: day, month or year, as far as printed.
        extra: fields after the seventh, as read.
        doubt: names of the fields an officer should look at.
        raw: the text as read, to be shown when it is refused.
    """

    verdict: CardVerdict
    number: str | None = None
    old_number: str | None = None
    name: str | None = None
    birth: PartialDate | None = None
    sex: Sex | None = None
    address: str | None = None
    issued: PartialDate | None = None
    extra: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()
    raw: str = field(default="", repr=False)


def read_card_qr(
    text: str, tables: IdentityTables, separator: str = DEFAULT_SEPARATOR
) -> CardReading:
    """Read the QR text of one citizen card.

    Args:
        text: as the reader gave it.
        tables: to see dropped diacritics.
        separator: what the reader makes of the bar.
    """
    clean = text.strip("\ufeff \t\r\n")
    clean = clean.removesuffix(separator).rstrip("\ufeff \t\r\n")
    cells = [compose(cell) for cell in clean.split(separator)]
    if (
        len(cells) <= _BIRTH
        or not is_personal_number(cells[0])
        or (birth := _birth(cells[_BIRTH])) is None
        or _holds_two_cards(clean, separator)
    ):
        return CardReading(CardVerdict.REFUSED, raw=text)
    cells += [""] * (_FIELDS - len(cells))
    number, old, name, _, sex, address, issued = cells[:_FIELDS]
    reading = CardReading(
        verdict=CardVerdict.OK,
        number=number,
        old_number=old or None,
        name=name or None,
        birth=birth,
        sex=_sex(sex),
        address=address or None,
        issued=_day(issued),
        extra=tuple(cells[_FIELDS:]),
        raw=text,
    )
    doubt = _doubts(reading, sex, tables)
    verdict = CardVerdict.DOUBTFUL if doubt else CardVerdict.OK
    return replace(reading, verdict=verdict, doubt=doubt)


def number_of_card(text: str, separator: str = DEFAULT_SEPARATOR) -> str:
    """The personal number a card's code begins with, or that stands alone; else empty."""
    first = text.strip("\ufeff \t\r\n").split(separator, maxsplit=1)[0]
    return first if is_personal_number(first) else ""


def _holds_two_cards(text: str, separator: str) -> bool:
    """Say whether a second card begins somewhere: two readings are never mixed."""
    bar = re.escape(separator)
    other = f"(?:(?!{bar})[^0-9])+"
    card = rf"[0-9]{{12}}{bar}[0-9]{{0,12}}{bar}{other}{bar}[0-9]{{4,8}}{bar}"
    return re.search(card, text[1:], re.DOTALL) is not None or bool(
        re.search(rf"[\r\n]+[0-9]{{12}}{bar}", text)
    )


def _birth(cell: str) -> PartialDate | None:
    """Read `ddMMyyyy`, `00MMyyyy` or `MMyyyy` without a day, `0000yyyy` or `yyyy` without both."""
    found = re.fullmatch(r"(?:([0-9]{2})[/.\-]?)??(?:([0-9]{2})[/.\-]?)?([0-9]{4})", cell)
    if not found:
        return None
    day, month, year = (int(part or 0) for part in found.groups())
    return PartialDate.of(year, month, day)


def _day(cell: str) -> PartialDate | None:
    date = _birth(cell)
    return date if date and date.is_whole else None


def _sex(cell: str) -> Sex | None:
    """Read `Nam` or `Nữ`, with or without its marks."""
    return {"nam": Sex.MALE, "nu": Sex.FEMALE}.get(search_key(cell))


def _doubts(reading: CardReading, sex: str, tables: IdentityTables) -> tuple[str, ...]:
    number, birth, issued = reading.number or "", reading.birth, reading.issued
    printed = compose(sex).casefold()
    birth_doubt = birth is None or not birth.is_whole or birth.year != century_year(number)
    issued_doubt = issued is None or (
        birth is not None and (issued.year, issued.month, issued.day) < _latest(birth)
    )
    doubts = {
        "old_number": not re.fullmatch(r"(?:[0-9]{9})?", reading.old_number or ""),
        "name": _is_doubtful_name(reading.name, tables),
        "birth": birth_doubt,
        "sex": printed not in {"nam", "nữ"} or reading.sex is not number_sex(number),
        "address": reading.address is not None
        and (is_damaged(reading.address) or lacks_place_marks(reading.address, tables)),
        "issued": issued_doubt,
    }
    return tuple(name for name, holds in doubts.items() if holds)


def _latest(birth: PartialDate) -> tuple[int, int, int]:
    return birth.year, birth.month or 1, birth.day or 1


def _is_doubtful_name(name: str | None, tables: IdentityTables) -> bool:
    if name is None or is_damaged(name) or any(letter.isdigit() for letter in name):
        return True
    words = name.split()
    surname = words[0].casefold()
    if surname.isascii() and surname in tables.marked_surnames:
        return True
    return any(is_unmarked(word) for word in words)
