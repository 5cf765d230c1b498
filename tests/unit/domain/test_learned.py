"""What a received dossier teaches, and what it must never keep."""

import datetime as dt

import pytest

from desk_app.adapters.catalogue import Catalogue
from desk_app.application.learning import field_kinds
from desk_app.domain.across import Said
from desk_app.domain.forms import FilledForm, FilledValue, Origin
from desk_app.domain.learned import (
    Learned,
    LearnedKind,
    Lesson,
    ReadPaper,
    Review,
    by_misreading,
    is_label,
    lessons,
    suggestions,
)

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
KIND = "to_khai_khai_sinh"


@pytest.fixture(scope="module")
def form():
    return Catalogue([]).form("birth_registration")


def taught(form, values, said=None, text="", *, verified=True):
    filled = FilledForm(
        definition_key="birth_registration",
        definition_version=1,
        values={
            name: FilledValue(
                value=value, origin=Origin.TYPED, verified_by="canbo" if verified else None
            )
            for name, value in values.items()
        },
    )
    paper = ReadPaper(
        document_type=KIND,
        said=[
            Said(document_type=KIND, field=f, value=v, page=0, box=(0, 0, 1, 1))
            for f, v in (said or {}).items()
        ],
        text=text,
    )
    return [
        (x.kind.value, x.field, x.seen, x.meant)
        for x in lessons(form, filled, [paper], field_kinds())
    ]


def test_a_label_nobody_listed_is_the_print_before_a_value_that_was_not_found(form):
    text = "TỜ KHAI\nDanh tính của cháu nhỏ: Lê Minh Khôi\nDân tộc: Kinh"
    assert taught(form, {"ho_ten": "Lê Minh Khôi"}, text=text) == [
        ("label", "ho_ten", "Danh tính của cháu nhỏ", "")
    ]
    numbered = "TỜ KHAI\n3) Danh tính của cháu nhỏ …… LÊ MINH KHÔI."
    assert taught(form, {"ho_ten": "Lê Minh Khôi"}, text=numbered) == [
        ("label", "ho_ten", "Danh tính của cháu nhỏ", "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Lê Minh Khôi",
        "Cháu: Lê Minh Khôi\nBé: Lê Minh Khôi",
        "Con của Trần Thị Hoa là Lê Minh Khôi",
        "Số 12 Danh tính 024196001234: Lê Minh Khôi",
        "Một câu rất dài nói về nhiều điều khác nhau rồi mới đến: Lê Minh Khôi",
        "Danh tính của cháu nhỏ: Lê Minh Khang",
    ],
)
def test_no_label_where_it_is_not_certain_or_might_name_a_person(form, text):
    assert taught(form, {"ho_ten": "Lê Minh Khôi"}, text=text) == []


def test_a_value_that_was_found_or_is_short_or_not_verified_teaches_no_label(form):
    text = "Danh tính của cháu nhỏ: Lê Minh Khôi"
    value = {"ho_ten": "Lê Minh Khôi"}
    assert taught(form, value, {"ho_ten": "Lê Minh Khôi"}, text) == []
    assert taught(form, value, text=text, verified=False) == []
    assert taught(form, {"quan_he": "mẹ"}, text="Danh phận: mẹ") == []


def test_words_of_a_name_that_were_misread_and_never_the_whole_name(form):
    said = {"ho_ten": "Nguyên Thị Hưong", "me_ho_ten": "Trần Thị Hoa"}
    values = {"ho_ten": "Nguyễn Thị Hương", "me_ho_ten": "Trần Thị Hoa"}
    assert taught(form, values, said) == [
        ("name", "", "Nguyên", "Nguyễn"),
        ("name", "", "Hưong", "Hương"),
    ]
    assert taught(form, {"ho_ten": "Vũ Đức Anh"}, {"ho_ten": "Nguyễn Thị Hương"}) == []
    assert taught(form, {"ho_ten": "Nguyễn Hương"}, {"ho_ten": "Nguyễn Thị Hương"}) == []


def test_the_part_of_a_place_that_was_misread_and_no_house_number(form):
    said = {"que_quan": "số 12, xã Phú Làm, tỉnh Bắc Ninh", "noi_sinh": "Bệnh viện 108"}
    values = {"que_quan": "số 14, xã Phú Lâm, tỉnh Bắc Ninh", "noi_sinh": "Bệnh viện 109"}
    assert taught(form, values, said) == [("place", "", "xã Phú Làm", "xã Phú Lâm")]


def test_what_is_no_name_and_no_place_teaches_nothing(form):
    assert taught(form, {"quan_he": "mẹ đẻ"}, {"quan_he": "mẹ dẻ"}) == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Danh tính của cháu nhỏ", True),
        ("Họ, chữ đệm, tên (viết đủ dấu)", True),
        ("Sinh năm 1990", False),
        ("Con của Trần Thị Hoa", False),
        ("HỌ VÀ TÊN", False),
        ("", False),
        ("- :", False),
        ("x" * 61, False),
    ],
)
def test_what_can_be_a_label(text, fits):
    assert is_label(text) is fits


def learned(seen, meant, *, review=Review.APPROVED, count=1, kind=LearnedKind.NAME):
    lesson = Lesson(kind=kind, seen=seen, meant=meant)
    return Learned(lesson=lesson, count=count, review=review, first_at=NOW, last_at=NOW)


def test_only_what_is_approved_is_offered_and_never_in_the_place_of_the_reading():
    known = by_misreading(
        [
            learned("Hưong", "Hường", count=2),
            learned("Hưong", "Hương", count=5),
            learned("Thì", "Thị", review=Review.WAITING),
            learned("xã Phú Làm", "xã Phú Lâm", kind=LearnedKind.PLACE),
        ]
    )
    kinds = field_kinds()
    assert suggestions("Nguyễn Thì HƯONG", "ho_ten", known, kinds) == ("Nguyễn Thì Hương",)
    assert suggestions("Nguyễn Thị Hương", "ho_ten", known, kinds) == ()
    place = "xã Phú Làm, tỉnh Bắc Ninh"
    assert suggestions(place, "que_quan", known, kinds) == ("xã Phú Lâm, tỉnh Bắc Ninh",)
    assert suggestions(place, "quan_he", known, kinds) == ()
