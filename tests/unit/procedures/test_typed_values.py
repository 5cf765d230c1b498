"""Typed texts become the values that the schema wants, and come back as they were meant."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.forms import FormField, Widget
from desk_app.domain.typed_values import shown_value, typed_value


def field(widget):
    return FormField(name="x", label="X", widget=widget)


@pytest.mark.parametrize(
    ("widget", "text", "value"),
    [
        (Widget.DATE, "3/5/2026", "2026-05-03"),
        (Widget.DATE, "2026-05-03", "2026-05-03"),
        (Widget.DATE, "31/02/2026", "31/02/2026"),
        (Widget.DATE, "3/5/26", "3/5/26"),
        (Widget.NUMBER, "1.208,5", 1208.5),
        (Widget.NUMBER, "7.2", 7.2),
        (Widget.NUMBER, "12 tầng", "12 tầng"),
        (Widget.MONEY, "100.000.000", 100_000_000),
        (Widget.MONEY, "", ""),
        (Widget.PERSON_ID, "001 190 000 001", "001190000001"),
        (Widget.PHONE, "0912.345.678", "0912345678"),
        (Widget.CHECKBOX, "TRUE", True),
        (Widget.TEXT, " hoa\u0300 ", "hoà"),
    ],
)
def test_typed(widget, text, value):
    assert typed_value(field(widget), text) == value


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_dates_come_back(day):
    one = field(Widget.DATE)
    assert typed_value(one, shown_value(one, day.isoformat())) == day.isoformat()


@given(st.integers(min_value=0, max_value=10**13), st.integers(min_value=0, max_value=999))
def test_numbers_come_back(whole, part):
    one = field(Widget.NUMBER)
    value = float(f"{whole % 10**9}.{part:03}")
    assert typed_value(one, shown_value(one, whole)) == whole
    assert typed_value(one, shown_value(one, value)) == value


def test_nothing_is_shown_for_nothing():
    assert shown_value(field(Widget.DATE), None) == ""
    assert shown_value(field(Widget.CHECKBOX), value=False) == "false"
