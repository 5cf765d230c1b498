"""Forms whose captions stand under what they ask for: `Lê An` over `(Họ và tên)`.

Only where most of a page is made so: one bracket alone is a note, or stands over a signature. Where
captions have no brackets, answers over them must look like what they ask for.
"""

from collections.abc import Mapping, Sequence

from scanner.recognition.atoms import stream_of
from scanner.recognition.kinds import parse
from scanner.recognition.kinds.places import ends_with_province
from scanner.recognition.knowledge import knowledge
from scanner.recognition.labels import Match, find_matches
from scanner.recognition.layout import Layout, Segment

_LEAST = 4  # captions of a page that is made so
_LONGEST = 12  # words
_REACH = 1.5  # distances of lines between an answer and its caption
_WRAPPED = 0.8  # of the widest line, from which on a line may go on in the next
_OVERLAP = 4.0  # heights of letters that an answer may stand left or right of its caption
_COLONS = 0.25  # of a page's lines that may have one where captions stand without brackets
_LIKE_ITS_KIND = 0.8
_TELLING = {"id12", "date", "year", "phone", "area", "integer", "gender", "ethnic", "nationality"}
_OVER = 2  # times as many answers over labels as under them, where labels are captions


def answers_over_captions(layout: Layout, title: int = 0) -> Mapping[int, list[Segment]]:
    """The lines over each caption, top to bottom, by the caption's id; empty where a page has few.

    Args:
        layout: of the page.
        title: lower edge of the title, above which nothing answers.
    """
    under = [segment for segment in layout.segments if segment.middle > title]
    captions = [segment for segment in under if _is_caption(segment)]
    if len(captions) < _LEAST:
        captions = _without_brackets(layout, under)
    taken = {id(caption) for caption in captions}
    over = {id(caption): _over(layout, under, caption, taken) for caption in captions}
    answered = {key: lines for key, lines in over.items() if lines}
    return answered if len(answered) >= _LEAST else {}


def _is_caption(segment: Segment) -> bool:
    """Whether a stretch is nothing but a bracket; one of its two signs may be lost."""
    text = segment.text.strip()
    inner = text[1:-1]
    opens, closes = text[:1] in "([{", text[-1:] in ")]}"
    whole = opens and closes and _is_balanced(inner)
    return (
        segment.cell is None
        and whole
        and len(segment.words) <= _LONGEST
        and any(c.isalpha() for c in inner)
        and not inner.strip().isdigit()
    )


def _is_balanced(text: str) -> bool:
    """Whether every bracket inside a caption closes there, as in `Nơi ở (thôn, xã)`."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _without_brackets(layout: Layout, under: Sequence[Segment]) -> list[Segment]:
    """Labels of a page whose answers stand over them; none where they stand beside or below."""
    if sum(":" in segment.text for segment in under) > _COLONS * len(under):
        return []
    asking = {id(s): m for s in under if s.cell is None and (m := _label(s)) is not None}
    captions = [s for s in under if id(s) in asking]
    if len(captions) < _LEAST or any(_answered_beside(layout, s, asking) for s in captions):
        return []
    over = under_them = 0
    for caption in captions:
        above = _next_over(layout, under, caption, set(asking))
        below = layout.below(
            caption.left, caption.right, caption.bottom, reach=_REACH * layout.leading
        )
        over += above is not None and _fits(asking[id(caption)], above)
        under_them += below is not None and _fits(asking[id(caption)], below)
    return captions if over >= _LEAST - 1 and over >= _OVER * under_them else []


def _label(segment: Segment) -> Match | None:
    """The label that is all of a stretch."""
    found = find_matches(stream_of(segment))
    whole = len(found) == 1 and found[0].whole and not found[0].colon
    return found[0] if whole and found[0].attribute not in {None, "dung"} else None


def _answered_beside(layout: Layout, caption: Segment, asking: Mapping[int, Match]) -> bool:
    return any(id(other) not in asking for other in layout.right_of(caption)[:1])


def _fits(label: Match, answer: Segment) -> bool:
    """Whether a line looks like what a label asks for and like little else."""
    for attribute in label.attributes():
        kind = knowledge().kinds[attribute]
        parsed = parse(kind, answer.text)
        if parsed is None:
            continue
        if kind in _TELLING and parsed.fit >= _LIKE_ITS_KIND:
            return True
        if kind == "place" and ends_with_province(parsed.value):
            return True
    return False


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
    layout: Layout, under: Sequence[Segment], below: Segment, captions: set[int]
) -> Segment | None:
    above = [
        other
        for other in under
        if other is not below
        and id(other) not in captions
        and 0 < below.middle - other.middle <= _REACH * layout.leading
        and below.top > other.middle
    ]
    row = _lowest(layout, above)
    beside = [other for other in layout.rows[below.row] if id(other) in captions]
    if id(below) in captions and len(row) == len(beside):  # a line of answers, one of captions
        return row[beside.index(below)]
    near = [other for other in above if _apart(other, below) <= _OVERLAP * layout.body]
    return min(_lowest(layout, near), key=lambda other: abs(other.left - below.left), default=None)


def _lowest(layout: Layout, lines: Sequence[Segment]) -> list[Segment]:
    """Of some stretches those of the lowest line, left to right."""
    lowest = max((line.middle for line in lines), default=0.0)
    level = [line for line in lines if lowest - line.middle < layout.body * 0.5]
    return sorted(level, key=lambda line: line.left)


def _apart(one: Segment, other: Segment) -> float:
    """Pixels between two stretches seen from above; 0 where one stands over the other."""
    return float(max(0, max(one.left, other.left) - min(one.right, other.right)))


def _goes_on(layout: Layout, line: Segment) -> bool:
    """Whether a line is so full that its last words may stand on the next."""
    widest = max(segment.right for segment in layout.segments)
    return line.right >= _WRAPPED * widest and ":" not in line.text
