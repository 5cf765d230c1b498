"""Ruled tables: a person a row, a person a part, notes in cells; and columns without rules."""

import pytest

from scanner.recognition.clean.tidy import Rules
from tests.kit.papers.typed import typed_fields as read

SIZE, LEFT, ADVANCE, STEP, TOP = 28, 90, 28 * 0.52, 28 * 1.6, 60


def table(rows, starts):
    """(lines of text, rules) of a table whose cells begin at given letters of a line."""
    lines = []
    for row in rows:
        line = ""
        for start, text in zip(starts, row, strict=True):
            line = line.ljust(start) + text
        lines.append(line)
    edges = [round(TOP + (n + 1) * STEP) - 9 for n in range(len(rows) + 1)]
    sides = [round(LEFT + start * ADVANCE) - 10 for start in (*starts, 100)]
    across = tuple((sides[0], y, sides[-1], y + 1) for y in edges)
    down = tuple((x, edges[0], x + 1, edges[-1]) for x in sides)
    return lines, Rules(across, down)


def test_a_row_of_a_table_is_a_persons():
    lines, rules = table(
        [
            ("", "Họ và tên", "Ngày sinh", "Dân tộc", "Số CCCD"),
            ("Vợ", "Lê Thị Hoa", "17/03/1971", "Chăm", "067171440610"),
            ("Chồng", "Trần Văn An", "22/06/1968", "Kinh", "074068096731"),
        ],
        (0, 10, 35, 55, 70),
    )
    fields = read("giay_chung_nhan_ket_hon", lines, rules)
    assert fields == {
        "vo_ho_ten": "Lê Thị Hoa",
        "vo_ngay_sinh": "17/03/1971",
        "vo_dan_toc": "Chăm",
        "vo_so_cccd": "067171440610",
        "chong_ho_ten": "Trần Văn An",
        "chong_ngay_sinh": "22/06/1968",
        "chong_dan_toc": "Kinh",
        "chong_so_cccd": "074068096731",
    }


def test_a_row_that_opens_with_a_label_has_one_name():
    lines, rules = table(
        [
            ("", "Họ tên", "Dân tộc", "Quốc tịch"),
            ("Bà mẹ", "Nguyễn Chí Trọng", "Kinh", "Việt Nam"),
            ("Ông bố", "Vương Văn Danh", "Sán Chay", "Việt Nam"),
        ],
        (0, 15, 45, 65),
    )
    fields = read("giay_khai_sinh", lines, rules)
    assert (fields["cha_ho_ten"], fields["me_ho_ten"]) == ("Vương Văn Danh", "Nguyễn Chí Trọng")
    assert (fields["cha_dan_toc"], fields["cha_quoc_tich"]) == ("Sán Chay", "Việt Nam")


def test_a_relation_asked_for_opens_no_part_about_that_person():
    lines, rules = table(
        [
            ("Người yêu cầu", "Họ và tên", "Ma Văn Thái"),
            ("", "Mối quan hệ", "Cha"),
            ("Người được khai sinh", "Họ và tên", "Ma Thị Hường"),
            ("", "Dân tộc", "Sán Dìu"),
        ],
        (0, 30, 55),
    )
    fields = read("to_khai_khai_sinh", lines, rules)
    assert fields == {
        "nguoi_yeu_cau": "Ma Văn Thái",
        "quan_he": "Cha",
        "ho_ten": "Ma Thị Hường",
        "dan_toc": "Sán Dìu",
    }


@pytest.mark.parametrize("label", ["Dân tộc (ghi theo giấy khai sinh,", "Dân tộc (theo giấy tờ)"])
def test_a_note_whose_bracket_was_not_read_ends_with_its_cell(label):
    lines, rules = table([(label, "Thái"), ("Quốc tịch", "Việt Nam")], (0, 50))
    assert read("xn_honnhan", lines, rules) == {"dan_toc": "Thái", "quoc_tich": "Việt Nam"}


