"""Compliance cost before and after (R-RS-22), in whole đồng and exact fractions.

Model of TT 02/2017/TT-VPCP as commonly applied, to be confirmed against the text: an activity
costs hours × hourly income, plus what is paid out (travel, copies, consultants), plus fees; a
year costs one case × subjects × times a year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One thing an applicant must do.

    Attributes:
        hours: working hours it takes.
        spent: đồng paid out: travel, copies, consultants.
        fee: đồng of fees and charges.
        share: part of the applicants that must do it, 0 to 1.
    """

    name: str
    hours: Fraction = Fraction(0)
    spent: int = 0
    fee: int = 0
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBase:
    """What both sides are multiplied with."""

    hourly_income: int
    subjects: int
    times_per_year: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """đồng of one case and of a year."""

    case: Fraction
    year: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Before, after, and the difference; `rate` in percent, None when nothing was paid before."""

    before: Cost
    after: Cost

    @property
    def case(self) -> Fraction:
        """đồng saved in one case."""
        return self.before.case - self.after.case

    @property
    def year(self) -> Fraction:
        """đồng saved in a year."""
        return self.before.year - self.after.year

    @property
    def rate(self) -> Fraction | None:
        """Share of the cost that is saved, in percent."""
        return 100 * self.case / self.before.case if self.before.case else None


def cost_of(activities: Iterable[Activity], base: CostBase) -> Cost:
    """Cost of a list of activities."""
    case = sum(
        (
            each.share * (each.hours * base.hourly_income + each.spent + each.fee)
            for each in activities
        ),
        Fraction(0),
    )
    return Cost(case=case, year=case * base.subjects * base.times_per_year)


def saving(before: Iterable[Activity], after: Iterable[Activity], base: CostBase) -> Saving:
    """What a change saves."""
    return Saving(before=cost_of(before, base), after=cost_of(after, base))
