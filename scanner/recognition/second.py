"""A second reader for doubtful fields: their lines read again by another model, and a vote."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from scanner.recognition.confidence import glued, oddities
from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.ocr.recogniser import Recogniser, Word
from scanner.recognition.reading import Correction
from scanner.recognition.sheet import OCR_DPI, Pixels, Sheet
from scanner.recognition.text import spaced

LETTERS = {
    "id12": "0123456789",
    "phone": "0123456789",
    "integer": "0123456789",
    "area": "0123456789.,",
    "money": "0123456789.,",
    "year": "0123456789",
}
WORDED = {"name", "place", "agency", "text", "papers", "term"}
_MOST_FIELDS = 24
_MOST_LINES = 4
_BETTER = 0.08


@dataclass(frozen=True, slots=True)
class Vote:
    """What two readers say of one field.

    Attributes:
        candidate: the value to take.
        agree: 1 both say the same, -1 they differ, 0 not read again.
        other: the reading not taken, if there is one.
        backed: part of the further readings that say the value, 0 to 1.
        polled: there were further readings.
    """

    candidate: Candidate
    agree: int
    other: str = ""
    backed: float = 0.0
    polled: bool = False


def second_look(
    doubtful: Mapping[str, Candidate], sheet: Sheet, recogniser: Recogniser
) -> dict[str, Vote]:
    """Votes on doubtful fields; at most 24 of a page, so that a page keeps its time.

    Args:
        doubtful: best candidate of each field to look at, most doubtful first.
        sheet: the picture the words came from.
        recogniser: its `line` is the second reader.
    """
    grey = sheet.grey()
    votes: dict[str, Vote] = {}
    for name, candidate in list(doubtful.items())[:_MOST_FIELDS]:
        vote = _vote(candidate, grey, recogniser)
        if vote is not None:
            votes[name] = vote
    return votes


def _vote(candidate: Candidate, grey: Pixels, recogniser: Recogniser) -> Vote | None:
    first = candidate.parsed
    words = candidate.value.words(first.start, first.stop)
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    if not words or len(lines) > _MOST_LINES:
        return None
    letters = LETTERS.get(candidate.spec.kind, "")
    texts, confidences = [], []
    for line in lines:
        text, confidence = recogniser.line(picture_of(line, grey), OCR_DPI, letters=letters)
        texts.append(text)
        confidences.append(confidence)
    again = parse(candidate.spec.kind, " ".join(texts).strip())
    if again is None:
        return Vote(candidate, -1)
    if same_text(again.value, first.value):
        own = any(change.reason == "second_reader" for change in first.corrections)
        return Vote(candidate, 0 if own else 1)  # it bears out another reader, not itself
    mean, _ = candidate.value.confidence(first.start, first.stop)
    mixed = _mixed(candidate, " ".join(texts))
    if mixed is not None:
        again = mixed
    torn = _torn(candidate, again, " ".join(texts).strip())
    if (
        torn
        or mixed is not None
        or _is_better(again, first, float(np.mean(confidences)), mean, candidate.spec.kind)
    ):
        note = Correction(reason="second_reader", before=first.value, after=again.value)
        taken = replace(
            first,
            value=again.value,
            fit=again.fit,
            corrections=(*first.corrections, note),
        )
        return Vote(replace(candidate, parsed=taken), -1, first.value)
    return Vote(candidate, -1, again.value)


def picture_of(line: list[Word], grey: Pixels) -> Pixels:
    """The strip of a page around words of one line."""
    pad = max(4, (max(w.bottom for w in line) - min(w.top for w in line)) // 4)
    left, top = max(0, min(w.left for w in line) - pad), max(0, min(w.top for w in line) - pad)
    right, bottom = max(w.right for w in line) + pad, max(w.bottom for w in line) + pad
    return np.ascontiguousarray(grey[top:bottom, left:right])


def same_text(a: str, b: str) -> bool:
    """Whether two readings say the same, blanks and case aside."""
    return spaced(unicodedata.normalize("NFC", a)).casefold() == spaced(b).casefold()


def _torn(candidate: Candidate, again: Parsed, text: str) -> bool:
    """Whether the first reading broke off inside a word of figures, `2OÔ,5`; this is all of it."""
    rest = text[: again.start] + text[again.stop :]
    more = len(again.value) > len(candidate.parsed.value)
    return (
        candidate.spec.kind in LETTERS
        and more
        and glued(candidate)
        and sum(c.isalnum() for c in rest) <= 2  # a unit
    )


def _mixed(candidate: Candidate, again: str) -> Parsed | None:
    """Of two readings word for word the one that can stand there; None where that is no gain."""
    first, kind = candidate.parsed, candidate.spec.kind
    here = candidate.value.text[first.start : first.stop].split()
    there = again.split()
    if kind not in WORDED or len(here) != len(there) or len(here) < 2:
        return None
    one, other = parse(kind, " ".join(here)), parse(kind, again)
    words = [
        b if oddities(a, kind, alone=True) > oddities(b, kind, alone=True) else a
        for a, b in zip(here, there, strict=True)
    ]
    mixed = parse(kind, " ".join(words))
    if mixed is None or one is None or other is None or len(mixed.value.split()) != len(words):
        return None
    fewest = min(oddities(each.value, kind) for each in (one, other, first))
    is_gain = oddities(mixed.value, kind) < fewest and mixed.fit >= first.fit - 0.01
    return mixed if is_gain else None


def _is_better(again: Parsed, first: Parsed, confidence: float, before: float, kind: str) -> bool:
    fewer = oddities(again.value, kind) < oddities(first.value, kind)
    if kind in WORDED and fewer and again.fit >= first.fit - 0.01:
        return True
    if again.fit > first.fit + _BETTER:
        return True
    return again.fit >= first.fit - 0.01 and confidence > before + _BETTER
