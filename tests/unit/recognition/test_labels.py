"""Where a label ends and what it asks for: one small paper for each rule."""

import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import Verdict
from scanner.recognition.understand import find_fields
from tests.kit.papers.typed import typed_fields, typed_layout


@pytest.mark.parametrize(
    ("kind", "lines", "wanted"),
    [
        (  # the person a label names at the end of its line
            "tk_lltp",
            ["- Họ và tên đầy đủ mẹ       Dương Thu Thảo"],
            {"me_ho_ten": "Dương Thu Thảo"},
        ),
        (  # a label of two lines beside its value
            "tk_lltp",
            ["- Họ và tên đầy đủ người     Hồ Bá Thắng", "cha"],
            {"cha_ho_ten": "Hồ Bá Thắng"},
        ),
        (  # a note in brackets belongs to the wording, the person stands behind it
            "gcn_hkd",
            ["Ngày, tháng, năm sinh (dương lịch) chủ hộ: 03/04/1972"],
            {"ngay_sinh": "03/04/1972"},
        ),
        (  # a date in words is no date of birth with a note
            "to_khai_khai_sinh",
            ["Ngày sinh (viết bằng chữ): Ngày hai tháng tư năm hai ngàn không trăm hai mươi lăm"],
            {"ngay_sinh_chu": "Ngày hai tháng tư năm hai ngàn không trăm hai mươi lăm"},
        ),
        (  # a translation ends where the value begins
            "gcn_hkd",
            ["Điện thoại/Zalo 0581600676", "Giới tính / Sex Nam"],
            {"dien_thoai": "0581600676", "gioi_tinh": "Nam"},
        ),
        (  # points of a list are no rest of the line above
            "don_xay_dung",
            ["- Hạng mục xây dựng       Nhà ở riêng lẻ", "- Công trình cấp          Cấp IV"],
            {"loai_cong_trinh": "Nhà ở riêng lẻ", "cap_cong_trinh": "Cấp IV"},
        ),
        (  # a thing named in a label is nobody else's
            "gcn_qsdd",
            ["5. Diện tích khu đất: 794,7 m²"],
            {"dien_tich": "794,7"},
        ),
        (  # a name ends with its line unless names follow
            "giay_khai_sinh",
            ["Họ và tên: Lê Văn An", "Phái Nữ"],
            {"ho_ten": "Lê Văn An", "gioi_tinh": "Nữ"},
        ),
        (  # an apostrophe is a letter
            "giay_khai_sinh",
            ["Dân tộc: H'Mông"],
            {"dan_toc": "H'Mông"},
        ),
        (  # and is put back where the engine lost it
            "giay_khai_sinh",
            ["Dân tộc: HMông"],
            {"dan_toc": "H'Mông"},
        ),
        (  # a full stop read for the comma before the province ends no address
            "to_khai_khai_sinh",
            [
                "Kính gửi: Ủy ban nhân dân phường Đa Mai. thành phố Bắc Giang. tỉnh",
                "          Bắc Giang",
            ],
            {"kinh_gui": "Ủy ban nhân dân phường Đa Mai, thành phố Bắc Giang, tỉnh Bắc Giang"},
        ),
        (  # the number of a point, misread, is no answer to what stands above it
            "don_xay_dung",
            ["14. Số tầng", "1s. Dự kiến hoàn thành sau: 6 tháng"],
            {"thoi_gian_ht": "6"},
        ),
        (  # a numeral that ends a value is not the next point's
            "don_xay_dung",
            ["Thuộc cấp: Cấp IV - Diện tích xây dựng: 175 m2 - Chiều cao: 3,8 m"],
            {"cap_cong_trinh": "Cấp IV", "dien_tich_xd": "175", "chieu_cao": "3,8"},
        ),
        (  # an address ends with its province, whatever stands below
            "to_khai_khai_tu",
            [
                "Kính gửi: Ủy ban nhân dân phường Rạch Giá, tỉnh An Giang",
                "Những thông tin của người đề nghị",
            ],
            {"kinh_gui": "Ủy ban nhân dân phường Rạch Giá, tỉnh An Giang"},
        ),
        (  # and begins behind another answer
            "xn_honnhan",
            ["Nơi cư trú: 0989604712 thôn 11, xã Quế Long, tỉnh Quảng Nam"],
            {"noi_cu_tru": "thôn 11, xã Quế Long, tỉnh Quảng Nam"},
        ),
        (  # the dash of a decision's sign
            "quyet_dinh",
            ["Số: 3544/QĐ UBND"],
            {"so_ky_hieu": "3544/QĐ-UBND"},
        ),
        (  # what stands far right below a value is another thing
            "giay_uy_quyen",
            [
                "9. Thời hạn ủy quyền: 12 tháng kể từ ngày ký",
                "                                        trấn Sa Pa, ngày 20 tháng 06 năm 2025",
            ],
            {"thoi_han": "12 tháng kể từ ngày ký", "ngay": "ngày 20 tháng 06 năm 2025"},
        ),
        (  # a figure is no word of a label
            "don_xay_dung",
            ["tổng số tầng 4, thời gian thi công dự kiến 6 tháng, cao 12,5 m."],
            {"so_tang": "4", "thoi_gian_ht": "6", "chieu_cao": "12,5"},
        ),
        (  # a heading that only begins like another one is itself
            "to_khai_khai_sinh",
            ["A. PHẦN KHAI VỀ NGƯỜI ĐỀ NGHỊ", "1) Họ, tên: Hà Việt Việt"],
            {"nguoi_yeu_cau": "Hà Việt Việt"},
        ),
        (  # a kind of unit misread, a figure read for a letter, a street nobody listed
            "xn_honnhan",
            ["Nơi cư trú: Khối ó, xã Bình Chánh, huuện Bình Sơn, tỉnh Quảng Ngãi"],
            {"noi_cu_tru": "Khối 6, xã Bình Chánh, huyện Bình Sơn, tỉnh Quảng Ngãi"},
        ),
        (  # the republic's motto issues no papers
            "tk_lltp",
            ["Độc lập - Tự do - Hạnh phúc", "Nơi cấp giấy tờ: Bộ Công an"],
            {"noi_cap": "Bộ Công an"},
        ),
        (  # a label's own words behind its colon
            "to_khai_khai_sinh",
            ["Giấy tờ tùy thân: loại và số: CCCD số 049085593283"],
            {"giay_to_tuy_than": "CCCD số 049085593283"},
        ),
        (  # English words behind a label, as they are read
            "to_khai_khai_sinh",
            [
                "Phần ghi về người yêu cầu:",
                "Họ, chữ đệm, tên (theo giấy khai sinh) Full name: Doãn Khánh Xoan",
                "Thông tin về trẻ",
                "Dân tộc (ghi theo giấy khai sinh) - Fthnic grouD): Mnông",
                "Nơi sinh - PIace öFbirth: xã Tân Mỹ, tỉnh Bình Dương",
            ],
            {
                "nguoi_yeu_cau": "Doãn Khánh Xoan",
                "dan_toc": "Mnông",
                "noi_sinh": "xã Tân Mỹ, tỉnh Bình Dương",
            },
        ),
        (  # dashes inside one label
            "tk_lltp",
            ["[03] Ngày - tháng - năm sinh: 15/01/1970"],
            {"ngay_sinh": "15/01/1970"},
        ),
        (  # a line that goes on in the middle of a label
            "tk_lltp",
            ["Tên là Thân Thị Vi, thường trú", "tại thôn Mới, xã Krông Nô, tỉnh Lâm Đồng"],
            {"ho_ten": "Thân Thị Vi", "noi_thuong_tru": "thôn Mới, xã Krông Nô, tỉnh Lâm Đồng"},
        ),
        (  # the letter in a household's number is no figure
            "gcn_hkd",
            ["Số: 44G8766524", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"],
            {"so": "44G8766524"},
        ),
        (  # the stop between two clauses of a confirmation
            "xn_honnhan",
            [
                "Tình trạng hôn nhân: Đã ly hôn theo Quyết định số 3/2022/QĐSTHNGĐ, hiện tại chưa",
                "đăng ký kết hôn với ai",
            ],
            {
                "tinh_trang": "Đã ly hôn theo Quyết định số 3/2022/QĐST-HNGĐ; "
                "hiện tại chưa đăng ký kết hôn với ai"
            },
        ),
    ],
)
def test_a_label_and_its_value(kind, lines, wanted):
    fields = typed_fields(kind, lines)
    assert {name: fields.get(name) for name in wanted} == wanted
    assert not (set(fields) - set(wanted))


def test_what_was_changed_can_be_taken_back():
    layout = typed_layout(["Nơi cư trú: xã Bình Chánh, huuện Bình Sơn, tỉnh Quảng Ngãi"])
    field = find_fields(layout, Verdict("xn_honnhan", 1.0), document_types()["xn_honnhan"])[
        "noi_cu_tru"
    ]
    assert "xã Bình Chánh, huuện Bình Sơn, tỉnh Quảng Ngãi" in field.alternatives
    line = field.as_json()
    assert line["raw"] == "xã Bình Chánh, huuện Bình Sơn, tỉnh Quảng Ngãi"
    assert line["corrections"][0]["reason"] == "look_alike"


@pytest.mark.parametrize("line", ["-", "- .", "* *", ". . .", "(2)"])
def test_a_line_of_nothing_but_a_lists_mark_goes_on_as_nothing(line):
    long = "Nơi cư trú: số 6/21 hẻm 110 đường 30 Tháng 4, thị trấn Thắng, huyện Hiệp Hòa, tỉnh Bắc"
    fields = typed_fields("giay_uy_quyen", [long, line])
    assert fields["noi_cu_tru"].startswith("số 6/21 hẻm 110 đường 30 Tháng 4")
