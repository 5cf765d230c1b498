"""What makes a value trusted: a second place of the page, the spelling, a whole value."""

from dataclasses import replace

import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.confidence import chance, evidence, oddities, sure, weights
from scanner.recognition.facts import findings
from scanner.recognition.fields import label_page
from scanner.recognition.kinds import parse
from scanner.recognition.kinds.date_words import date_of_words
from scanner.recognition.syllables import is_syllable
from scanner.recognition.understand import find_candidates, voted
from tests.kit.papers.typed import typed_layout

BIRTH = [
    "GIẤY KHAI SINH",
    "Họ, chữ đệm, tên: Lê Minh Khôi",
    "Ngày, tháng, năm sinh: 02/03/2024   Giới tính: Nam",
    "Ghi bằng chữ: Ngày hai tháng ba năm hai nghìn không trăm hai mươi bốn",
    "Số định danh cá nhân: 024224001234",
]


def read_candidates(lines):
    layout = typed_layout(lines)
    verdict = classify(label_page(layout))
    return layout, find_candidates(layout, verdict, document_types()[verdict.name])


def read(lines):
    layout, chosen = read_candidates(lines)
    compared = findings({name: options[0] for name, options in chosen.items()}, layout)
    return {f.code: f for f in compared}, voted(chosen, {}, compared)


def swapped(lines, before, after):
    return [line.replace(before, after) for line in lines]


def test_date_in_figures_and_words_bear_each_other_out():
    compared, fields = read(BIRTH)
    assert compared["date_words"].agrees
    assert fields["ngay_sinh"].evidence["witness"] == 1.0


def test_date_that_differs_from_its_words_is_doubted_and_both_are_shown():
    compared, fields = read(swapped(BIRTH, "02/03/2024", "02/08/2024"))
    assert not compared["date_words"].agrees
    assert fields["ngay_sinh"].value == "02/08/2024"  # shown as read, never settled by itself
    assert "02/03/2024" in fields["ngay_sinh"].alternatives
    assert not fields["ngay_sinh"].sure
    assert not fields["ngay_sinh_chu"].sure


def test_identity_number_holds_sex_and_year_of_birth():
    compared, fields = read(BIRTH)
    assert compared["id_birth_year"].agrees
    assert compared["id_sex"].agrees
    assert fields["so_dinh_danh"].evidence["witness"] == 1.0


@pytest.mark.parametrize(
    ("number", "code"), [("024219001234", "id_birth_year"), ("024324001234", "id_sex")]
)
def test_identity_number_of_someone_else_is_doubted(number, code):
    compared, fields = read(swapped(BIRTH, "024224001234", number))
    assert not compared[code].agrees
    assert not fields["so_dinh_danh"].sure
    assert fields["so_dinh_danh"].value == number


def test_name_under_the_signature_bears_out_the_name_in_the_form():
    lines = [
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Họ, chữ đệm, tên người yêu cầu: Đỗ Hữu Giang",
        "Nơi cư trú: xã Phú Lâm, tỉnh Bắc Ninh",
        "",
        "                                      NGƯỜI YÊU CẦU",
        "",
        "                                      Đỗ Hữu Giang",
    ]
    compared, fields = read(lines)
    assert compared["name_twice"].agrees
    compared, fields = read([*lines[:-1], lines[-1].replace("Đỗ Hữu Giang", "Đỗ Hữu Giảng")])
    assert not compared["name_twice"].agrees
    assert "Đỗ Hữu Giảng" in fields["nguoi_yeu_cau"].alternatives
    assert not fields["nguoi_yeu_cau"].sure


def test_a_longer_name_under_the_signature_does_not_bear_out_its_beginning():
    lines = [
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Họ, chữ đệm, tên người yêu cầu: Đỗ Hữu",
        "Nơi cư trú: xã Phú Lâm, tỉnh Bắc Ninh",
        "",
        "                                      Đỗ Hữu Giang",
    ]
    compared, fields = read(lines)
    assert not compared["name_twice"].agrees
    assert "Đỗ Hữu Giang" in fields["nguoi_yeu_cau"].alternatives


@pytest.mark.parametrize(
    ("facts", "loose", "may_be_sure"),
    [
        ("Dân tộc: Tày", 1.0, False),  # whose it is a word inside a sentence says
        ("Dân tộc: Tày", 0.0, True),  # a heading says so: the other one is asked nothing
        ("Dân tộc: Tày               Dân tộc: Nùng", 1.0, True),
    ],
)
def test_one_value_where_two_persons_are_asked_may_be_the_others(facts, loose, may_be_sure):
    people = "Họ tên chồng: Lê Văn An      Họ tên vợ: Hà Thị Thu"
    _, found = read_candidates(["GIẤY CHỨNG NHẬN KẾT HÔN", people, facts])
    (one,) = [of[0] for of in found.values() if of[0].parsed.value == "Tày"]
    one = replace(one, evidence={**one.evidence, "loose_role": loose})
    assert sure(chance(evidence(one, [], 1))) is may_be_sure


@pytest.mark.parametrize(
    ("number", "likely"),
    [
        ("096194100834", True),
        ("596194100834", False),  # no province
        ("096594100834", False),  # nobody was born then
        ("125678903", True),  # an old card
    ],
)
def test_an_identity_number_nobody_has(number, likely):
    parsed = parse("id12", f"CCCD số {number}")
    assert parsed.value == number
    assert (parsed.fit == 1.0) is likely


