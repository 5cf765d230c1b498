"""Numbers people and organisations are known by: structure, check digits, plausibility.

Nothing here refuses: a verdict warns, and an officer may save any value with a reason.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.identity.tables import IdentityTables
from desk_app.domain.identity.values import PartialDate, Sex

_REFORM = dt.date(2025, 7, 1)
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class NumberVerdict(StrEnum):
    """How a personal number looks."""

    PLAUSIBLE = "plausible"
    DOUBTFUL = "doubtful"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A 12-digit personal identification number, looked at.

    Attributes:
        verdict: plausible, doubtful or impossible.
        reasons: of sex, birth_year, future, length, characters.
        birth_year: told by digits 4-6.
        sex: told by digit 4.
        province: unit of 2024 named by digits 1-3, for births before 1 July 2025.
        is_blocked: never; only a certain check digit may block, and this number has none.
        doubt: fields an officer should look at.
    """

    verdict: NumberVerdict
    reasons: tuple[str, ...] = ()
    birth_year: int | None = None
    sex: Sex | None = None
    province: str | None = None
    is_blocked: bool = False
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OldNumber:
    """A former 9-digit identity number (CMND)."""

    verdict: NumberVerdict
    canonical: str | None = None


class TaxVerdict(StrEnum):
    """How a tax code looks."""

    VALID = "valid"
    WARN = "warn"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code (mã số thuế) or enterprise code.

    Attributes:
        verdict: a failed check digit is invalid; where implementations differ it warns.
        form: 10, 12 or 13 digits; None when it has none of these forms.
        canonical: as stored; a dependent unit's code has a dash.
    """

    verdict: TaxVerdict
    form: int | None = None
    canonical: str | None = None


class AgencyVerdict(StrEnum):
    """How an agency code looks."""

    CURRENT = "current"
    LEGACY = "legacy"
    INVALID = "invalid"


class PhoneVerdict(StrEnum):
    """What kind of telephone number it is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SHORT = "short"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number.

    Attributes:
        verdict: its kind.
        e164: as stored; None for short numbers.
        national: as printed: mobiles 4-3-3, landlines ungrouped, short numbers as dialled.
    """

    verdict: PhoneVerdict
    e164: str | None = None
    national: str | None = None


def century_year(number: str) -> int:
    """Give the birth year in digits 4-6 of a 12-digit number (NĐ 137/2015 Art. 13)."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def number_sex(number: str) -> Sex:
    """Give the sex in digit 4: even for men, odd for women."""
    return Sex.FEMALE if int(number[3]) % 2 else Sex.MALE


def is_personal_number(text: str) -> bool:
    """Say whether a text is twelve ASCII digits."""
    return re.fullmatch(r"[0-9]{12}", text) is not None


def check_personal_number(
    number: str,
    tables: IdentityTables,
    *,
    today: dt.date,
    birth: PartialDate | None = None,
    sex: Sex | None = None,
) -> PersonalNumber:
    """Look at a personal identification number beside the sex and birth of the form.

    Source: NĐ 137/2015 Art. 13, TT 07/2016/TT-BCA; the province prefix is no gate.
    """
    number = number.strip()
    reasons = [] if len(number) == 12 else ["length"]
    if not re.fullmatch(r"[0-9]*", number):
        reasons.append("characters")
    if reasons:
        return PersonalNumber(NumberVerdict.IMPOSSIBLE, tuple(reasons), doubt=("number",))
    year, told = century_year(number), number_sex(number)
    doubts = {
        "sex": ("sex", sex is not None and sex is not told),
        "birth_year": ("birth", birth is not None and birth.year != year),
        "future": (
            "number",
            year > today.year or (birth is not None and birth.is_after(today)),
        ),
    }
    reasons = [reason for reason, (_, holds) in doubts.items() if holds]
    return PersonalNumber(
        verdict=NumberVerdict.DOUBTFUL if reasons else NumberVerdict.PLAUSIBLE,
        reasons=tuple(reasons),
        birth_year=year,
        sex=told,
        province=_province(number, tables, year, birth),
        doubt=tuple(doubts[reason][0] for reason in reasons),
    )


