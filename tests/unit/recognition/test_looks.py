"""Shapes that writing makes alike: what is meant is found only where one thing can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.recognition.kinds import parse
from scanner.recognition.looks import alike, meant_of, syllable_meant, with_figures
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.syllables import is_syllable


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("huuện", "huyện"),
        ("Tuuết", "Tuyết"),
        ("HUUỆN", "HUYỆN"),
        ("huyện", None),
        ("Krông", None),
        ("QSDĐ", None),
        ("Ng", None),
    ],
)
def test_a_word_that_is_no_syllable_is_the_one_that_looks_like_it(read, meant):
    assert syllable_meant(read) == meant


@pytest.mark.parametrize(
    ("kind", "read", "meant"),
    [
        ("place", "thị trốn Sa Pa, tỉnh Lòo Cơi", "thị trấn Sa Pa, tỉnh Lào Cai"),
        ("place", "xã Mộc Hóa, tỉnh Tâu Ninh", "xã Mộc Hóa, tỉnh Tây Ninh"),
        ("agency", "Ủu bơn nhôn dôn xã Yên Thế", "Ủy ban nhân dân xã Yên Thế"),
        ("name", "Nguuễn Nhột Thiện", "Nguyễn Nhật Thiện"),
        ("name", "Huùnh Phương Ân", "Huỳnh Phương Ân"),
        ("name", "HUỲNH PHƯƠNG ÂN", "HUỲNH PHƯƠNG ÂN"),
        ("place", "thôn Đông, xã Hòa Bình, tỉnh Phú Thọ", "thôn Đông, xã Hòa Bình, tỉnh Phú Thọ"),
        ("place", "Thôn Mẫu, xã Mẫu, tỉnh Bắc Ninh", "Thôn Mẫu, xã Mẫu, tỉnh Bắc Ninh"),
        ("place", "xã Mẫu tỉnh Bắc Ninh", "xã Mẫu, tỉnh Bắc Ninh"),
        (  # commas that went with a page's specks
            "place",
            "Xóm Đình thị trấn Vĩnh Bình huyện Gò Công Tây tỉnh Tiền Giang",
            "Xóm Đình, thị trấn Vĩnh Bình, huyện Gò Công Tây, tỉnh Tiền Giang",
        ),
        ("place", "tổ 5 thị xã Sa Pa tỉnh Lào Cai", "tổ 5, thị xã Sa Pa, tỉnh Lào Cai"),
        ("place", "Bệnh viện Đa khoa tỉnh Ninh Bình", "Bệnh viện Đa khoa tỉnh Ninh Bình"),
        ("place", "đường tỉnh 825, xã Đức Hòa", "đường tỉnh 825, xã Đức Hòa"),
        ("place", "đặc khu LÝ Sơn, tỉnh Quảng Ngãi", "đặc khu Lý Sơn, tỉnh Quảng Ngãi"),
        ("place", "xã Cư M' gar, tỉnh Đắk Lắk", "xã Cư M'gar, tỉnh Đắk Lắk"),
        ("place", "TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        (  # a semicolon where a reader sees a comma, and none where it sees nothing
            "text",
            "Đã ly hôn theo Bản án số 9/2023/HNGĐ-ST, hiện tại chưa đăng ký kết hôn với ai",
            "Đã ly hôn theo Bản án số 9/2023/HNGĐ-ST; hiện tại chưa đăng ký kết hôn với ai",
        ),
        (
            "text",
            "Đương sự hiện tại chưa đăng ký kết hôn với ai",
            "Đương sự hiện tại chưa đăng ký kết hôn với ai",
        ),
        ("name", "Đàm Cấm Tuyết", "Đàm Cẩm Tuyết"),  # an acute is soon taken for a hook
        ("name", "Nguyễn Kiều Háo", "Nguyễn Kiều Hảo"),
        ("name", "Tôn Thi Trọng", "Tôn Thị Trọng"),
        ("name", "Tôn Lan Thi Trọng", "Tôn Lan Thi Trọng"),
    ],
)
def test_values_of_round_hands(kind, read, meant):
    parsed = parse(kind, read)
    assert parsed.value == meant
    assert bool(parsed.corrections) == (read != meant)


def test_two_that_look_alike_are_not_guessed_between():
    assert meant_of("Hò", ["Hà", "Hố"]) == "Hà"
    assert meant_of("Ho", ["Hà", "Hồ"]) is None
    assert alike("Lòo Cơi") == alike("Lào Cai")


@pytest.mark.parametrize(
    ("read", "figures"),
    [
        ("O3/O4/1948", "03/04/1948"),
        ("O58O8286910O0", "058082869100"),
        ("3ó7,7", "367,7"),
        ("Q1", "Q1"),
        ("O", "O"),
        ("số", "số"),
        ("12/QĐ", "12/QĐ"),
    ],
)
def test_figures_stay_figures(read, figures):
    (word,) = with_figures([Word(read, 0, 0, 10, 10, 0.9)])
    assert word.text == figures


@given(st.text(max_size=12))
def test_a_syllable_is_never_changed_and_length_stays(word):
    meant = syllable_meant(word)
    if is_syllable(word):
        assert meant is None
    if meant is not None:
        assert is_syllable(meant)
        assert alike(meant) == alike(word)
