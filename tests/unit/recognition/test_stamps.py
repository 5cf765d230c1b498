"""Stamps of the office that took a paper in answer nothing."""

import pytest

from tests.kit.papers.typed import typed_fields as read

FORM = ["Họ và tên: Lê Văn An", "Dân tộc: Kinh"]


@pytest.mark.parametrize("head", ["CÔNG VĂN ĐẾN", "TIẾP NHẬN", "ĐẾN"])
def test_the_day_of_arrival_is_nobodys_birthday(head):
    lines = [*FORM, head, "Số: 217", "Ngày: 28/4/2024", "Chuyển: ........"]
    assert read("xn_honnhan", lines) == {"ho_ten": "Lê Văn An", "dan_toc": "Kinh"}


def test_a_number_under_other_capitals_is_the_papers_own():
    fields = read("xn_honnhan", ["ỦY BAN NHÂN DÂN XÃ PHÚ LÂM", "Số: 12/XN-UBND", *FORM])
    assert fields["so"] == "12/XN-UBND"
