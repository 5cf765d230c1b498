"""Levels against all combinations of ticks, costs against cases worked by hand."""

import datetime as dt
import itertools
from fractions import Fraction

import pytest

from desk_app.domain.restructuring.costs import Activity, CostBase, cost_of, saving
from desk_app.domain.restructuring.levels import Criterion, Level, PartialReason, judge

OLD_DAY, NEW_DAY = dt.date(2026, 6, 30), dt.date(2026, 7, 1)


def by_the_text(met):
    """R-RS-19 to R-RS-21, sentence by sentence."""
    if all(n in met for n in (1, 2, 3, 4, 5, 6, 7, 8)):
        return "full_online"
    if 1 in met and 2 in met and 3 in met and 4 in met and 7 in met:
        return "partial_online"
    if 1 in met and 2 in met:
        return "information_only"
    return "not_qualified"


def test_all_256_combinations():
    counts = dict.fromkeys(Level, 0)
    for ticks in itertools.product((False, True), repeat=8):
        criteria = {n: Criterion(met=t) for n, t in enumerate(ticks, start=1)}
        found = judge(criteria, has_fee=True, on=OLD_DAY)
        met = {n for n, t in enumerate(ticks, start=1) if t}
        assert found.level == by_the_text(met)
        assert set(found.met) == met
        assert set(found.met) | set(found.unmet) == set(range(1, 9))
        assert found.is_online_service == (found.level in {"full_online", "partial_online"})
        counts[found.level] += 1
    assert counts == {
        Level.FULL: 1,
        Level.PARTIAL: 7,
        Level.INFORMATION: 64 - 8,
        Level.NOT_QUALIFIED: 256 - 64,
    }


def test_payment_does_not_apply_without_a_fee():
    ticks = {n: Criterion(met=True) for n in range(1, 9)} | {5: Criterion(met=False, applies=False)}
    assert judge(ticks, has_fee=False, on=NEW_DAY).level is Level.FULL
    with_fee = judge(ticks, has_fee=True, on=NEW_DAY)
    assert with_fee.level is Level.PARTIAL
    assert "restructuring.criterion_applies" in with_fee.problems


def test_only_payment_may_not_apply():
    ticks = {n: Criterion(met=True) for n in range(1, 9)} | {6: Criterion(met=False, applies=False)}
    assert judge(ticks, has_fee=False, on=OLD_DAY).problems == ("restructuring.criterion_applies",)


def test_less_than_full_needs_a_published_reason_from_july_2026():
    ticks = {n: Criterion(met=n != 6) for n in range(1, 9)}
    assert not judge(ticks, has_fee=True, on=OLD_DAY).must_publish_reason
    owes = judge(ticks, has_fee=True, on=NEW_DAY)
    assert owes.must_publish_reason
    assert owes.problems == ("restructuring.reason_missing",)
    reason = PartialReason.FIELD_CHECK_BY_LAW
    assert judge(ticks, has_fee=True, on=NEW_DAY, reason=reason).problems == ()


def test_the_reference_case():
    """Hanoi extract 2.000635: 1,024,000 to 231,000 đồng, 3,228 subjects, 77.44 %."""
    base = CostBase(hourly_income=0, subjects=3228)
    found = saving([Activity(name="x", fee=1_024_000)], [Activity(name="x", fee=231_000)], base)
    assert round(found.rate, 2) == Fraction("77.44")
    assert (found.case, found.year) == (793_000, 793_000 * 3228)


@pytest.mark.parametrize(
    ("activities", "base", "case", "year"),
    [
        # 2 h × 30,000 + 50,000 = 110,000; × 100 × 2
        ([("2", 50_000, 0, 1)], (30_000, 100, 2), 110_000, 22_000_000),
        # (1.5 h × 40,000 + 8,000) + (0.5 h × 40,000 + 12,000 + 8,000 fee) = 68,000 + 40,000
        ([("1.5", 8_000, 0, 1), ("0.5", 12_000, 8_000, 1)], (40_000, 10, 1), 108_000, 1_080_000),
        # a third of the applicants: (3 h × 10,000 + 6,000) ÷ 3 = 12,000, exactly
        ([("3", 6_000, 0, Fraction(1, 3))], (10_000, 7, 1), 12_000, 84_000),
        # a tenth of an hour is a tenth: 0.1 × 25,000
        ([("0.1", 0, 0, 1)], (25_000, 3, 1), 2_500, 7_500),
        ([], (50_000, 1000, 1), 0, 0),
    ],
)
def test_worked_by_hand(activities, base, case, year):
    listed = [
        Activity(name="x", hours=Fraction(h), spent=s, fee=f, share=Fraction(p))
        for h, s, f, p in activities
    ]
    income, subjects, times = base
    found = cost_of(
        listed, CostBase(hourly_income=income, subjects=subjects, times_per_year=Fraction(times))
    )
    assert (found.case, found.year) == (case, year)


def test_nothing_before_has_no_rate():
    base = CostBase(hourly_income=1, subjects=1)
    assert saving([], [Activity(name="x", fee=5)], base).rate is None
