"""Which line goes on where another one ended: sentences, wrapped values, labels of two lines."""

import re
from collections.abc import Sequence

from scanner.recognition.layout import Layout, Segment, overlap
from scanner.recognition.text import is_upper

_ROMAN = re.compile(r"^[IVXLl|]{1,4}$")  # `I.` without its full stop, read `L`
_ARTICLE = re.compile(r"^(?:Điều|Khoản|Mục|Phần|Chương)\s+(?:\d{1,2}|[IVX]{1,4})\s*[.:]")
_POINT = re.compile(
    r"^(?:(?:\d{1,2}\.){0,3}\d{1,2}|[a-zđ]|[IVX]{1,4}|[A-E])(?:[.)]|[./]-|-/|/)$"
    r"|^[A-EIVX]{1,4}-$"
)
_HANGING = 4  # heights of letters that a list mark may take
_NESTED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}$")  # `1.2 Họ tên`, and no `12.5 m²`


def continuation(layout: Layout, lines: Sequence[Segment]) -> Segment | None:
    """The line that goes on where a full line ended: below it, flush with it, and needed.

    Args:
        layout: of the page.
        lines: the lines so far, top to bottom.
    """
    rest = _rest_of_label(layout, lines)
    if rest is not None:
        return rest
    current = lines[-1]
    edge = _edge(layout, current) + 0.5 * layout.body
    if any(current.right < other.left < edge for other in layout.rows[current.row]):
        return None
    best = _next_line(layout, lines)
    if best is None or _stands_apart(layout, lines, best):
        return None
    return best if _needed(layout, lines, best, edge) else None


def _next_line(layout: Layout, lines: Sequence[Segment]) -> Segment | None:
    """The nearest line below, flush with the lines so far or indented as wrapped lines are."""
    current, first = lines[-1], lines[0]
    best: Segment | None = None
    for other in layout.segments:
        pitch = other.middle - current.middle
        if not 0.6 * current.height < pitch < max(1.45 * layout.leading, 1.7 * current.height):
            continue
        if (
            overlap(current.left, current.right, other.left, other.right) <= 0.0
            and other.left > first.left
        ):
            continue
        alone = len(lines) == 1
        flush = abs(other.left - (first.left if alone else current.left)) < 1.2 * layout.body
        outdented = alone and first.left - 4.5 * layout.body < other.left < first.left
        hanging = alone and 0 < other.left - first.left < 0.35 * (first.right - first.left)
        if (flush or outdented or hanging) and (best is None or other.middle < best.middle):
            best = other
    return best


def _stands_apart(layout: Layout, lines: Sequence[Segment], best: Segment) -> bool:
    """Whether a line is a thing of its own: a cell, a row's label, a list's point, an office."""
    current = lines[-1]
    if best.cell is not None or _opens_point(best):
        return True
    if any(_is_label_beside(layout, other, best) for other in layout.rows[best.row]):
        return True
    if not 0.65 < best.height / current.height < 1.55:
        return True
    if not any(":" in line.text for line in lines) and _next_row(layout, current, best):
        return True
    return is_upper(best.text) and not is_upper(current.text) and len(best.words) > 1


def _needed(layout: Layout, lines: Sequence[Segment], best: Segment, edge: float) -> bool:
    """Whether the first word of the next line would not have fitted behind the last one."""
    current, first = lines[-1], lines[0]
    beside = any(other.right < current.left for other in layout.rows[current.row])
    alone = not any(other.right < best.left for other in layout.rows[best.row])
    if beside and alone and abs(best.left - current.left) < 0.5 * layout.body:
        return True  # only the right-hand column goes on: a value on a tab stop
    if abs(best.left - first.left) < 0.5 * layout.body and _runs_on(current, best):
        return True
    room = edge - 0.5 * layout.body - current.right
    word = best.words[0]
    return room < (word.right - word.left) + 0.9 * layout.body


def _rest_of_label(layout: Layout, lines: Sequence[Segment]) -> Segment | None:
    """The second line of a label whose value stands beside it: `Họ và tên người` / `cha`."""
    current = lines[-1]
    value = next(iter(layout.right_of(lines[0])), None)
    if value is None or any(":" in line.text for line in lines):
        return None
    return next(
        (
            other
            for other in layout.segments
            if _under_label(layout, lines, other)
            and 0.6 * current.height < other.middle - current.middle < 1.45 * layout.leading
            and other.right < value.left
            and (other.text[:1].islower() or other.text[:1] in "()")
            and not _opens_point(other)
            and not any(s.right < value.left for s in layout.right_of(other))
        ),
        None,
    )


def _under_label(layout: Layout, lines: Sequence[Segment], other: Segment) -> bool:
    """Whether a line begins or ends where a label's did, or behind its mark: `11. Nơi` / `sinh`."""
    apart = other.left - lines[-1].left
    flush = min(abs(apart), abs(other.right - lines[-1].right)) < layout.body
    return flush or (
        len(lines) == 1 and _opens_point(lines[0]) and 0 < apart < _HANGING * layout.body
    )


def _next_row(layout: Layout, line: Segment, below: Segment) -> bool:
    """Whether two narrow lines are labels of rows, each with its value level beside it."""
    beside = [layout.right_of(line)[:1], layout.right_of(below)[:1]]
    if not all(beside) or not below.text[:1].isupper():
        return False
    narrow = max(line.right - line.left, below.right - below.left) < 0.34 * layout.width
    return narrow and abs(beside[0][0].left - beside[1][0].left) < layout.body


def _is_label_beside(layout: Layout, other: Segment, line: Segment) -> bool:
    """Whether a stretch left of a line looks like its label and not like another column."""
    if other.right >= line.left:
        return False
    inner = other.text.rstrip(" :")
    return ":" not in inner and other.right - other.left < 0.34 * layout.width


def _edge(layout: Layout, segment: Segment) -> float:
    """Right edge of the column a line stands in: as far as its flush neighbours reach."""
    flush = [
        s.right
        for s in layout.segments
        if abs(s.left - segment.left) < layout.body * 0.8 and s.cell is None
    ]
    wide = [
        s.right
        for s in layout.segments
        if s.left <= segment.left + layout.body and s.right > layout.width * 0.6
    ]
    if len(flush) >= 3 and max(flush) > segment.right - 4:
        return float(max(flush))
    return float(max([segment.right, *wide]))


def _runs_on(line: Segment, below: Segment) -> bool:
    """Whether the words themselves say that a line goes on below, full or not."""
    if not below.text[:1].islower() or ":" in below.text:
        return False
    return line.text.endswith(",") or len(line.words) > 8


def _opens_point(line: Segment) -> bool:
    """Whether a line opens with the mark of a list's next point: `2.`, `b)`, `Điều 2.`."""
    first, second = line.words[0].text, line.words[1].text if len(line.words) > 1 else ""
    if _ARTICLE.match(line.text):
        return True
    opens = _ROMAN.match(first) or _NESTED.match(first)
    if _POINT.match(first) or (opens and second[:1].isupper()):
        return True
    return (
        first in {"-", "–", "+", "•", "-/", "+/", "*"}
        and second[:1].isupper()
        and not second.isupper()
    )
