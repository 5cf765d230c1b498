"""What an identity card's chip says of a person, and how far it is proven.

Source: ICAO Doc 9303-10 (DG1); DG13 of the Vietnamese card as public readers describe it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.identity.mrz import MrzVerdict, read_mrz
from desk_app.domain.identity.names import agrees_with_mrz
from desk_app.domain.identity.numbers import is_personal_number
from desk_app.domain.identity.values import PartialDate, Sex, parse_iso
from desk_app.domain.identity.vietnamese import search_key
from desk_app.domain.identity.written_dates import date_in_digits

#: Names of the fields of a read identity card, as papers have them, by the card's own names.
PAPER_FIELDS = {
    "number": "so_cccd",
    "full_name": "ho_ten",
    "birth": "ngay_sinh",
    "sex": "gioi_tinh",
    "nationality": "quoc_tich",
    "ethnicity": "dan_toc",
    "origin": "que_quan",
    "residence": "noi_thuong_tru",
    "issued": "ngay_cap",
    "expiry": "co_gia_tri_den",
}
PAPER = "cccd"
_ZONE_NUMBER = 9
_NEVER_ENDS = frozenset({"khong thoi han", "vo thoi han", "khong ky han", "no end"})
_NO_END = "991231"  # of cards without an end, as public readers describe them


class ChipVerdict(StrEnum):
    """Whether the data is the state's."""

    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKey:
    """What is printed on the card and opens its chip: the zone's lines, or the access number.

    Attributes:
        cells: number, birth and expiry as the zone has them, for a zone that nobody has read.
    """

    zone: tuple[str, ...] = field(default=(), repr=False)
    can: str = field(default="", repr=False)
    cells: tuple[str, str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipPerson:
    """The person on a chip; empty where the card says nothing.

    Attributes:
        birth, issued, expiry: ``YYYY-MM-DD``, or the words of the card where they are no date.
        more: further items of the card by name, among them family and old numbers.
    """

    number: str = ""
    full_name: str = ""
    birth: str = ""
    sex: str = ""
    nationality: str = ""
    ethnicity: str = ""
    origin: str = ""
    residence: str = ""
    issued: str = ""
    expiry: str = ""
    more: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    def paper_fields(self) -> dict[str, str]:
        """The values under the names that papers use; empty ones left out."""
        found = {paper: str(getattr(self, own)) for own, paper in PAPER_FIELDS.items()}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipReport:
    """One reading of a card.

    Attributes:
        reasons: codes of what speaks against it, the weightiest first.
        disagreements: fields in which zone and items of the card differ.
        digests: SHA-256 of each group read, hex: what was proven, without the data.
        proven: groups covered by the signed object.
        is_chip_proven: the chip showed its own key; None when the card offers no such proof.
        problems: files that could not be read, with the reason.
        picture: the face as a small PNG, shown and not stored; empty unless it was asked for.
    """

    verdict: ChipVerdict
    reasons: tuple[str, ...] = ()
    person: ChipPerson = field(repr=False)
    disagreements: tuple[str, ...] = ()
    signer: str = ""
    signer_ends: dt.datetime | None = None
    country: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    proven: tuple[str, ...] = ()
    is_chip_proven: bool | None = None
    access: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    picture: bytes = field(default=b"", repr=False)
    exchanges: int = 0
    seconds: float = 0.0
    card_seconds: float = 0.0


def opens_a_chip(text: str) -> bool:
    """Whether what was typed or scanned is a zone or an access number, and no QR or ID number."""
    bare = "".join(text.split())
    return (len(bare) in {72, 88, 90} and "<" in bare) or (len(bare) == 6 and bare.isdigit())


def states_an_expiry(text: str) -> bool:
    """Whether what was typed is the day a card ends, or that it never does."""
    return _expiry_cell(text) is not None


def key_of_printed_data(number: str, birth: str, expiry: str) -> ChipKey | None:
    """The key of a Vietnamese card from its QR code's data and the printed day of expiry.

    The zone's document number is the last nine of the twelve digits; no code states the expiry.

    Args:
        number: the twelve digits.
        birth: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.
        expiry: as typed from the card, or that the card has no end.

    Returns:
        None where a part is missing.
    """
    born, cell = parse_iso(birth), _expiry_cell(expiry)
    if not is_personal_number(number) or born is None or cell is None:
        return None
    return ChipKey(cells=(number[-_ZONE_NUMBER:], _cell(born), cell))


def _expiry_cell(text: str) -> str | None:
    if search_key(text) in _NEVER_ENDS:
        return _NO_END
    day = date_in_digits(text)
    return _cell(day) if day is not None and day.is_whole else None


def _cell(day: PartialDate) -> str:
    """``YYMMDD``; unknown parts are fillers (ICAO Doc 9303-3 section 4.8)."""
    month, of_month = (f"{part:02d}" if part else "<<" for part in (day.month, day.day))
    return f"{day.year % 100:02d}{month}{of_month}"


def person_of(
    zone: Sequence[str], items: Mapping[str, str | Sequence[str]], today: dt.date
) -> tuple[ChipPerson, tuple[str, ...]]:
    """The person of a card, and the fields in which its two halves differ.

    Args:
        zone: lines of the zone in DG1; empty when it was not read.
        items: named items of DG13; empty when it was not read.
        today: tells the century of years.
    """
    read = read_mrz(list(zone), today) if zone else None
    has_zone = read is not None and read.verdict is not MrzVerdict.REFUSED
    known = {name: _text(items.get(name, "")) for name in _OWN}
    dates = {name: _iso(known[name]) for name in ("birth", "issued", "expiry")}
    differing = []
    if read is not None and has_zone:
        said = {
            "number": read.personal_number or "",
            "birth": read.birth.iso if read.birth else "",
            "expiry": read.expiry or "",
        }
        mine = {"number": known["number"], "birth": dates["birth"], "expiry": dates["expiry"]}
        differing = [n for n, value in said.items() if value and mine[n] and value != mine[n]]
        if known["full_name"] and not agrees_with_mrz(known["full_name"], zone[-1]):
            differing.append("full_name")
        if read.sex is not None and _SEXES.get(search_key(known["sex"]), read.sex) != read.sex:
            differing.append("sex")
        known["number"] = known["number"] or said["number"]
        dates["birth"] = dates["birth"] or said["birth"]
        dates["expiry"] = dates["expiry"] or said["expiry"]
        spoken = f"{read.surname or ''} {read.given or ''}".strip()
        known["full_name"] = known["full_name"] or spoken
    more = {name: value for name, value in items.items() if name not in {*_OWN, *dates} and value}
    return ChipPerson(**{**known, **dates}, more=more), tuple(differing)


_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}
_OWN = ("number", "full_name", "birth", "sex", "nationality", "ethnicity", "origin", "residence",
        "issued", "expiry")  # fmt: skip


def _text(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _iso(text: str) -> str:
    found = date_in_digits(text)
    return found.iso if isinstance(found, PartialDate) else text
