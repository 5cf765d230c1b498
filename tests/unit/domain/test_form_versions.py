"""The form of a paper against the one in force on the day of receipt."""

import datetime as dt

import pytest

from desk_app.domain.form_versions import Drift, FormSeen, FormVersion, form_drift

OLD = FormVersion(
    act="A", name="Mẫu cũ", valid_from=dt.date(2016, 1, 1), valid_to=dt.date(2020, 7, 15)
)
NEW = FormVersion(act="B", name="Mẫu mới", valid_from=dt.date(2020, 7, 16))


def seen(act, *, known=(OLD, NEW), signs=("A",)):
    return FormSeen(page=1, act=act, signs=signs, known=known)


@pytest.mark.parametrize(
    ("act", "on", "drift", "in_force"),
    [
        ("A", dt.date(2020, 7, 15), None, None),
        ("A", dt.date(2020, 7, 16), Drift.OLDER, NEW),
        ("B", dt.date(2020, 7, 16), None, None),
        ("B", dt.date(2020, 7, 15), Drift.NEWER, OLD),
        ("A", dt.date(2015, 12, 31), Drift.NEWER, None),
        ("", dt.date(2026, 11, 23), Drift.UNLISTED, NEW),
    ],
)
def test_the_day_of_receipt_decides(act, on, drift, in_force):
    found = form_drift(seen(act), on)
    assert (found and found.drift) == drift
    if found is not None:
        assert (found.in_force, found.page, found.signs) == (in_force, 1, ("A",))


def test_a_form_whose_list_ends_says_that_nothing_newer_is_known():
    found = form_drift(seen("A", known=(OLD,)), dt.date(2026, 1, 1))
    assert (found.drift, found.appears, found.in_force) == (Drift.OLDER, "Mẫu cũ", None)


def test_a_paper_that_says_nothing_drifts_nowhere():
    assert form_drift(None, dt.date(2026, 1, 1)) is None
