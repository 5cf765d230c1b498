"""The page's words with what its fields were put right to, word for word."""

from collections.abc import Iterable

from scanner.recognition.fields import Candidate
from scanner.recognition.layout import Layout
from scanner.recognition.reading import PlacedWord

_MARKS = " .,;:-–—'\"()[]“”…"


def words_with(layout: Layout, taken: Iterable[Candidate]) -> tuple[PlacedWord, ...]:
    """Words in reading order; where a value was put right without a word more or less, as meant.

    Args:
        layout: of the page.
        taken: the candidate of each field.

    Returns:
        Boxes in the pixels of the layout, lines numbered from 0, one segment a line.
    """
    meant = _meant(taken)
    return tuple(
        PlacedWord(
            text=meant.get(id(word), word.text),
            box=(word.left, word.top, word.right - word.left, word.bottom - word.top),
            line=line,
        )
        for line, segment in enumerate(layout.segments)
        for word in segment.words
    )


def text_of(words: Iterable[PlacedWord]) -> str:
    """The page's text, one segment a line."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


def text_with(layout: Layout, taken: Iterable[Candidate]) -> str:
    """One segment a line; where a value was put right without a word more or less, as it is meant.

    Args:
        layout: of the page.
        taken: the candidate of each field.
    """
    return text_of(words_with(layout, taken))


def _meant(taken: Iterable[Candidate]) -> dict[int, str]:
    """By the word's identity: what it is meant to say."""
    meant: dict[int, str] = {}
    for candidate in taken:
        parsed, text = candidate.parsed, candidate.value.text
        read = text[parsed.start : parsed.stop].split()
        right = parsed.value.split()
        if len(read) != len(right):
            continue
        at = parsed.start
        for before, after in zip(read, right, strict=True):
            at = text.index(before, at)
            old, new = before.strip(_MARKS), after.strip(_MARKS)
            word = next((p.word for p in candidate.value.pieces if p.start <= at < p.stop), None)
            at += len(before)
            if word is not None and old and new and old != new:
                meant[id(word)] = meant.get(id(word), word.text).replace(old, new, 1)
    return meant