def test_a_heading_of_the_right_column_is_not_for_the_left_one():
    fields = read(
        "giay_khai_sinh",
        [
            "1. Họ tên: Phạm Thúy Xuân               A. Thông tin của bố",
            "2. Ngày sinh: 13/05/2023                4. Họ tên: Bạch Chí Hậu",
            "3. Dân tộc: Giáy                        5. Dân tộc: Ba Na",
            "B. Thông tin của mẹ",
            "6. Họ tên: Bạch Thị Hảo",
            "7. Dân tộc: Kinh",
        ],
    )
    assert fields == {
        "ho_ten": "Phạm Thúy Xuân",
        "ngay_sinh": "13/05/2023",
        "dan_toc": "Giáy",
        "cha_ho_ten": "Bạch Chí Hậu",
        "cha_dan_toc": "Ba Na",
        "me_ho_ten": "Bạch Thị Hảo",
        "me_dan_toc": "Kinh",
    }


def test_a_label_over_its_value_in_one_cell():
    lines = [
        "Họ và tên               Dân tộc             Quốc tịch",
        "Lê Văn An               Kinh                Việt Nam",
        "Hồi xuân nào            Giới tính",
        "04/05/1994              Nam",
    ]
    edges = [TOP + round(n * STEP) - 9 for n in (1, 3, 5)]
    sides = [LEFT + round(n * ADVANCE) - 10 for n in (0, 24, 44, 70)]
    across = tuple((sides[0], y, sides[-1], y + 1) for y in edges)
    down = tuple((x, edges[0], x + 1, edges[-1]) for x in sides)
    fields = read("xn_honnhan", lines, Rules(across, down))
    assert fields == {
        "ho_ten": "Lê Văn An",
        "dan_toc": "Kinh",
        "quoc_tich": "Việt Nam",
        "ngay_sinh": "04/05/1994",  # under words nobody listed
        "gioi_tinh": "Nam",
    }


def test_who_is_named_with_its_role_is_named_once():
    fields = read(
        "giay_khai_sinh",
        ["Cha là ông Đào Hoài Trí, sinh năm 1979.", "Tên là Nguyễn Lan Khuê."],
    )
    assert fields["cha_ho_ten"] == "Đào Hoài Trí"


def test_a_part_begins_behind_the_line_that_it_was_joined_to():
    fields = read(
        "to_khai_khai_sinh",
        [
            "Mẹ đẻ",
            "- Họ, tên: Lê Ánh Sáng",
            "- Nơi cư trú hiện tại: Số 5 đường Trường Chinh, phường Vị Thanh, thành phố Cần Thơ",
            "Thông tin cha đẻ",
            "- Họ, tên: Tô Mỹ My",
            "- Năm sinh: 1982",
        ],
    )
    assert (fields["me_ho_ten"], fields["cha_ho_ten"]) == ("Lê Ánh Sáng", "Tô Mỹ My")
    assert fields["me_noi_cu_tru"].endswith("thành phố Cần Thơ")
    assert fields["cha_nam_sinh"] == "1982"


def test_a_value_stands_in_from_its_label_on_the_line_above():
    fields = read(
        "giay_chung_nhan_ket_hon",
        ["1. Bên nam", "Tên:", "       Lê Nhật Bình"],
    )
    assert fields["chong_ho_ten"] == "Lê Nhật Bình"


def test_a_person_read_with_a_letter_wrong_is_known():
    lines, rules = table(
        [
            ("", "Họ tên", "Dân tộc"),
            ("Mẹ nuột", "Bạch Thị Mai", "Giáy"),
            ("Cha ruột", "Lại Văn Phát", "Hoa"),
        ],
        (0, 15, 45),
    )
    fields = read("giay_khai_sinh", lines, rules)
    assert (fields["me_dan_toc"], fields["cha_dan_toc"]) == ("Giáy", "Hoa")


def test_under_a_head_whose_rules_are_lost():
    fields = read(
        "gcn_hkd",
        [
            "         Đại diện hộ kinh          Nam (nữ)         Sinh ngày            Dân tộc",
            "              doanh",
            "",
            "    Trịnh Xuân Dũng            Nữ               13/04/1965           Kinh",
        ],
    )
    assert fields["gioi_tinh"] == "Nữ"
    assert fields["ngay_sinh"] == "13/04/1965"
    assert fields["dan_toc"] == "Kinh"
