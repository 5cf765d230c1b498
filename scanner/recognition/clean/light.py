"""Paper to white: seal colour, shading, blank pages."""

import cv2
import numpy as np

from scanner.recognition.clean.shapes import Shapes
from scanner.recognition.sheet import Pixels, Sheet

BLANK_DARKEST = 190
_SEAL_MM = (14, 65)  # a stamp is no smaller and no larger, writing over its edge included
_PAPER = 200  # of 250: brighter is paper and its grain


def without_seal(sheet: Sheet) -> Sheet:
    """Grey copy for the reader in which red seals are paper.

    Red text lines (serial numbers, titles) stay: only red shapes as large as a seal in both
    directions are taken from the red channel, where red ink is as bright as paper.

    Returns:
        A grey sheet; notes gain `seal` (left, top, right, bottom) of the largest seal, or None.
    """
    if sheet.pixels.ndim == 2:
        return sheet.with_pixels(sheet.pixels, seal=None)
    small = cv2.resize(sheet.pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = float(np.median(_redness(small)))
    mask = (_redness(small) - paper > 13).astype(np.uint8)
    reach = max(3, int(sheet.dpi / 25.4 * 3.0 / 4))
    mask = np.asarray(
        cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), np.uint8
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    least, most = (sheet.dpi / 25.4 * size / 4 for size in _SEAL_MM)
    grey = sheet.grey()
    largest: tuple[int, int, int, int] | None = None
    best = 0
    for left, top, width, height, area in stats[1:]:
        if min(width, height) < least or not 0.5 < width / height < 2.0:
            continue
        if max(width, height) > most:
            continue  # a page printed in red, all of its lines in one
        x0, y0 = max(0, int(left) * 4 - 8), max(0, int(top) * 4 - 8)
        x1, y1 = (
            min(sheet.width, (int(left + width)) * 4 + 8),
            min(sheet.height, (int(top + height)) * 4 + 8),
        )
        if largest is None:
            grey = grey.copy()
        region = sheet.pixels[y0:y1, x0:x1]
        reds = region[:, :, 2].astype(np.float32)
        share = reds / max(60.0, float(np.percentile(reds, 70)))
        # red on paper keeps four fifths of the paper's red, print under red half of it at most
        clear = np.clip((share - 0.46) / 0.30, 0.0, 1.0)
        grey[y0:y1, x0:x1] = (clear * float(np.median(grey[y0:y1, x0:x1]))).astype(np.uint8)
        if area > best:
            best, largest = int(area), (x0, y0, x1, y1)
    return sheet.with_pixels(grey, seal=largest)


def _redness(pixels: Pixels) -> Pixels:
    """How much redder than blue and green, float32."""
    parts = pixels.astype(np.float32)
    return np.asarray(parts[:, :, 2] - np.maximum(parts[:, :, 0], parts[:, :, 1]))


def without_strokes(sheet: Sheet, colour: Pixels | None) -> Sheet:
    """Signatures in blue ink to paper: thin blue shapes much larger than writing.

    Args:
        sheet: evened grey.
        colour: the same page in BGR; None or grey: nothing can be told apart.
    """
    if colour is None or colour.ndim == 2:
        return sheet
    grey = sheet.grey()
    more_blue = cv2.subtract(colour[:, :, 0], colour[:, :, 2])  # less blue than red counts as 0
    blue = ((more_blue > 30) & (grey < 170)).astype(np.uint8)
    outlines, _ = cv2.findContours(blue, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if all(min(cv2.boundingRect(line)[2:]) <= 0.24 * sheet.dpi for line in outlines):
        return sheet
    shapes = Shapes.of(blue)
    size = shapes.stats[:, 2:4]
    large = (size.min(axis=1) > 0.24 * sheet.dpi) & (size.max(axis=1) < 2.5 * sheet.dpi)
    chosen = large & (shapes.stats[:, 4] < 0.22 * size[:, 0] * size[:, 1])
    chosen[0] = False
    if not chosen.any():
        return sheet
    cleaned = grey.copy()
    cleaned[cv2.dilate(shapes.only(chosen), np.ones((3, 3), np.uint8)) > 0] = 255
    return sheet.with_pixels(cleaned)


def evened(sheet: Sheet, *, stretch: bool = True) -> Sheet:
    """Shadows, folds and tinted paper to an even white; darkness of ink kept unless stretched.

    Args:
        sheet: grey.
        stretch: also pull the darkest ink to black.
    """
    grey = sheet.grey()
    factor = 0.125
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    size = max(3, int(sheet.dpi * factor * 0.16) | 1)
    paper = cv2.dilate(small, np.ones((size, size), np.uint8))
    paper = cv2.medianBlur(paper, min(size * 2 + 1, 31))
    paper = cv2.GaussianBlur(paper, (0, 0), size)
    full = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(grey, np.maximum(full, 8), scale=250.0), np.uint8)
    if stretch:
        dark = _darkness(even)
        if dark > 20:
            table = np.clip((np.arange(256) - dark) * (250.0 / max(250.0 - dark, 60.0)), 0, 255)
            even = np.asarray(cv2.LUT(even, table.astype(np.uint8)), np.uint8)
    return sheet.with_pixels(even)


def _darkness(even: Pixels) -> float:
    """Brightness of the darkest ink: of the page, or of its few lines where most of it is paper.

    Half a percent of a page with three lines is paper: stretched to that, its grain would be black.
    """
    seen = even[::4, ::4]
    dark = float(np.percentile(seen, 0.5))
    inked = seen[seen < _PAPER]
    return min(dark, float(np.percentile(inked, 15))) if len(inked) else 0.0


def darkest_ink(even: Pixels) -> float:
    """Brightness of the darkest two hundredths of an evened but unstretched page, edges left out.

    Blank backs with the other side showing through stay above 190; stretching first would turn the
    other side's print into text. Faint copies come as high, so letters are counted besides.
    """
    height, width = even.shape
    inner = even[height // 25 : -(height // 25), width // 25 : -(width // 25)]
    return float(np.percentile(cv2.medianBlur(np.ascontiguousarray(inner[::2, ::2]), 3), 0.5))
