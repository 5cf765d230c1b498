"""Lines drawn to train the own reader: repeatable, readable by its alphabet, never empty."""

import random

import numpy as np
import pytest

from scanner.recognition.ocr.line_picture import ALPHABET
from tests.kit.lines.draw import Faces, line_of
from tests.kit.lines.texts import LONGEST, text_of
from tests.kit.papers.canvas import body_families, font

pytestmark = pytest.mark.tesseract


def faces():
    files = tuple(str(font(family, 20).path) for family in body_families("tuning"))
    return Faces(files, files)


def test_texts_have_letters_of_the_alphabet_only():
    rng = random.Random(4)
    texts = [text_of(rng) for _ in range(3000)]
    assert all(0 < len(text) <= LONGEST and set(text) <= set(ALPHABET) for text in texts)
    assert len(set(texts)) > 2500
    assert set("".join(texts)) == set(ALPHABET)


def test_a_seed_draws_the_same_lines_again():
    first = [line_of(random.Random(seed), faces()) for seed in range(20)]
    again = [line_of(random.Random(seed), faces()) for seed in range(20)]
    for (one, text), (two, same) in zip(first, again, strict=True):
        assert text == same
        assert np.array_equal(one, two)


def test_every_line_is_a_grey_strip_with_ink():
    rng = random.Random(9)
    for _ in range(200):
        picture, text = line_of(rng, faces())
        assert picture.dtype == np.uint8
        assert picture.ndim == 2
        assert text
        assert int(picture.max()) - int(picture.min()) > 15
