"""What looks like a label and answers one: in boxes, in stamps, behind a colon, beside a label."""

from functools import lru_cache

from scanner.recognition.atoms import Stream
from scanner.recognition.labels import Match
from scanner.recognition.labels.match import COLONS
from scanner.recognition.layout import Layout
from scanner.recognition.motto import is_motto
from scanner.recognition.text import fold
from scanner.recognition.values import Surroundings
from scanner.recognition.wordlists import words

_AS_LISTED = 0.95  # a label known letter by letter
_EDGE = 8  # pixels that words may reach over a rule


def still_asking(stream: Stream, layout: Layout, around: Surroundings) -> list[Match]:
    """Labels and headings of a stream without what stands where only answers do."""
    found = around.matches_in(stream)
    if not found or around.in_stamp(stream.head) or stream.head.boxed:
        return []
    if stream.atoms[0].text in COLONS:
        opens = stream.bullet_end(0)
        found = [match for match in found if match.start > opens]
    asks_for_itself = (
        not _answers_its_row(stream, layout, around)
        and not _is_relation_asked_for(stream, layout, around)
        and not _is_sex_asked_for(stream, layout, around)
    )
    return found if asks_for_itself else []


def _answers_its_row(stream: Stream, layout: Layout, around: Surroundings) -> bool:
    """Whether words that may be a label are the answer to the one left of them, and all of a row.

    `Giấy này được cấp để | Đăng ký kết hôn` asks once.
    """
    found = around.matches_in(stream)
    row = layout.rows[stream.head.row]
    if len(found) != 1 or len(row) != 2 or row[1] is not stream.head:
        return False
    asked = around.matches_in(around.stream_of(row[0]))
    likely = found[0].whole and not found[0].colon and 0.0 < found[0].score < _AS_LISTED
    return (
        likely
        and found[0].attribute is not None
        and len(asked) == 1
        and asked[0].whole
        and asked[0].score > _AS_LISTED
    )


def _is_relation_asked_for(stream: Stream, layout: Layout, around: Surroundings) -> bool:
    """Whether `Mẹ` answers the label left of it, and opens no part about a mother."""
    said = fold(stream.head.text).strip(" :.-")
    if len(stream.segments) > 1 or said not in _relations():
        return False
    beside = layout.left_of(stream.head)
    asked = around.matches_in(around.stream_of(beside[0])) if beside else []
    if not asked or asked[-1].attribute != "quan_he":
        return False
    rest = asked[-1].stream.atoms[asked[-1].stop :]
    return all(atom.is_mark or atom.text.islower() for atom in rest)


def _is_sex_asked_for(stream: Stream, layout: Layout, around: Surroundings) -> bool:
    """Whether `Nữ` in a tall cell is an answer: it heads a wife's rows only left of labels."""
    cell = stream.head.cell
    heads = [match for match in around.matches_in(stream) if _heads_by_sex(match)]
    if cell is None or not heads:
        return False
    left, top, right, bottom = cell
    beside = [
        other
        for other in layout.segments
        if top <= other.middle <= bottom
        and any(m.attribute is not None for m in around.matches_in(around.stream_of(other)))
    ]
    asked = any(other.right <= left + _EDGE for other in beside)
    return asked or not any(other.left >= right - _EDGE for other in beside)


def _heads_by_sex(match: Match) -> bool:
    return match.attribute is None and not match.role


@lru_cache(maxsize=1)
def _relations() -> frozenset[str]:
    return frozenset(map(fold, words("relations")))


def without_motto(stream: Stream, matches: list[Match]) -> list[Match]:
    """Labels without those in the motto: `Tự do - Hạnh phúc` is not issued by happiness."""
    return [
        match
        for match in matches
        if not is_motto(stream.segments[stream.atoms[match.start].segment])
    ]
