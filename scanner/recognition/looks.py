"""Shapes that writing makes alike: `a` without its roof reads as `o`, `y` as `u`, `0` as `O`.

A word is put right only where what is meant is one known thing; letters keep order and number.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.syllables import is_syllable
from scanner.recognition.text import fold

_CLASSES = str.maketrans("oqy", "aau")
_SWAPS = {
    "o": "a", "ô": "â", "ơ": "aâă", "q": "a", "u": "y", "a": "o", "y": "u", "ø": "a", "œ": "a",
}  # fmt: skip
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FIGURES = re.compile(r"[\dOoQØó]+(?:[.,/⁄-][\dOoQØó]+)*[.,;]?")
_LETTERS_FOR_FIGURES = str.maketrans("OoQØó⁄", "00006/")
_TWICE = re.compile(r"[OoQØ]0|0[OoQØ]|ó6|6ó")
_OWN_NUMBER = 12


@lru_cache(maxsize=16384)
def alike(text: str) -> str:
    """What texts share that look alike: `Lòo Cơi` and `Lào Cai` give the same."""
    return fold(text).translate(_CLASSES)


def tone(word: str) -> str:
    """The tone mark of a word, as a combining character; empty for none."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if c in _TONES)[:1]


def meant_of(read: str, known: Iterable[str]) -> str | None:
    """The one known word that looks like a read one: of the same tone, or the only one at all."""
    near = [word for word in known if alike(word) == alike(read)]
    same = [word for word in near if tone(word) == tone(read)]
    found = same or near
    return found[0] if len({word.casefold() for word in found}) == 1 else None


@lru_cache(maxsize=8192)
def syllable_meant(word: str) -> str | None:
    """The one syllable that a word, which is none, is with one letter for its look-alike."""
    if word.lower() == "hỹ":
        return ("MỸ" if word.isupper() else "Mỹ") if word[0] == "H" else None  # written alike
    if len(word) < 3 or is_syllable(word):
        return None
    found = {option for option in _one_swapped(word) if is_syllable(option)}
    return found.pop() if len(found) == 1 else None


def _one_swapped(word: str) -> Iterator[str]:
    parts = unicodedata.normalize("NFD", word)
    spots = [0] if parts else []
    spots += [i for i in range(1, len(parts)) if not unicodedata.combining(parts[i])]
    letters = [
        parts[start:stop] for start, stop in zip(spots, [*spots[1:], len(parts)], strict=True)
    ]
    for at, letter in enumerate(letters):
        mark = "".join(c for c in letter if c in _TONES)
        base = unicodedata.normalize("NFC", "".join(c for c in letter if c not in _TONES))
        for other in _SWAPS.get(base.lower(), ""):
            shaped = other.upper() if base.isupper() else other
            whole = "".join([*letters[:at], shaped + mark, *letters[at + 1 :]])
            yield unicodedata.normalize("NFC", whole)


def with_figures(words: Sequence[Word]) -> list[Word]:
    """Words of figures without the letters that were read for some of them: `O3/O4/1948`."""
    return [
        replace(word, text=_figures_of(word.text)) if _mostly_figures(word.text) else word
        for word in words
    ]


def _figures_of(text: str) -> str:
    """Figures alone; one shape read as letter and figure both is one where a number asks for it."""
    plain = text.translate(_LETTERS_FOR_FIGURES)
    if sum(c.isdigit() for c in plain) == _OWN_NUMBER + 1:
        once = _TWICE.sub(lambda found: found.group()[0], text).translate(_LETTERS_FOR_FIGURES)
        if sum(c.isdigit() for c in once) == _OWN_NUMBER:
            return once
    return plain


def _mostly_figures(text: str) -> bool:
    figures = sum(c.isdigit() for c in text)
    return figures >= 2 and 2 * figures > len(text) and _FIGURES.fullmatch(text) is not None
