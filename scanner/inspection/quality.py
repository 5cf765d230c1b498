"""Is this a page that can be filed? A verdict in reasons, not in a score."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from scanner.inspection.decode import Pixels
from scanner.inspection.marks import level_of, levels_of
from scanner.records import QualityNote

_MM = 25.4
#: A true copy is in colour and has at least 200 dpi. Source: Decree 30/2020/NĐ-CP, Appendix I.
LEAST_DPI = 200
#: Short side of A4 at 200 dpi, for pictures that do not tell their resolution.
_LEAST_SHORT_SIDE = 1500
#: Sharpest edges against contrast at 150 dpi: 0.9 and more when in focus, 0.35 at 3 pixels of blur.
_BLURRED_BELOW = 0.42
_DARK_BELOW = 105
_PALE_CONTRAST = 60
_SKEWED_FROM_DEG = 4.0
_EDGE_MM = 1.2
_EDGE_SHARE = 0.03
_FULL_EDGE = 0.6
_SEAL_SHARE = 0.0003


@dataclass(frozen=True, slots=True)
class Seen:
    """What the verdict is made of.

    Attributes:
        small: BGR or grey, about 75 dpi.
        half: grey, about 150 dpi.
        half_ink: `ink_of` it.
        dpi: of the page; 0 when unknown.
        short_side: pixels of the page.
        expects_seal: a red seal or signature must be there.
    """

    small: Pixels
    half: Pixels
    half_ink: Pixels
    dpi: int
    short_side: int
    skew_deg: float
    is_blank: bool
    expects_seal: bool


def verdict(seen: Seen) -> tuple[QualityNote, ...]:
    """Reasons to look at a page again, worst first; empty for a good page."""
    notes = [*_resolution(seen)]
    if seen.is_blank:
        return tuple(notes)
    grey = seen.half
    darkest, paper = levels_of(grey, 0.005, 0.90)
    contrast = paper - darkest
    if paper < _DARK_BELOW:
        notes.append(_note("dark", serious=True, paper=round(paper)))
    elif contrast < _PALE_CONTRAST:
        notes.append(_note("pale", serious=True, contrast=round(contrast)))
    else:
        edge = edge_strength(grey, contrast)
        if edge < _BLURRED_BELOW:
            notes.append(_note("blurred", serious=True, edge=round(edge, 2)))
    cut = _cut_edges(seen.half_ink)
    if cut:
        notes.append(_note("cut_at_edge", serious=False, edges=cut))
    if abs(seen.skew_deg) >= _SKEWED_FROM_DEG:
        notes.append(_note("skewed", serious=False, degrees=abs(seen.skew_deg)))
    if seen.expects_seal and red_share(seen.small) < _SEAL_SHARE:
        notes.append(_note("no_seal_colour", serious=True))
    return tuple(sorted(notes, key=lambda note: not note.is_serious))


def _resolution(seen: Seen) -> list[QualityNote]:
    if seen.dpi and seen.dpi < LEAST_DPI:
        return [_note("resolution_low", serious=True, dpi=seen.dpi, least=LEAST_DPI)]
    if not seen.dpi and seen.short_side < _LEAST_SHORT_SIDE:
        return [_note("pixels_few", serious=True, pixels=seen.short_side)]
    return []


def edge_strength(half: Pixels, contrast: float) -> float:
    """How crisp the sharpest edges are: 1 is a step from paper to ink within two pixels."""
    middle = half[:, half.shape[1] // 4 : -half.shape[1] // 4]
    across = cv2.absdiff(middle[1:-1, 2:], middle[1:-1, :-2])
    down = cv2.absdiff(middle[2:, 1:-1], middle[:-2, 1:-1])
    return level_of(np.asarray(cv2.max(across, down), np.uint8), 0.997) / contrast


def _cut_edges(half_ink: Pixels) -> int:
    """How many edges of the picture cut through writing; a dark border of the scanner is none."""
    strip = max(2, round(_EDGE_MM / _MM * 150))
    ink = half_ink
    count = 0
    for strip_of in (ink[:strip], ink[-strip:], ink[:, :strip].T, ink[:, -strip:].T):
        edge = strip_of > 0
        columns = edge.any(axis=0)
        through = edge.all(axis=0)
        if float(columns.mean()) > _FULL_EDGE:
            continue
        count += float(through.mean()) > _EDGE_SHARE
    return count


def red_share(small: Pixels) -> float:
    """Share of a page that has the red of seals."""
    if small.ndim == 2:
        return 0.0
    blue, green, red = cv2.split(small)
    over = cv2.subtract(red, cv2.max(blue, green))
    return float(np.count_nonzero((over > 45) & (red > 90))) / small[:, :, 0].size


def _note(name: str, *, serious: bool, **facts: float) -> QualityNote:
    return QualityNote(f"scanner.quality.{name}", facts, serious)
