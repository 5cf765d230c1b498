"""Further readings of values still in doubt: their lines larger, thicker and uncleaned, and a vote.

Two readings that differ settle nothing. Measured on 410 fields of 140 pages that two readers left
in doubt: word for word among six readings 28 values are mended and 8 spoilt, of which the guards
below keep most; where all say the same 80 % are right, where half do 60 %. A reading costs 0.02 s.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from scanner.recognition.confidence import oddities
from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.ocr.recogniser import Recogniser, Word
from scanner.recognition.prepare import Prepared
from scanner.recognition.reading import Correction
from scanner.recognition.second import LETTERS, WORDED, Vote, picture_of, same_text
from scanner.recognition.sheet import OCR_DPI, Pixels
from scanner.recognition.syllables import is_used

_MOST_FIELDS = 6
_MOST_LINES = 4
_LARGER = 1.5
_HERE = 1.5  # weight of the value as it stands beside one further reading
_KNOWN = 3.5  # of a word that a list put there: a reading of its misread form is no news
_RARE = 0.4  # against a word that is no common syllable
_STOPS = ".,;:"
_READINGS = {"second_reader", "stray_mark", "comma"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a value: cleaned, and as it was before specks and rules were taken out."""

    clean: Pixels
    plain: Pixels


def poll(
    doubted: Mapping[str, Vote], prepared: Prepared, recogniser: Recogniser
) -> dict[str, Vote]:
    """Votes with what further readings say; at most six of a page, so that it keeps its time.

    Args:
        doubted: what two readers said of each field still in doubt, nearest to sure first.
        prepared: the page.
        recogniser: both its readers are asked.
    """
    clean, plain = prepared.sheet.grey(), prepared.plain.grey()
    found: dict[str, Vote] = {}
    for name, vote in list(doubted.items())[:_MOST_FIELDS]:
        first = vote.candidate.parsed
        words = vote.candidate.value.words(first.start, first.stop)
        lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
        if not words or len(lines) > _MOST_LINES:
            continue
        pictures = [_Line(picture_of(line, clean), picture_of(line, plain)) for line in lines]
        found[name] = counted(vote, _readings(vote.candidate, pictures, recogniser))
    return found


def _readings(candidate: Candidate, lines: list[_Line], recogniser: Recogniser) -> list[str]:
    """What each further reading makes of the value; none where it is nothing of its kind.

    Two that both say the value end the poll: they are right as often as four that do. So do any two
    that say one other thing: what the rest say could only bring the doubt back.
    """
    letters = LETTERS.get(candidate.spec.kind, "")

    def by_page_model(picture: Pixels) -> str:
        return _joined(recogniser.words(picture, OCR_DPI, single=True))

    def by_second_model(picture: Pixels) -> str:
        return recogniser.line(picture, OCR_DPI, letters=letters)[0]

    ways: list[Callable[[_Line], str]] = [
        lambda line: by_page_model(_larger(line.clean)),
        lambda line: by_second_model(line.plain),
        lambda line: by_page_model(line.clean),
        lambda line: by_second_model(_thicker(line.clean)),
    ]
    found: list[str] = []
    for way in ways:
        parsed = parse(candidate.spec.kind, " ".join(map(way, lines)).strip())
        if parsed is not None:
            found.append(parsed.value)
        if _settled(found, candidate.parsed.value):
            break
    return found


def _settled(found: list[str], value: str) -> bool:
    """Whether the first two say the value, or the last says again what is not the value."""
    if len(found) < 2:
        return False
    if same_text(found[-1], value):
        return len(found) == 2 and same_text(found[0], value)
    return any(same_text(found[-1], other) for other in found[:-1])


def _joined(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def _larger(picture: Pixels) -> Pixels:
    return np.asarray(
        cv2.resize(picture, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC), np.uint8
    )


def _thicker(picture: Pixels) -> Pixels:
    return np.asarray(cv2.erode(picture, np.ones((2, 2), np.uint8)), np.uint8)


def counted(vote: Vote, readings: list[str]) -> Vote:
    """The vote after further readings: perhaps another value, and what part of them says it.

    Args:
        vote: of two readers.
        readings: further values of the same place.
    """
    first, kind = vote.candidate.parsed, vote.candidate.spec.kind
    by_words = kind in WORDED or kind == "date_words"
    meant = _by_words(vote.candidate, readings) if by_words else _whole(first, readings)
    taken = _accepted(first, meant, kind)
    backed = sum(same_text(reading, taken.value) for reading in readings) / max(1, len(readings))
    if taken is first:
        return replace(vote, backed=backed, polled=True)
    return Vote(replace(vote.candidate, parsed=taken), -1, first.value, backed, polled=True)


def _whole(first: Parsed, readings: list[str]) -> str:
    """The value most readings give; the one that stands where none has more."""
    weight = {first.value: _HERE}
    for reading in readings:
        known = next((value for value in weight if same_text(value, reading)), reading)
        weight[known] = weight.get(known, 0.0) + 1.0
    best = max(weight, key=lambda value: (weight[value], value == first.value))
    return best if len(best) >= len(first.value) else first.value  # a figure lost is no news


def _by_words(candidate: Candidate, readings: list[str]) -> str:
    """Word for word what most readings give, words that can stand there before others.

    Commas and full stops stay as they are: a reading that ends with the line has none there.
    """
    first, kind = candidate.parsed, candidate.spec.kind
    here = first.value.split()
    bare = [word.strip(_STOPS) or word for word in here]
    read = {word.strip(_STOPS) for word in _read(candidate).split()}
    by_list = any(change.reason not in _READINGS for change in first.corrections)
    votes: list[dict[str, float]] = [
        {word: _KNOWN if by_list and word not in read else _HERE} for word in bare
    ]
    for reading in readings:
        there = [word.strip(_STOPS) or word for word in reading.split()]
        for step in Levenshtein.opcodes(bare, there):
            same_count = step.src_end - step.src_start == step.dest_end - step.dest_start
            if step.tag in {"equal", "replace"} and same_count:
                words = there[step.dest_start : step.dest_end]
                for place, word in enumerate(words, step.src_start):
                    votes[place][word] = votes[place].get(word, 0.0) + 1.0
    chosen = []
    for shown, word, counts in zip(here, bare, votes, strict=True):
        merit = {
            other: count - oddities(other, kind, alone=True) - _RARE * (not is_used(other))
            for other, count in counts.items()
        }
        best = max(merit, key=lambda other: (merit[other], other == word))
        chosen.append(shown.replace(word, best) if any(c.isalnum() for c in word) else shown)
    return " ".join(chosen)


def _read(candidate: Candidate) -> str:
    return candidate.value.text[candidate.parsed.start : candidate.parsed.stop]


def _accepted(first: Parsed, meant: str, kind: str) -> Parsed:
    """A changed value where it fits its kind as well as the one that stands."""
    if meant == first.value:
        return first
    again = parse(kind, meant)
    if again is None or again.fit < first.fit - 0.01 or same_text(again.value, first.value):
        return first
    note = Correction(reason="further_readings", before=first.value, after=again.value)
    return replace(first, value=again.value, fit=again.fit, corrections=(*first.corrections, note))
