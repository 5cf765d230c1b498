"""A value taken from a text, and what every parser needs."""

from dataclasses import dataclass
from functools import lru_cache

from scanner.recognition.reading import Correction
from scanner.recognition.wordlists import pairs

EDGE = " \t\n.,;:·•…_-–—|'\"`“”‘’*~^=<>"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value taken from a text.

    Attributes:
        value: what is meant.
        start: first character used; stop: behind the last.
        fit: 0 to 1, how well it fits its kind.
        corrections: changes made.
    """

    value: str
    start: int
    stop: int
    fit: float
    corrections: tuple[Correction, ...] = ()


@lru_cache(maxsize=1)
def digit_looks() -> dict[int, str]:
    """Letters read where digits stand, for `str.translate`."""
    return str.maketrans(dict(pairs("digit_looks")))


def trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """The stretch without blanks and punctuation at its ends."""
    while start < stop and text[start] in EDGE:
        start += 1
    while stop > start and text[stop - 1] in EDGE:
        stop -= 1
    return start, stop
