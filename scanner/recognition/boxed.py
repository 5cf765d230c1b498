"""Letters in boxes, a letter a box: words of one letter at even steps, joined as they were meant.

A free box is the blank between two words. What stands in boxes is an answer and no label.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from scanner.recognition.ocr.recogniser import Word

_LEAST = 4  # letters
_LEAST_STEP = 1.25  # heights of letters from box to box; letters that are set wide stand nearer
_MOST_STEP = 3.6
_UNEVEN = 0.3  # of a step that a letter may stand off its place
_MOST_FREE = 3  # steps to the next letter: two boxes left free
_LEVEL = 0.6  # of a letter's height that two of one row may stand apart
_SIDES = "|[]_¦"


def boxed_rows(words: Sequence[Word]) -> list[list[Word]]:
    """The rows of boxes among a page's words, each as the words it was filled in with."""
    rows = []
    for run in _runs([word for word in words if _is_letter(word)], words):
        step = _step(run)
        if step is not None:
            rows.append(_joined(run, step))
    return rows


def letters_of(rows: Sequence[Sequence[Word]], words: Sequence[Word]) -> set[int]:
    """Ids of the words of one letter that rows of boxes were made of."""
    spans = [
        (row[0].left, min(w.top for w in row), row[-1].right, max(w.bottom for w in row))
        for row in rows
    ]
    return {
        id(word)
        for word in words
        if _is_letter(word)
        and any(
            a <= word.left and word.right <= c and b <= word.middle <= d for a, b, c, d in spans
        )
    }


def _is_letter(word: Word) -> bool:
    text = word.text.strip(_SIDES)
    return len(text) == 1 and text.isalnum()


def _runs(letters: Sequence[Word], words: Sequence[Word]) -> Iterator[list[Word]]:
    """Letters side by side with no other word among them."""
    others = [word for word in words if not _is_letter(word)]
    rows: list[list[Word]] = []
    for letter in sorted(letters, key=lambda word: word.left):
        near = [row for row in rows if _goes_on(row[-1], letter, others)]
        if near:
            near[-1].append(letter)
        else:
            rows.append([letter])
    yield from (row for row in rows if len(row) >= _LEAST)


def _goes_on(last: Word, letter: Word, others: Sequence[Word]) -> bool:
    height = max(last.height, letter.height)
    if abs(letter.bottom - last.bottom) > _LEVEL * height or letter.left < last.right:
        return False
    if _centre(letter) - _centre(last) > _MOST_STEP * height * _MOST_FREE / 2:
        return False
    return not any(
        last.right <= other.left and other.right <= letter.left and _level(other, letter)
        for other in others
    )


def _level(word: Word, other: Word) -> bool:
    return word.top < other.middle < word.bottom


def _step(run: Sequence[Word]) -> float | None:
    """Pixels from box to box; None where letters do not stand at even steps."""
    ways = [_centre(b) - _centre(a) for a, b in pairwise(run)]
    single = [way for way in ways if way < 1.5 * min(ways)]
    step = float(np.mean(single))
    height = float(np.median([word.height for word in run]))
    if not _LEAST_STEP * height <= step <= _MOST_STEP * height:
        return None
    steps = [way / step for way in ways]
    even = all(abs(s - round(s)) <= _UNEVEN and round(s) <= _MOST_FREE for s in steps)
    return step if even else None


def _joined(run: Sequence[Word], step: float) -> list[Word]:
    words: list[list[Word]] = [[run[0]]]
    for last, letter in pairwise(run):
        if round((_centre(letter) - _centre(last)) / step) == 1:
            words[-1].append(letter)
        else:
            words.append([letter])
    return [_word(letters) for letters in words]


def _word(letters: Sequence[Word]) -> Word:
    return Word(
        "".join(letter.text.strip(_SIDES) for letter in letters),
        letters[0].left,
        min(letter.top for letter in letters),
        letters[-1].right,
        max(letter.bottom for letter in letters),
        min(letter.confidence for letter in letters),
        letters[0].line,
    )


def _centre(word: Word) -> float:
    return (word.left + word.right) / 2
