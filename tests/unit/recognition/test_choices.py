"""Checkboxes by ink: beside the word, read as part of the word, or a tick without any box."""

import numpy as np
import pytest

from scanner.recognition import document_types
from scanner.recognition.choices import chosen_boxes, ticked_genders
from scanner.recognition.classify import Verdict
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.layout import build_layout
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.sheet import Sheet
from scanner.recognition.understand import find_candidates

KIND = document_types()["tk_lltp"]
TOP, TALL = 300, 28


def word(text, left, width):
    return Word(text, left, TOP, left + width, TOP + TALL, 0.95, 1)


def ink(page, left, *, full):
    page[TOP : TOP + TALL, left : left + TALL] = 255
    page[TOP : TOP + TALL, [left, left + 1, left + TALL - 2, left + TALL - 1]] = 20
    page[[TOP, TOP + 1, TOP + TALL - 2, TOP + TALL - 1], left : left + TALL] = 20
    if full:
        page[TOP + 6 : TOP + TALL - 6, left + 6 : left + TALL - 6] = 20


def cross(page, left):
    for i in range(TALL):
        page[TOP + i, left + i : left + i + 3] = 20
        page[TOP + i, left + TALL - i : left + TALL - i + 3] = 20


def read(words, page):
    layout = build_layout([word("Phiếu:", 60, 90), *words], Rules((), ()), 1200, 900)
    found = chosen_boxes(layout, KIND, Sheet(page, 200.0)).get("loai_phieu")
    return None if found is None else found[0].parsed.value


@pytest.mark.parametrize(("first", "wanted"), [(True, "Số 1"), (False, "Số 2")])
def test_a_full_box_behind_its_word(first, wanted):
    page = np.full((900, 1200), 255, np.uint8)
    ink(page, 290, full=first)
    ink(page, 590, full=not first)
    words = [word("Số", 210, 42), word("1", 262, 14), word("Số", 510, 42), word("2", 562, 14)]
    assert read(words, page) == wanted


def test_a_box_that_was_read_with_its_word():
    page = np.full((900, 1200), 255, np.uint8)
    ink(page, 290, full=False)
    ink(page, 590, full=True)
    words = [word("Số", 210, 42), word("1L]", 262, 60), word("Số2", 510, 110)]
    assert read(words, page) == "Số 2"


def test_a_tick_without_a_box_counts_and_a_label_beside_does_not():
    page = np.full((900, 1200), 255, np.uint8)
    cross(page, 590)
    words = [word("Số", 210, 42), word("1", 262, 14), word("Số", 510, 42), word("2", 562, 14)]
    assert read(words, page) == "Số 2"
    assert read(words, np.full((900, 1200), 255, np.uint8)) is None
    page = np.full((900, 1200), 255, np.uint8)
    page[TOP : TOP + TALL : 3, 60:150] = 20  # the label's own ink, close before the first choice
    near = [word("Số", 160, 42), word("1", 212, 14), word("Số", 510, 42), word("2", 562, 14)]
    assert read(near, page) is None


@pytest.mark.parametrize("away", [30, 60, 90])
def test_boxes_set_apart_from_their_words_are_found(away):
    page = np.full((900, 1200), 255, np.uint8)
    ink(page, 276 + away, full=False)
    ink(page, 576 + away, full=True)
    words = [word("Số", 210, 42), word("1", 262, 14), word("Số", 510, 42), word("2", 562, 14)]
    assert read(words, page) == "Số 2"


@pytest.mark.parametrize(("one", "two"), [("Sối", "Số2"), ("Số1", "S62"), ("Sôl", "Sé2")])
def test_a_choice_read_with_a_letter_wrong_is_known(one, two):
    page = np.full((900, 1200), 255, np.uint8)
    ink(page, 290, full=True)
    ink(page, 590, full=False)
    assert read([word(one, 210, 66), word(two, 510, 66)], page) == "Số 1"


@pytest.mark.parametrize("grey", [20, 190])
@pytest.mark.parametrize("words", [["Số1X"], ["Số2~"], []])
def test_boxes_speak_where_their_words_were_lost(words, grey):
    page = np.full((900, 1200), 255, np.uint8)
    for left in (290, 590):
        ink(page, left, full=False)
    page[page == 20] = grey  # thin lines are grey after a picture has been turned
    cross(page, 590)
    found = [word(text, 210 if text.startswith("Số1") else 510, 66) for text in words]
    assert read([*found, word("yêu cầu:", 155, 50)] if not words else found, page) == "Số 2"


def test_boxes_that_say_nothing_stay_silent():
    page = np.full((900, 1200), 255, np.uint8)
    for left in (290, 590):
        ink(page, left, full=True)
    assert read([word("Số1X", 210, 66)], page) is None
    ink(page, 890, full=False)  # three boxes are not those of two choices
    ink(page, 290, full=False)
    assert read([word("Số1X", 210, 66)], page) is None


@pytest.mark.parametrize(("ticked", "wanted"), [(0, "Nam"), (1, "Nữ")])
def test_a_sex_is_the_one_that_is_ticked(ticked, wanted):
    fields = sexes(ticked)
    assert fields[0].parsed.value == wanted
    assert fields[0].score > 0.8


def test_a_sex_that_nothing_tells_is_a_guess():
    assert sexes(None)[0].score < 0.5


def sexes(ticked):
    page = np.full((900, 1200), 255, np.uint8)
    for left in (390, 560):
        ink(page, left, full=False)
    if ticked is not None:
        cross(page, (390, 560)[ticked])
    words = [
        word("Giới", 160, 60),
        word("tính:", 230, 70),
        word("Nam", 320, 60),
        word("Nữ[]", 500, 90),
    ]
    layout = build_layout(words, Rules((), ()), 1200, 900)
    kind = document_types()["xn_honnhan"]
    chosen = find_candidates(layout, Verdict("xn_honnhan", 1.0), kind)
    return (chosen | ticked_genders(chosen, layout, Sheet(page, 200.0)))["gioi_tinh"]
