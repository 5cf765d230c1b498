"""Forms whose captions stand in brackets under what they ask for: `Lê An` over `(Họ và tên)`.

Only where most of a page is made so: one bracket alone is a note, or stands over a signature.
"""

from collections.abc import Mapping

from scanner.recognition.layout import Layout, Segment

_LEAST = 4  # captions of a page that is made so
_LONGEST = 12  # words
_REACH = 1.5  # distances of lines between an answer and its caption
_WRAPPED = 0.8  # of the widest line, from which on a line may go on in the next
_OVERLAP = 4.0  # heights of letters that an answer may stand left or right of its caption


def answers_over_captions(layout: Layout, title: int = 0) -> Mapping[int, list[Segment]]:
    """The lines over each caption, top to bottom, by the caption's id; empty where a page has few.

    Args:
        layout: of the page.
        title: lower edge of the title, above which nothing answers.
    """
    under = [segment for segment in layout.segments if segment.middle > title]
    captions = [segment for segment in under if _is_caption(segment)]
    if len(captions) < _LEAST:
        return {}
    taken = {id(caption) for caption in captions}
    over = {id(caption): _over(layout, under, caption, taken) for caption in captions}
    answered = {key: lines for key, lines in over.items() if lines}
    return answered if len(answered) >= _LEAST else {}


def _is_caption(segment: Segment) -> bool:
    """Whether a stretch is nothing but a bracket; one of its two signs may be lost."""
    text = segment.text.strip()
    inner = text[1:-1]
    opens, closes = text[:1] in "([{", text[-1:] in ")]}"
    whole = opens and closes and not set("()") & set(inner.replace("()", ""))
    return (
        segment.cell is None
        and whole
        and len(segment.words) <= _LONGEST
        and any(c.isalpha() for c in inner)
        and not inner.strip().isdigit()
    )


def _over(
    layout: Layout, under: list[Segment], caption: Segment, captions: set[int]
) -> list[Segment]:
    """An answer's lines over its caption."""
    lines: list[Segment] = []
    below = caption
    while len(lines) < 3:
        found = _next_over(layout, under, below, captions)
        if found is None or (lines and not _goes_on(layout, found)):
            break
        lines.insert(0, found)
        below = found
    return lines


def _next_over(
    layout: Layout, under: list[Segment], below: Segment, captions: set[int]
) -> Segment | None:
    near = [
        other
        for other in under
        if other is not below
        and id(other) not in captions
        and 0 < below.middle - other.middle <= _REACH * layout.leading
        and below.top > other.middle
        and _apart(other, below) <= _OVERLAP * layout.body
    ]
    lowest = max((other.middle for other in near), default=0.0)
    level = [other for other in near if lowest - other.middle < layout.body * 0.5]
    return min(level, key=lambda other: abs(other.left - below.left), default=None)


def _apart(one: Segment, other: Segment) -> float:
    """Pixels between two stretches seen from above; 0 where one stands over the other."""
    return float(max(0, max(one.left, other.left) - min(one.right, other.right)))


def _goes_on(layout: Layout, line: Segment) -> bool:
    """Whether a line is so full that its last words may stand on the next."""
    widest = max(segment.right for segment in layout.segments)
    return line.right >= _WRAPPED * widest and ":" not in line.text
