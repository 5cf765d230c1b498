"""Wordings nobody listed: what of a line is the label's own, and where its answer begins."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from scanner.recognition.classify import titled
from scanner.recognition.kinds import parse
from tests.kit.papers.typed import typed_fields

RULES = [
    (  # several notes behind a label, one of them the number of a footnote
        "giay_khai_sinh",
        ["Dân tộc (theo giấy tờ)(2): Thái"],
        {"dan_toc": "Thái"},
    ),
    (  # how a label wants to be answered is no answer
        "to_khai_khai_sinh",
        ["Quê quán ghi theo giấy tờ     xã Phú Riềng, tỉnh Đồng Nai", "Giới tính (ghi Nam hoặc Nữ): Nữ"],
        {"que_quan": "xã Phú Riềng, tỉnh Đồng Nai", "gioi_tinh": "Nữ"},
    ),
    (  # further words of a label before its colon: the first one says what it asks for
        "gcn_qsdd",
        ["Năm sinh người sử dụng: 1961", "Năm sinh của ông/bà: 1961"],
        {"nam_sinh": "1961"},
    ),
    (  # two labels with nothing between them are one
        "gcn_hkd",
        ["Cơ quan cấp thẻ CCCD: Bộ Công an"],
        {"noi_cap": "Bộ Công an"},
    ),
    (  # the rest of a label on its line, its answer beside it
        "gcn_hkd",
        ["Số CMND/Căn cước công dân         030079735506", "Số vốn của hộ (đồng)      460.000.000 đồng"],
        {"so_cccd": "030079735506", "von": "460.000.000"},
    ),
    (  # a label of two lines, its answer's colon beside the second
        "tk_lltp",
        ["Dân tộc (nếu là người Việt", "Nam)                                     : Chăm"],
        {"dan_toc": "Chăm"},
    ),
    (  # a word of a place is no parent
        "giay_khai_sinh",
        ["ỦY BAN NHÂN DÂN THỊ TRẤN MƯỜNG", "CHÀ", "Họ và tên: Hồ Ngọc Thắng", "Dân tộc: Thái"],
        {"ho_ten": "Hồ Ngọc Thắng", "dan_toc": "Thái"},
    ),
    (  # articles of a form are headings
        "giay_khai_sinh",
        ["Khoản 2. Mẹ", "a) Họ và tên: Thái Diễm Nhật; b) Sinh năm: 2000.", "Điều 3. Người cha", "a) Họ và tên: Lê Hồng Nguyên; b) Sinh năm: 1998."],
        {"me_ho_ten": "Thái Diễm Nhật", "me_nam_sinh": "2000", "cha_ho_ten": "Lê Hồng Nguyên", "cha_nam_sinh": "1998"},
    ),
    (  # a paper is named in its answer, the label's words are not
        "to_khai_khai_sinh",
        ["Tên và số giấy tờ tùy thân: CCCD số 090085076157"],
        {"giay_to_tuy_than": "CCCD số 090085076157"},
    ),
    (  # words inside the name of a body ask nothing
        "tk_lltp",
        ["Nơi cấp: Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư"],
        {"noi_cap": "Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư"},
    ),
    (  # a weak label opens a clause of a sentence
        "giay_uy_quyen",
        ["Nội dung được ủy quyền Nộp hồ sơ và nhận kết quả, thời hạn 12 tháng kể từ ngày ký."],
        {"noi_dung": "Nộp hồ sơ và nhận kết quả", "thoi_han": "12 tháng kể từ ngày ký"},
    ),
    (  # an address does not open with where it is
        "giay_khai_sinh",
        ["Quê quán ở xã Phú Riềng, tỉnh Đồng Nai"],
        {"que_quan": "xã Phú Riềng, tỉnh Đồng Nai"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "lines", "wanted"), RULES)
def test_a_label_ends_where_its_answer_begins(kind, lines, wanted):
    fields = typed_fields(kind, lines)
    assert {name: fields.get(name) for name in wanted} == wanted


def test_the_date_of_an_act_is_not_the_papers():
    lines = ["QUYẾT ĐỊNH", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"]
    assert "ngay" not in typed_fields("quyet_dinh", lines)


@pytest.mark.parametrize(
    ("kind", "read", "meant"),
    [
        ("name", "Nguyễn Thanh Khanh", "Nguyễn Thanh Khanh"),  # a name as good as `Khánh`
        ("name", "Trần Bé Đở", "Trần Bé Đở"),  # spelt as a syllable, and no `Dở`
        ("name", "Lê Thị Quùnh", "Lê Thị Quỳnh"),
        ("place", "số 73 đường Nguyễn Thái Học, xã Na Sầm, tỉnh Lạng Sơn", "số 73 đường Nguyễn Thái Học, xã Na Sầm, tỉnh Lạng Sơn"),
        ("place", "Bản Nà Sự, xã la Kla, tỉnh Gia Lai", "Bản Nà Sự, xã Ia Kla, tỉnh Gia Lai"),
        ("id12", "hoặc CCCD 088152219744", "088152219744"),  # the D of a word is no nought
        ("agency", "Bộ Công an xóm Mới, phường Tuy Hòa", "Bộ Công an"),
        ("agency", "Bộ Công an", "Bộ Công an"),
    ],
)  # fmt: skip
def test_a_value_stays_what_was_read_unless_it_can_only_be_another(kind, read, meant):
    parsed = parse(kind, read)
    assert parsed is not None
    assert parsed.value == meant


def test_a_title_is_known_without_the_note_behind_it():
    title = "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP"
    assert titled(f"{title} (Dành cho cá nhân)") == titled(title)
    assert titled(title)[0] == "tk_lltp"


def doubles(entries):
    return [entry for entry, count in Counter(map(str.casefold, entries)).items() if count > 1]


def test_no_wording_is_listed_twice():
    folder = files("scanner.recognition") / "data"
    vocabulary = tomllib.loads((folder / "vocabulary.toml").read_text("utf-8"))
    roles = tomllib.loads((folder / "roles.toml").read_text("utf-8"))
    lists = [
        entry.get(key, [])
        for table in (vocabulary, roles)
        for entry in table.values()
        for key in ("labels", "weak_labels", "nouns", "headings")
    ]
    words = tomllib.loads((folder / "words.toml").read_text("utf-8"))
    lists += [entries for entries in words.values() if isinstance(entries, list)]
    names = tomllib.loads((folder / "names.toml").read_text("utf-8"))
    lists += [text.split() for text in names.values()]
    assert [doubles(entries) for entries in lists if doubles(entries)] == []
