"""Printed boxes to tick: where they stand, and which of them holds the mark.

The words beside a box are often lost to it: `Số 2 ☒` is read as `Số 2X`, as `Số2~`, or not at all.
The boxes themselves are found by their four sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from scanner.recognition.sheet import Box, Pixels

_INK = 160
_FAINT = 205  # sides of a box are thin lines, grey after a picture has been turned
_SIDE = 0.55  # height of letters; shorter strokes are no side
_SMALLEST, _LARGEST = 0.6, 1.9  # height of letters
_OBLONG = 1.3
_COVERED = 0.8  # part of a side that must be inked
_INSET = 0.22  # of a box, its sides
_LEVEL = 0.6  # height of letters by which boxes of one row may differ
_LEAST_MARK = 0.05
_CLEARER = 2.5  # times the ink of any other box


@dataclass(frozen=True, slots=True)
class Ticked:
    """The one box of a row or column that holds a mark.

    Attributes:
        number: which one, from the left or from the top.
        box: where it stands.
        margin: 0 to 1, how much clearer its mark is than any other.
    """

    number: int
    box: Box
    margin: float


def ticked(grey: Pixels, top: int, bottom: int, body: float, count: int) -> Ticked | None:
    """The marked one of a row or column of boxes; None where there are not just so many.

    Args:
        grey: uint8 page before its ruled lines were taken out.
        top: of the stretch of the page that is searched.
        bottom: where it ends.
        body: height of letters in pixels.
        count: how many choices there are.
    """
    top = max(0, top)
    part = grey[top:bottom]
    group = _together(_squares((part < _FAINT).astype(np.uint8), body), body, count)
    if group is None:
        return None
    ink = (part < _INK).astype(np.uint8)
    marks = [_mark(ink, box) for box in group]
    first, second = sorted(marks, reverse=True)[:2]
    if first < _LEAST_MARK or first < _CLEARER * second:
        return None
    number = marks.index(first)
    left, high, right, low = group[number]
    return Ticked(number, (left, high + top, right, low + top), (first - second) / first)


def _squares(ink: Pixels, body: float) -> list[Box]:
    """Boxes with four straight sides; ticks across them and out of them do not count."""
    side = max(5, round(body * _SIDE))
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, side), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((side, 1), np.uint8))
    straight = np.asarray(cv2.bitwise_or(across, down), np.uint8)
    contours, _ = cv2.findContours(straight, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        left, top, width, height = (int(n) for n in cv2.boundingRect(contour))
        alike = max(width, height) <= _OBLONG * min(width, height)
        if (
            alike
            and _SMALLEST * body <= min(width, height)
            and max(width, height) <= _LARGEST * body
        ):
            part = straight[top : top + height, left : left + width]
            if _has_sides(part):
                found.append((left, top, left + width, top + height))
    return found


def _has_sides(part: Pixels) -> bool:
    """Whether ink runs along all four edges of a small picture."""
    deep = max(2, round(min(part.shape) * 0.15))
    edges = (part[:deep].max(0), part[-deep:].max(0), part[:, :deep].max(1), part[:, -deep:].max(1))
    return all(float(edge.mean()) >= _COVERED for edge in edges)


def _together(boxes: Sequence[Box], body: float, count: int) -> list[Box] | None:
    """The only group of so many boxes in one row, left to right, or else in one column."""
    for axis, along in ((1, 0), (0, 1)):
        groups: list[list[Box]] = []
        for box in sorted(boxes, key=lambda box: box[axis]):
            if groups and box[axis] - groups[-1][-1][axis] <= _LEVEL * body:
                groups[-1].append(box)
            else:
                groups.append([box])
        fitting = [group for group in groups if len(group) == count]
        if len(fitting) == 1:
            return sorted(fitting[0], key=lambda box: box[along])
    return None


def _mark(ink: Pixels, box: Box) -> float:
    """Share of ink inside a box."""
    left, top, right, bottom = box
    inset = max(2, round((right - left) * _INSET))
    inner = ink[top + inset : bottom - inset, left + inset : right - inset]
    return float(inner.mean()) if inner.size else 0.0
