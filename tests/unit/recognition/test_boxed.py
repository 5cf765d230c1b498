"""Letters in boxes, a letter a box."""

import pytest

from tests.kit.papers.typed import typed_fields as read
from tests.kit.papers.typed import typed_layout


def boxes(text):
    """A line with a letter in every box; a blank is a box left free."""
    return "   ".join(text).rstrip()


def test_letters_in_boxes_are_the_words_they_were_filled_in_with():
    assert read(
        "giay_khai_sinh",
        [
            "Họ và tên:",
            boxes("LÊ THỊ HOA"),
            "Số định danh cá nhân:",
            boxes("024094001234"),
            "Dân tộc: Kinh",
        ],
    ) == {"ho_ten": "LÊ THỊ HOA", "so_dinh_danh": "024094001234", "dan_toc": "Kinh"}


def test_what_stands_in_boxes_is_no_label():
    fields = read("giay_khai_sinh", ["Họ và tên:    " + boxes("LÝ TÊN NAM"), "Giới tính: Nữ"])
    assert (fields["ho_ten"], fields["gioi_tinh"]) == ("LÝ TÊN NAM", "Nữ")


@pytest.mark.parametrize(
    "line",
    [
        "G I Ấ Y  K H A I  S I N H",  # letters set wide
        "1           2   3        4",  # numbers of columns
        "A   B   C",
    ],
)
def test_letters_that_stand_otherwise_are_no_boxes(line):
    assert not any(segment.boxed for segment in typed_layout([line]).segments)
