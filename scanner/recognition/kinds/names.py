"""Names of people: capitals, the surname in its place, titles before them left out."""

import re

from scanner.recognition.kinds.parsed import EDGE, Parsed
from scanner.recognition.reading import Correction
from scanner.recognition.repair import repair_name
from scanner.recognition.text import is_upper
from scanner.recognition.wordlists import is_surname, surname_for, words

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)?")
_MOST_WORDS = 6


def parse_name(text: str) -> Parsed | None:
    """A person's name at the start of a text."""
    taken = _words_of_name(text)
    if not taken:
        return None
    start, stop = taken[0][0], taken[-1][1]
    raw = " ".join(text[a:b] for a, b in taken)
    notes: list[Correction] = []
    value = repair_name(_surname_repaired(_apart(raw, notes), notes), notes)
    first = value.split()[0]
    fit = 0.35 + (0.4 if is_surname(first) else 0.0) + (0.25 if 2 <= len(taken) <= 5 else 0.0)
    if len(taken) == 1:
        fit = min(fit, 0.4)
    rest = text[stop:].strip(EDGE)
    if rest[:1].islower():
        fit -= 0.1
    return Parsed(value, start, stop, fit, tuple(notes))


def _apart(name: str, notes: list[Correction]) -> str:
    """`PhươngBích` → `Phương Bích`: a capital inside a word opens the next one."""
    apart = "".join(
        f" {c}" if c.isupper() and before.islower() else c
        for before, c in zip(" " + name, name, strict=False)
    )
    if apart == name:
        return name
    notes.append(Correction(reason="run_together", before=name, after=apart))
    return apart


def _surname_repaired(name: str, notes: list[Correction]) -> str:
    first, _, rest = name.partition(" ")
    if is_surname(first) or not rest:
        return name
    meant = surname_for(first)
    if meant is None:
        return name
    meant = meant.upper() if is_upper(first) and len(first) > 1 else meant
    notes.append(Correction(reason="surname", before=name, after=f"{meant} {rest}"))
    return f"{meant} {rest}"


def _words_of_name(text: str) -> list[tuple[int, int]]:
    """(start, stop) of the words that make the name."""
    position = _behind_titles(text)
    taken: list[tuple[int, int]] = []
    while len(taken) < _MOST_WORDS:
        found = _NAME_WORD.match(text, position + _blanks(text[position:]))
        if found is None or not found.group()[0].isupper():
            break
        if taken and _ends_capitals(text[slice(*taken[0])], found.group()):
            break  # NGUYỄN VĂN AN Giới: the name was in capitals, the next label is not
        taken.append(found.span())
        position = found.end()
        if text[position : position + 1] in set(",;:()/|"):
            break
    return taken


def _behind_titles(text: str) -> int:
    """Where the name begins: behind marks and words like `Ông`, `Bà` that a name follows."""
    position = len(text) - len(text.lstrip(EDGE + "/()["))
    titles = set(words("name_titles"))
    while (found := _NAME_WORD.match(text, position)) and found.group().lower() in titles:
        following = text[found.end() :].lstrip(" /.:,()")
        if _NAME_WORD.match(following) is None:
            break
        second = following.split()[0]
        if found.group() == "Ông" and not _is_titled(following):
            break  # a surname, as in `Ông Quang Mùi`
        if not (is_surname(second.strip(",.:;()/")) or second.lower() in titles):
            break  # "Anh Thị Hòa" begins with a name
        position = len(text) - len(following)
    return position


def _is_titled(following: str) -> bool:
    """Whether what follows `Ông` is a whole name: by a frequent surname, or the words `Ông/Bà`."""
    first = following.split(maxsplit=1)[0].strip(",.:;()/")
    titled = {*words("frequent_surnames"), *words("name_titles")}
    return first in titled or first.capitalize() in titled or first.lower() in titled


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _ends_capitals(first: str, word: str) -> bool:
    return len(first) > 1 and is_upper(first) and len(word) > 1 and word[1:].islower()
