"""Writing beside a value that the page pass lost is shown to the second reader with it.

What it read without being sure of any letter is writing too, where it stands among words.
"""

import numpy as np
import pytest

from scanner.recognition.clean.tidy import Rules
from scanner.recognition.layout import build_layout
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.second import picture_of

TOP, TALL = 100, 28
LINE = [
    Word("Chu", 200, TOP, 250, TOP + TALL, 0.9, 1),
    Word("Đăng", 262, TOP, 330, TOP + TALL, 0.9, 1),
]
LABEL = Word("mẹ:", 120, TOP, 180, TOP + TALL, 0.9, 1)
PLAIN = 330 - 200 + 2 * 7


def page(*ink):
    made = np.full((260, 900), 255, np.uint8)
    for left, right in ink:
        made[TOP : TOP + TALL, left:right:4] = 20
        made[TOP : TOP + TALL, left + 1 : right : 4] = 20
    return made


def width(grey, *others):
    return picture_of(LINE, grey, [*LINE, LABEL, *others]).shape[1]


def test_a_value_with_free_paper_beside_it_is_shown_as_it_is():
    assert width(page((200, 330))) == PLAIN
    assert picture_of(LINE, page((200, 330), (345, 400))).shape[1] == PLAIN  # nobody knows the page


def test_lost_words_behind_and_before_it_are_shown_too():
    assert width(page((200, 330), (345, 400), (415, 470))) >= PLAIN + 130
    moved = [Word(w.text, w.left + 200, TOP, w.right + 200, TOP + TALL, 0.9, 1) for w in LINE]
    seen = picture_of(moved, page((340, 390), (400, 530)), [*moved, LABEL])
    assert seen.shape[1] >= PLAIN + 50


@pytest.mark.parametrize("start", [338, 380])
def test_the_next_word_of_the_page_is_not_taken(start):
    other = Word("Dân", start, TOP, start + 60, TOP + TALL, 0.9, 1)
    assert width(page((200, 330), (start, start + 60)), other) == PLAIN


def test_ink_far_away_and_specks_are_left():
    assert width(page((200, 330), (420, 500))) == PLAIN
    assert width(page((200, 330), (335, 340))) == PLAIN


def test_words_of_other_lines_bound_nothing():
    below = Word("xã", 340, TOP + 40, 400, TOP + 68, 0.9, 2)
    assert width(page((200, 330), (345, 400)), below) > PLAIN


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        (Word("Sen", 342, TOP + 1, 400, TOP + TALL, 0.0, 1), True),
        (Word("Sen", 342, TOP + 14, 400, TOP + TALL, 0.0, 1), False),  # half as tall: a stain
        (Word("Sen", 500, TOP, 560, TOP + TALL, 0.0, 1), False),  # far from any word
        (Word("Sen", 342, TOP, 400, TOP + TALL, 0.0, 2), False),  # a line of its own
        (Word("'", 342, TOP, 346, TOP + 8, 0.0, 1), False),
    ],
)
def test_a_word_hardly_read_stays_where_it_stands_among_words(word, kept):
    layout = build_layout([LABEL, *LINE, word], Rules((), ()), 900, 260)
    texts = [seen.text for segment in layout.segments for seen in segment.words]
    assert (word.text in texts) is kept
