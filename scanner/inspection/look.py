"""The whole look at one page: every step works on the smallest copy that serves it."""

from __future__ import annotations

import cv2
import numpy as np

from scanner.inspection.decode import Picture, Pixels
from scanner.inspection.marks import BLANK_BELOW, grey_of, ink_share, read_codes, shrunk
from scanner.records import Findings

_THUMBNAIL_PX = 320


def look(picture: Picture, dpi: int) -> Findings:
    """What can be seen on a page.

    Args:
        picture: decoded page.
        dpi: resolution of the page, of the file or as asked.
    """
    real_dpi = max(50.0, dpi * picture.scale)
    grey = grey_of(picture.pixels)
    half = shrunk(grey, min(1.0, 150 / real_dpi))
    small = shrunk(half, min(1.0, 75 * grey.shape[1] / (half.shape[1] * real_dpi)))
    ink = ink_share(small)
    return Findings(
        blank=ink < BLANK_BELOW,
        ink_share=round(ink, 6),
        codes=read_codes(half, half.shape[1] / picture.width),
        thumbnail=thumbnail(picture.pixels),
    )


def thumbnail(pixels: Pixels) -> bytes:
    """A small JPEG for lists; well under 64 kB."""
    height, width = pixels.shape[:2]
    factor = min(1.0, _THUMBNAIL_PX / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    # Two steps: a coarse one without averaging is far cheaper and costs nothing visible.
    step = max(1, int(1 / factor) // 4)
    small = cv2.resize(
        np.ascontiguousarray(pixels[::step, ::step]), size, interpolation=cv2.INTER_AREA
    )
    done, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return bytes(data) if done else b""
