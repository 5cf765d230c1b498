"""Words of a page that are no word, put to what the own reader sees at their place.

Done before labels are looked for: `pận tộc` hides a label, `Irffg tâm Y tế` a value. A word is
changed only where the page's engine doubts it, it is no syllable in use, and what the own reader
sees is one.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from scanner.recognition.ocr.recogniser import LineReader, Word
from scanner.recognition.second import picture_of
from scanner.recognition.sheet import Pixels
from scanner.recognition.syllables import is_syllable, is_used
from scanner.recognition.text import fold

_MOST_LINES = 14
_DOUBTED = 0.9
_HARDLY_READ = 0.6  # so little that a syllable nobody uses is none either: `pận`
_TRUST = 0.6  # what a mended word counts for, however sure its reader: no other bears it out
_LIKE = 0.3
_STOPS = ".,;:()-–/'\"`_"


def mended(words: Sequence[Word], plain: Pixels, reader: LineReader) -> list[Word]:
    """The words of a page, those that are none read again.

    Args:
        words: of the page, in the order of their lines.
        plain: uint8 grey, the page before rules and specks were taken out.
        reader: reads lines.
    """
    found: list[Word] = []
    asked = 0
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        if asked < _MOST_LINES and any(map(_is_none, line)):
            asked += 1
            line = _again(line, reader.line(picture_of(line, plain))[0].split())
        found += line
    return found


def _again(line: list[Word], seen: list[str]) -> list[Word]:
    texts = [word.text for word in line]
    for step in Levenshtein.opcodes(texts, seen):
        if (
            step.tag != "replace"
            or step.src_end - step.src_start != step.dest_end - step.dest_start
        ):
            continue
        for place, other in enumerate(seen[step.dest_start : step.dest_end], step.src_start):
            if _is_none(line[place]) and _can_stand(texts[place], other):
                trust = min(line[place].confidence, _TRUST)
                line[place] = replace(line[place], text=other, confidence=trust)
    return line


def _is_none(word: Word) -> bool:
    bare = word.text.strip(_STOPS)
    if len(bare) < 2 or any(c.isdigit() for c in bare):
        return False
    spelt_so = is_syllable(bare)
    return word.confidence < (_HARDLY_READ if spelt_so else _DOUBTED) and not is_used(bare)


def _can_stand(text: str, other: str) -> bool:
    bare = other.strip(_STOPS)
    return (
        bare.isalpha()
        and is_used(bare)
        and Levenshtein.normalized_similarity(fold(text), fold(other)) >= _LIKE
    )
