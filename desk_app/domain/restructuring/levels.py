"""Eight criteria ticked, a level computed and never typed (R-RS-19 to R-RS-21)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CRITERIA = tuple(range(1, 9))
PAYMENT = 5
_PARTIAL = frozenset({1, 2, 3, 4, 7})
_INFORMATION = frozenset({1, 2})
FULL_BY_DEFAULT_FROM = dt.date(2026, 7, 1)
"""NĐ 224/2026/NĐ-CP: full-online is the rule from this day, anything less needs a reason."""


class Level(StrEnum):
    """Level of an online service."""

    FULL = "full_online"
    PARTIAL = "partial_online"
    INFORMATION = "information_only"
    NOT_QUALIFIED = "not_qualified"


class PartialReason(StrEnum):
    """Reasons that may stand against full-online (NĐ 224/2026/NĐ-CP Art. 14)."""

    PRESENCE_BY_LAW = "presence_required_by_sector_law"
    FIELD_CHECK_BY_LAW = "field_verification_required_by_law"
    INCIDENT = "technical_incident"
    OTHER_TECHNICAL = "other_technical_problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One tick.

    Attributes:
        met: whether it holds.
        applies: false only for payment where nothing is to be paid; then it counts as met.
        basis: what the tick rests on.
    """

    met: bool
    applies: bool = True
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A level and what it came from.

    Attributes:
        met: criteria that hold or do not apply; `unmet` the others.
        is_online_service: information alone is not counted as one.
        must_publish_reason: less than full-online, on a day when that needs a published reason.
        problems: codes of what is missing or contradicts.
    """

    level: Level
    met: tuple[int, ...]
    unmet: tuple[int, ...]
    must_publish_reason: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_online_service(self) -> bool:
        """Whether it counts as an online public service."""
        return self.level in {Level.FULL, Level.PARTIAL}


def judge(
    ticks: Mapping[int, Criterion],
    *,
    has_fee: bool,
    on: dt.date,
    reason: PartialReason | None = None,
) -> Judgement:
    """The level that eight ticks give.

    Args:
        ticks: criterion → tick; one that is absent is not met.
        has_fee: whether a fee or other financial duty exists; only without one may criterion 5
            not apply.
        on: day that decides which rule set holds.
        reason: published reason for less than full-online.
    """
    problems = []
    met = []
    for number in CRITERIA:
        tick = ticks.get(number, Criterion(met=False))
        if not tick.applies and (number != PAYMENT or has_fee):
            problems.append("restructuring.criterion_applies")
        elif tick.met or not tick.applies:
            met.append(number)
    level = level_of(frozenset(met))
    owes = on >= FULL_BY_DEFAULT_FROM and level is not Level.FULL
    if owes and reason is None:
        problems.append("restructuring.reason_missing")
    unmet = tuple(n for n in CRITERIA if n not in met)
    return Judgement(
        level=level,
        met=tuple(met),
        unmet=unmet,
        must_publish_reason=owes,
        problems=tuple(problems),
    )


def level_of(met: frozenset[int]) -> Level:
    """The level of a set of criteria that hold."""
    if met >= frozenset(CRITERIA):
        return Level.FULL
    if met >= _PARTIAL:
        return Level.PARTIAL
    return Level.INFORMATION if met >= _INFORMATION else Level.NOT_QUALIFIED
