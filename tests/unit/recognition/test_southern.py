"""Old and southern wordings: spelling, persons, statements in sentences."""

import pytest

from tests.kit.papers.typed import typed_fields as read

RULES = [
    (  # `sanh` is `sinh`
        "giay_khai_sinh",
        ["Tên họ: Lê Thị Hoa", "Sanh ngày: 04/05/2019", "Nơi sanh: xã Phú Lâm, tỉnh Bắc Ninh"],
        {"ho_ten": "Lê Thị Hoa", "ngay_sinh": "04/05/2019", "noi_sinh": "xã Phú Lâm, tỉnh Bắc Ninh"},
    ),
    (  # `ba` is no `bà`, `má` no `mã`
        "giay_khai_sinh",
        ["C- Má:", "Họ và tên: Lê Thị Hoa", "D- Lý lịch ba", "Họ và tên: Trần Văn An"],
        {"me_ho_ten": "Lê Thị Hoa", "cha_ho_ten": "Trần Văn An"},
    ),
    (
        "giay_khai_sinh",
        ["Con của bà Lê Thị Hoa, sanh năm 1981, thuộc dân tộc Tày.",
         "Con của ông Trần Văn An; sanh năm 1979; thuộc dân tộc Kinh."],
        {
            "me_ho_ten": "Lê Thị Hoa", "me_nam_sinh": "1981", "me_dan_toc": "Tày",
            "cha_ho_ten": "Trần Văn An", "cha_nam_sinh": "1979", "cha_dan_toc": "Kinh",
        },
    ),
    (
        "don_xay_dung",
        ["Chủ hộ xin xây cất: Lê Văn An", "Nơi xây cất: ấp Bình Hòa, xã Mỹ Thuận, tỉnh Vĩnh Long",
         "Hạng nhà: Nhà sàn", "Cao tới nóc: 7,5 m"],
        {
            "chu_dau_tu": "Lê Văn An", "loai_cong_trinh": "Nhà sàn", "chieu_cao": "7,5",
            "dia_diem_xd": "ấp Bình Hòa, xã Mỹ Thuận, tỉnh Vĩnh Long",
        },
    ),
    (
        "giay_uy_quyen",
        ["1/ Người nhờ thay", "Họ và tên: Lê Văn An", "2/ Người nhận thay", "Họ và tên: Võ Văn Tư"],
        {"nguoi_uy_quyen": "Lê Văn An", "nguoi_duoc_uy_quyen": "Võ Văn Tư"},
    ),
    (  # numbers inside numbers
        "giay_khai_sinh",
        ["1.1 Họ và tên: Lê Thị Hoa", "1.2 Dân tộc, quốc tịch:", "a) DT: Kinh", "b) QT: Việt Nam",
         "2. Mẹ", "2.1. Họ và tên: Võ Thị Tư"],
        {
            "ho_ten": "Lê Thị Hoa", "dan_toc": "Kinh", "quoc_tich": "Việt Nam",
            "me_ho_ten": "Võ Thị Tư",
        },
    ),
    (  # a sex heads a part behind a list's mark, and answers elsewhere
        "giay_chung_nhan_ket_hon",
        ["A- Nữ", "Họ và tên: Lê Thị Hoa", "B- Nam", "Họ và tên: Trần Văn An"],
        {"vo_ho_ten": "Lê Thị Hoa", "chong_ho_ten": "Trần Văn An"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "lines", "wanted"), RULES)
def test_old_wordings_ask_the_same(kind, lines, wanted):
    fields = read(kind, lines)
    assert {name: fields.get(name) for name in wanted} == wanted


def test_a_label_between_two_answers_asks_both():
    assert read(
        "to_khai_khai_sinh",
        [
            "NGƯỜI MẸ                                           NGƯỜI CHA",
            "Lê Thị Hoa               Họ và tên                 Trần Văn An",
            "1981                     Năm sinh                  1979",
            "Tày                      Dân tộc                   Kinh",
        ],
    ) == {
        "me_ho_ten": "Lê Thị Hoa", "me_nam_sinh": "1981", "me_dan_toc": "Tày",
        "cha_ho_ten": "Trần Văn An", "cha_nam_sinh": "1979", "cha_dan_toc": "Kinh",
    }  # fmt: skip


def test_a_rows_number_left_of_its_label_answers_nothing():
    lines = [f"{n}         {label}" for n, label in enumerate(
        ["Họ và tên                 Trần Văn An", "Năm sinh                  1979",
         "Dân tộc                   Kinh"], 1)]  # fmt: skip
    assert read("giay_khai_sinh", ["Người cha", *lines])["cha_nam_sinh"] == "1979"


def test_the_year_of_a_day_may_be_on_the_next_line():
    lines = [
        "Ngày mất:            ngày 05 tháng 02 năm",
        "                     2025",
        "Nơi chết:            tại nhà riêng",
    ]
    assert read("to_khai_khai_tu", lines)["ngay_chet"] == "ngày 05 tháng 02 năm 2025"
