"""Values on their way between the store and the screen."""

import datetime as dt
from dataclasses import replace

import pytest

from desk_app.domain.components import PaperRef
from desk_app.domain.forms import FilledValue, Origin
from desk_app.texts import shipped
from desk_app.ui.common.fields import Crop
from desk_app.ui.common.words import Words
from desk_app.ui.connect.field_views import field_value, shown_value, stored_value
from desk_app.ui.contract import FieldValue, Reading
from desk_app.ui.steps.intake.form_state import crop_of, differences, doubt_sentence

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


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        (
            Reading(value="An", confidence=0.6, suggestions=("An", "Ân"), doubts=("odd", "faint")),
            "Có tiếng lạ: An / Ân. F8 nhận, hoặc sửa.",
        ),
        (
            Reading(
                value="An", confidence=0.9, suggestions=("An", "Ân"), elsewhere="Giấy khai sinh"
            ),
            "Giấy khai sinh ghi khác: An / Ân. F8 nhận, hoặc sửa.",
        ),
        (Reading(value="An", confidence=0.6), "Máy đọc không chắc. F8 nhận, hoặc sửa."),
    ],
)
def test_a_doubtful_value_says_why(reading, sentence):
    value = FieldValue(value="An", origin="ocr", sure=False, reading=reading)
    assert doubt_sentence(value, Words(shipped)) == sentence


def test_each_likely_reading_shows_the_paper_that_says_so():
    mother = FilledValue(
        value="Lê Thị Tươi", origin=Origin.OCR, component="declaration", page=0, box=(1, 2, 3, 4)
    )
    rival = replace(mother, value="Lê Thị Tưới", component="birth", page=1, box=(5, 6, 7, 8))
    pages = {"declaration": (_paper("a"),), "birth": (_paper("b"), _paper("c"))}
    names = {"birth": "Giấy khai sinh"}
    seen = field_value("text", replace(mother, rivals=(rival,)), pages, names)
    assert doubt_sentence(seen, Words(shipped)).startswith("Giấy khai sinh ghi khác: Tươi / Tưới")
    assert crop_of(seen) == Crop("a", 0, (1, 2, 3, 4))
    assert crop_of(replace(seen, value="Lê Thị Tưới")) == Crop("c", 0, (5, 6, 7, 8))
    assert crop_of(replace(seen, value="Lê Thị Tười")) == Crop("a", 0, (1, 2, 3, 4))


def _paper(digest: str) -> PaperRef:
    return PaperRef(sha256=digest, name=digest, media_type="image/jpeg", size=1, pages=1)
