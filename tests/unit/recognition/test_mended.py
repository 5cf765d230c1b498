"""Words that are no word are put to what the own reader sees; nothing else changes."""

import numpy as np
import pytest

from scanner.recognition.mended import mended
from scanner.recognition.ocr.recogniser import Word
from tests.kit.line_reader import Says

PAGE = np.full((200, 900), 255, np.uint8)


def line_of(*words, line=1):
    return [
        Word(text, 20 + 90 * place, 40 * line, 100 + 90 * place, 40 * line + 28, sure, line)
        for place, (text, sure) in enumerate(words)
    ]


def test_a_doubted_word_that_is_none_is_read_again():
    words = line_of(("pận", 0.41), ("tộc:", 0.94), ("Kinh", 0.96))
    again = mended(words, PAGE, Says("Dân tộc: Kinh"))
    assert [word.text for word in again] == ["Dân", "tộc:", "Kinh"]
    assert again[0].confidence == 0.41
    assert again[1:] == words[1:]
    assert (again[0].left, again[0].bottom) == (words[0].left, words[0].bottom)


def test_a_mended_word_is_never_trusted_much():
    (word, _) = mended(line_of(("Irffg", 0.88), ("tâm", 0.96)), PAGE, Says("Trung tâm"))
    assert (word.text, word.confidence) == ("Trung", 0.6)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ([("M'gar", 0.95), ("xã", 0.9)], "Ngar xã"),  # not doubted
        ([("Nhận", 0.5), ("xã", 0.9)], "Nhàn xã"),  # can be a syllable
        ([("12a4", 0.5), ("xã", 0.9)], "Tân xã"),  # figures
        ([("Xqrz", 0.5), ("xã", 0.9)], "Bình xã"),  # nothing like it
        ([("Ngxyễn", 0.5), ("xã", 0.9)], "Nguyễnn xã"),  # no word either
        ([("QSDĐ", 0.5), ("xã", 0.9)], "QSDĐ xã"),
        ([("tộcc", 0.5), ("xã", 0.9)], "xã"),  # another number of words: nobody knows which
        ([("tộcc", 0.5), ("xã", 0.9)], ""),
    ],
)
def test_everything_else_stays(words, seen):
    before = line_of(*words)
    assert mended(before, PAGE, Says(seen)) == before


def test_only_lines_with_such_words_are_shown_and_not_all_of_a_page():
    reader = Says("Dân tộc")
    fine = line_of(("Họ", 0.97), ("tên", 0.6))
    bad = [word for line in range(2, 60) for word in line_of(("pận", 0.4), ("tộc", 0.9), line=line)]
    assert len(mended([*fine, *bad], np.full((3000, 900), 255, np.uint8), reader)) == 2 + 2 * 58
    assert reader.asked == 14
