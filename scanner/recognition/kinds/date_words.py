"""Dates written out in words."""

import re

from rapidfuzz.distance import Levenshtein

from scanner.recognition.kinds.parsed import Parsed, trimmed
from scanner.recognition.looks import alike
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
    whole = 1.0 if _is_whole(value) else 0.5
    return Parsed(value, start, start + last, whole * known / max(1, taken), tuple(corrections))


def _is_whole(value: str) -> bool:
    """Day, month and a year in thousands."""
    folded = fold(value)
    year = folded.rpartition(" nam ")[2] if " nam " in folded else ""
    thousand = "nghin" in folded or "ngan" in folded
    return "thang" in folded and thousand and bool(year)


def _date_word(word: str, before: str) -> str | None:
    lowered = word.lower()
    if lowered in words("date_words"):
        return lowered
    bare = fold(word)
    options = [w for w in words("date_words") if fold(w) == bare]
    if len(options) == 1:
        return options[0]
    if set(options) == {"mười", "mươi"} or bare == "muoi":
        return _ten(before)
    if options:
        return options[0]
    looks = [w for w in words("date_words") if alike(w) == alike(word)]
    if looks:
        return min(looks, key=lambda w: Levenshtein.distance(w, lowered))
    near = [
        w
        for w in dict.fromkeys(words("date_words"))
        if abs(len(fold(w)) - len(bare)) <= 1 and _one_off(fold(w), bare)
    ]
    if len({fold(w) for w in near}) != 1 or len(bare) < 3:
        return None
    if fold(near[0]) == "muoi":  # `wươi`
        return _ten(before)
    return min(near, key=lambda w: Levenshtein.distance(w, lowered))  # `vột`: một, not mốt


def _ten(before: str) -> str:
    units = {"hai", "ba", "bon", "tu", "nam", "sau", "bay", "tam", "chin"}
    return "mươi" if fold(before) in units else "mười"


def _one_off(a: str, b: str) -> bool:
    return Levenshtein.distance(a, b, score_cutoff=1) <= 1


_UNITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "gieng": 1, "chap": 12,
}  # fmt: skip


def date_of_words(text: str) -> tuple[int, int, int] | None:
    """Day, month and year of a date in words, or None where it is not whole."""
    said = [w for w in re.findall(r"[^\W\d_]+", fold(text)) if w not in {"mung", "mong", "ngay"}]
    if "thang" not in said:
        return None
    day_words, rest = said[: said.index("thang")], said[said.index("thang") + 1 :]
    split = next(
        (i for i, w in enumerate(rest) if i > 0 and w == "nam" and len(rest) - i > 2), None
    )
    if split is None:
        return None
    day, month = _below_hundred(day_words), _below_hundred(rest[:split])
    year = _year(rest[split + 1 :])
    if day is None or month is None or year is None:
        return None
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 else None


def _below_hundred(said: list[str]) -> int | None:
    """`hai mươi mốt` → 21."""
    if "muoi" in said:
        at = said.index("muoi")
        tens = _UNITS.get(said[at - 1]) if at else 1
        ones = _UNITS.get(said[at + 1]) if at + 1 < len(said) else 0
        if tens is None or ones is None or at > 1 or len(said) > at + 2:
            return None
        return 10 * tens + ones
    known = [_UNITS.get(word) for word in said if word not in {"linh", "le"}]
    if len(known) == 2 and known[0] is not None and known[1] is not None:
        return 10 * known[0] + known[1]  # "hai mốt"
    return known[0] if len(known) == 1 else None


def _year(said: list[str]) -> int | None:
    """`hai nghìn không trăm hai mươi bốn` → 2024."""
    thousand = next((i for i, w in enumerate(said) if w in {"nghin", "ngan"}), None)
    if thousand is None or thousand == 0:
        return None
    thousands, rest = _UNITS.get(said[thousand - 1]), said[thousand + 1 :]
    hundreds = 0
    if "tram" in rest:
        at = rest.index("tram")
        digit = _UNITS.get(rest[at - 1]) if at else None
        if digit is None:
            return None
        hundreds, rest = digit, rest[at + 1 :]
    tail = 0 if not rest else _below_hundred(rest)
    return None if thousands is None or tail is None else 1000 * thousands + 100 * hundreds + tail
