"""A page covered with specks costs no more than a page may: memory grows with it, not its square."""

import tracemalloc

import cv2
import numpy as np

from scanner.recognition.clean.tidy import without_specks
from scanner.recognition.sheet import Sheet
from tests.unit.recognition.test_leaders import filled

PEAK_MB = 400.0


def test_many_thousand_specks_are_taken_out_within_bounds():
    dotted, plain = filled("xã Đa Mai, huyện Lương Tài, tỉnh Bắc Ninh", pitch=9, low=4)
    pages = np.tile(dotted, (3, 3))
    at = (np.random.default_rng(4).random(pages.shape) < 0.008).astype(np.uint8)
    pages[cv2.dilate(at, np.ones((3, 3), np.uint8)) > 0] = 10
    tracemalloc.start()
    cleaned = without_specks(Sheet(pages, 200.0))
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    assert int(cleaned.notes["specks"]) > 30_000
    assert peak < PEAK_MB
    letters = np.tile(plain, (3, 3)) < 128
    assert ((cleaned.pixels < 128) & letters).sum() > 0.95 * letters.sum()
