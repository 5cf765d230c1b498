"""Numbers, days and moments of a restructuring file as texts, and typed texts as its data."""

import datetime as dt
import re
from fractions import Fraction

from desk_app.domain.errors import RuleError
from desk_app.domain.identity.written_dates import date_in_digits
from desk_app.domain.moments import VIETNAM

_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")


def written(value: Fraction | float | None) -> str:
    """A number as a person writes it: 1.234 and 0,5; a third stays 1/3."""
    if value is None:
        return ""
    exact = Fraction(str(value))
    if exact.denominator == 1:
        return f"{exact.numerator:,}".replace(",", ".")
    if (10**6 * exact).denominator != 1:
        return str(exact)
    whole, _, part = f"{float(exact):.6f}".rstrip("0").partition(".")
    return f"{int(whole):,}".replace(",", ".") + f",{part}"


def day(value: dt.date | None) -> str:
    """A day as a person writes it; empty without one."""
    return f"{value:%d/%m/%Y}" if value is not None else ""


def moment(value: dt.datetime) -> str:
    """A moment in Vietnamese time."""
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def whole_of(text: str) -> object:
    """A whole number, thousands parted or not; a text that is none stays for the fault."""
    plain = text.replace(".", "").replace(" ", "")
    return int(plain) if plain.isdigit() else text


def share_of(text: str) -> object:
    """A number with parts, or a fraction such as 1/3, as the file keeps it."""
    is_parted = "," in text or _THOUSANDS.fullmatch(text)
    return text.replace(".", "").replace(",", ".") if is_parted else text


def amount_of(text: str) -> object:
    """A number with parts; a text that is none stays for the fault."""
    try:
        return float(Fraction(str(share_of(text))))
    except (ValueError, ZeroDivisionError):
        return text


def day_of(text: str) -> str:
    """A typed day as the file keeps it; a text that is none stays for the fault."""
    found = date_in_digits(text)
    return found.iso if found is not None and found.day is not None else text


def asked_day(text: str, field: str) -> dt.date:
    """A day an act needs; RuleError ``restructuring.no_day``."""
    try:
        return dt.date.fromisoformat(day_of(text))
    except ValueError:
        raise RuleError("restructuring.no_day", {"field": field, "text": text}) from None


def asked_moment(text: str) -> dt.datetime | None:
    """A moment such as ``17/11/2026 09:30``; None is now. RuleError ``restructuring.no_day``."""
    if not text.strip():
        return None
    date, _, clock = text.strip().partition(" ")
    found = asked_day(date, "at")
    try:
        time = dt.time.fromisoformat(clock.strip().zfill(5)) if clock.strip() else dt.time(8)
    except ValueError:
        raise RuleError("restructuring.no_day", {"field": "at", "text": text}) from None
    return dt.datetime.combine(found, time, VIETNAM)
