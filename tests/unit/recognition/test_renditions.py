"""The copy the engine reads: seal and noise taken out of it, at its own resolution, and nowhere else."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from scanner.recognition.clean.light import without_seal
from scanner.recognition.prepare import prepare
from scanner.recognition.sheet import OCR_DPI, Sheet

RED, BLACK, PAPER = (200, 30, 35), (25, 25, 30), (247, 246, 240)


def sealed(dpi=300, *, specks=0):
    """An A5 page of black lines with a round red seal over some of them."""
    image = Image.new("RGB", (round(5.8 * dpi), round(8.3 * dpi)), PAPER)
    draw, letters = ImageDraw.Draw(image), ImageFont.load_default(size=dpi // 6)
    for row in range(18):
        y = round((0.8 + row * 0.36) * dpi)
        draw.text((0.7 * dpi, y), "Uy ban nhan dan xa Mau chung nhan", BLACK, letters)
    box = [round(part * dpi) for part in (2.2, 4.2, 3.7, 5.7)]
    draw.ellipse(box, outline=RED, width=max(4, dpi // 40))
    draw.ellipse([box[0] + dpi // 8, box[1] + dpi // 8, box[2] - dpi // 8, box[3] - dpi // 8],
                 outline=RED, width=max(3, dpi // 60))  # fmt: skip
    random = np.random.default_rng(5)
    for x, y in random.uniform((0, 0), image.size, (specks, 2)):
        draw.point((x, y), BLACK)
    return np.asarray(image)[:, :, ::-1].copy(), box


def test_the_seal_leaves_the_readers_copy_alone_and_the_letters_stay():
    """F03-06: the picture that was captured keeps its red seal, byte for byte."""
    pixels, (left, top, right, bottom) = sealed()
    before = pixels.copy()
    read = without_seal(Sheet(pixels, 300.0))
    assert np.array_equal(pixels, before)
    x0, _, _, y1 = read.notes["seal"]
    assert abs(x0 - left) < 40
    assert abs(y1 - bottom) < 40
    ring = pixels[top : bottom + 1, left : right + 1].astype(int)
    red = ring[:, :, 2] - ring[:, :, 1] > 90
    assert red.mean() > 0.05
    inside = read.pixels[top : bottom + 1, left : right + 1]
    assert np.median(inside[red]) > 200, "what was red is paper now"
    black = (ring.max(axis=2) < 60) & ~red
    assert inside[black].mean() < 110, "letters under and beside it are still dark"


@pytest.mark.parametrize("dpi", [150, 300, 400])
def test_reading_has_a_resolution_of_its_own(dpi):
    """F03-09: whatever the page is kept with; places come back in the pixels of the kept page."""
    pixels, _ = sealed(dpi)
    prepared = prepare(Sheet(pixels, float(dpi)))
    assert prepared.sheet.dpi == pytest.approx(OCR_DPI, rel=0.02)
    assert pixels.shape[:2] == (round(8.3 * dpi), round(5.8 * dpi))
    whole = (0, 0, prepared.sheet.width - 1, prepared.sheet.height - 1)
    x0, y0, x1, y1 = prepared.sheet.box_in_source(whole)
    assert (x1 - x0, y1 - y0) == pytest.approx((pixels.shape[1], pixels.shape[0]), rel=0.06)


def test_noise_goes_from_the_readers_copy_and_the_captured_page_is_not_touched():
    """F03-05."""
    pixels, _ = sealed(200, specks=3000)
    before = pixels.copy()
    prepared = prepare(Sheet(pixels, 200.0))
    assert np.array_equal(pixels, before)
    margin = np.s_[:, : round(0.4 * OCR_DPI)]

    def dark(picture):
        return int((picture[margin] < 128).sum())

    assert dark(Sheet(pixels, 200.0).grey()) > 100
    assert dark(prepared.sheet.grey()) < 10


def test_a_page_printed_in_red_is_no_seal():
    """A printer without black, a form of red letters: what is as large as the page stays."""
    image = Image.new("RGB", (1654, 1700), PAPER)
    draw, letters = ImageDraw.Draw(image), ImageFont.load_default(size=40)
    for row in range(32):
        draw.text(
            (150, 120 + row * 44),
            "Uy ban nhan dan xa Mau chung nhan cong dan",
            (150, 40, 50),
            letters,
        )
    pixels = np.asarray(image)[:, :, ::-1].copy()
    sheet = Sheet(pixels, 200.0)
    read = without_seal(sheet)
    assert read.notes["seal"] is None
    assert np.array_equal(read.pixels, sheet.grey())
