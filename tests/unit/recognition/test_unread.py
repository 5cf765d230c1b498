"""Places of figures that the page pass read as something else are read again, as figures."""

import numpy as np

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.fields import label_page
from scanner.recognition.sheet import Sheet
from scanner.recognition.understand import find_candidates
from tests.kit.papers.typed import typed_layout

PAGE = Sheet(np.full((2339, 1654), 255, np.uint8), 200.0)
LINES = [
    "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
    "Chủ đầu tư: Lê Văn An",
    "Thửa đất số: ?Ÿ%",
    "Diện tích xây dựng: ##€ m2",
]


class Second:
    """A second reader with one answer for every strip."""

    def __init__(self, text, confidence=0.8):
        self.answer = text, confidence
        self.asked = []

    def line(self, pixels, *, letters=""):
        self.asked.append(letters)
        return self.answer


def read(second):
    layout = typed_layout(LINES)
    verdict = classify(label_page(layout))
    chosen = find_candidates(layout, verdict, document_types()[verdict.name], (PAGE, second))
    return {name: options[0] for name, options in chosen.items()}


def test_a_number_is_found_where_its_label_stands():
    second = Second("106")
    found = read(second)["thua_dat"]
    assert found.parsed.value == "106"
    assert [c.reason for c in found.parsed.corrections] == ["second_reader"]
    assert "0123456789" in second.asked


def test_without_an_answer_there_is_no_value():
    assert "thua_dat" not in read(Second(""))
    assert "thua_dat" not in read(Second("106", confidence=0.1))


def test_a_page_without_such_places_asks_nobody():
    second = Second("1")
    layout = typed_layout(["GIẤY KHAI SINH", "Họ và tên: Lê Văn An"])
    verdict = classify(label_page(layout))
    find_candidates(layout, verdict, document_types()[verdict.name], (PAGE, second))
    assert second.asked == []


SIGNED = [
    "QUYẾT ĐỊNH",
    "Về việc thành lập Tổ công nghệ số cộng đồng",
    *("Điều 1. Phê duyệt kèm theo Quyết định này các nội dung nêu trên",) * 14,
    "CHỦ TỊCH",
]


def signer_of(line, second):
    layout = typed_layout([*SIGNED, "", "", "", line])
    verdict = classify(label_page(layout))
    chosen = find_candidates(layout, verdict, document_types()[verdict.name], (PAGE, second))
    return chosen["nguoi_ky"][0].parsed.value if "nguoi_ky" in chosen else None


def test_a_signers_name_that_a_signature_strikes_is_read_again():
    assert signer_of(r"\WÑguyễn G1a Ch#", Second("Nguyễn Gia Chi")) == "Nguyễn Gia Chi"


def test_what_another_reader_sees_is_a_name_or_nothing():
    assert signer_of(r"\WÑguyễn G1a Ch#", Second("Ngxyễn Gja Chi")) is None
    assert signer_of(r"\WÑguyễn G1a Ch#", Second("Nguyễn Gia Chi", confidence=0.1)) is None


def test_a_signer_who_was_read_is_not_read_again():
    second = Second("Trần Văn Nam")
    assert signer_of("Nguyễn Gia Chi", second) == "Nguyễn Gia Chi"
    assert "" not in second.asked
