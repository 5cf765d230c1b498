"""Dotted lines that forms are filled in on: free stretches to paper, and on under the writing.

A dot under a letter is read as the dot below of `Lại`, as a comma, as a full stop. Free dots are
shapes of their own; those that touch a letter are found by walking on from a free stretch in its
own steps.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from scanner.recognition.sheet import Pixels

_AT_ONCE = 8  # places of which most must show a dot and paper beside it
_MOST_STEPS = 400
_LEVEL = 1.6  # pixels up or down between neighbours of one line
_DRIFT = 8.0  # pixels that a line may lie askew over its length


@dataclass(frozen=True, slots=True)
class Stretch:
    """Dots that stand free, in one row.

    Attributes:
        x, y: centres in pixels, left to right.
        size: width of a dot in pixels.
    """

    x: Pixels
    y: Pixels
    size: float

    @property
    def pitch(self) -> float:
        """From dot to dot."""
        return float(self.x[-1] - self.x[0]) / (len(self.x) - 1)


def under_writing(ink: Pixels, stretches: list[Stretch], dots: Pixels, paper: Pixels) -> None:
    """Put the dots under writing to paper, in place.

    Args:
        ink: 1 where there is ink.
        stretches: free ones of the same page.
        dots: (n, 2) centres of all shapes as small as dots.
        paper: grey page that is cleaned.
    """
    rows = _Rows(ink)
    for stretch in stretches:
        level = _Level.of(dots[np.abs(dots[:, 1] - stretch.y.mean()) < _DRIFT])
        for direction in (-1, 1):
            for x, y in _walked(rows, stretch, level, direction):
                marks = level.beside(x, 0.25 * stretch.pitch, stretch.pitch)
                _dot_to_paper(ink, paper, x, y, stretch.size / 2, marks)


class _Rows:
    """A page's rows of ink as bytes: a look at three pixels costs no array."""

    def __init__(self, ink: Pixels) -> None:
        self.height, self.width = ink.shape
        self._ink = ink
        self._kept: dict[int, bytes] = {}

    def inked(self, row: int, x: float) -> bool:
        """Whether there is ink within a pixel of a place."""
        if row not in self._kept:
            self._kept[row] = self._ink[row].tobytes()
        return any(self._kept[row][round(x - 1) : round(x + 1) + 1])


@dataclass(frozen=True, slots=True)
class _Level:
    """Dots near one line, left to right."""

    x: list[float]
    y: list[float]

    @classmethod
    def of(cls, dots: Pixels) -> "_Level":
        """Of (n, 2) centres."""
        ordered = dots[np.argsort(dots[:, 0], kind="stable")]
        return cls(ordered[:, 0].tolist(), ordered[:, 1].tolist())

    def at(self, x: float, y: float, reach: float) -> tuple[float, float] | None:
        """The dot nearest to a place, less than `reach` from it across and about level with it."""
        near = range(bisect_right(self.x, x - reach), bisect_left(self.x, x + reach))
        level = [place for place in near if abs(self.y[place] - y) < _LEVEL]
        nearest = min(level, key=lambda place: abs(self.x[place] - x), default=None)
        return None if nearest is None else (self.x[nearest], self.y[nearest])

    def beside(self, x: float, least: float, most: float) -> list[float]:
        """Places of dots on both sides that are farther than `least` and nearer than `most`."""
        near = self.x[bisect_right(self.x, x - most) : bisect_left(self.x, x + most)]
        return [dot for dot in near if abs(dot - x) > least]


def _walked(
    rows: _Rows, stretch: Stretch, dots: _Level, direction: int
) -> list[tuple[float, float]]:
    """Places of dots on one side of a stretch, to the last behind which writing has no dots."""
    end = 0 if direction < 0 else -1
    x, y = float(stretch.x[end]), float(stretch.y[end])
    half, pitch = stretch.size / 2, stretch.pitch
    places: list[tuple[float, float]] = []
    dotted: list[bool] = []
    for _ in range(_MOST_STEPS):
        middle = x + direction * pitch / 2
        x += direction * pitch
        # a dot that stands alone: the steps are counted from it
        x, y = dots.at(x, y, 0.25 * pitch) or (x, y)
        low = round(y + half)
        if not (2 * half < x < rows.width - 2 * half and 2 * half < y < rows.height - 3 * half):
            break
        dotted.append(rows.inked(low - 1, x) and not rows.inked(low - 1, middle))
        places.append((x, y))
        if sum(dotted[-_AT_ONCE:]) < _AT_ONCE // 2 and len(dotted) >= _AT_ONCE:
            break
    while dotted and not all(dotted[-_AT_ONCE // 2 :]):
        dotted.pop()
    return places[: len(dotted)]


def _dot_to_paper(
    ink: Pixels, paper: Pixels, x: float, y: float, half: float, marks: list[float]
) -> None:
    """One dot to paper where nothing goes on below it: descenders and the tails of commas stay.

    Args:
        ink: 1 where there is ink.
        paper: grey page that is cleaned.
        x: of the dot's centre.
        y: of the dot's centre.
        half: half its width.
        marks: where dots stand beside it that are out of step: they are marks of letters.
    """
    top, bottom = round(y - half), round(y + half) + 1
    left, right = round(x - half), round(x + half) + 1
    if ink[bottom + 1 : bottom + 3, left - 2 : right + 2].any():
        return
    for mark in marks:
        if mark > x:
            right = min(right, round(mark - half) - 1)
        else:
            left = max(left, round(mark + half) + 2)
    paper[top : bottom + 1, left : max(left, right)] = 255
