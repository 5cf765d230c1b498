"""Marks that are not writing: specks, dotted leaders, ruled lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from scanner.recognition.clean.leaders import Stretch, under_writing
from scanner.recognition.clean.shapes import Shapes
from scanner.recognition.sheet import Box, Pixels, Sheet

_DARK = 170  # ink
_FAINT = 205  # ink and the grey of thin lines; paper is brighter
_SAME_LINE = 4  # pixels that pieces of one line may lie apart
_WHOLE = 0.92  # of a page; no ruled line is so long
_CONTRAST = 25  # of a thin line and what lies beside it
_SPECKLED = 0.85
_LEAST_RUN = 6
_STEPS = 10  # of a leader, within which its dots are level
_LEAST_IN_STEP = 3
_MOST_BESIDE = 40  # dots of other lines that may stand between those of a colon, sorted across
_LEAST_THICK = 0.48  # part of the ink left when strokes lose a pixel


@dataclass(frozen=True, slots=True)
class Rules:
    """Ruled lines of a page, as boxes (left, top, right, bottom)."""

    across: tuple[Box, ...]
    down: tuple[Box, ...]


def without_rules(sheet: Sheet) -> tuple[Sheet, Rules]:
    """Table lines and underlines to paper; where they were is kept for the layout."""
    grey = sheet.grey()
    ink = (grey < _DARK).astype(np.uint8)
    thick = max(3, int(sheet.dpi * 0.03))
    across = _lines(ink, grey, (1, int(sheet.dpi * 0.55)), (thick + 3, 1))
    down = _lines(ink, grey, (int(sheet.dpi * 0.32), 1), (1, thick + 3))
    across_boxes = _ending(_thin(across, thick, axis=1), sheet.width, axis=0)
    down_boxes = _ending(_thin(down, thick, axis=0), sheet.height, axis=1)
    cleaned = grey.copy()
    for left, top, right, bottom in (*across_boxes, *down_boxes):
        region = (slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1))
        is_across = right - left > bottom - top
        mask = (across if is_across else down)[region]
        mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
        crossing = _strokes_through(ink, region, mask, is_across=is_across)
        cleaned[region][(mask > 0) & (crossing == 0)] = 255
    return sheet.with_pixels(cleaned), Rules(tuple(across_boxes), tuple(down_boxes))


def _lines(ink: Pixels, grey: Pixels, along: tuple[int, int], across: tuple[int, int]) -> Pixels:
    """Straight lines: uint8 page, 1 where they lie.

    A rule a pixel wide is grey after a picture has been turned, and broken among dark pixels. Among
    those that are only darker than what lies at both sides it is whole; a stain is as dark there.

    Args:
        ink: 1 where there is ink.
        grey: the page.
        along: (height, width) of the shortest line.
        across: the same of a stretch that reaches over a line's both sides.
    """
    dark = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    stands_out = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones(across, np.uint8)) >= _CONTRAST
    faint = ((grey < _FAINT) & stands_out).astype(np.uint8)
    thin = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    return np.asarray(cv2.bitwise_or(dark, thin), np.uint8)


def _thin(mask: Pixels, thick: int, *, axis: int) -> list[Box]:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for left, top, width, height in sorted(map(cv2.boundingRect, contours), key=_reading_order):
        across = height if axis == 1 else width
        along = width if axis == 1 else height
        if across <= max(thick * 2, along // 12):
            boxes.append((int(left), int(top), int(left + width), int(top + height)))
    return boxes


def _ending(boxes: list[Box], length: int, *, axis: int) -> list[Box]:
    """Lines that end before the paper does; dust in a feeder draws others, in pieces at times.

    Args:
        boxes: of lines that run one way.
        length: of the page that way, in pixels.
        axis: 0 where they run across, 1 where they run down.
    """
    side = 1 - axis
    groups: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box[side]):
        if groups and box[side] - groups[-1][-1][side] <= _SAME_LINE:
            groups[-1].append(box)
        else:
            groups.append([box])
    kept = [
        box
        for group in groups
        if sum(box[axis + 2] - box[axis] for box in group) < _WHOLE * length
        for box in group
    ]
    return sorted(kept, key=_reading_order)


def _reading_order(box: Sequence[int]) -> tuple[int, int]:
    return box[1], box[0]


def _strokes_through(
    ink: Pixels, region: tuple[slice, slice], mask: Pixels, *, is_across: bool
) -> Pixels:
    """Parts of a line that letters cross: ink goes on at both sides, so they stay."""
    rows, columns = region
    reach = 4
    if is_across:
        above = ink[max(0, rows.start - reach) : rows.start, columns].any(axis=0)
        below = ink[rows.stop : rows.stop + reach, columns].any(axis=0)
        through = np.asarray(above & below)[None, :]
    else:
        left = ink[rows, max(0, columns.start - reach) : columns.start].any(axis=1)
        right = ink[rows, columns.stop : columns.stop + reach].any(axis=1)
        through = np.asarray(left & right)[:, None]
    return np.asarray(np.broadcast_to(through, mask.shape), np.uint8)


def without_specks(sheet: Sheet, *, gate: float = 0.35) -> Sheet:
    """Specks and dotted leaders to paper, when there are enough of them to be worth the risk.

    Args:
        sheet: grey, level.
        gate: specks for each letter-sized mark below which the page is left alone (on clean or
            blurred pages removal eats marks above letters and full stops).
    """
    grey = sheet.grey()
    ink = (grey < 185).astype(np.uint8)
    shapes = Shapes.of(ink)
    stats, centres = shapes.stats, shapes.centres
    if len(stats) < 30:
        return sheet.with_pixels(grey, specks=0)
    sizes = np.maximum(stats[:, 2], stats[:, 3])
    letters = (sizes > sheet.dpi * 0.045) & (sizes < sheet.dpi * 0.3)
    letters[0] = False
    if letters.sum() < 10:
        return sheet.with_pixels(grey, specks=0)
    body = _letter_height(stats[letters, 3], stats[letters, 4])
    dot = (sizes <= max(3.0, body * 0.30)) & (stats[:, 4] <= (body * 0.28) ** 2 + 3)
    dot[0] = False
    lonely = dot & ~_near(shapes.only(letters), dot, centres, body)
    free = dot & ~_of_colons(dot, stats, centres, body)
    leaders, stretches = _leader_dots(free, stats, centres, body)
    ratio = float(lonely.sum()) / float(letters.sum())
    drop = leaders
    if ratio > gate:
        drop = leaders | lonely
        if (
            lonely.sum() > 200
        ):  # a dirty copy: its specks sit between the letters too, known by their size
            alike = dot & ~lonely & (stats[:, 4] <= float(np.percentile(stats[lonely, 4], 92)))
            drop |= _out_of_place(alike, letters, stats, body)
    cleaned = grey.copy()
    if drop.any():
        dropped = shapes.only(drop)
        around = cv2.dilate(dropped, np.ones((3, 3), np.uint8))
        paper = cv2.subtract(around, cv2.subtract(ink, dropped))  # 1 where no other ink lies
        cleaned = np.asarray(cv2.bitwise_or(cleaned, paper * np.uint8(255)), np.uint8)
    under_writing(ink, stretches, centres[free], cleaned)
    return sheet.with_pixels(
        cleaned, specks=int(lonely.sum()), letters=int(letters.sum()), letter_px=round(body)
    )


def _letter_height(heights: Pixels, areas: Pixels) -> float:
    """Typical height of letters: the median, or most of the median by ink where specks abound."""
    order = np.argsort(heights)
    ink = np.cumsum(areas[order])
    by_ink = float(heights[order][int(np.searchsorted(ink, ink[-1] / 2))])
    return max(float(np.median(heights)), _SPECKLED * by_ink)


def smoothed(sheet: Sheet, *, least_letter: int = 13) -> Sheet:
    """Single stray pixels away (median of nine), where letters are large enough to bear it.

    Measured on 17 pages of the development set: character errors 0.010 to 0.006.
    """
    ink = (sheet.grey() < 150).astype(np.uint8)
    thick = float(cv2.erode(ink, np.ones((2, 2), np.uint8)).sum()) / max(1.0, float(ink.sum()))
    if int(sheet.notes.get("letter_px", 0)) < least_letter or thick < _LEAST_THICK:
        return sheet
    return sheet.with_pixels(np.asarray(cv2.medianBlur(sheet.grey(), 3), np.uint8))


def _near(letters: Pixels, dot: Pixels, centres: Pixels, body: float) -> Pixels:
    """Dots close enough to a letter to be its mark, its full stop, its colon or its broken part.

    Args:
        letters: uint8 page, 1 where a letter lies.
        dot: which components are dots.
        centres: of every component.
        body: height of the letters in pixels.
    """
    reach = max(3, int(body * 0.6))
    around = cv2.dilate(letters, np.ones((reach * 2 + 1, reach * 2 + 1), np.uint8))
    near = np.zeros(len(dot), bool)
    index = np.nonzero(dot)[0]
    where = centres[index].astype(int)
    near[index] = around[where[:, 1], where[:, 0]] > 0
    return near


def _out_of_place(dots: Pixels, letters: Pixels, stats: Pixels, body: float) -> Pixels:
    """Specks beside letters: dots that stand neither over nor under one, nor on its base line.

    Args:
        dots: components as small as the page's specks.
        letters: components as large as letters.
        stats: left, top, width, height and area of every component.
        body: height of the letters in pixels.
    """
    chosen = np.zeros(len(dots), bool)
    index, other = np.nonzero(dots)[0], np.nonzero(letters)[0]
    if not len(index) or not len(other):
        return chosen
    index = index[np.argsort(stats[index, 1])]
    tops = stats[index, 1].astype(np.float32)
    at, over, wide, tall = (stats[other, i].astype(np.float32)[None, :] for i in range(4))
    base = over + tall
    for part in np.array_split(index, 1 + len(index) // 300):
        left, top, width, height = (stats[part, i].astype(np.float32)[:, None] for i in range(4))
        near = index[np.searchsorted(tops, top.min() - body) :]
        near = near[: np.searchsorted(stats[near, 1], top.max() + body, side="right")]
        middle, bottom = left + width / 2, top + height
        within = (middle > at - 0.1 * body) & (middle < at + wide + 0.1 * body)
        above = within & (bottom <= over + 0.3 * body) & (bottom > over - 0.45 * body)
        below = within & (top >= base - 0.1 * body) & (top < base + 0.35 * body)
        behind = (left >= at + wide) & (left < at + wide + 0.45 * body)
        stop = behind & (np.abs(bottom - base) < 0.15 * body)
        across = stats[near, 0].astype(np.float32) + stats[near, 2].astype(np.float32) / 2
        rise = np.abs(top - stats[near, 1].astype(np.float32)[None])
        paired = (np.abs(middle - across[None]) < 0.12 * body) & (
            (rise > 0.25 * body) & (rise < 0.8 * body)
        )
        colon = behind.any(axis=1) & paired.any(axis=1)
        placed = above.any(axis=1) | below.any(axis=1) | stop.any(axis=1) | colon
        chosen[part[~placed]] = True
    return chosen


def _leader_dots(
    dot: Pixels, stats: Pixels, centres: Pixels, body: float
) -> tuple[Pixels, list[Stretch]]:
    """Dots standing in rows of six and more on one base line, alike and evenly spaced."""
    chosen = np.zeros(len(dot), bool)
    index = np.nonzero(dot)[0]
    if len(index) < _LEAST_RUN:
        return chosen, []
    pitch = max(body * 0.16, 2.0)
    runs: list[Pixels] = []
    for shift in (0.0, 0.5):
        level = (centres[index, 1] / pitch + shift).astype(np.int64)
        order = np.lexsort((centres[index, 0], level))
        breaks = np.flatnonzero(np.diff(level[order])) + 1
        for row in np.split(index[order], breaks):
            if len(row) >= _LEAST_RUN:
                runs += _marked_runs(row, centres, body, chosen)
    _mark_in_step(runs, index, stats, centres, body, chosen)
    stretches = [
        Stretch(centres[run, 0], centres[run, 1], float(np.median(stats[run, 2]))) for run in runs
    ]
    return chosen, stretches


def _of_colons(dot: Pixels, stats: Pixels, centres: Pixels, body: float) -> Pixels:
    """Lower dots of colons: the same dot stands right above; a leader has none of them."""
    chosen = np.zeros(len(dot), bool)
    index = np.nonzero(dot)[0]
    order = index[np.argsort(centres[index, 0])]
    x, y, area = centres[order, 0], centres[order, 1], stats[order, 4].astype(np.float64)
    reach = 0.12 * body
    for step in range(1, _MOST_BESIDE + 1):
        if step >= len(order):
            break
        rise = y[step:] - y[:-step]
        twins = (x[step:] - x[:-step] < reach) & (np.abs(rise) > 0.25 * body)
        twins &= (np.abs(rise) < 0.9 * body) & (
            np.minimum(area[step:], area[:-step]) > 0.5 * np.maximum(area[step:], area[:-step])
        )
        lower = np.where(rise > 0, order[step:], order[:-step])
        chosen[lower[twins]] = True
    return chosen


def _mark_in_step(
    runs: list[Pixels], index: Pixels, stats: Pixels, centres: Pixels, body: float, chosen: Pixels
) -> None:
    """Mark the dots under the writing of filled lines: alike, level and in step with each other.

    Writing hides many of them, so they stand in no stretch of their own. How far they stand apart,
    the page's free stretches say.

    Args:
        runs: the stretches.
        index: all dots.
        stats: of every component.
        centres: of every component.
        body: height of the letters in pixels.
        chosen: what goes.
    """
    if not runs:
        return
    pitch = float(np.median(np.concatenate([np.diff(centres[run, 0]) for run in runs])))
    size = float(np.median(np.concatenate([stats[run, 4] for run in runs])))
    alike = index[(stats[index, 4] > 0.45 * size) & (stats[index, 4] < 2.0 * size)]
    others = alike[~chosen[alike]]
    if not len(others) or pitch < 1.5:
        return
    level = max(1.5, 0.08 * body)
    alike, others = (dots[np.argsort(centres[dots, 1])] for dots in (alike, others))
    heights = centres[alike, 1]
    for part in np.array_split(others, 1 + len(others) // 300):
        x, y = centres[part, 0][:, None], centres[part, 1][:, None]
        near = alike[np.searchsorted(heights, y.min() - level) :]
        near = near[: np.searchsorted(centres[near, 1], y.max() + level, side="right")]
        apart = np.abs(x - centres[near, 0][None]) / pitch
        steps = np.round(apart)
        beside = (np.abs(y - centres[near, 1][None]) < level) & (steps >= 1)
        beside &= steps <= _STEPS
        in_step = (beside & (np.abs(apart - steps) < 0.18)).sum(axis=1)
        chosen[part[(in_step >= _LEAST_IN_STEP) & (in_step >= 0.6 * beside.sum(axis=1))]] = True


def _marked_runs(row: Pixels, centres: Pixels, body: float, chosen: Pixels) -> list[Pixels]:
    """Mark stretches whose gaps are short and equal; the stretches."""
    runs: list[Pixels] = []
    gaps = np.diff(centres[row, 0])
    short = gaps < body * 0.8
    start = 0
    while start < len(gaps):
        if not short[start]:
            start += 1
            continue
        stop = start
        while stop < len(gaps) and short[stop]:
            stop += 1
        stretch = gaps[start:stop]
        if len(stretch) >= _LEAST_RUN - 1:
            median = float(np.median(stretch))
            even = np.abs(stretch - median) < max(1.6, median * 0.3)
            if even.mean() > 0.6:
                chosen[row[start : stop + 1]] = True
                runs.append(row[start : stop + 1])
        start = stop
    return runs
