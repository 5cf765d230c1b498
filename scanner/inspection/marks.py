"""Ink, codes and separators."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
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

#: A quarter of the pixels of a large page says the same about its levels.
_MANY_PIXELS = 1_000_000

_BARS_ONLY = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
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


def level_of(grey: Pixels, share: float) -> int:
    """The grey level below which this share of the pixels lies."""
    return levels_of(grey, share)[0]


def levels_of(grey: Pixels, *shares: float) -> tuple[int, ...]:
    """The grey levels below which these shares of the pixels lie."""
    step = 2 if grey.size > _MANY_PIXELS else 1
    sample = np.ascontiguousarray(grey[::step, ::step])
    counts = cv2.calcHist([sample], [0], None, [256], [0, 256]).ravel().cumsum()
    return tuple(int(np.searchsorted(counts, counts[-1] * share)) for share in shares)


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
    paper = level_of(np.ascontiguousarray(inner), 0.5)
    return float(np.count_nonzero(inner < paper - _INK_STEP)) / inner.size


def read_codes(half: Pixels, scale: float) -> tuple[Code, ...]:
    """QR and Code128 marks.

    Args:
        half: grey, about 150 dpi.
        scale: size of `half` against the page; boxes come back in page pixels.
    """
    upright = zxingcpp.read_barcodes(half, formats=_FORMATS, try_invert=False, try_rotate=False)
    # A QR code is found however it lies; only bars must be looked for the other way too.
    turned = np.ascontiguousarray(cv2.transpose(half))
    sideways = zxingcpp.read_barcodes(
        turned, formats=_BARS_ONLY, try_invert=False, try_rotate=False, try_downscale=False
    )
    codes = {_code(mark, scale, is_turned=False) for mark in upright if mark.valid}
    codes |= {_code(mark, scale, is_turned=True) for mark in sideways if mark.valid}
    return tuple(sorted(codes, key=lambda code: (code.box[1], code.box[0])))


def _code(mark: zxingcpp.Barcode, scale: float, *, is_turned: bool) -> Code:
    place = mark.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    xs, ys = [p.x for p in corners], [p.y for p in corners]
    if is_turned:
        xs, ys = ys, xs
    box = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    x, y, width, height = (round(v / scale) for v in box)
    name = "QRCode" if "QR" in str(mark.format) else "Code128"
    return Code(name, mark.text, (x, y, width, height))


# -- Patch-T

_MM = 25.4
_WIDE_MM, _NARROW_MM, _SPACE_MM = 5.08, 2.03, 2.03
_BAR_OFF_MM = 0.75
#: A patch must be seen on this many neighbouring cuts, 4 mm apart, so its bars are 16 mm or longer.
_CUTS = 4
_CUT_MM = 4.0


def has_patch_t(small: Pixels, dpi: float) -> bool:
    """Whether a Patch-T lies on a page, either way up or sideways.

    Four bars, narrow wide narrow wide, with narrow spaces between.

    Source: Kodak publication A-61599, Patch Code Information.
    """
    ink = small < min(128, level_of(small, 0.5) - 60)
    solid = max(3, round((_WIDE_MM - 2 * _BAR_OFF_MM) / _MM * dpi))
    if not cv2.erode(ink.view(np.uint8), np.ones((solid, solid), np.uint8)).any():
        return False  # nothing on the page is as thick as a wide bar
    return _patch_across(ink, dpi) or _patch_across(ink.T, dpi)


def _patch_across(ink: npt.NDArray[np.bool_], dpi: float) -> bool:
    step = max(1, round(_CUT_MM / _MM * dpi))
    cuts = np.ascontiguousarray(ink[:, step::step].T).view(np.int8)
    in_a_row = 0
    for cut in cuts:
        in_a_row = in_a_row + 1 if _shows_patch(cut, dpi) else 0
        if in_a_row >= _CUTS:
            return True
    return False


def _shows_patch(cut: npt.NDArray[np.int8], dpi: float) -> bool:
    edges = np.flatnonzero(cut[1:] != cut[:-1])
    if len(edges) < 8:
        return False
    runs = np.lib.stride_tricks.sliding_window_view(np.diff(edges) * (_MM / dpi), 7)
    is_bar = cut[edges[: len(runs)] + 1] != 0
    runs = runs[is_bar]
    either = (np.abs(runs - bars).max(axis=1) < _BAR_OFF_MM for bars in _BARS)
    return len(runs) > 0 and any(bool(hits.any()) for hits in either)


_PATCH_T = (_NARROW_MM, _SPACE_MM, _WIDE_MM, _SPACE_MM, _NARROW_MM, _SPACE_MM, _WIDE_MM)
_BARS = (np.array(_PATCH_T), np.array(_PATCH_T[::-1]))
