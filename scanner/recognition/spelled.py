"""The page's text with what its fields were put right to, word for word."""

from collections.abc import Iterable

from scanner.recognition.fields import Candidate
from scanner.recognition.layout import Layout

_MARKS = " .,;:-–—'\"()[]“”…"


def text_with(layout: Layout, taken: Iterable[Candidate]) -> str:
    """One segment a line; where a value was put right without a word more or less, as it is meant.

    Args:
        layout: of the page.
        taken: the candidate of each field.
    """
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
    return "\n".join(
        " ".join(meant.get(id(word), word.text) for word in segment.words)
        for segment in layout.segments
    )
