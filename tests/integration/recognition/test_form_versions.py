"""An older form, read by the real reader: one finding at the paper, and nothing is barred."""

import dataclasses

import pytest

from tests.kit.office import Counter
from tests.kit.papers.at_desk import Pictures, picture
from tests.kit.ui.office_window import window_over
from tests.kit.ui.window import close_window, settle

pytestmark = [pytest.mark.tesseract, pytest.mark.ui]

BODY = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên người yêu cầu: Trần Thị Hoa
Nơi cư trú: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: Lê Minh Khôi
Ngày, tháng, năm sinh: 02/03/2026"""
HEAD = "(Ban hành kèm theo Thông tư số {act} của Bộ trưởng Bộ Tư pháp)\n"
BY_LABELS = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ và tên người khai: Trần Thị Hoa
Nơi thường trú/tạm trú: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh
Số CMND/Hộ chiếu: 024196001234
Đề nghị đăng ký khai sinh cho người có tên dưới đây:
Họ và tên: Lê Minh Khôi"""


@pytest.fixture
def counter(tmp_path):
    return Counter(tmp_path)


@pytest.fixture(scope="module")
def pictures():
    made = Pictures([])
    yield made
    made.reader.close()


@pytest.fixture
def notes_of(counter, tmp_path, qapp, pictures):
    """Notes about the form at a declaration that says a text, and the values read from it."""

    def read(text, profile):
        pictures.files[:] = [picture(text, tmp_path / "to-khai.jpg", profile, 1)]
        return _notes_of(counter, pictures)

    return read


def _notes_of(counter, reader):
    counter.use(dataclasses.replace(counter.office, reader=reader))
    key = counter.draft("birth_registration")
    counter.do(
        "intake", "digitise", key, "canbo", component="declaration", files=[str(counter.paper())]
    )
    window = window_over(counter, "canbo")
    try:
        window.open(key, "intake")
        settle()
        window.intake.papers.read("declaration")
        settle()
        part = window.intake.state.dossier.components[0]
        values = window.intake.state.values
        return [n for n in part.notes if n.code.startswith("intake.note_form")], values
    finally:
        close_window(window)


@pytest.mark.parametrize("profile", ["clean", "scan"])
def test_an_older_form_by_the_act_in_its_head(notes_of, profile):
    text = HEAD.format(act="15/2015/TT-BTP") + BODY
    (note,), values = notes_of(text, profile)
    assert note.code == "intake.note_form_older"
    assert note.facts == {
        "appears": "Mẫu theo Thông tư số 15/2015/TT-BTP",
        "signs": "“15/2015/TT-BTP”",
        "in_force": "Mẫu theo Thông tư số 04/2020/TT-BTP",
        "since": "16/07/2020",
    }
    assert (note.page, note.is_serious) == (0, False)
    assert values["ho_ten"].value == "Lê Minh Khôi"  # what was read went into the form all the same


def test_an_older_form_by_labels_the_present_one_lacks(notes_of):
    (note,), _ = notes_of(BY_LABELS, "scan")
    assert note.code == "intake.note_form_older"
    assert "“Nơi thường trú/tạm trú”" in note.facts["signs"]


def test_an_act_nobody_listed(notes_of):
    text = HEAD.format(act="77/2031/TT-BTP") + BODY
    (note,), _ = notes_of(text, "scan")
    assert (note.code, note.facts["signs"]) == ("intake.note_form_unlisted", "“77/2031/TT-BTP”")


@pytest.mark.parametrize("text", [HEAD.format(act="04/2020/TT-BTP") + BODY, BODY])
def test_the_form_in_force_and_one_that_says_nothing_are_no_finding(notes_of, text):
    assert notes_of(text, "scan")[0] == []


def test_the_reader_tells_it_on_the_command_line(tmp_path):
    from scanner.recognition import read_file

    file = picture(HEAD.format(act="15/2015/TT-BTP") + BODY, tmp_path / "a.jpg", "clean", 1)
    (page,) = read_file(file)
    assert page.as_json()["form"] == {
        "act": "15/2015/TT-BTP", "named": "15/2015/TT-BTP", "by": "act", "labels": [],
    }  # fmt: skip
