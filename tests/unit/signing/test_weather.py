"""The signature weather as pure functions."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.weather import Expiring, Outlook, forecast, outlook

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (dt.timedelta(0), Outlook.OVER),
        (dt.timedelta(seconds=1), Outlook.DAY),
        (DAY, Outlook.DAY),
        (DAY + dt.timedelta(seconds=1), Outlook.WEEK),
        (7 * DAY, Outlook.WEEK),
        (30 * DAY, Outlook.MONTH),
        (30 * DAY + dt.timedelta(seconds=1), Outlook.FINE),
    ],
)
def test_steps_of_the_weather(left, step) -> None:
    assert outlook(NOW + left, NOW) is step


@given(st.lists(st.integers(min_value=-100, max_value=100), max_size=12))
def test_forecast_names_exactly_what_is_not_fine_nearest_first(days) -> None:
    items = [
        Expiring(kind="certificate", subject=f"n{at}", until=NOW + number * DAY)
        for at, number in enumerate(days)
    ]
    lines = forecast(items, NOW)
    assert len(lines) == sum(number <= 30 for number in days)
    assert [line.item.until for line in lines] == sorted(line.item.until for line in lines)
    assert all(line.facts["days"] >= 0 for line in lines)
