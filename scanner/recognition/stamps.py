"""Stamps of the office that took a paper in: `CÔNG VĂN ĐẾN`, its number and its day.

They lie anywhere on a page; what stands in them was not asked by the paper and answers nothing.
"""

from scanner.recognition.layout import Layout, Segment
from scanner.recognition.text import fold, is_upper
from scanner.recognition.wordlists import words

_LEFT = 1.5  # heights of letters that the lines of a stamp may begin apart
_PITCH = 1.9  # heights of letters, twice: from line to line
_MOST_WORDS = 5
_LEAST = 2  # lines under the head of which one is a number's or a day's


def stamped(layout: Layout) -> frozenset[int]:
    """Ids of the segments that stand in stamps of arrival."""
    found: set[int] = set()
    for segment in layout.segments:
        if id(segment) in found or not _is_head(segment):
            continue
        lines = _lines_under(layout, segment)
        if len(lines) >= _LEAST and any(_names_arrival(line) for line in lines):
            found.update(map(id, [segment, *lines]))
    return frozenset(found)


def _is_head(segment: Segment) -> bool:
    return is_upper(segment.text) and _plain(segment) in words("stamp_heads")


def _lines_under(layout: Layout, head: Segment) -> list[Segment]:
    lines: list[Segment] = []
    last = head
    for segment in sorted(layout.segments, key=lambda other: other.middle):
        if segment is head or segment.middle <= last.middle:
            continue
        if abs(segment.left - head.left) > _LEFT * layout.body:
            continue
        if segment.middle - last.middle > 2 * _PITCH * last.height or not _belongs(segment):
            break
        lines.append(segment)
        last = segment
    return lines


def _belongs(segment: Segment) -> bool:
    short = len(segment.words) <= _MOST_WORDS
    return short and (_is_head(segment) or _plain(segment).startswith(words("stamp_lines")))


def _names_arrival(segment: Segment) -> bool:
    return _plain(segment).startswith(("so", "ngay"))


def _plain(segment: Segment) -> str:
    """Its words without marks and punctuation."""
    kept = "".join(c if c.isalnum() else " " for c in fold(segment.text))
    return " ".join(kept.split())
