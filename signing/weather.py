"""Signature weather: what runs out in the next 30, 7 or 1 days."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from signing.clock import VIETNAM


class Outlook(StrEnum):
    """How near the end is."""

    FINE = "fine"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """Something with an end: ``kind`` is ``certificate`` or ``revocation``."""

    kind: str
    subject: str
    until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One line of the weather.

    Attributes:
        code: catalogue key of its sentence.
        days: whole days left; negative when over.
    """

    item: Expiring
    outlook: Outlook
    days: int
    code: str

    @property
    def facts(self) -> dict[str, object]:
        """Placeholders of the sentence."""
        until = self.item.until.astimezone(VIETNAM)
        return {
            "subject": self.item.subject,
            "days": max(0, self.days),
            "until": f"{until:%d/%m/%Y}",
        }


def outlook(until: dt.datetime, now: dt.datetime) -> Outlook:
    """Which of the steps an end lies in; an end in exactly 7 days is still within the week."""
    left = until - now
    if left <= dt.timedelta(0):
        return Outlook.OVER
    for days, step in ((1, Outlook.DAY), (7, Outlook.WEEK), (30, Outlook.MONTH)):
        if left <= dt.timedelta(days=days):
            return step
    return Outlook.FINE


def forecast(items: Iterable[Expiring], now: dt.datetime) -> tuple[Forecast, ...]:
    """Everything that is not fine, the nearest end first."""
    lines = []
    for item in sorted(items, key=lambda item: (item.until, item.subject)):
        step = outlook(item.until, now)
        if step is not Outlook.FINE:
            days = (item.until - now).days
            lines.append(
                Forecast(item=item, outlook=step, days=days, code=f"signing.weather_{item.kind}")
            )
    return tuple(lines)
