"""How the lines of a page lie: skew, quarter turns, upside down."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scanner.inspection.decode import Pixels

_Points = npt.NDArray[np.float32]

#: Larger angles are layout or a photograph, not skew.
LIMIT_DEG = 8.0
_POINTS = 12_000
_INK_STEP = 45
_COARSE_DEG, _FINE_DEG = 0.5, 0.05
#: A page whose best angle is not this much sharper than a usual one has no lines to go by: a drawn
#: circle has 1.2, pages of text 6 and more.
_SURE = 2.0
#: Lines of text make the row profile at least this much sharper than the column profile.
_SIDEWAYS = 1.6
_LINES_NEEDED = 6
#: Upside-down pages of text have 0.39 and more, upright ones less than 0.05 of this sign.
_TOP_HEAVY = 0.2


@dataclass(frozen=True, slots=True)
class Lie:
    """How a page lies.

    Attributes:
        skew_deg: clockwise turn that would level the lines, after `turn_deg`; 0 when unsure.
        turn_deg: clockwise quarter turns that would make the page upright; 0 when unsure.
    """

    skew_deg: float
    turn_deg: int


def lie_of(small: Pixels, half_ink: Pixels) -> Lie:
    """Estimate skew and orientation.

    Args:
        small: grey, about 75 dpi.
        half_ink: `ink_of` a copy of about 150 dpi.
    """
    points = _ink_points(small)
    if len(points) < 200:
        return Lie(0.0, 0)
    across, along = _Profiles(points[:, 0], points[:, 1]), _Profiles(points[:, 1], -points[:, 0])
    if along.score > across.score * _SIDEWAYS and along.sureness > _SURE:
        # Sideways: which of the two quarter turns is told by what stands above the lines.
        turned = np.ascontiguousarray(np.rot90(half_ink, -1))
        skew = along.angle()
        return Lie(skew, 90 if _top_heaviness(turned, skew) >= 0 else 270)
    if across.sureness < _SURE:
        return Lie(0.0, 0)
    skew = across.angle()
    return Lie(skew, 180 if _top_heaviness(half_ink, skew) < -_TOP_HEAVY else 0)


def _ink_points(small: Pixels) -> _Points:
    """Centred (x, y) of dark pixels; large dark areas such as photographs are left out."""
    ink = ink_of(small)
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    height, width = ink.shape
    edge = max(2, round(min(height, width) * 0.03))
    ink[solid > 0] = 0
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
    if not ink.any():
        return np.zeros((0, 2), np.float32)
    found = cv2.findNonZero(ink)
    points = np.asarray(found, np.float32).reshape(-1, 2)[:: max(1, len(found) // _POINTS)]
    return np.asarray(points - np.array([width / 2, height / 2], np.float32), np.float32)


def ink_of(grey: Pixels) -> Pixels:
    """255 where a pixel is darker than the paper around it."""
    paper = cv2.resize(
        cv2.dilate(
            cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA),
            np.ones((9, 9), np.uint8),
        ),
        (grey.shape[1], grey.shape[0]),
    )
    ink = cv2.threshold(cv2.subtract(paper, grey), _INK_STEP, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(ink, np.uint8)


class _Profiles:
    """How sharp the row profile of dark points is, angle by angle.

    Args:
        xs: of the points, in pixels from the middle.
        ys: of the points, downwards.
    """

    def __init__(self, xs: npt.NDArray[np.float32], ys: npt.NDArray[np.float32]) -> None:
        self._xs, self._ys = np.ascontiguousarray(xs), np.ascontiguousarray(ys)
        self._span = float(max(np.abs(xs).max(), np.abs(ys).max())) * 1.2
        self._coarse = np.arange(-LIMIT_DEG, LIMIT_DEG + 0.01, _COARSE_DEG)
        self._scores = [self._sharpness(angle) for angle in self._coarse]
        self.score = max(self._scores)

    @property
    def sureness(self) -> float:
        """How much sharper the best angle is than a usual one."""
        return self.score / max(float(np.median(self._scores)), 1e-9)

    def angle(self) -> float:
        """The clockwise turn that makes the profile sharpest, in degrees."""
        best = float(self._coarse[int(np.argmax(self._scores))])
        fine = np.arange(best - _COARSE_DEG, best + _COARSE_DEG + 0.01, 2 * _FINE_DEG)
        return round(-float(fine[int(np.argmax([self._sharpness(a) for a in fine]))]), 2)

    def _sharpness(self, angle_deg: float) -> float:
        """Sum of squared steps of the row profile, for lines that rise by `angle_deg`."""
        slope = math.radians(angle_deg)
        rows = self._ys * np.float32(math.cos(slope))
        rows -= self._xs * np.float32(math.sin(slope))
        rows += np.float32(self._span)
        profile = np.bincount(rows.astype(np.intp), minlength=int(2 * self._span) + 1)
        steps = np.diff(profile.astype(np.float32))
        return float(np.dot(steps, steps)) / len(rows)


def _top_heaviness(ink: Pixels, skew_deg: float) -> float:
    """How much more ink stands above the bodies of the letters than hangs below them.

    Vietnamese has its marks and most ascenders above the line; -1 to 1, 0 without enough lines.
    """
    middle = np.ascontiguousarray(ink[:, ink.shape[1] // 4 : -ink.shape[1] // 4])
    height, width = middle.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew_deg, 1.0)
    level = cv2.warpAffine(middle, matrix, (width, height), flags=cv2.INTER_NEAREST)
    profile = np.asarray(cv2.reduce(level, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)).ravel() / 255
    threshold = max(2.0, float(np.percentile(profile, 60)) * 0.15)
    above = below = 0.0
    lines = 0
    for start, end in _runs(profile > threshold):
        if not 8 <= end - start <= 60:
            continue
        line = profile[start:end]
        body = np.nonzero(line > line.max() * 0.5)[0]
        top, bottom = int(body[0]), int(body[-1]) + 1
        if bottom - top < 3:
            continue
        above += float(line[:top].sum()) / float(line.sum())
        below += float(line[bottom:].sum()) / float(line.sum())
        lines += 1
    if lines < _LINES_NEEDED or above + below == 0:
        return 0.0
    return (above - below) / (above + below)


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    padded = np.concatenate(([False], flags, [False])).astype(np.int8)
    edges = np.diff(padded)
    starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
    return [(int(s), int(e)) for s, e in zip(starts, ends, strict=True)]
