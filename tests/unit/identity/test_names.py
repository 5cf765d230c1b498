"""Names: one person whatever the encoding, case and tone placement."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.identity import IdentityTables, same_name, same_search, search_key, split_name

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hoà"),
        ("Trần Thị Thúy", "TRẦN THỊ THUÝ"),
        ("Đỗ Khỏe", "đỗ khoẻ"),
        ("Hoàng  Văn\u00a0An ", "Hoàng Văn An"),
        ("Nguyễn Văn An", unicodedata.normalize("NFD", "Nguyễn Văn An")),
        ("Nguyê\u0303n Văn An", "Nguyễn Văn An"),
        ("Nguyê\u0303n Văn A\u200bn", "NGUYỄN VĂN AN"),
        ("Ðỗ Văn An", "Đỗ Văn An"),
        ("NguyÔn V¨n §øc", "Nguyễn Văn Đức"),
        ("TrÇn ThÞ Th\xad¬ng", "Trần Thị Thương"),
        ("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"),
        ("NGUYEÃN VAÊN ÑÖÙC", "Nguyễn Văn Đức"),
        ("Leâ Thò Bích Thuûy", "Lê Thị Bích Thủy"),
        ("H’Hen Niê", "H'Hen Niê"),
        ("Nguyá»…n VÄƒn An", "Nguyễn Văn An"),
        ("Ｎguyễn Văn An", "Nguyễn Văn An"),
    ],
)
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)
    assert same_search(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hoà", "Hồ"),
        ("Lá", "Lỏ"),
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hóa"),
        ("Nguyễn Văn Hoan", "Nguyễn Văn Hoàn"),
        ("Nguyễn Thị Lý", "Nguyễn Thị Lí"),
        ("Đặng Văn An", "Dặng Văn An"),
        ("Nguyễn Văn An", "Nguyễn An Văn"),
        ("Nguyễn Văn An", "Nguyễn Văn"),
        ("Nguyễn Văn An", "NguyễnVăn An"),
        ("Nguyễn Văn An", "nguyen van an"),
    ],
)
def test_names_of_two_people(a: str, b: str) -> None:
    assert not same_name(a, b)


def test_the_search_drops_marks_and_folds_d() -> None:
    assert same_search("Đặng Thị Hòa", "dang thi hoa")
    assert search_key("ĐẶNG  Thị Hoà") == "dang thi hoa"
    assert not same_search("Nguyễn Văn An", "nguyen an")


@given(st.text(alphabet=LETTERS + " ", max_size=20))
def test_composed_and_decomposed_text_are_the_same_name(text: str) -> None:
    assert same_name(text, unicodedata.normalize("NFD", text).upper())


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    assert same_name(a, b) == same_name(b, a)
    assert same_search(a, a)


@pytest.mark.parametrize(
    ("name", "surname", "middle", "given"),
    [
        ("Nguyễn Văn An", "Nguyễn", "Văn", "An"),
        ("Nguyễn Thị Ánh Tuyết", "Nguyễn", "Thị Ánh", "Tuyết"),
        ("Đỗ An", "Đỗ", None, "An"),
        ("Tôn Nữ Thị Ninh", "Tôn Nữ", "Thị", "Ninh"),
        ("Công Tằng Tôn Nữ Thị Bé", "Công Tằng Tôn Nữ", "Thị", "Bé"),
        ("Âu Dương Phong", "Âu Dương", None, "Phong"),
        ("Âu Dương", "Âu", None, "Dương"),
        ("An", None, None, "An"),
        ("", None, None, None),
    ],
)
def test_parts_of_a_name(
    tables: IdentityTables, name: str, surname: str | None, middle: str | None, given: str | None
) -> None:
    parts = split_name(unicodedata.normalize("NFD", f" {name} "), tables)
    assert parts.nfc == unicodedata.normalize("NFC", name)
    assert (parts.surname, parts.middle, parts.given) == (surname, middle, given)
