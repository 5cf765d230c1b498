"""What stands under a label: a line set in, a cell a person, a column whose rules are lost."""

import re
from typing import TYPE_CHECKING

from scanner.recognition.atoms import Stream
from scanner.recognition.labels import Match
from scanner.recognition.layout import Segment, overlap
from scanner.recognition.sheet import Box

if TYPE_CHECKING:
    from scanner.recognition.values import Surroundings

_COUNTED = re.compile(r"^\(\d{1,2}\)$")
_INDENT = 4  # heights of letters that a value below may stand in from its label's left edge
_INDENT_ALONE = 8  # where nothing stands right of the label
_REACH = 1.3  # lines down to a value
_LEAST_HEADS = 2
_MOSTLY = 0.6  # of a row's stretches that are labels where it is a head
_UNDER_HEAD = 2.2  # lines from a table's head to what stands in its first row
_UNDER_CELL = 2.0
_MOST_ROWS = 6  # persons that a table's columns are followed for
_EDGE = 8  # pixels that words may reach over a rule


def first_segment(match: Match) -> Segment:
    """The line on which a label begins."""
    return match.stream.segments[match.stream.atoms[match.start].segment]


def answers_below(around: "Surroundings", match: Match, label: Segment) -> list[Segment]:
    """First lines of what stands under a label; of a table's column one for each person.

    Args:
        around: the page with its labels.
        match: the label.
        label: the line on which it ends.
    """
    if match.stream.in_cell and label.cell is not None:
        return _column(around, label.cell)
    layout = around.layout
    left = float(match.stream.atoms[match.start].word.left)
    indent = _INDENT if layout.right_of(label) else _INDENT_ALONE
    right = float(max(label.right, left + layout.body * indent))
    first = layout.below(left, right, label.bottom, reach=layout.leading * _REACH)
    first = first or _under_head(around, match)
    return [] if first is None or around.starts_with_label(first) else [first]


def _under_head(around: "Surroundings", match: Match) -> Segment | None:
    """What stands under a label in a row of labels: a table's head whose rules are lost.

    Other labels of the row may take more lines, and a head is centred where values are not.
    """
    layout = around.layout
    streams = [around.stream_of(s) for s in layout.rows[first_segment(match).row]]
    asking = [stream for stream in streams if _only_asks(around, stream)]
    if len(asking) < max(_LEAST_HEADS, _MOSTLY * len(streams)):
        return None
    bottom = max(stream.segments[-1].bottom for stream in streams)
    spans = sorted(_span(head) for stream in streams for head in around.matches_in(stream))
    place = spans.index(_span(match))
    low = (spans[place - 1][1] + spans[place][0]) / 2 if place else 0.0
    last = place + 1 == len(spans)
    high = float(layout.width) if last else (spans[place][1] + spans[place + 1][0]) / 2
    under = [
        s
        for s in layout.segments
        if -0.4 * layout.body <= s.top - bottom <= _UNDER_HEAD * layout.leading
        and low <= s.left < high
    ]
    return min(under, key=lambda s: s.top, default=None)


def _only_asks(around: "Surroundings", stream: Stream) -> bool:
    """Whether all words of a stretch are labels."""
    labels = {i for m in around.matches_in(stream) for i in range(m.start, m.stop)}
    return bool(labels) and all(a.is_mark or i in labels for i, a in enumerate(stream.atoms))


def _span(match: Match) -> tuple[int, int]:
    """Left and right edge of a label's words."""
    words = [atom.word for atom in match.stream.atoms[match.start : match.stop]]
    return min(word.left for word in words), max(word.right for word in words)


def _column(around: "Surroundings", cell: Box) -> list[Segment]:
    """First lines of the cells under one, down to a label or to the table's end."""
    left, _, right, bottom = cell
    under = [
        s
        for s in around.layout.segments
        if s.top >= bottom - _EDGE and overlap(left, right, s.left, s.right) > 0.5
    ]
    answers: list[Segment] = []
    for segment in sorted(under, key=lambda s: (s.top, s.left)):
        if segment.top < bottom - _EDGE:
            continue  # of a cell that is an answer already
        if _COUNTED.match(segment.text) and segment.cell is not None:
            bottom = segment.cell[3]
            continue  # `(1) (2) (3)` under the heads count the columns
        far = segment.top - bottom > around.layout.leading * _UNDER_CELL
        if far or around.starts_with_label(segment):
            break
        answers.append(segment)
        if segment.cell is None or len(answers) == _MOST_ROWS:
            break
        bottom = segment.cell[3]
    return answers


def one_a_cell(row: list[Segment]) -> list[Segment]:
    """The first line of each cell of a row, left to right."""
    seen: set[tuple[int, int, int, int] | int] = set()
    kept: list[Segment] = []
    for segment in sorted(row, key=lambda s: (s.left if s.cell is None else s.cell[0], s.top)):
        key: tuple[int, int, int, int] | int = (
            segment.cell if segment.cell is not None else id(segment)
        )
        if key not in seen:
            seen.add(key)
            kept.append(segment)
    return kept
