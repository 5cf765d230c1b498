"""A value taken from a text, and what every parser needs."""

import re
from dataclasses import dataclass
from functools import lru_cache

from scanner.recognition.reading import Correction
from scanner.recognition.wordlists import pairs

EDGE = " \t\n.,;:·•…_-–—|'\"`“”‘’*~^=<>"


_CLOSING = ")]"  # no value begins with what is left of its label's note


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
    while start < stop and text[start] in EDGE + _CLOSING:
        start += 1
    while stop > start and text[stop - 1] in EDGE:
        stop -= 1
    return start, stop


_MIXED = re.compile(
    r"(?<![^\W\d_])(?=[^\s]*\d)[\dOoQlI|zZsSg]+(?:[.,/⁄-][\dOoQlI|zZsSg]+)*(?![^\W\d_])"
)


def digits_only(text: str) -> str:
    """Runs of digits with letters read for some of them, put to digits; as long as before."""
    return _MIXED.sub(lambda found: found.group().replace("⁄", "/").translate(digit_looks()), text)


def digits_in_words(text: str, notes: list[Correction]) -> str:
    """The same, recorded: `số 4o2⁄7` → `số 402/7`."""
    repaired = digits_only(text)
    if repaired != text:
        notes.append(Correction(reason="digit_looks", before=text, after=repaired))
    return repaired
