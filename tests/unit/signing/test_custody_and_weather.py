"""The custody register of the second seal and the signature weather, as pure functions."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.custody import (
    CustodyAct,
    CustodyEntry,
    check_entry,
    holder_of,
    refuse_without_custody,
)
from signing.errors import SigningError
from signing.weather import Expiring, Outlook, forecast, outlook

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def entry(act: CustodyAct, days: int, holder: str = "", giver: str = "", papers: bool = True):
    return CustodyEntry(
        token_serial="S1",
        token_label="CONDAU-2",
        act=act,
        at=NOW + days * DAY,
        holder=holder,
        giver=giver,
        permission="1/GP" if papers else "",
        minutes="1/BB" if papers else "",
    )


REGISTER = [
    entry(CustodyAct.RECEIVED, 0, "An"),
    entry(CustodyAct.HANDED_OVER, 3, "Bình", "An"),
    entry(CustodyAct.RETURNED, 9, "", "Bình"),
]


def test_holder_at_each_time() -> None:
    seen = [holder_of(REGISTER, "S1", NOW + days * DAY) for days in (-1, 0, 2, 3, 8, 9, 20)]
    assert seen == [None, "An", "An", "Bình", "Bình", None, None]
    assert holder_of(REGISTER, "S2", NOW) is None


@pytest.mark.parametrize(
    ("fresh", "code"),
    [
        (entry(CustodyAct.RECEIVED, 1, "Chi"), "signing.custody_conflict"),
        (entry(CustodyAct.HANDED_OVER, 1, "Chi", "Bình"), "signing.custody_conflict"),
        (
            entry(CustodyAct.HANDED_OVER, 1, "Chi", "An", papers=False),
            "signing.custody_without_minutes",
        ),
        (entry(CustodyAct.HANDED_OVER, 1, "", "An"), "signing.custody_without_minutes"),
        (entry(CustodyAct.RETURNED, -1, "", "An"), "signing.custody_conflict"),
        (entry(CustodyAct.LOST, 1, "", "Bình"), "signing.custody_conflict"),
    ],
)
def test_entries_that_do_not_follow(fresh, code) -> None:
    with pytest.raises(SigningError) as caught:
        check_entry(REGISTER[:1], fresh)
    assert caught.value.code == code


def test_every_entry_of_a_sound_register_follows_from_the_ones_before() -> None:
    for at, fresh in enumerate(REGISTER):
        check_entry(REGISTER[:at], fresh)


def test_only_the_holder_seals() -> None:
    facts = {"token_serial": "S1", "token_label": "CONDAU-2"}
    refuse_without_custody(REGISTER, **facts, person="Bình", at=NOW + 4 * DAY)
    for who, days in (("An", 4), ("Bình", 10), ("Bình", 1)):
        with pytest.raises(SigningError) as caught:
            refuse_without_custody(REGISTER, **facts, person=who, at=NOW + days * DAY)
        assert caught.value.code == "signing.seal_not_in_custody"


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
