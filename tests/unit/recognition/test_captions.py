"""Forms whose captions stand under the answers, in brackets or without."""

from tests.kit.papers.typed import typed_fields as read

FORM = [
    "Người mẹ:",
    "Võ Diễm Yên                       2004",
    "(Họ tên đầy đủ theo giấy tờ)      (Năm sinh, ghi bốn số)",
    "Kinh                              Việt Nam",
    "(Dân tộc)                         (Quốc tịch, ghi tên nước)",
    "bản Nà Ngần, xã Nghĩa Hương, huyện Quốc Oai, thành phố Hà Nội",
    "(Nơi cư trú, ghi theo nơi thường trú)",
]


def test_what_stands_over_a_caption_answers_it():
    assert read("to_khai_khai_sinh", FORM) == {
        "me_ho_ten": "Võ Diễm Yên",
        "me_nam_sinh": "2004",
        "me_dan_toc": "Kinh",
        "me_quoc_tich": "Việt Nam",
        "me_noi_cu_tru": "bản Nà Ngần, xã Nghĩa Hương, huyện Quốc Oai, thành phố Hà Nội",
    }


def test_an_answer_that_names_a_person_or_a_paper_is_no_label():
    lines = [
        "CCCD số 080085109356              Bố đẻ",
        "(Tên giấy tờ tùy thân và số)      (Quan hệ với trẻ)",
        "Người được khai sinh:",
        "Đặng Hoàng Đài                    06/08/2023",
        "(Họ và tên)                       (Ngày sinh đầy đủ)",
    ]
    fields = read("to_khai_khai_sinh", lines)
    assert fields["giay_to_tuy_than"] == "CCCD số 080085109356"
    assert (fields["ho_ten"], fields["ngay_sinh"]) == ("Đặng Hoàng Đài", "06/08/2023")


def test_an_answer_of_two_lines_is_one():
    lines = [
        *FORM[:5],
        "số 6/21 hẻm 110 đường 30 Tháng 4, thị trấn Thắng, huyện Hiệp Hòa, tỉnh Bắc",
        "Giang",
        "(Nơi cư trú)",
    ]
    assert read("to_khai_khai_sinh", lines)["me_noi_cu_tru"] == (
        "số 6/21 hẻm 110 đường 30 Tháng 4, thị trấn Thắng, huyện Hiệp Hòa, tỉnh Bắc Giang"
    )


def test_a_few_brackets_make_no_such_form():
    lines = [
        "Họ và tên: Lê Minh Khôi",
        "Giới tính: Nam",
        "NGƯỜI YÊU CẦU",
        "(Ký, ghi rõ họ tên)",
        "Trần Thị Hoa",
    ]
    fields = read("giay_khai_sinh", lines)
    assert (fields["ho_ten"], fields["gioi_tinh"]) == ("Lê Minh Khôi", "Nam")


def test_captions_without_brackets_are_told_by_what_stands_over_them():
    lines = [
        "Người mẹ",
        "Võ Diễm Yên                       2004",
        "Họ và tên                         Năm sinh",
        "Kinh                              Việt Nam",
        "Dân tộc                           Quốc tịch",
        "bản Nà Ngần, xã Nghĩa Hương, huyện Quốc Oai, thành phố Hà Nội",
        "Nơi cư trú",
    ]
    fields = read("to_khai_khai_sinh", lines)
    assert (fields["me_ho_ten"], fields["me_nam_sinh"]) == ("Võ Diễm Yên", "2004")
    assert fields["me_noi_cu_tru"].startswith("bản Nà Ngần")


def test_labels_over_their_answers_stay_labels():
    lines = [
        "Họ và tên                         Ngày sinh",
        "Võ Diễm Yên                       04/05/1994",
        "Dân tộc                           Quốc tịch",
        "Kinh                              Việt Nam",
        "Nơi cư trú",
        "bản Nà Ngần, xã Nghĩa Hương, huyện Quốc Oai, thành phố Hà Nội",
    ]
    fields = read("xn_honnhan", lines)
    assert (fields["ho_ten"], fields["dan_toc"]) == ("Võ Diễm Yên", "Kinh")
    assert fields["ngay_sinh"] == "04/05/1994"
