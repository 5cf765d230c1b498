"""Dust on a feeder's glass: thin dark lines from one edge of the picture to the other."""

import cv2
import numpy as np

from scanner.recognition.sheet import Pixels, Sheet

_EVERY = 6  # rows looked at
_BRIGHT = 80  # percentile of a column that is paper wherever the column is not dark throughout
_AROUND = 31  # columns whose brightness a column is compared with
_DARKER = 0.94
_EDGE = 0.985
_END = 0.04  # of a column at each of its ends; no line of a table reaches there
_DARKER_AT_ENDS = 0.97
_MOST = 0.03  # part of all columns; more are a pattern of the paper


def without_streaks(sheet: Sheet) -> Sheet:
    """The page with lines that cross it whole made as bright as what lies beside them.

    A ruled line ends before the paper does on both sides; a line of dust reaches one edge at least,
    and what is under it is only darker. Rules as wide as the text cross four fifths of it, too.
    """
    pixels = sheet.pixels
    for turned in (False, True):
        pixels = _columns_evened(pixels, turned=turned)
    return sheet if pixels is sheet.pixels else sheet.with_pixels(pixels)


def _columns_evened(pixels: Pixels, *, turned: bool) -> Pixels:
    view: Pixels = pixels.swapaxes(0, 1) if turned else pixels
    sample = view[::_EVERY]
    sample = sample if sample.ndim == 2 else sample[..., 1]
    if sample.shape[1] <= _AROUND:
        return pixels
    share = _beside(sample)
    dark = share < _DARKER
    if not dark.any() or dark.mean() > _MOST:
        return pixels
    end = max(1, round(len(sample) * _END))
    dark &= np.minimum(_beside(sample[:end]), _beside(sample[-end:])) < _DARKER_AT_ENDS
    if not dark.any():
        return pixels
    near = cv2.dilate(dark.astype(np.uint8)[None, :], np.ones((1, 7), np.uint8))[0] > 0
    wanted = np.flatnonzero(near & (share < _EDGE))
    factor = share[wanted][None, :]
    factor = factor[..., None] if pixels.ndim == 3 else factor
    made = pixels.copy()
    columns: Pixels = made.swapaxes(0, 1) if turned else made
    columns[:, wanted] = np.clip(columns[:, wanted] / factor, 0, 255).astype(np.uint8)
    return made


def _beside(sample: Pixels) -> Pixels:
    """How bright each column is as part of those around it, float32."""
    profile = _bright(sample)
    level = cv2.medianBlur(profile.astype(np.uint8)[None, :], _AROUND)[0].astype(np.float32)
    return np.asarray(profile / np.maximum(level, 1.0))


def _bright(grey: Pixels) -> Pixels:
    """The percentile of each column that is paper, float32; sorted as floats, which is quickest."""
    columns = np.sort(np.ascontiguousarray(grey.T, np.float32), axis=1)
    place = (columns.shape[1] - 1) * _BRIGHT / 100
    low = int(place)
    high = min(low + 1, columns.shape[1] - 1)
    return np.asarray(
        columns[:, low] + (columns[:, high] - columns[:, low]) * np.float32(place - low)
    )
