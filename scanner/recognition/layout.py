"""Words to segments: stretches of words that belong together on one line, with their neighbours.

A segment never crosses a ruled line or a wide gap, so that a table's cells, two people side by side
and a heading's two halves come apart. What follows what is asked through `Layout`, geometrically,
because no single reading order fits every paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from scanner.recognition.boxed import boxed_rows, letters_of
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.ocr.recogniser import Word

_LEAST_LETTERS = 2
_ALIKE = 0.6  # height of a word as part of its neighbour's
_LEVEL = 0.6  # of its height that it shares with its neighbour


@dataclass(eq=False, slots=True)
class Segment:
    """Words standing together on one line.

    Attributes:
        words: left to right.
        row: number of the visual line, top to bottom.
        cell: (left, top, right, bottom) of the table cell around it, ruled on three sides at least.
        boxed: written a letter a box; the row of boxes is its cell.
    """

    words: list[Word]
    row: int = 0
    cell: tuple[int, int, int, int] | None = None
    boxed: bool = False
    left: int = field(init=False)
    top: int = field(init=False)
    right: int = field(init=False)
    bottom: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)
        self.top = int(np.median([word.top for word in self.words]))
        self.bottom = int(np.median([word.bottom for word in self.words]))

    @property
    def text(self) -> str:
        """Its words with spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> int:
        """Typical height of its words."""
        return max(8, self.bottom - self.top)

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal middle."""
        return (self.left + self.right) / 2


def overlap(a_low: float, a_high: float, b_low: float, b_high: float) -> float:
    """Length that two stretches share, as part of the shorter one."""
    shared = min(a_high, b_high) - max(a_low, b_low)
    return max(0.0, shared) / max(1.0, min(a_high - a_low, b_high - b_low))


class Layout:
    """All segments of a page and who stands where."""

    def __init__(self, segments: Sequence[Segment], width: int, height: int) -> None:
        self.segments = list(segments)
        self.width = width
        self.height = height
        self.body = float(np.median([s.height for s in self.segments])) if self.segments else 24.0
        self.rows: list[list[Segment]] = _rows(self.segments)
        for number, row in enumerate(self.rows):
            for segment in row:
                segment.row = number
        ordered = [segment for row in self.rows for segment in row]
        self.leading = _leading(self.rows, self.body)
        self.segments = ordered

    def right_of(self, segment: Segment) -> list[Segment]:
        """Segments on the same line to its right, nearest first."""
        return [other for other in self.rows[segment.row] if other.left >= segment.right - 4]

    def left_of(self, segment: Segment) -> list[Segment]:
        """Segments on the same line to its left, nearest first."""
        return [
            other for other in reversed(self.rows[segment.row]) if other.right <= segment.left + 4
        ]

    def below(self, left: float, right: float, top: float, *, reach: float) -> Segment | None:
        """The nearest segment under a stretch.

        Args:
            left: left edge of the stretch.
            right: its right edge.
            top: lower edge of what it must stand under.
            reach: most pixels between that edge and the segment's top.
        """
        best: Segment | None = None
        for other in self.segments:
            gap = other.top - top
            if not -self.body * 0.4 <= gap <= reach:
                continue
            if overlap(left, right, other.left, other.right) <= 0.0:
                continue
            if best is None or (other.top, other.left) < (best.top - self.body * 0.3, best.left):
                best = other
        return best

    def text(self) -> str:
        """The page's text in reading order, one segment a line where columns stand apart."""
        return "\n".join(segment.text for segment in self.segments)

    def in_cell(self, cell: tuple[int, int, int, int]) -> list[Segment]:
        """Segments of one ruled cell in reading order."""
        return [segment for segment in self.segments if segment.cell == cell]


