"""The whole look at one page: every step works on the smallest copy that serves it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from scanner.covers import is_cover
from scanner.inspection.cards import find_cards
from scanner.inspection.decode import Picture, Pixels
from scanner.inspection.likeness import fingerprint
from scanner.inspection.lines import Lie, ink_of, lie_of
from scanner.inspection.marks import (
    BLANK_BELOW,
    grey_of,
    has_patch_t,
    ink_share,
    read_codes,
    shrunk,
)
from scanner.inspection.quality import Seen, verdict
from scanner.records import Findings

_THUMBNAIL_PX = 320
#: What `look` works on; a picture of more is made smaller.
HALF_DPI = 150
_SMALL_DPI = 75


@dataclass(frozen=True, slots=True)
class Copies:
    """A page at the three sizes everything works on.

    Attributes:
        half: grey, about 150 dpi.
        small: grey, about 75 dpi.
        colour: BGR or grey, about 75 dpi.
        scale: size of `small` against the page.
        half_scale: size of `half` against the page.
        dpi: of `small`.
    """

    half: Pixels
    small: Pixels
    colour: Pixels
    scale: float
    half_scale: float
    dpi: float


def copies_of(picture: Picture, dpi: int) -> Copies:
    """Smaller copies of a page.

    Args:
        picture: decoded page.
        dpi: of the page; 0 takes it for A4.
    """
    across = min(picture.width, picture.height)
    page_dpi = dpi or across / 8.27
    here = max(_SMALL_DPI, page_dpi * picture.scale)
    half_bgr = shrunk(picture.pixels, min(1.0, HALF_DPI / here))
    half = grey_of(half_bgr)
    half_dpi = here * half.shape[1] / picture.pixels.shape[1]
    colour = shrunk(half_bgr, min(1.0, _SMALL_DPI / half_dpi))
    scale = colour.shape[1] / picture.width
    return Copies(
        half=half,
        small=grey_of(colour),
        colour=colour,
        scale=scale,
        half_scale=half.shape[1] / picture.width,
        dpi=half_dpi * colour.shape[1] / half.shape[1],
    )


def look(picture: Picture, dpi: int, *, expects_seal: bool = False) -> Findings:
    """What can be seen on a page.

    Args:
        picture: decoded page.
        dpi: resolution of the page; 0 when unknown.
        expects_seal: a red seal must be there.
    """
    page = copies_of(picture, dpi)
    ink = ink_share(page.small)
    blank = ink < BLANK_BELOW
    codes = () if blank else read_codes(page.half, page.half_scale)
    half_ink = ink_of(page.half)
    lie = Lie(0.0, 0) if blank else lie_of(page.small, half_ink)
    seen = Seen(
        small=page.colour,
        half=page.half,
        half_ink=half_ink,
        dpi=dpi,
        short_side=min(picture.width, picture.height),
        skew_deg=lie.skew_deg,
        is_blank=blank,
        expects_seal=expects_seal,
    )
    return Findings(
        blank=blank,
        ink_share=round(ink, 6),
        codes=codes,
        skew_deg=lie.skew_deg,
        turn_deg=lie.turn_deg,
        cards=() if blank else find_cards(page.colour, page.dpi, page.scale),
        notes=verdict(seen),
        is_separator=any(is_cover(code.text) for code in codes)
        or (not blank and has_patch_t(page.small, page.dpi)),
        likeness="" if blank else fingerprint(page.small),
        thumbnail=thumbnail(page.colour),
    )


def thumbnail(colour: Pixels) -> bytes:
    """A small JPEG for lists; well under 64 kB."""
    height, width = colour.shape[:2]
    small = shrunk(colour, _THUMBNAIL_PX / max(height, width))
    done, data = cv2.imencode(".jpg", np.ascontiguousarray(small), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return bytes(data) if done else b""
