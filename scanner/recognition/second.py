"""A second reader for doubtful fields: their lines read again by another eye than the page's."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import parse
from scanner.recognition.ocr.recogniser import LineReader, Word
from scanner.recognition.prepare import Prepared
from scanner.recognition.sheet import Box, Pixels
from scanner.recognition.text import spaced

LETTERS = {
    "id12": "0123456789",
    "phone": "0123456789",
    "integer": "0123456789",
    "area": "0123456789.,",
    "money": "0123456789.,",
    "year": "0123456789",
}
WORDED = {"name", "place", "agency", "text", "papers", "term"}
_MOST_FIELDS = 24
_MOST_LINES = 6
_INK = 150
_STROKE = 3  # dark points in a column: dots of a line have fewer
_BLANK = 1.2  # times the height of a line: wider than between words
_SPECK = 4  # dark columns
_PAPER = 200
_DOTTED = 0.012  # of the pixels around a line; less are specks
_APART = 0.15  # ink up to the next word is that word's


@dataclass(frozen=True, slots=True)
class Vote:
    """What readers say of one field.

    Attributes:
        candidate: the value to take.
        agree: 1 the second reader says the same, -1 it says something else, 0 it was not asked.
        again: what the second reader makes of the value; empty where it is nothing of its kind.
        clear: how sure the second reader is of its letters, 0 to 1.
        other: a value that stood here and was not taken.
        backed: part of the further readings that say the value, 0 to 1.
        polled: there were further readings.
    """

    candidate: Candidate
    agree: int
    again: str = ""
    clear: float = 0.0
    other: str = ""
    backed: float = 0.0
    polled: bool = False


def second_look(
    doubtful: Mapping[str, Candidate],
    prepared: Prepared,
    reader: LineReader,
    words: Sequence[Word] = (),
) -> dict[str, Vote]:
    """Votes on doubtful fields; at most 24 of a page, so that a page keeps its time.

    Args:
        doubtful: best candidate of each field to look at, most doubtful first.
        prepared: the page the words came from.
        reader: the second reader.
        words: of the whole page; ink under none of them beside a value is read with it.
    """
    clean, plain = prepared.sheet.grey(), prepared.plain.grey()
    votes: dict[str, Vote] = {}
    for name, candidate in list(doubtful.items())[:_MOST_FIELDS]:
        vote = _vote(candidate, clean, plain, reader, words)
        if vote is not None:
            votes[name] = vote
    return votes


def _vote(
    candidate: Candidate, clean: Pixels, plain: Pixels, reader: LineReader, page: Sequence[Word]
) -> Vote | None:
    first = candidate.parsed
    words = candidate.value.words(first.start, first.stop)
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    if not words or len(lines) > _MOST_LINES:
        return None
    its_own = set(candidate.value.words(0, len(candidate.value.text)))
    others = [word for word in page if word not in its_own]  # what was cut off is looked at too
    read = [reader.line(picture_of(line, clean, others)) for line in lines]
    clear = min(sure for _, sure in read)
    again = parse(candidate.spec.kind, " ".join(text for text, _ in read).strip())
    if again is None:
        return Vote(candidate, -1)
    agree = 1 if same_text(again.value, first.value) else -1
    its_own_word = any(change.reason == "second_reader" for change in first.corrections)
    if agree > 0 and (its_own_word or any(word.again for word in words)):
        agree = 0  # it bears out another reader, not itself
    if agree > 0 and candidate.spec.kind in WORDED and _dots_gone(lines, clean, plain):
        dotted = " ".join(reader.line(picture_of(line, plain))[0] for line in lines)
        still = parse(candidate.spec.kind, dotted.strip())
        if still is None or not same_text(still.value, first.value):
            return Vote(candidate, -1, again.value, clear, "" if still is None else still.value)
    return Vote(candidate, agree, again.value, clear)


def _dots_gone(lines: Sequence[list[Word]], clean: Pixels, plain: Pixels) -> bool:
    """Whether a dotted line was taken from under words, and perhaps the dot of `Nội` with it.

    Counted on the development set: of 44 such values that both readers read alike 3 had lost a dot,
    of the 266 others none.
    """
    gone = area = 0
    for line in lines:
        before, after = picture_of(line, plain), picture_of(line, clean)
        gone += int(((before < _INK) & (after > _PAPER)).sum())
        area += before.size
    return gone > _DOTTED * area


def picture_of(line: list[Word], grey: Pixels, page: Sequence[Word] = ()) -> Pixels:
    """The strip of a page around words of one line.

    Args:
        line: the words.
        grey: the page.
        page: what else was read there; writing beside the line that is under none of these words
            belongs to the strip: the page pass lost it. Empty: only the words themselves.
    """
    left, top, right, bottom = around(line)
    if page:
        left, right = _with_lost_ink((left, top, right, bottom), grey, page)
    left, top, right, bottom = _padded((left, top, right, bottom))
    return np.ascontiguousarray(grey[top:bottom, left:right])


def corner_of(line: Sequence[Word]) -> tuple[int, int]:
    """Left and top edge of the strip around words, on the page."""
    left, top, _, _ = _padded(around(line))
    return left, top


def around(words: Sequence[Word]) -> Box:
    """The box that holds all of the words: left, top, right, bottom."""
    return (
        min(w.left for w in words),
        min(w.top for w in words),
        max(w.right for w in words),
        max(w.bottom for w in words),
    )


def _padded(box: Box) -> Box:
    left, top, right, bottom = box
    pad = max(4, (bottom - top) // 4)
    return max(0, left - pad), max(0, top - pad), right + pad, bottom + pad


def _with_lost_ink(box: Box, grey: Pixels, page: Sequence[Word]) -> tuple[int, int]:
    """Left and right edge of a line and the ink beside it, as far as the next words."""
    left, top, right, bottom = box
    tall = bottom - top
    near = [w for w in page if w.top < bottom - tall // 4 and w.bottom > top + tall // 4]
    low = max((w.right for w in near if w.right <= left + 2), default=0)
    high = min((w.left for w in near if w.left >= right - 2), default=grey.shape[1])
    rows = grey[top + tall // 6 : bottom - tall // 6]
    before = _reach(rows[:, low:left][:, ::-1], tall)
    return left - before, right + _reach(rows[:, right:high], tall)


def _reach(beside: Pixels, tall: int) -> int:
    """How far ink goes on in free paper beside a line, without a gap wider than a blank."""
    reach = columns = 0
    for column in np.flatnonzero((beside < _INK).sum(axis=0) >= _STROKE):
        if column - reach > tall * _BLANK:
            break
        reach, columns = int(column) + 1, columns + 1
    is_its_own = beside.shape[1] - reach > tall * _APART
    return reach if columns >= _SPECK and is_its_own else 0


def same_text(a: str, b: str) -> bool:
    """Whether two readings say the same, blanks and case aside."""
    return spaced(unicodedata.normalize("NFC", a)).casefold() == spaced(b).casefold()
