"""One paper in many shapes: the value is found wherever it stands."""

import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.fields import label_page
from scanner.recognition.text import squeezed, tokens
from scanner.recognition.understand import find_fields
from tests.kit.papers.draw import typed_paper
from tests.kit.papers.scoring import Tally
from tests.kit.papers.typed import layout_of, typed_layout


def read(lines, rules=None):
    layout = typed_layout(lines, rules=rules)
    verdict = classify(label_page(layout))
    return {
        name: field.value
        for name, field in find_fields(layout, verdict, document_types()[verdict.name]).items()
    }


def test_run_on_sentence():
    fields = read(
        [
            "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
            "Xác nhận ông: Lê Văn An, sinh ngày 04/05/1994, giới tính Nam, dân tộc Kinh,",
            "quốc tịch Việt Nam, CCCD số 024094001234.",
        ]
    )
    assert fields["ho_ten"] == "Lê Văn An"
    assert fields["ngay_sinh"] == "04/05/1994"
    assert fields["so_cccd"] == "024094001234"


def test_a_dash_stands_for_a_colon():
    fields = read(
        [
            "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
            "[01] Họ và tên — Lê Văn An",
            "[02] Giới tính — Nam",
            "[03] Mang quốc tịch - Việt Nam",
            "[04] Hộ khẩu - xã Phú Lâm, tỉnh Bắc Ninh",
        ]
    )
    assert fields["ho_ten"] == "Lê Văn An"
    assert (fields["gioi_tinh"], fields["quoc_tich"]) == ("Nam", "Việt Nam")
    assert fields["noi_cu_tru"] == "xã Phú Lâm, tỉnh Bắc Ninh"


def test_a_heading_whose_number_lost_its_full_stop_is_no_rest_of_an_address():
    fields = read(
        [
            "GIẤY ỦY QUYỀN",
            "L Đối với bên giao ủy quyền",
            "- Họ và tên: Hứa Mai Sen",
            "- Nơi đang cư trú: xóm Chùa, đặc khu Phú Quốc, tỉnh An Giang, Việt Nam",
            "L Đối với bên nhận uỷ quyền",
            "- Họ và tên: Nghiêm Thị Định",
        ]
    )
    assert fields["nguoi_uy_quyen"] == "Hứa Mai Sen"
    assert fields["nguoi_duoc_uy_quyen"] == "Nghiêm Thị Định"
    assert "Đối với" not in fields["noi_cu_tru"]


def test_people_side_by_side():
    fields = read(
        [
            "GIẤY CHỨNG NHẬN KẾT HÔN",
            "Thông tin về vợ                 Thông tin về chồng",
            "Họ và tên: Trần Thị Hoa         Họ và tên: Lê Văn An",
            "Dân tộc: Tày                    Dân tộc: Kinh",
        ]
    )
    assert fields["vo_ho_ten"] == "Trần Thị Hoa"
    assert fields["chong_ho_ten"] == "Lê Văn An"
    assert (fields["vo_dan_toc"], fields["chong_dan_toc"]) == ("Tày", "Kinh")


def test_value_on_a_tab_stop_goes_on_below_itself():
    fields = read(
        [
            "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
            "Họ và tên            Lê Văn An",
            "Nơi cư trú           thôn Phú Mỹ, xã Phú Lâm, tỉnh Bắc",
            "                     Ninh",
            "Dân tộc              Kinh",
        ]
    )
    assert fields["noi_cu_tru"] == "thôn Phú Mỹ, xã Phú Lâm, tỉnh Bắc Ninh"
    assert fields["dan_toc"] == "Kinh"


def test_house_number_is_not_part_of_its_label():
    fields = read(
        [
            "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
            "Họ và tên: Lê Văn An",
            "Thường trú tại số 27 đường Lê Lợi, phường Nam Lý, tỉnh Quảng Trị",
        ]
    )
    assert fields["noi_cu_tru"] == "số 27 đường Lê Lợi, phường Nam Lý, tỉnh Quảng Trị"


def test_unknown_wordings_are_paired_by_kind_and_never_sure():
    layout = typed_layout(
        ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Họ và tên: Lê Văn An", "Hồi xuân nào: 04/05/1994"]
    )
    verdict = classify(label_page(layout))
    found = find_fields(layout, verdict, document_types()[verdict.name])
    assert found["ngay_sinh"].value == "04/05/1994"
    assert not found["ngay_sinh"].sure


def test_ruled_cells():
    down = tuple((x, 100, x + 2, 400) for x in (80, 500, 1300))
    across = tuple((80, y, 1300, y + 2) for y in (100, 140, 185, 400))
    fields = read(
        ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Họ và tên                   Lê Văn An"],
        Rules(across, down),
    )
    assert fields["ho_ten"] == "Lê Văn An"


@pytest.mark.parametrize("name", ["Châu Quốc Mỹ", "Hồ Bá Tùng Hà", "Anh Thị Hòa"])
def test_surnames_that_look_like_titles_stay(name):
    fields = read(["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", f"Họ và tên: {name}", "Dân tộc: Kinh"])
    assert fields["ho_ten"] == name


FLOORS = {
    "varied": 0.96, "held_out": 0.96, "fresh": 0.96, "unseen": 0.96, "sealed": 0.97, "blind": 0.93,
    "veiled": 0.9, "distant": 0.9,
}  # fmt: skip


@pytest.mark.parametrize("part", FLOORS)
def test_papers_of_other_wordings_and_shapes(part):
    """A floor that a change of the matcher must not fall through; `./desk bench read` measures."""
    tally, floor = Tally(), FLOORS[part]
    for seed in range(24):
        canvas, truth = typed_paper(seed, part)
        if truth["doc_type"] == "trang_trang":
            continue
        layout = layout_of(canvas)
        verdict = classify(label_page(layout))
        kind = document_types().get(verdict.name)
        fields = {} if kind is None else find_fields(layout, verdict, kind)
        line = {
            "doc_type": verdict.name,
            "fields": {
                n: {"value": f.value, "confidence": f.confidence, "sure": f.sure}
                for n, f in fields.items()
            },
            "text": layout.text(),
        }
        tally.add(truth, line)
        page = set(tokens(layout.text()))
        for field in fields.values():  # nothing is given that does not stand on the paper
            if not field.corrections:
                same = squeezed(field.value) == squeezed(field.raw)  # `0724.097.107` is one number
                assert page.issuperset(tokens(field.raw if same else field.value)), field
    assert tally.type_right == 1.0
    assert tally.exact(["print", "hand"]) >= floor
    assert tally.spurious == 0
