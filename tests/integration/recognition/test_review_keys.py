"""Key presses of an officer who reviews a dossier of three papers, before and after they are read.

Before: everything on the form is typed, and each value left with one press. After: the real reader
reads pictures of the papers, the window's own model is driven: F7 to the first doubt, F8 takes a
value and goes on, the suggestion key turns to another likely reading, the rest is typed.
"""

import dataclasses

import pytest

from tests.kit.office import Counter
from tests.kit.papers.at_desk import Pictures, picture
from tests.kit.ui.office_window import window_over
from tests.kit.ui.window import close_window, settle

pytestmark = [pytest.mark.tesseract, pytest.mark.ui]

DECLARATION = """\
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên người yêu cầu: Trần Thị Hoa
Nơi cư trú: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh
Giấy tờ tùy thân: CCCD số 024196001234
Quan hệ với người được khai sinh: mẹ
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: Lê Minh Khôi
Ngày, tháng, năm sinh: 02/03/2026
Giới tính: Nam   Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi sinh: Bệnh viện đa khoa tỉnh Bắc Ninh
Quê quán: xã Phú Lâm, tỉnh Bắc Ninh
Họ, chữ đệm, tên người mẹ: Trần Thị Hoa
Năm sinh của người mẹ: 1996   Dân tộc: Tày   Quốc tịch: Việt Nam
Nơi cư trú của người mẹ: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh
Họ, chữ đệm, tên người cha: Lê Văn An
Năm sinh của người cha: 1994   Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú của người cha: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh"""
NOTICE = """\
BỆNH VIỆN ĐA KHOA TỈNH BẮC NINH
GIẤY CHỨNG SINH
Họ và tên mẹ: Trần Thị Hoa
Đã sinh con vào lúc 8 giờ 15 phút"""
CARD = """\
CĂN CƯỚC CÔNG DÂN
Số / No.: 024196001234
Họ và tên / Full name: TRẦN THỊ HOA
Ngày sinh / Date of birth: 04/05/1996
Giới tính / Sex: Nữ   Quốc tịch / Nationality: Việt Nam
Nơi thường trú / Place of residence: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh"""
HOME = "thôn 3, xã Phú Lâm, tỉnh Bắc Ninh"
TRUTH = {
    "kinh_gui": "Ủy ban nhân dân xã Phú Lâm",
    "nguoi_yeu_cau": "Trần Thị Hoa",
    "noi_cu_tru": HOME,
    "giay_to_tuy_than": "CCCD số 024196001234",
    "so_cccd": "024196001234",
    "quan_he": "mẹ",
    "ho_ten": "Lê Minh Khôi",
    "ngay_sinh": "02/03/2026",
    "gioi_tinh": "Nam",
    "dan_toc": "Kinh",
    "quoc_tich": "Việt Nam",
    "noi_sinh": "Bệnh viện đa khoa tỉnh Bắc Ninh",
    "que_quan": "xã Phú Lâm, tỉnh Bắc Ninh",
    "me_ho_ten": "Trần Thị Hoa",
    "me_nam_sinh": "1996",
    "me_dan_toc": "Tày",
    "me_quoc_tich": "Việt Nam",
    "me_noi_cu_tru": HOME,
    "cha_ho_ten": "Lê Văn An",
    "cha_nam_sinh": "1994",
    "cha_dan_toc": "Kinh",
    "cha_quoc_tich": "Việt Nam",
    "cha_noi_cu_tru": HOME,
}


def same(here, there):
    return here.casefold() == there.casefold()


def reviewed(model, truth):
    """Presses until nothing needs a look and the form says what the papers say."""
    presses = 1
    model.form.go_to_attention(1)
    while model.state.doubts:
        field, value = model.state.focus, model.state.values[model.state.focus]
        wanted = truth.get(field, value.value)
        choices = [choice for choice in value.reading.suggestions if same(choice, wanted)]
        while choices and not same(model.state.values[field].value, wanted):
            model.form.suggest(1)
            presses += 1
        if same(model.state.values[field].value, wanted):
            model.form.accept()
            presses += 1
        else:
            model.form.edit(field, wanted)
            presses += len(wanted) + 1
            model.form.go_to_attention(1)
    for field, wanted in truth.items():
        value = model.state.values.get(field)
        if value is None or not value.value:
            model.form.jump(field)
            model.form.edit(field, wanted)
            presses += len(wanted) + 1
    return presses


@pytest.mark.parametrize("profile", ["scan", "photocopy"])
def test_the_officer_presses_a_fraction_of_the_keys(tmp_path, qapp, profile):
    office = Counter(tmp_path)
    papers = {"declaration": DECLARATION, "birth_notice": NOTICE, "identity": CARD}
    files = [
        picture(text, tmp_path / f"{n}.jpg", profile, n) for n, text in enumerate(papers.values())
    ]
    reader = Pictures(files)
    office.use(dataclasses.replace(office.office, reader=reader))
    key = office.draft("birth_registration")
    parts = [part.key for part in office.see(key).components][:3]
    for part in parts:
        paper = [str(office.paper())]
        office.do("intake", "digitise", key, "canbo", component=part, files=paper)
    window = window_over(office, "canbo")
    try:
        window.open(key, "intake")
        settle()
        for part in parts:
            window.intake.papers.read(part)
            settle()
        before = sum(len(value) + 1 for value in TRUTH.values())
        after = reviewed(window.intake, TRUTH)
        left = {f: window.intake.state.values[f].value for f in TRUTH}
    finally:
        close_window(window)
        reader.reader.close()
    print(f"key presses, {profile}: {before} typed, {after} with the reader")
    assert {f: v for f, v in left.items() if not same(v, TRUTH[f])} == {}
    assert after * 5 <= before
