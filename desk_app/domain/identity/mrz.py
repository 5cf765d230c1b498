"""Machine-readable zones of passports (TD3) and cards (TD1), ICAO 9303.

Check digits are computed and compared; a confused letter is pointed out, never repaired.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desk_app.domain.identity.numbers import century_year, is_personal_number, number_sex
from desk_app.domain.identity.values import PartialDate, Sex

_WEIGHTS = (7, 3, 1)
_VIET_NAM = "VNM"
_CARD_NUMBER = re.compile(r"[0-9]{9}")
_PASSPORT_NUMBER = re.compile(r"[A-Z][0-9]{7,8}")


class MrzVerdict(StrEnum):
    """Whether a zone can be trusted."""

    OK = "ok"
    BAD_CHECK = "bad_check"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MrzReading:
    """What a machine-readable zone says; None where it says nothing.

    Attributes:
        verdict: ok, a check digit failed, or no zone at all.
        bad: names of failed checks: number, birth, expiry, personal, composite.
        format: `TD1` or `TD3`.
        expiry: `YYYY-MM-DD`, or the characters as printed where they are no date.
        doubt: names of the fields an officer should look at.
    """

    verdict: MrzVerdict
    bad: tuple[str, ...] = ()
    format: str | None = None
    issuer: str | None = None
    number: str | None = None
    nationality: str | None = None
    birth: PartialDate | None = None
    sex: Sex | None = None
    expiry: str | None = None
    surname: str | None = None
    given: str | None = None
    personal_number: str | None = None
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Zone:
    """The cells of a zone, whatever its format."""

    format: str
    issuer: str
    number: str
    number_check: str
    nationality: str
    birth: str
    birth_check: str
    sex: str
    expiry: str
    expiry_check: str
    personal: str
    personal_check: str | None
    composite: str
    composite_check: str
    names: str


def check_digit(text: str) -> int:
    """Compute a check digit: 0-9, A-Z as 10-35, fillers as 0, weights 7, 3, 1, modulo 10.

    Source: ICAO 9303 part 3.
    """
    return sum(_value(letter) * _WEIGHTS[i % 3] for i, letter in enumerate(text)) % 10


def read_mrz(lines: Sequence[str], today: dt.date) -> MrzReading:
    """Read a zone of two lines of 44 or three of 30 characters.

    Args:
        lines: as printed; spaces around and within lines are let pass, small letters too.
        today: a birth after this day lies a century back, unless the 12-digit number says
            otherwise.
    """
    rows = _rows(lines)
    if [len(row) for row in rows] == [44, 44] and rows[0].startswith("P"):
        return _reading(_td3(*rows), today)
    if [len(row) for row in rows] == [30, 30, 30] and rows[0][0] in "ACI":
        return _reading(_td1(*rows), today)
    return MrzReading(MrzVerdict.REFUSED)


def _rows(lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines)
    rows = [re.sub(r"[ \t]", "", row) for row in text.splitlines()]
    rows = [row.translate(_SMALL) for row in rows if row]
    if len(rows) == 1 and len(rows[0]) in {88, 90}:
        width = 44 if len(rows[0]) == 88 else 30
        rows = [rows[0][at : at + width] for at in range(0, len(rows[0]), width)]
    return rows if all(re.fullmatch(r"[A-Z0-9<]+", row) for row in rows) else []


_SMALL = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _td3(first: str, second: str) -> _Zone:
    return _Zone(
        format="TD3",
        issuer=first[2:5],
        names=first[5:],
        number=second[0:9],
        number_check=second[9],
        nationality=second[10:13],
        birth=second[13:19],
        birth_check=second[19],
        sex=second[20],
        expiry=second[21:27],
        expiry_check=second[27],
        personal=second[28:42],
        personal_check=second[42],
        composite=second[0:10] + second[13:20] + second[21:43],
        composite_check=second[43],
    )


def _td1(first: str, second: str, third: str) -> _Zone:
    number, check, optional = first[5:14], first[14], first[15:30]
    if check == "<":  # a number longer than nine characters goes on in the optional field
        rest, _, after = optional.partition("<")
        number, check, optional = number + rest[:-1], rest[-1:] or "<", after
    return _Zone(
        format="TD1",
        issuer=first[2:5],
        names=third,
        number=number,
        number_check=check,
        nationality=second[15:18],
        birth=second[0:6],
        birth_check=second[6],
        sex=second[7],
        expiry=second[8:14],
        expiry_check=second[14],
        personal=optional,
        personal_check=None,
        composite=first[5:30] + second[0:7] + second[8:15] + second[18:29],
        composite_check=second[29],
    )


def _reading(zone: _Zone, today: dt.date) -> MrzReading:
    bad = _failed_checks(zone)
    personal = _personal_number(zone)
    surname, _, given = zone.names.partition("<<")
    reading = MrzReading(
        verdict=MrzVerdict.BAD_CHECK if bad else MrzVerdict.OK,
        bad=bad,
        format=zone.format,
        issuer=_text(zone.issuer),
        number=_text(zone.number),
        nationality=_text(zone.nationality),
        birth=_birth(zone.birth, personal if _is_vietnamese(zone) else None, today),
        sex=Sex(zone.sex) if zone.sex in {"M", "F"} else None,
        expiry=_expiry(zone.expiry),
        surname=_text(surname),
        given=_text(given),
        personal_number=personal,
    )
    return replace(reading, doubt=_doubts(zone, reading, today))


def _failed_checks(zone: _Zone) -> tuple[str, ...]:
    checks = {
        "number": _holds(zone.number, zone.number_check, needed=True),
        "birth": _holds(zone.birth, zone.birth_check) and _is_date_text(zone.birth),
        "expiry": _holds(zone.expiry, zone.expiry_check) and _is_date_text(zone.expiry),
        "personal": zone.personal_check is None or _holds(zone.personal, zone.personal_check),
        "composite": _holds(zone.composite, zone.composite_check, needed=True),
    }
    return tuple(name for name, holds in checks.items() if not holds)


def _holds(text: str, printed: str, *, needed: bool = False) -> bool:
    if printed == "<" and not needed:
        return not text.strip("<")
    return printed.isdigit() and check_digit(text) == int(printed)


def _is_date_text(text: str) -> bool:
    """Say whether only digits and fillers stand there: K for 0 keeps every check digit."""
    return re.fullmatch(r"[0-9<]{6}", text) is not None


def _personal_number(zone: _Zone) -> str | None:
    """Give the personal number; a Vietnamese card holds it in the first twelve characters."""
    if zone.format == "TD1" and _is_vietnamese(zone) and is_personal_number(zone.personal[:12]):
        return zone.personal[:12]
    return _text(zone.personal)


def _is_vietnamese(zone: _Zone) -> bool:
    return _VIET_NAM in {zone.issuer, zone.nationality}


def _birth(text: str, personal: str | None, today: dt.date) -> PartialDate | None:
    parts = _date_parts(text)
    if parts is None:
        return None
    year, month, day = parts
    if personal and is_personal_number(personal):
        return PartialDate.of(century_year(personal) // 100 * 100 + year, month, day)
    this_century = PartialDate.of(2000 + year, month, day)
    if this_century is not None and not this_century.is_after(today):
        return this_century
    return PartialDate.of(1900 + year, month, day)


def _expiry(text: str) -> str | None:
    parts = _date_parts(text)
    date = PartialDate.of(2000 + parts[0], parts[1], parts[2]) if parts else None
    return date.iso if date else text


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """Give year, month and day; fillers stand for an unknown month or day, from the right."""
    if not re.fullmatch(r"[0-9]{6}|[0-9]{4}<<|[0-9]{2}<<<<", text):
        return None
    year, month, day = (int(text[at : at + 2].replace("<<", "0")) for at in (0, 2, 4))
    if (month == 0 and text[2:4] != "<<") or (day == 0 and text[4:6] != "<<"):
        return None
    return year, month, day


def _doubts(zone: _Zone, reading: MrzReading, today: dt.date) -> tuple[str, ...]:
    personal = reading.personal_number
    is_known = _is_vietnamese(zone) and personal is not None and is_personal_number(personal)
    birth = reading.birth
    doubts = {
        "issuer": _has_digit(zone.issuer),
        "number": "number" in reading.bad or _is_odd_number(zone),
        "nationality": _has_digit(zone.nationality),
        "birth": "birth" in reading.bad
        or birth is None
        or birth.is_after(today)
        or (is_known and birth.year != century_year(personal or "")),
        "sex": zone.sex not in {"M", "F", "<"}
        or (is_known and reading.sex is not None and reading.sex is not number_sex(personal or "")),
        "expiry": "expiry" in reading.bad or _date_parts(zone.expiry) is None,
        "surname": _has_digit(zone.names.partition("<<")[0]) or reading.surname is None,
        "given": _has_digit(zone.names.partition("<<")[2]),
        "personal_number": "personal" in reading.bad or _is_odd_personal(zone, personal),
    }
    if reading.bad == ("composite",):
        covered = ("number", "birth", "expiry", "personal_number")
        uncovered = ("personal_number",)  # in TD1 only the composite covers it
        doubts |= dict.fromkeys(uncovered if zone.format == "TD1" else covered, True)
    return tuple(name for name, holds in doubts.items() if holds)


def _is_odd_number(zone: _Zone) -> bool:
    """Say whether a Vietnamese number has another form: check digits do not see B for 1."""
    if zone.issuer != _VIET_NAM:
        return False
    form = _PASSPORT_NUMBER if zone.format == "TD3" else _CARD_NUMBER
    return not form.fullmatch(zone.number.rstrip("<"))


def _is_odd_personal(zone: _Zone, personal: str | None) -> bool:
    if zone.format != "TD1" or zone.issuer != _VIET_NAM:
        return False
    return personal is None or not is_personal_number(personal)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _text(cell: str) -> str | None:
    return re.sub(r"<+", " ", cell).strip() or None


def _value(letter: str) -> int:
    if letter == "<":
        return 0
    return int(letter) if letter.isdigit() else ord(letter) - ord("A") + 10
