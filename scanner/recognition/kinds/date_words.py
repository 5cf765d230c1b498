"""Dates written out in words."""

import re

from rapidfuzz.distance import Levenshtein

from scanner.recognition.kinds.parsed import Parsed, trimmed
from scanner.recognition.reading import Correction
from scanner.recognition.text import fold
from scanner.recognition.wordlists import words


def parse_date_words(text: str) -> Parsed | None:
    """A date in words; marks of its words put right."""
    start, stop = trimmed(text, 0, len(text))
    pieces = list(re.finditer(r"[^\W\d_]+", text[start:stop]))
    if len(pieces) < 4:
        return None
    repaired: list[str] = []
    corrections: list[Correction] = []
    last = 0
    known = 0
    taken = 0
    base = text[start:stop]
    for number, piece in enumerate(pieces):
        word = piece.group()
        meant = _date_word(word, pieces[number - 1].group() if number else "")
        if meant is None and number >= 6 and taken == number and known >= 0.8 * number:
            break  # the next sentence has begun
        repaired.append(base[last : piece.start()])
        shown = word if meant is None else (meant.capitalize() if word[0].isupper() else meant)
        repaired.append(shown)
        known += meant is not None
        taken = number + 1
        last = piece.end()
    value = "".join(repaired)
    used = base[:last]
    if value != used:
        corrections.append(Correction(reason="date_words", before=used, after=value))
    if known < 0.6 * taken:
        return None
    return Parsed(value, start, start + last, known / max(1, taken), tuple(corrections))


def _date_word(word: str, before: str) -> str | None:
    lowered = word.lower()
    if lowered in words("date_words"):
        return lowered
    bare = fold(word)
    options = [w for w in words("date_words") if fold(w) == bare]
    if len(options) == 1:
        return options[0]
    if set(options) == {"mười", "mươi"} or bare == "muoi":
        units = {"hai", "ba", "bon", "tu", "nam", "sau", "bay", "tam", "chin"}
        return "mươi" if fold(before) in units else "mười"
    if options:
        return options[0]
    near = [
        w
        for w in dict.fromkeys(words("date_words"))
        if abs(len(fold(w)) - len(bare)) <= 1 and _one_off(fold(w), bare)
    ]
    return near[0] if len(near) == 1 and len(bare) >= 3 else None


def _one_off(a: str, b: str) -> bool:
    return Levenshtein.distance(a, b, score_cutoff=1) <= 1
