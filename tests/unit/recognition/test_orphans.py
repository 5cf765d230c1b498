"""Writing beside a value that nothing took: the value may not be whole."""

import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.confidence import evidence
from scanner.recognition.fields import label_page
from scanner.recognition.understand import find_candidates
from tests.kit.papers.typed import typed_layout


def found(*lines):
    layout = typed_layout(["GIẤY KHAI SINH", *lines])
    verdict = classify(label_page(layout))
    return find_candidates(layout, verdict, document_types()[verdict.name])


def is_told(field, *lines):
    return bool(found(*lines)[field][0].evidence.get("orphan"))


@pytest.mark.parametrize(
    "lines",
    [
        ["Họ, chữ đệm, tên: Trần Khánh", "Xoàng"],  # no name of a list, and alone
        ["Họ, chữ đệm, tên:   Trần Khánh", "                  Xoàng"],  # in the value's column
        ["Họ, chữ đệm, tên: Trần Khánh    Xoàng"],  # slipped out of its line
    ],
)
def test_what_stands_alone_beside_a_name_may_be_its_rest(lines):
    assert is_told("ho_ten", *lines, "", "", "Dân tộc: Kinh")


@pytest.mark.parametrize(
    "lines",
    [
        ["Họ, chữ đệm, tên: Trần Khánh", "Dân tộc: Kinh"],  # a label
        ["Họ, chữ đệm, tên: Trần Khánh", "Công dân nước Việt Nam"],  # a line of its own
        ["Họ, chữ đệm, tên: Trần Khánh                      Xoàng"],  # far away
        ["Họ, chữ đệm, tên: Trần Khánh", "", "", "Xoàng"],
        ["Họ, chữ đệm, tên: Trần Khánh", "                                        Xoàng"],
        ["Họ, chữ đệm, tên: Trần Khánh", "1"],  # a page's number, a speck
    ],
)
def test_what_belongs_elsewhere_says_nothing(lines):
    assert not is_told("ho_ten", *lines, "", "", "Quốc tịch: Việt Nam")


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (True, "Quan hệ với người được khai sinh: Dì zuóf"),  # `Dì` alone is in the list
        (False, "Quan hệ với người được khai sinh: Dì"),
        (False, "Quan hệ với người được khai sinh: Dì, có mặt"),
        (False, "Quan hệ với người được khai sinh: Dì Dân tộc: Kinh"),
    ],
)
def test_a_word_behind_one_of_a_list_may_belong_to_it(told, line):
    layout = typed_layout(["TỜ KHAI ĐĂNG KÝ KHAI SINH", line])
    verdict = classify(label_page(layout))
    best = find_candidates(layout, verdict, document_types()[verdict.name])["quan_he"][0]
    assert best.parsed.value == "Dì"
    assert bool(best.evidence.get("orphan")) is told
    assert evidence(best, [], 0)["closed"] == float(not told)


def test_a_value_that_goes_on_below_is_whole():
    lines = ["Nơi sinh: Trạm y tế xã Vân Hà, huyện Việt Yên, tỉnh", "Bắc Giang"]
    place = found(*lines)["noi_sinh"][0]
    assert place.parsed.value.endswith("tỉnh Bắc Giang")
    assert not place.evidence.get("orphan")
