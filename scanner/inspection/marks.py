"""Ink, codes and separators."""

from __future__ import annotations

import cv2
import numpy as np
import zxingcpp

from scanner.inspection.decode import Pixels
from scanner.records import Code

#: Darker than the paper by this much is ink; bleed-through of 18 % stays below.
_INK_STEP = 40
#: A faint page number has 0.00006, a thin signature 0.00058, dust and bleed-through less than
#: 0.00001 on synthetic paper.
BLANK_BELOW = 0.00004
#: Shadows of the feeder and punch holes lie within this share of each edge.
_BORDER = 0.03

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])


def grey_of(pixels: Pixels) -> Pixels:
    """One channel."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def shrunk(grey: Pixels, factor: float) -> Pixels:
    """Area-averaged copy, `factor` of the size."""
    if factor >= 1:
        return grey
    height, width = grey.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def ink_share(small: Pixels) -> float:
    """Share of a page that is darker than its paper.

    Args:
        small: grey, about 75 dpi, so that single specks of dust average out.
    """
    height, width = small.shape
    top, left = round(height * _BORDER), round(width * _BORDER)
    inner = small[top : height - top, left : width - left]
    if inner.size == 0:
        return 0.0
    paper = float(np.median(inner))
    return float(np.count_nonzero(inner < paper - _INK_STEP)) / inner.size


def read_codes(half: Pixels, scale: float) -> tuple[Code, ...]:
    """QR and Code128 marks.

    Args:
        half: grey, about 150 dpi.
        scale: size of `half` against the page; boxes come back in page pixels.
    """
    found = zxingcpp.read_barcodes(half, formats=_FORMATS, try_invert=False)
    codes = []
    for mark in found:
        if not mark.valid:
            continue
        corners = mark.position
        xs = [
            p.x
            for p in (
                corners.top_left,
                corners.top_right,
                corners.bottom_left,
                corners.bottom_right,
            )
        ]
        ys = [
            p.y
            for p in (
                corners.top_left,
                corners.top_right,
                corners.bottom_left,
                corners.bottom_right,
            )
        ]
        box = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        x, y, width, height = (round(v / scale) for v in box)
        name = "QRCode" if "QR" in str(mark.format) else "Code128"
        codes.append(Code(name, mark.text, (x, y, width, height)))
    return tuple(sorted(codes, key=lambda code: (code.box[1], code.box[0])))
