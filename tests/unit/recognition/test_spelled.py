"""The page's text says what its fields were put right to, and nothing that was not read."""

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.fields import label_page
from scanner.recognition.spelled import text_with
from scanner.recognition.understand import find_candidates
from tests.kit.papers.typed import typed_layout

LINES = [
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "Họ và tên: Nguuễn Văn An",
    "Nơi cư trú: xã Phú Lâm, tỉnh Bác Ninh.",
    "Số CCCD: 024 094 001 234",
]


def test_words_are_put_right_in_their_places():
    layout = typed_layout(LINES)
    verdict = classify(label_page(layout))
    chosen = find_candidates(layout, verdict, document_types()[verdict.name])
    text = text_with(layout, [options[0] for options in chosen.values()])
    assert text.splitlines() == [
        LINES[0],
        "Họ và tên: Nguyễn Văn An",
        "Nơi cư trú: xã Phú Lâm, tỉnh Bắc Ninh.",
        LINES[3],
    ]


def test_without_fields_it_is_the_pages_own_text():
    layout = typed_layout(LINES)
    assert text_with(layout, []) == layout.text()
