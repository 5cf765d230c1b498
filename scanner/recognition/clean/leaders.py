"""Dotted lines that forms are filled in on: free stretches to paper, and on under the writing.

A dot under a letter is read as the dot below of `Lại`, as a comma, as a full stop. Free dots are
shapes of their own; those that touch a letter are found by walking on from a free stretch in its
own steps.
"""

from dataclasses import dataclass

import numpy as np

from scanner.recognition.sheet import Pixels

_AT_ONCE = 8  # places of which most must show a dot and paper beside it
_MOST_STEPS = 400
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
    for stretch in stretches:
        level = dots[np.abs(dots[:, 1] - stretch.y.mean()) < _DRIFT]
        for direction in (-1, 1):
            for x, y in _walked(ink, stretch, level, direction):
                apart = np.abs(level[:, 0] - x)
                marks = (apart > 0.25 * stretch.pitch) & (apart < stretch.pitch)
                _dot_to_paper(ink, paper, x, y, stretch.size / 2, level[marks, 0])


def _walked(
    ink: Pixels, stretch: Stretch, dots: Pixels, direction: int
) -> list[tuple[float, float]]:
    """Places of dots on one side of a stretch, to the last behind which writing has no dots."""
    end = 0 if direction < 0 else -1
    x, y = float(stretch.x[end]), float(stretch.y[end])
    half = stretch.size / 2
    places: list[tuple[float, float]] = []
    dotted: list[bool] = []
    for _ in range(_MOST_STEPS):
        middle = x + direction * stretch.pitch / 2
        x += direction * stretch.pitch
        near = np.flatnonzero(
            (np.abs(dots[:, 0] - x) < 0.25 * stretch.pitch) & (np.abs(dots[:, 1] - y) < 1.6)
        )
        if len(near):  # a dot that stands alone: the steps are counted from it
            x, y = float(dots[near[0], 0]), float(dots[near[0], 1])
        low = round(y + half)
        if not (2 * half < x < ink.shape[1] - 2 * half and 2 * half < y < ink.shape[0] - 3 * half):
            break
        here = bool(ink[low - 1, round(x - 1) : round(x + 1) + 1].any())
        between = bool(ink[low - 1, round(middle - 1) : round(middle + 1) + 1].any())
        dotted.append(here and not between)
        places.append((x, y))
        if sum(dotted[-_AT_ONCE:]) < _AT_ONCE // 2 and len(dotted) >= _AT_ONCE:
            break
    while dotted and not all(dotted[-_AT_ONCE // 2 :]):
        dotted.pop()
    return places[: len(dotted)]


def _dot_to_paper(
    ink: Pixels, paper: Pixels, x: float, y: float, half: float, marks: Pixels
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
            right = min(right, round(float(mark) - half) - 1)
        else:
            left = max(left, round(float(mark) + half) + 2)
    paper[top : bottom + 1, left : max(left, right)] = 255
