"""Stacks of generated papers, read by the real reader: what goes on stays, what begins is proposed."""

import dataclasses

import cv2
import numpy as np
import pytest

from desk_app.adapters.recognition.desk_reader import DeskReader
from desk_app.application.paper_starts import place_for
from tests.kit.office import Counter
from tests.kit.papers.at_desk import picture
from tests.kit.papers.draw import draw_paper
from tests.kit.ui.office_window import window_over
from tests.kit.ui.window import close_window, settle

pytestmark = [pytest.mark.tesseract, pytest.mark.ui]

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
DECLARATION = (
    MOTTO
    + """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên người yêu cầu: Trần Thị Hoa
Nơi cư trú: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: Lê Minh Khôi
Ngày, tháng, năm sinh: 02/03/2026
Giới tính: Nam   Dân tộc: Kinh   Quốc tịch: Việt Nam"""
)
GOES_ON = """\
Nơi sinh: Bệnh viện đa khoa tỉnh Bắc Ninh
Quê quán: xã Phú Lâm, tỉnh Bắc Ninh
Họ, chữ đệm, tên người mẹ: Trần Thị Hoa
Năm sinh của người mẹ: 1996   Dân tộc: Tày   Quốc tịch: Việt Nam
Họ, chữ đệm, tên người cha: Lê Văn An
Năm sinh của người cha: 1994   Dân tộc: Kinh   Quốc tịch: Việt Nam
Tôi cam đoan những nội dung khai trên đây là đúng sự thật."""
NOTICE = (
    MOTTO
    + """\
GIẤY CHỨNG SINH
Họ và tên mẹ: Trần Thị Hoa
Đã sinh con vào lúc 8 giờ 15 phút ngày 02 tháng 3 năm 2026
Tại: Bệnh viện đa khoa tỉnh Bắc Ninh
Họ và tên người đỡ đẻ: Nguyễn Thị Lan"""
)
CARD = """\
CĂN CƯỚC CÔNG DÂN
Số / No.: 024196001234
Họ và tên / Full name: TRẦN THỊ HOA
Ngày sinh / Date of birth: 04/05/1996
Giới tính / Sex: Nữ   Quốc tịch / Nationality: Việt Nam
Nơi thường trú / Place of residence: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh"""
BODY = """\
{first}
Hai bên thống nhất thực hiện đầy đủ các nội dung đã ghi ở trên đây
Trong quá trình thực hiện nếu có vướng mắc thì cùng nhau giải quyết
Việc giao nhận giấy tờ được ghi vào sổ theo dõi của từng bên
Các bên chịu trách nhiệm về những thông tin mà mình đã cung cấp
Mọi thay đổi phải được lập thành văn bản và có chữ ký của hai bên
Trang {number}"""
CONTRACT = [
    BODY.format(first="Điều một. Nội dung công việc của bên nhận ủy thác", number="1/2"),
    BODY.format(first="Điều hai. Quyền và nghĩa vụ của bên giao ủy thác", number="2/2"),
    BODY.format(first="Danh mục giấy tờ kèm theo do bên giao lập", number="1/2"),
    BODY.format(first="Những giấy tờ còn lại được gửi sau qua đường bưu điện", number="2/2"),
]


@pytest.fixture(scope="module")
def reader():
    made = DeskReader()
    yield made
    made.close()


@pytest.fixture
def counter(tmp_path, reader):
    made = Counter(tmp_path)
    made.use(dataclasses.replace(made.office, reader=reader))
    return made


def blank(file):
    sheet = np.full((2339, 1654, 3), 255, np.uint8)
    cv2.imwrite(str(file), sheet)
    return file


def stacked(counter, files):
    """A draft whose first paper was scanned from all these pages, read."""
    key = counter.draft("birth_registration")
    counter.do(
        "intake", "digitise", key, "canbo", component="declaration", files=[str(f) for f in files]
    )
    counter.do("intake", "read", key, "canbo", component="declaration")
    return key, counter.see(key).component("declaration")


def drawn(texts, folder, profile):
    return [
        picture(text, folder / f"{n}.jpg", profile, n) if text else blank(folder / f"{n}.jpg")
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize("profile", ["clean", "scan", "photocopy"])
def test_a_page_that_goes_on_stays_with_its_paper_and_fills_its_fields(counter, tmp_path, profile):
    files = drawn([DECLARATION, GOES_ON], tmp_path, profile)
    key, component = stacked(counter, files)
    assert component.starts == ()
    values = counter.see(key).form.values
    assert values["ho_ten"].value.casefold() == "lê minh khôi"
    assert (values["cha_ho_ten"].value, values["cha_ho_ten"].page) == ("Lê Văn An", 1)
    assert (values["me_nam_sinh"].value, values["me_nam_sinh"].page) == ("1996", 1)


def test_other_papers_behind_are_proposed_and_none_is_split(counter, tmp_path):
    files = drawn([DECLARATION, GOES_ON, None, NOTICE], tmp_path, "scan")
    key, component = stacked(counter, files)
    assert [(s.page, [str(x) for x in s.signs]) for s in component.starts] == [
        (3, ["title", "heading"])
    ]
    assert component.starts[0].title == "GIẤY CHỨNG SINH"
    assert len(component.pages) == 4
    assert counter.see(key).component("birth_notice").file is None


def test_printed_numbers_hold_pages_together_and_part_them(counter, tmp_path):
    _, component = stacked(counter, drawn(CONTRACT, tmp_path, "clean"))
    assert [(s.page, [str(x) for x in s.signs]) for s in component.starts] == [(2, ["numbering"])]


@pytest.mark.parametrize("seed", [11, *(pytest.param(s, marks=pytest.mark.long) for s in (12, 13))])
def test_generated_papers_of_several_kinds_are_told_apart(counter, tmp_path, seed):
    kinds = ["to_khai_khai_sinh", "giay_khai_sinh", "xn_honnhan", "quyet_dinh"]
    files = []
    for number, kind in enumerate(kinds):
        paper = draw_paper(seed * 10 + number, "tuning", doc_type=kind, profile="clean")
        files.append(tmp_path / f"{number}.jpg")
        cv2.imwrite(str(files[-1]), paper.image)
    _, component = stacked(counter, files)
    assert [s.page for s in component.starts] == [1, 2, 3]
    assert [s.document_type for s in component.starts] == kinds[1:]


def test_the_window_says_where_another_paper_seems_to_begin(counter, tmp_path, qapp):
    key, _ = stacked(counter, drawn([DECLARATION, NOTICE], tmp_path, "scan"))
    window = window_over(counter, "canbo")
    try:
        window.open(key, "intake")
        settle()
        part = window.intake.state.dossier.components[0]
        (note,) = [n for n in part.notes if n.code.startswith("intake.note_start")]
        assert (note.code, note.page) == ("intake.note_start_title", 1)
        assert note.facts["title"] == "GIẤY CHỨNG SINH"
        assert not note.is_serious
    finally:
        close_window(window)


def test_a_start_leads_to_the_component_of_its_kind(counter, tmp_path):
    key, component = stacked(counter, drawn([DECLARATION, CARD], tmp_path, "clean"))
    (start,) = component.starts
    assert start.document_type == "cccd"
    place = place_for(counter.see(key), "declaration", start)
    assert counter.see(key).component(place).document_type == "cccd"
    counter.do("intake", "digitise", key, "canbo", component=place, files=[str(counter.paper())])
    assert place_for(counter.see(key), "declaration", start) == ""  # it has a file by now
