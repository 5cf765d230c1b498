"""Values on their way between the store and the screen."""

import datetime as dt

import pytest

from desk_app.ui.connect.views import shown_value, stored_value
from desk_app.ui.steps.intake.form_state import differences

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("17/11/2026", "2026-11-17"),
        ("17112026", "2026-11-17"),
        ("17-11-26", "2026-11-17"),
        ("17.11", "2026-11-17"),
        ("1/2/1990", "1990-02-01"),
        ("1-2-90", "1990-02-01"),
        ("05 11 2026", "2026-11-05"),
        ("31/02/2026", "31/02/2026"),
        ("mai", "mai"),
        ("", ""),
        ("2026", "2026"),
    ],
)
def test_dates_are_free_text_with_a_parser(typed, stored):
    assert stored_value("date", typed, TODAY) == stored


def test_a_stored_date_is_shown_day_first_and_comes_back_the_same():
    assert shown_value("date", "2026-11-05") == "05/11/2026"
    assert stored_value("date", shown_value("date", "2026-11-05"), TODAY) == "2026-11-05"


def test_other_values_are_left_alone():
    assert stored_value("text", "17/11/2026", TODAY) == "17/11/2026"
    assert shown_value("text", "2026-11-05") == "2026-11-05"


def test_likely_readings_are_told_by_the_words_in_which_they_differ():
    assert differences(("TRẦN MINH ĐANG", "TRẦN MINH ĐĂNG")) == ("ĐANG", "ĐĂNG")
    assert differences(("TRẦN ĐĂNG", "TRẦN MINH ĐĂNG")) == ("TRẦN ĐĂNG", "TRẦN MINH ĐĂNG")