def build_layout(words: Sequence[Word], rules: Rules, width: int, height: int) -> Layout:
    """Segments from the engine's words.

    Args:
        words: in the engine's order, boxes in the page's pixels.
        rules: ruled lines, which part segments and make cells.
        width: of the page, in pixels.
        height: of the page.
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    written = [found for line in lines.values() if (found := _written(line, height))]
    kept = [word for line in written for word in line]
    heights = [w.height for w in kept if len(w.text) > 2]
    body = float(np.median(heights)) if heights else 24.0
    rows = boxed_rows(kept)
    in_boxes = letters_of(rows, kept)
    segments: list[Segment] = []
    for line in written:
        plain = [word for word in line if id(word) not in in_boxes]
        segments.extend(_split(plain, rules, body) if plain else [])
    segments = _join_broken(segments, body, rules)
    for segment in segments:
        segment.cell = _cell_of(segment, rules, width, height)
    segments += [_of_boxes(row) for row in rows]
    _drop_false_cells(segments, width, height)
    return Layout(segments, width, height)


def _of_boxes(row: list[Word]) -> Segment:
    segment = Segment(row, boxed=True)
    edge = segment.height // 4
    segment.cell = (
        segment.left - edge,
        min(word.top for word in row) - edge,
        segment.right + edge,
        max(word.bottom for word in row) + edge,
    )
    return segment


def _drop_false_cells(segments: Sequence[Segment], width: int, height: int) -> None:
    """Frames around half a page, and what page edges make of it, are no cells of a table."""
    holders: dict[tuple[int, int, int, int], list[Segment]] = {}
    for segment in segments:
        if segment.cell is not None:
            holders.setdefault(segment.cell, []).append(segment)
    for cell, inside in holders.items():
        left, top, right, bottom = cell
        level = any(
            overlap(a.top, a.bottom, b.top, b.bottom) > 0.5
            and (a.left > b.right + 8 or b.left > a.right + 8)
            for n, a in enumerate(inside)
            for b in inside[n + 1 :]
        )
        edge = level or (left <= width * 0.015 and right >= width * 0.985)
        if (
            edge
            or bottom - top > height * 0.22
            or len(inside) > 8
            or top <= height * 0.01
            or bottom >= height * 0.99
        ):
            for segment in inside:
                segment.cell = None


def _written(line: Sequence[Word], page_height: int) -> list[Word]:
    """Words of a line without what specks were read for, left to right."""
    ordered = sorted(line, key=lambda word: word.left)
    sound = [word for word in ordered if _is_writing(word, page_height)]
    return [word for word in ordered if word in sound or _stands_among(word, sound)]


def _stands_among(word: Word, sound: Sequence[Word]) -> bool:
    """Whether a short word that was hardly read is as tall as the one it stands beside.

    A value's last syllable, `SEN` with a confidence of 0, is writing; what specks give lies apart.
    """
    letters = sum(c.isalnum() for c in word.text)
    beside = min(sound, key=lambda other: _gap(word, other), default=None)
    return (
        letters >= _LEAST_LETTERS
        and beside is not None
        and sum(c.isalnum() for c in beside.text) >= _LEAST_LETTERS
        and _gap(word, beside) < beside.height
        and _ALIKE * beside.height < word.height < beside.height / _ALIKE
        and overlap(word.top, word.bottom, beside.top, beside.bottom) > _LEVEL
    )


def _gap(word: Word, other: Word) -> int:
    return max(0, other.left - word.right, word.left - other.right)


def _is_writing(word: Word, page_height: int) -> bool:
    if word.bottom - word.top > page_height * 0.2 or word.right - word.left < 2:
        return False
    if not any(c.isalnum() for c in word.text):
        means = word.text.strip("|_!'`~\"") != ""
        return means and (word.confidence > 0.5 or word.text in {"-", ":", "/", "☐", "☒", "–"})
    return word.confidence > 0.12 or len(word.text) > 3


def _split(line: list[Word], rules: Rules, body: float) -> list[Segment]:
    groups: list[list[Word]] = [[line[0]]]
    for word in line[1:]:
        last = groups[-1][-1]
        gap = word.left - last.right
        if gap > body * 1.9 or (gap > 0 and _rule_between(last, word, rules)):
            groups.append([word])
        else:
            groups[-1].append(word)
    return [Segment(group) for group in groups]


def _rule_between(last: Word, word: Word, rules: Rules) -> bool:
    middle = word.middle
    return any(
        last.right - 6 <= (left + right) / 2 <= word.left + 6 and top - 4 <= middle <= bottom + 4
        for left, top, right, bottom in rules.down
    )


def _join_broken(segments: list[Segment], body: float, rules: Rules) -> list[Segment]:
    """Put together pieces of one line that the engine gave to different blocks."""
    segments = sorted(segments, key=lambda s: (s.left,))
    joined: list[Segment] = []
    for segment in segments:
        for i, other in enumerate(joined):
            gap = segment.left - other.right
            level = abs(segment.middle - other.middle) < body * 0.35
            if (
                level
                and -body * 0.2 <= gap < body * 0.9
                and not _rule_between(other.words[-1], segment.words[0], rules)
            ):
                joined[i] = Segment(other.words + segment.words)
                break
        else:
            joined.append(segment)
    return joined


def _rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.middle):
        for row in reversed(rows[-4:]):
            anchor = row[-1]
            near = abs(segment.middle - anchor.middle) < 0.5 * min(segment.height, anchor.height)
            clear = all(segment.left >= s.right - 6 or segment.right <= s.left + 6 for s in row)
            if near and clear:
                row.append(segment)
                break
        else:
            rows.append([segment])
    rows.sort(key=lambda row: float(np.median([s.middle for s in row])))
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _leading(rows: list[list[Segment]], body: float) -> float:
    middles = [float(np.median([s.middle for s in row])) for row in rows]
    steps = [b - a for a, b in pairwise(middles) if body * 0.8 < b - a < body * 3.5]
    return float(np.percentile(steps, 40)) if steps else body * 1.5


def _cell_of(
    segment: Segment, rules: Rules, width: int, height: int
) -> tuple[int, int, int, int] | None:
    """The ruled cell around a segment; needs a rule above and below, and at one side at least."""
    x, y = segment.centre, segment.middle
    lefts = [
        (a + c) // 2
        for a, b, c, d in rules.down
        if b - 6 <= y <= d + 6 and (a + c) / 2 < segment.left + 8
    ]
    rights = [
        (a + c) // 2
        for a, b, c, d in rules.down
        if b - 6 <= y <= d + 6 and (a + c) / 2 > segment.right - 8
    ]
    if not lefts and not rights:
        return None
    left, right = max(lefts, default=0), min(rights, default=width)
    reach = [(a, b, c, d) for a, b, c, d in rules.across if a - 12 <= x <= c + 12]
    above = [(b + d) // 2 for a, b, c, d in reach if (b + d) / 2 < segment.middle]
    under = [(b + d) // 2 for a, b, c, d in reach if (b + d) / 2 > segment.middle]
    if not above or not under:
        return None
    return left, max(above), right, min(under)