def check_old_number(text: str) -> OldNumber:
    """Look at a 9-digit identity number; spaces, dots and dashes between digits are let pass."""
    digits = re.sub(r"[ .\-]", "", text.strip())
    if re.fullmatch(r"[0-9]{9}", digits):
        return OldNumber(NumberVerdict.PLAUSIBLE, digits)
    return OldNumber(NumberVerdict.IMPOSSIBLE)


def check_tax_code(text: str) -> TaxCode:
    """Look at a tax code of 10, 12 or 13 digits.

    The check digit of the first ten is 10 minus the weighted sum modulo 11. Where the remainder
    is 0 implementations differ, so it only warns.
    """
    code = "".join(text.split())
    if re.fullmatch(r"[0-9]{12}", code):
        return TaxCode(TaxVerdict.VALID, 12, code)
    found = re.fullmatch(r"([0-9]{10})(?:-?([0-9]{3}))?", code)
    if not found:
        return TaxCode(TaxVerdict.INVALID)
    head, unit = found.groups()
    form = 13 if unit else 10
    canonical = f"{head}-{unit}" if unit else head
    return TaxCode(_tax_verdict(head, unit), form, canonical)


def check_agency_code(code: str, tables: IdentityTables) -> AgencyVerdict:
    """Look at an electronic agency identifier, in full, with nothing stripped.

    Source: Decision 20/2020/QĐ-TTg Art. 4-5; QCVN 102:2016/BTTTT for the former order.
    """
    if len(code) <= tables.longest_agency_code:
        for pattern in tables.agency_codes:
            if pattern.form.fullmatch(code):
                return AgencyVerdict(pattern.verdict)
    return AgencyVerdict.INVALID


def check_phone(text: str, tables: IdentityTables) -> Phone:
    """Look at a telephone number; spaces, dots, dashes and brackets are let pass."""
    plan = tables.phones
    dialled = re.sub(r"[\s.\-()]", "", text)
    if not re.fullmatch(r"\+?[0-9]+", dialled):
        return Phone(PhoneVerdict.INVALID)
    if _is_short(dialled, tables):
        return Phone(PhoneVerdict.SHORT, None, dialled)
    number = _with_zero(dialled, plan.country)
    if number.startswith(tuple("0" + start for start in plan.mobile_starts)):
        if len(number) == plan.mobile_length:
            grouped = f"{number[:4]} {number[4:7]} {number[7:]}"
            return Phone(PhoneVerdict.MOBILE, f"+{plan.country}{number[1:]}", grouped)
    elif number.startswith(plan.landline_start) and len(number) in plan.landline_lengths:
        return Phone(PhoneVerdict.LANDLINE, f"+{plan.country}{number[1:]}", number)
    return Phone(PhoneVerdict.INVALID)


def _province(
    number: str, tables: IdentityTables, year: int, birth: PartialDate | None
) -> str | None:
    """Name the province for births before 1 July 2025; later codes stand for other units."""
    born = PartialDate(year)
    if birth is not None and birth.year == year:
        born = birth
    last = (born.year, born.month or 12, born.day or 31)
    unit = tables.provinces.get(number[:3])
    is_before = last < (_REFORM.year, _REFORM.month, _REFORM.day)
    return unit.name if unit and is_before else None


def _tax_verdict(head: str, unit: str | None) -> TaxVerdict:
    rest = (
        sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, head[:9], strict=True)) % 11
    )
    if unit == "000":
        return TaxVerdict.INVALID
    if rest == 0:
        return TaxVerdict.WARN
    return TaxVerdict.VALID if int(head[9]) == 10 - rest else TaxVerdict.INVALID


def _is_short(dialled: str, tables: IdentityTables) -> bool:
    if dialled in tables.phones.short_numbers:
        return True
    return any(
        dialled.startswith(short.prefix) and len(dialled) - len(short.prefix) in short.more
        for short in tables.phones.short_prefixes
    )


def _with_zero(dialled: str, country: str) -> str:
    """Give the national form: the country code is written without the 0."""
    for prefix in (f"+{country}", f"00{country}"):
        if dialled.startswith(prefix):
            rest = dialled.removeprefix(prefix)
            return "" if rest.startswith("0") else "0" + rest
    is_bare = dialled.startswith(country) and not dialled.startswith("0")
    return "0" + dialled.removeprefix(country) if is_bare else dialled
