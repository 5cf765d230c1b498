"""Dotted lines go, free and under the writing; what letters are made of stays."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scanner.recognition.clean.tidy import without_specks
from scanner.recognition.sheet import Sheet
from tests.kit.papers.canvas import body_families, font


def filled(text: str, *, pitch: int, low: int, until: int = 1300) -> tuple[np.ndarray, np.ndarray]:
    """A line written on a dotted line, and the same line without dots.

    Args:
        text: what stands on it.
        pitch: pixels from dot to dot.
        low: pixels of the dots' centres below the base line.
        until: where the dots end.
    """
    image = Image.new("L", (1400, 900), 255)
    pen = ImageDraw.Draw(image)
    face = font(body_families("tuning")[0], 34)
    for row in range(8):
        pen.text((60, 100 + 90 * row), "Nơi cư trú: ", font=face, fill=10, anchor="ls")
        pen.text((280, 100 + 90 * row), text, font=face, fill=10, anchor="ls")
    plain = np.asarray(image).copy()
    dotted = plain.copy()
    for row in range(8):
        for x in range(270, until, pitch):
            top = 98 + 90 * row + low
            dotted[top : top + 4, x : x + 4] = 10
    return dotted, plain


@pytest.mark.parametrize("pitch", [9, 12])
@pytest.mark.parametrize("text", ["xã Đa Mai", "Thôn Hoa, xã Nam Tân", "số 201 khu 5"])
def test_dots_under_writing_go_and_letters_stay(text, pitch):
    dotted, plain = filled(text, pitch=pitch, low=4)
    cleaned = without_specks(Sheet(dotted, 200.0)).pixels
    rows = [(103 + 90 * row, 107 + 90 * row) for row in range(8)]
    left = sum(int((cleaned[a:b, 270:] < 128).sum()) for a, b in rows)
    before = sum(int((dotted[a:b, 270:] < 128).sum()) for a, b in rows)
    own = sum(int((plain[a:b, 270:] < 128).sum()) for a, b in rows)
    assert left - own < 0.1 * (before - own)
    above = plain[:100] < 128
    assert ((cleaned[:100] < 128) & above).sum() > 0.99 * above.sum()


def test_the_label_before_a_dotted_line_keeps_its_letters():
    dotted, plain = filled("xã Đa Mai", pitch=9, low=4)
    cleaned = without_specks(Sheet(dotted, 200.0)).pixels
    label = plain[:, 50:262] < 128
    assert ((cleaned[:, 50:262] < 128) & label).sum() > 0.98 * label.sum()


def test_colons_before_dotted_lines_stay():
    dotted, plain = filled("", pitch=9, low=-2)
    cleaned = without_specks(Sheet(dotted, 200.0)).pixels
    written = np.flatnonzero((plain[:120] < 128).any(axis=0))
    colon = plain[:, written[-1] - 5 : written[-1] + 1] < 128
    kept = cleaned[:, written[-1] - 5 : written[-1] + 1] < 128
    assert colon.sum() > 100
    assert (kept & colon).sum() > 0.95 * colon.sum()


def test_a_page_without_dotted_lines_is_left_alone():
    _, plain = filled("phường Ngọc Hà, thị trấn Đu", pitch=9, low=4)
    assert np.array_equal(without_specks(Sheet(plain, 200.0)).pixels, plain)
