"""Treatments of the filed copy of difficult paper, made from the untouched capture.

Source: digitising rules of one-stop counters, R-5B-61 and R-5B-62: optimised after the capture.
"""

from __future__ import annotations

import cv2
import numpy as np

from scanner.inspection.decode import Pixels
from scanner.inspection.marks import grey_of, shrunk

#: Light is looked at on a copy this wide, in windows wider than any stroke or rim of a seal.
_LOOK_WIDTH, _WINDOW = 300, 15
_PAPER = 250.0
#: Darker places than this are a picture or a dark border, and no shadow on paper.
_MOST_GAIN = 2.2
_RELIEF_CLIP, _RELIEF_TILES = 3.0, (12, 12)


def treated(pixels: Pixels, treatments: tuple[str, ...]) -> Pixels:
    """The page after its treatments, in order; ``level`` is part of turning and no work here."""
    for name in treatments:
        if name != "level":
            pixels = TREATMENTS[name](pixels)
    return pixels


def even(pixels: Pixels) -> Pixels:
    """Shadows, glare edges and tinted backing to an even white; every hue stays as it was.

    One gain a place for all colours alike, from the paper around it: red stays as red.
    """
    grey = grey_of(pixels)
    small = shrunk(grey, min(1.0, _LOOK_WIDTH / grey.shape[1]))
    paper = cv2.dilate(small, np.ones((_WINDOW, _WINDOW), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, _WINDOW), (0, 0), _WINDOW / 2)
    gain = np.clip(_PAPER / np.maximum(paper, 1).astype(np.float32), 1.0, _MOST_GAIN)
    height, width = grey.shape
    full = cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR)
    if pixels.ndim == 3:
        full = cv2.merge([full] * pixels.shape[2])
    return np.asarray(cv2.multiply(pixels, full, dtype=cv2.CV_8U), np.uint8)


def relief(pixels: Pixels) -> Pixels:
    """Weak shading drawn out, as of a seal pressed into the paper without ink; hues stay."""
    sharpen = cv2.createCLAHE(_RELIEF_CLIP, _RELIEF_TILES)
    if pixels.ndim == 2:
        return np.asarray(sharpen.apply(pixels), np.uint8)
    lab = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = sharpen.apply(np.ascontiguousarray(lab[:, :, 0]))
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), np.uint8)


TREATMENTS = {"even": even, "relief": relief}
"""By the names ``materials.toml`` uses."""
