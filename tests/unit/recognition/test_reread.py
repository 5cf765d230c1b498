"""Doubted stretches of a line in the words of the own reader; what is sure stays where it is."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scanner.recognition.ocr.own_reader import OwnReader
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.reread import reread, settled_case
from tests.kit.line_reader import Says
from tests.kit.papers.canvas import body_families, font

PAGE = np.full((400, 1600), 255, np.uint8)


def line_of(*words, line=1, gap=10):
    """Words of 100 pixels, so far apart."""
    return [
        Word(text, 20 + (100 + gap) * place, 40 * line, 120 + (100 + gap) * place, 40 * line + 28,
             sure, line)
        for place, (text, sure) in enumerate(words)
    ]  # fmt: skip


def texts(words):
    return [word.text for word in words]


def test_a_doubted_stretch_takes_the_words_of_the_reader_that_is_surer():
    words = line_of(("Họ", 0.97), ("tên:", 0.96), ("Z0⁄y", 0.3), ("wa", 0.4), ("#n", 0.2))
    again = reread(words, PAGE, Says("Lê Văn An"))
    assert texts(again) == ["Họ", "tên:", "Lê", "Văn", "An"]
    assert again[:2] == words[:2]
    assert all(word.again and word.line == 1 for word in again[2:])
    assert again[2].left >= words[2].left
    assert again[-1].right <= words[-1].right
    assert [word.left for word in again] == sorted(word.left for word in again)


def test_another_number_of_words_is_taken_too():
    again = reread(line_of(("Z0⁄y#n", 0.3)), PAGE, Says("Lê Văn An"))
    assert texts(again) == ["Lê", "Văn", "An"]


@pytest.mark.parametrize(
    ("sure", "clear"),
    [(0.95, 0.99), (0.88, 0.95), (0.5, 0.4)],
    ids=["not doubted", "hardly surer", "less sure"],
)
def test_what_the_engine_reads_as_well_stays(sure, clear):
    words = line_of(("Vũ", sure), ("Bảo", sure))
    assert reread(words, PAGE, Says("Võ Báo", clear)) == words


def test_nothing_seen_takes_nothing_away():
    words = line_of(("Vũ", 0.3), ("Bảo", 0.3))
    assert reread(words, PAGE, Says("")) == words


def test_a_short_word_between_two_doubted_ones_is_read_with_them():
    reader = Says("tổ 5 xã")
    assert texts(reread(line_of(("t6", 0.4), ("5", 0.95), ("x4", 0.4)), PAGE, reader)) == [
        "tổ", "5", "xã",
    ]  # fmt: skip
    assert reader.asked == 1


def test_a_stretch_ends_at_a_wide_gap_where_a_cell_may_end():
    reader = Says("1974")
    reread(line_of(("Z0y", 0.4), ("19f4", 0.4), gap=80), PAGE, reader)
    assert reader.asked == 2


def test_a_gap_with_writing_in_it_is_read_with_what_stands_around():
    page = PAGE.copy()
    page[44:66, 130:190:6] = page[44:66, 131:190:6] = 20
    reader = Says("tổ 5 xã")
    reread(line_of(("t6", 0.4), ("x4", 0.4), gap=80), page, reader)
    assert reader.asked == 1


def test_a_page_keeps_its_time():
    reader = Says("xã")
    page = np.full((200 * 40, 1600), 255, np.uint8)
    words = [word for line in range(1, 190) for word in line_of(("x4", 0.4), line=line)]
    assert len(reread(words, page, reader)) == len(words)
    assert reader.asked == 64


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("NgUyễn", "Nguyễn"), ("ngÕ", "ngõ"), ("VỌng", "Vọng"),
        ("QSDĐ", "QSDĐ"), ("CCCD", "CCCD"), ("H'Mông", "H'Mông"), ("Ê-Đê", "Ê-Đê"), ("m²", "m²"),
        ("SỐ", "SỐ"), ("TThA", "TThA"), ("", ""),
    ],
)  # fmt: skip
def test_capitals_inside_a_word_are_small_letters_seen_large(read, meant):
    assert settled_case(read) == meant


def test_words_of_the_own_reader_lie_where_they_are_written():
    image = Image.new("L", (700, 60), 255)
    pen, face = ImageDraw.Draw(image), font(body_families("tuning")[0], 34)
    places, x = [], 20
    for text in ("Nguyễn", "Văn", "Minh"):
        pen.text((x, 44), text, font=face, fill=10, anchor="ls")
        places.append((x, x + pen.textlength(text, font=face)))
        x += round(pen.textlength(text + " ", font=face))
    found = OwnReader().words(np.asarray(image)[:, : x + 10])
    assert texts(found) == ["Nguyễn", "Văn", "Minh"]
    for word, (left, right) in zip(found, places, strict=True):
        assert abs(word.left - left) < 5
        assert abs(word.right - right) < 5


def test_white_paper_has_no_words():
    assert OwnReader().words(np.full((40, 300), 255, np.uint8)) == []


def test_words_outside_the_page_are_left_as_they_are():
    outside = [
        Word("x4", 5000, 40, 5100, 68, 0.3, 1),
        Word("x5", 20, 5000, 90, 5028, 0.3, 2),
        Word("x6", 90, 80, 20, 70, 0.3, 3),
    ]
    assert texts(reread(outside, PAGE, OwnReader())) == ["x4", "x5", "x6"]
