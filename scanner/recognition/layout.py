"""Words to segments: stretches of words that belong together on one line, with their neighbours.

A segment never crosses a ruled line or a wide gap, so that a table's cells, two people side by side
and a heading's two halves come apart. What follows what is asked through `Layout`, geometrically,
because no single reading order fits every paper.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from scanner.recognition.clean.tidy import Rules
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.text import is_upper


_POINT = re.compile(r"^(?:\d{1,2}|[a-zđ]|[IVX]{1,4}|[A-E])[.)]$")


@dataclass(eq=False, slots=True)
class Segment:
    """Words standing together on one line.

    Attributes:
        words: left to right.
        row: number of the visual line, top to bottom.
        cell: (left, top, right, bottom) of the table cell around it, ruled on three sides at least.
    """

    words: list[Word]
    row: int = 0
    cell: tuple[int, int, int, int] | None = None
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

    def continuation(self, lines: Sequence[Segment]) -> Segment | None:
        """The line that goes on where a full line ended: below it, flush with it, and needed.

        A line is full when the first word of the next one would not have fitted behind it.
        """
        current, first = lines[-1], lines[0]
        if (rest := self._rest_of_label(lines)) is not None:
            return rest
        edge = self._edge(current) + 0.5 * self.body
        if any(current.right < other.left < edge for other in self.rows[current.row]):
            return None
        beside = any(other.right < current.left for other in self.rows[current.row])
        best: Segment | None = None
        for other in self.segments:
            pitch = other.middle - current.middle
            if not 0.6 * current.height < pitch < max(1.45 * self.leading, 1.7 * current.height):
                continue
            if (
                overlap(current.left, current.right, other.left, other.right) <= 0.0
                and other.left > first.left
            ):
                continue
            flush = (
                abs(other.left - (current.left if len(lines) > 1 else first.left)) < 1.2 * self.body
            )
            outdented = first.left - 4.5 * self.body < other.left < first.left and len(lines) == 1
            hanging = len(lines) == 1 and first.left < other.left < first.left + 0.35 * (
                first.right - first.left
            )
            if (flush or outdented or hanging) and (best is None or other.middle < best.middle):
                best = other
        if (
            best is None
            or best.cell is not None
            or any(self._is_label_beside(o, best) for o in self.rows[best.row])
        ):
            return None
        if not 0.75 < best.height / current.height < 1.33 or _opens_point(best):
            return None
        if not any(":" in line.text for line in lines) and self._next_row(current, best):
            return None
        if is_upper(best.text) and not is_upper(current.text) and len(best.words) > 1:
            return None  # an office over a signature
        alone = not any(o.right < best.left for o in self.rows[best.row])
        if beside and alone and abs(best.left - current.left) < 0.5 * self.body:
            return best  # only the right-hand column goes on: a value on a tab stop
        if abs(best.left - first.left) < 0.5 * self.body and _runs_on(current, best):
            return best
        room = edge - 0.5 * self.body - current.right
        word = best.words[0]
        return best if room < (word.right - word.left) + 0.9 * self.body else None

    def _rest_of_label(self, lines: Sequence[Segment]) -> Segment | None:
        """The second line of a label whose value stands beside it: `Họ và tên người` / `cha`."""
        current = lines[-1]
        value = next(iter(self.right_of(lines[0])), None)
        if value is None or any(":" in line.text for line in lines):
            return None
        return next(
            (
                other
                for other in self.segments
                if abs(other.left - current.left) < self.body
                and 0.6 * current.height < other.middle - current.middle < 1.45 * self.leading
                and other.right < value.left
                and (other.text[:1].islower() or other.text[:1] in "()")
                and not _opens_point(other)
                and not any(s.right < value.left for s in self.right_of(other))
            ),
            None,
        )

    def _next_row(self, line: Segment, below: Segment) -> bool:
        """Whether two narrow lines are labels of rows, each with its value level beside it."""
        beside = [self.right_of(line)[:1], self.right_of(below)[:1]]
        if not all(beside) or not below.text[:1].isupper():
            return False
        narrow = max(line.right - line.left, below.right - below.left) < 0.34 * self.width
        return narrow and abs(beside[0][0].left - beside[1][0].left) < self.body

    def _is_label_beside(self, other: Segment, line: Segment) -> bool:
        """Whether a stretch left of a line looks like its label and not like another column."""
        if other.right >= line.left:
            return False
        inner = other.text.rstrip(" :")
        return ":" not in inner and other.right - other.left < 0.34 * self.width

    def _edge(self, segment: Segment) -> float:
        """Right edge of the column a line stands in: as far as its flush neighbours reach."""
        flush = [
            s.right
            for s in self.segments
            if abs(s.left - segment.left) < self.body * 0.8 and s.cell is None
        ]
        wide = [
            s.right
            for s in self.segments
            if s.left <= segment.left + self.body and s.right > self.width * 0.6
        ]
        if len(flush) >= 3 and max(flush) > segment.right - 4:
            return float(max(flush))
        return float(max([segment.right, *wide]))

    def text(self) -> str:
        """The page's text in reading order, one segment a line where columns stand apart."""
        return "\n".join(segment.text for segment in self.segments)

    def in_cell(self, cell: tuple[int, int, int, int]) -> list[Segment]:
        """Segments of one ruled cell in reading order."""
        return [segment for segment in self.segments if segment.cell == cell]


def _runs_on(line: Segment, below: Segment) -> bool:
    """Whether the words themselves say that a line goes on below, full or not."""
    if not below.text[:1].islower() or ":" in below.text:
        return False
    return line.text.endswith(",") or len(line.words) > 8


def _opens_point(line: Segment) -> bool:
    """Whether a line opens with the mark of a list's next point: `2.`, `b)`, `- Dân tộc`."""
    first, second = line.words[0].text, line.words[1].text if len(line.words) > 1 else ""
    if _POINT.match(first):
        return True
    return first in {"-", "–", "+", "•"} and second[:1].isupper() and not second.isupper()


def build_layout(words: Sequence[Word], rules: Rules, width: int, height: int) -> Layout:
    """Segments from the engine's words.

    Args:
        words: in the engine's order, boxes in the page's pixels.
        rules: ruled lines, which part segments and make cells.
        width: of the page, in pixels.
        height: of the page.
    """
    kept = [word for word in words if _is_writing(word, height)]
    lines: dict[int, list[Word]] = {}
    for word in kept:
        lines.setdefault(word.line, []).append(word)
    heights = [w.height for w in kept if len(w.text) > 2]
    body = float(np.median(heights)) if heights else 24.0
    segments: list[Segment] = []
    for line in lines.values():
        segments.extend(_split(sorted(line, key=lambda w: w.left), rules, body))
    segments = _join_broken(segments, body, rules)
    for segment in segments:
        segment.cell = _cell_of(segment, rules, width, height)
    _drop_false_cells(segments, width, height)
    return Layout(segments, width, height)


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
