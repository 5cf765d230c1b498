"""Small values shared by all identity papers."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

FIRST_YEAR = 1800
LAST_YEAR = 2999


class Sex(StrEnum):
    """Sex as papers name it."""

    MALE = "M"
    FEMALE = "F"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Self | None:
        """Build a date if the calendar has it; 0 stands for an unknown day or month."""
        month, day = month or None, day or None
        if not FIRST_YEAR <= year <= LAST_YEAR or (day and not month):
            return None
        if month is not None and not 1 <= month <= 12:
            return None
        if day and month and day > calendar.monthrange(year, month)[1]:
            return None
        return cls(year, month, day)

    @property
    def iso(self) -> str:
        """Write `YYYY-MM-DD`, `YYYY-MM` or `YYYY`."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def is_whole(self) -> bool:
        """Say whether the day is known."""
        return self.day is not None

    def is_after(self, today: dt.date) -> bool:
        """Say whether even the earliest day it may mean lies after a day."""
        return (self.year, self.month or 1, self.day or 1) > (today.year, today.month, today.day)


def parse_iso(text: str) -> PartialDate | None:
    """Read `YYYY-MM-DD`, `YYYY-MM` or `YYYY`."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
    if not found or "00" in found.groups()[1:]:
        return None
    return PartialDate.of(*(int(part) for part in found.groups() if part))