@pytest.mark.parametrize(("value", "as_listed"), [("Xơ Đăng", 1.0), ("Nơi đăng", 0.0)])
def test_a_word_of_a_list_is_one_where_it_stands_so(value, as_listed):
    _, found = read_candidates([*BIRTH, f"Dân tộc: {value}"])
    group = found["dan_toc"][0]
    assert group.parsed.value == "Xơ Đăng"
    assert evidence(group, [], 0)["closed"] == as_listed


@pytest.mark.parametrize(("year", "doubted"), [("1994", False), ("2012", False), ("2019", True)])
def test_parents_who_would_have_been_children_are_doubted(year, doubted):
    compared, fields = read([*BIRTH, "Họ tên người mẹ: Hà Thị Thu", f"Năm sinh của mẹ: {year}"])
    assert ("parent_age" in compared) is doubted
    assert fields["me_nam_sinh"].evidence["contradicted"] == float(doubted)


def test_the_second_line_of_a_body_may_be_two_letters():
    lines = ["ỦY BAN NHÂN DÂN PHƯỜNG NGỌC", "             HÀ", "Số: 12/QĐ-UBND", "", "QUYẾT ĐỊNH"]
    assert read(lines)[1]["co_quan"].value == "ỦY BAN NHÂN DÂN PHƯỜNG NGỌC HÀ"


def test_a_decisions_sign_without_its_body_is_not_whole():
    signs = []
    for sign in ("12/QĐ-UBND", "12/QĐ"):
        _, found = read_candidates(["QUYẾT ĐỊNH", f"Số: {sign}"])
        signs.append(evidence(found["so_ky_hieu"][0], [], 1)["unfinished"])
    assert signs == [0.0, 1.0]


@pytest.mark.parametrize(("read_as", "may_be_sure"), [("9", True), ("9Ú", False)])
def test_a_number_cut_out_of_a_word_is_never_sure(read_as, may_be_sure):
    _, found = read_candidates(
        ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", f"Thửa đất số: {read_as}", "Tờ bản đồ số: 12"]
    )
    (number, *_) = found["thua_dat"]
    assert number.parsed.value == "9"
    assert sure(chance(evidence(number, [], 1))) is may_be_sure


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Ngày hai tháng ba năm hai nghìn không trăm hai mươi bốn", (2, 3, 2024)),
        ("Ngày mồng năm tháng năm năm một nghìn chín trăm chín mươi lăm", (5, 5, 1995)),
        ("ngày ba mươi mốt tháng mười hai năm hai ngàn không trăm linh tư", (31, 12, 2004)),
        ("Ngày mười tháng giêng năm hai nghìn", (10, 1, 2000)),
        ("Ngày hai tháng ba năm hai", None),
        ("Ngày hai tháng ba", None),
        ("hai nghìn", None),
    ],
)
def test_dates_in_words(words, date):
    assert date_of_words(words) == date


@pytest.mark.parametrize("word", ["huyện", "Nguyễn", "Khuya", "quyết", "Giang", "Ạ", "nghiêng"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["huuện", "PhươngBích", "cat", "xxa", "Tuâýn"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


def candidate(line):
    layout = typed_layout(["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", line])
    verdict = classify(label_page(layout))
    (options,) = find_candidates(layout, verdict, document_types()[verdict.name]).values()
    return options[0]


@pytest.mark.parametrize(
    ("good", "worse"),
    [
        (
            "Nơi cư trú: xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh",
            "Nơi cư trú: xã Phú Lâm, huyện Tiên Du, tỉnh Bắc",
        ),
        ("Họ và tên: Lê Văn An", "Họ và tên: Lê Văn An Khhôg"),
        ("Họ và tên: Lê Văn An", "Họ và tên: Zqê Văn An"),
    ],
)
def test_what_cannot_stand_there_costs_trust(good, worse):
    first, second = (chance(evidence(candidate(line), [], 1)) for line in (good, worse))
    assert second < first


def test_each_voice_moves_the_chance_its_own_way():
    one = candidate("Họ và tên: Lê Văn An")
    assert (
        chance(evidence(one, [], -1)) < chance(evidence(one, [], 0)) < chance(evidence(one, [], 1))
    )
    assert chance(evidence(one, [], 1, -1)) < chance(evidence(one, [], 1))


def test_what_one_reader_alone_saw_is_never_sure():
    one = candidate("Họ và tên: Lê Văn An")
    assert not sure(chance(evidence(one, [], 0)))
    assert sure(chance(evidence(one, [], 1)))


@pytest.mark.parametrize(
    ("value", "colon", "runs_on"),
    [
        ("thực hiện công trình Bản Huổi Lướng, tỉnh Hà Giang", 0.0, 1.0),
        ("thực hiện công trình Bản Huổi Lướng, tỉnh Hà Giang", 1.0, 0.0),
        ("thôn Huổi Lướng, tỉnh Hà Giang", 0.0, 0.0),  # a unit is named in small letters
        ("Bản Huổi Lướng, tỉnh Hà Giang", 0.0, 0.0),
    ],
)
def test_what_may_be_the_rest_of_a_label_is_doubted(value, colon, runs_on):
    _, fields = read_candidates([*BIRTH, f"Nơi sinh: {value}"])
    born = fields["noi_sinh"][0]
    born = replace(born, evidence={**born.evidence, "colon": colon})
    assert evidence(born, [], 1)["run_on"] == runs_on
    assert weights()["run_on"] < -1


@pytest.mark.parametrize(
    ("name", "odd"), [("Trần Văn Cẩm", 0), ("Trần Văn Cầm", 1), ("Trần Văn Cấm", 1)]
)
def test_a_syllable_met_far_less_often_than_its_twin_is_looked_at(name, odd):
    assert oddities(name, "name") == odd
