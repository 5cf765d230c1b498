"""The republic's name and motto, which stand over every paper and ask for nothing."""

from rapidfuzz.distance import Levenshtein

from scanner.recognition.layout import Segment
from scanner.recognition.text import squeezed

_LINES = (
    "conghoaxahoichunghiavietnam",
    "doclaptudohanhphuc",
    "socialistrepublicofvietnam",
    "independencefreedomhappiness",
)
_ALIKE = 0.75
_PART = 11  # letters from which on a piece of a line is told from other words


def is_motto(segment: Segment) -> bool:
    """Whether a stretch is one of the two lines, or a piece of one."""
    text = squeezed(segment.text)
    return any(
        Levenshtein.normalized_similarity(text, line) > _ALIKE
        or (len(text) > _PART and text in line)
        for line in _LINES
    )
