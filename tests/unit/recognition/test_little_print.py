"""Pages with a few words on them are pages; pages with dust and shadows are blank."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from scanner.recognition.clean.light import evened
from scanner.recognition.prepare import prepare
from scanner.recognition.sheet import Sheet
from scanner.recognition.upright import _densest_strip
from tests.kit.papers.canvas import body_families, font

NOTE = ["Đã thu đủ lệ phí", "Người nộp: Lê Văn Sáu", "Số tiền: 50.000 đồng"]


def page(lines: list[str], top: int, *, grain: float = 0.0) -> Sheet:
    """An A4 page of 200 dots an inch with lines of text from `top` down, and a scanner's grain."""
    image = Image.new("RGB", (1654, 2339), (250, 250, 250))
    face = font(body_families("tuning")[0], 32)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((150, top + 60 * number), line, font=face, fill=(25, 25, 25))
    noise = np.random.default_rng(5).normal(0, grain, (2339, 1654, 3))
    return Sheet(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8), 200.0)


@pytest.mark.parametrize("grain", [0.0, 4.0])
@pytest.mark.parametrize("top", [60, 400, 2100])
@pytest.mark.parametrize("lines", [NOTE, NOTE[:1], ["Trang 2/2"]])
def test_a_page_with_a_few_words_is_not_blank_and_stays_level(lines, top, grain):
    prepared = prepare(page(lines, top, grain=grain))
    assert not prepared.blank
    assert abs(float(prepared.sheet.notes["skew_deg"])) < 0.6
    grey = prepared.sheet.grey()
    assert (grey < 120).mean() > 1e-4  # its letters
    assert (grey > 230).mean() > 0.99  # grain is not taken for ink


def test_dust_and_the_other_side_are_blank():
    empty = page([], 0, grain=3.0).pixels.copy()
    behind = page(NOTE * 8, 200).pixels[:, ::-1].astype(np.float32)
    shadow = np.clip(empty - (255 - behind) * 0.1, 0, 255).astype(np.uint8)
    for x, y in np.random.default_rng(3).integers(60, 1600, (9, 2)):
        cv2.circle(shadow, (int(x), int(y)), 5, (40, 40, 40), -1)
    assert prepare(Sheet(shadow, 200.0)).blank


def test_a_page_of_a_few_lines_is_stretched_to_its_ink():
    even = evened(Sheet(page(NOTE, 400, grain=4.0).grey(), 200.0)).grey()
    assert np.percentile(even, 1) > 200


@pytest.mark.parametrize("top", [60, 150, 1200, 2250])
def test_the_strip_that_is_read_holds_the_only_line(top):
    strip = _densest_strip(page(NOTE[:1], top).grey())
    assert (strip < 120).sum() > 300
