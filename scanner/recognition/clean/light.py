"""Paper to white: seal colour, shading, blank pages."""

import cv2
import numpy as np

from scanner.recognition.sheet import Pixels, Sheet

BLANK_DARKEST = 190


def without_seal(sheet: Sheet) -> Sheet:
    """Grey copy for the reader in which red seals are paper.

    Red text lines (serial numbers, titles) stay: only red shapes as large as a seal in both
    directions are taken from the red channel, where red ink is as bright as paper.

    Returns:
        A grey sheet; notes gain `seal` (left, top, right, bottom) of the largest seal, or None.
    """
    if sheet.pixels.ndim == 2:
        return sheet.with_pixels(sheet.pixels, seal=None)
    grey = sheet.grey().copy()
    blue, green, red = (sheet.pixels[:, :, i].astype(np.int16) for i in range(3))
    small = cv2.resize(
        (red - np.maximum(blue, green) > 40).astype(np.uint8) * 255,
        None,
        fx=0.25,
        fy=0.25,
        interpolation=cv2.INTER_AREA,
    )
    reach = max(3, int(sheet.dpi / 25.4 * 2.0 / 4))
    mask = cv2.morphologyEx(
        (small > 40).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    least = sheet.dpi / 25.4 * 14 / 4
    largest: tuple[int, int, int, int] | None = None
    best = 0
    for left, top, width, height, area in stats[1:count]:
        if min(width, height) < least or not 0.5 < width / height < 2.0:
            continue
        x0, y0 = max(0, int(left) * 4 - 6), max(0, int(top) * 4 - 6)
        x1, y1 = (int(left) + int(width)) * 4 + 6, (int(top) + int(height)) * 4 + 6
        grey[y0:y1, x0:x1] = sheet.pixels[y0:y1, x0:x1, 2]
        if area > best:
            best, largest = int(area), (x0, y0, min(x1, sheet.width), min(y1, sheet.height))
    return sheet.with_pixels(grey, seal=largest)


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
        dark = float(np.percentile(even[::4, ::4], 0.5))
        if dark > 20:
            table = np.clip((np.arange(256) - dark) * (250.0 / max(250.0 - dark, 60.0)), 0, 255)
            even = np.asarray(cv2.LUT(even, table.astype(np.uint8)), np.uint8)
    return sheet.with_pixels(even)


def is_blank(even: Pixels) -> bool:
    """Whether an evened but unstretched page carries nothing but bleed-through, specks and edges.

    Stretching first would turn the other side's print into text (recognition figures, section 4).
    """
    height, width = even.shape
    inner = even[height // 25 : -height // 25, width // 25 : -width // 25]
    calm = cv2.medianBlur(np.ascontiguousarray(inner[::2, ::2]), 3)
    return bool(float(np.percentile(calm, 0.5)) > BLANK_DARKEST)
