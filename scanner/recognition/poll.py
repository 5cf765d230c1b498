"""Further readings of values still in doubt, and a vote.

Two readings that differ settle nothing. The own reader looks at the line as it was before rules and
specks were taken out; where that does not bear the value out, the engine's second model is asked
too. Word for word, or figure for figure, what most of them say is the value; what part of them says
it is evidence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from scanner.recognition.confidence import oddities
from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.ocr.recogniser import LineReader, Recogniser
from scanner.recognition.prepare import Prepared
from scanner.recognition.reading import Correction
from scanner.recognition.second import LETTERS, WORDED, Vote, picture_of, same_text
from scanner.recognition.sheet import OCR_DPI
from scanner.recognition.syllables import is_used

_MOST_FIELDS = 16
_MOST_ASKED = 8  # of them the engine's second model, which takes five times as long
_MOST_LINES = 6
_HERE = 1.0  # weight of the value as it stands beside one further reading
_FIGURES = 2.0  # of figures the own reader is sure of: it seldom takes one for another
_CLEAR = 0.9
_PUT_RIGHT = 0.5  # of a name's syllable that stands in a list and not in what was read
_KNOWN = 3.5  # of a word that a list put there: a reading of its misread form is no news
_RARE = 0.4  # against a word that is no common syllable
_FITS_BETTER = 0.05
_PIECE = 0.4  # likeness below which one word is no other reading of another
_STOPS = ".,;:"
_FIGURES_ONLY = re.compile(r"\d[\d.,/-]*")
_COMMAS = 2  # readings that see one
_READINGS = {"second_reader", "stray_mark", "comma"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a value.

    Attributes:
        value: of its kind.
        clear: how sure the own reader is of its letters, 0 to 1; 0 for another reader's.
        said: its letters before they were put right; empty where nothing was.
    """

    value: str
    clear: float = 0.0
    said: str = ""

    def weight(self, word: str) -> float:
        """Of one of its words beside the value as it stands."""
        if self.said and word not in self.said:
            return _PUT_RIGHT
        sure = self.clear >= _CLEAR and _FIGURES_ONLY.fullmatch(word)
        return _FIGURES if sure else 1.0


def poll(
    doubted: Mapping[str, Vote], prepared: Prepared, recogniser: Recogniser, own: LineReader
) -> dict[str, Vote]:
    """Votes with what further readings say; at most 16 of a page, so that it keeps its time.

    Args:
        doubted: what two readers said of each field still in doubt, nearest to sure first.
        prepared: the page.
        recogniser: its second model is asked.
        own: asked about the line before it was cleaned.
    """
    clean, plain = prepared.sheet.grey(), prepared.plain.grey()
    found: dict[str, Vote] = {}
    asked = 0
    for name, vote in list(doubted.items())[:_MOST_FIELDS]:
        first = vote.candidate.parsed
        words = vote.candidate.value.words(first.start, first.stop)
        lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
        if not words or len(lines) > _MOST_LINES:
            continue
        kind = vote.candidate.spec.kind
        readings = [Reading(vote.again, vote.clear)] if vote.again else []
        is_its_own = any(word.again for word in words)
        if not is_its_own:
            readings += _parsed(kind, [own.line(picture_of(line, plain)) for line in lines])
        if asked < _MOST_ASKED and not _settled(readings, first.value):
            asked += 1
            letters = LETTERS.get(kind, "")
            read = [
                recogniser.line(picture_of(line, clean), OCR_DPI, letters=letters)[0]
                for line in lines
            ]
            readings += _parsed(kind, [(text, 0.0) for text in read])
        found[name] = counted(vote, readings, is_its_own=is_its_own)
    return found


def _parsed(kind: str, lines: list[tuple[str, float]]) -> list[Reading]:
    """What the lines of a value come to; nothing where that is nothing of its kind."""
    text = " ".join(text for text, _ in lines).strip()
    parsed = parse(kind, text)
    if parsed is None:
        return []
    said = text if kind == "name" and parsed.corrections else ""
    return [Reading(parsed.value, min(clear for _, clear in lines), said)]


def _settled(readings: list[Reading], value: str) -> bool:
    """Whether two readings say the value: they are right as often as three that do."""
    return sum(same_text(reading.value, value) for reading in readings) == 2


def counted(vote: Vote, readings: list[Reading], *, is_its_own: bool = False) -> Vote:
    """The vote after further readings: perhaps another value, and what part of them says it.

    Args:
        vote: of two readers.
        readings: further values of the same place.
        is_its_own: the value that stands is the own reader's already.
    """
    first, kind = vote.candidate.parsed, vote.candidate.spec.kind
    by_words = kind in WORDED or kind == "date_words"
    here = _FIGURES if is_its_own else _HERE
    meant = _by_words(vote.candidate, readings) if by_words else _whole(first, readings, kind, here)
    taken = _accepted(first, meant, kind)
    backed = _backed(readings, taken.value)
    if taken is first:
        return replace(vote, other=_likely(readings, first.value), backed=backed, polled=True)
    candidate = replace(vote.candidate, parsed=taken)
    return replace(
        vote, candidate=candidate, agree=-1, other=first.value, backed=backed, polled=True
    )


def _backed(readings: list[Reading], value: str) -> float:
    """How far the readings bear a value out: the own reader's together count as the engine's do."""
    eyes = [[r for r in readings if r.clear > 0], [r for r in readings if r.clear <= 0]]
    shares = [sum(same_text(r.value, value) for r in eye) / len(eye) for eye in eyes if eye]
    return sum(shares) / len(shares) if shares else 0.0


def _likely(readings: list[Reading], value: str) -> str:
    """The first reading that says something else, for the officer to choose from."""
    return next((r.value for r in readings if not same_text(r.value, value)), "")


def _whole(first: Parsed, readings: list[Reading], kind: str, here: float) -> str:
    """The value most readings give; the one that stands where none has more.

    A figure lost is no news, unless the shorter value fits its kind where the longer does not.
    """
    weight = {first.value: here}
    for reading in readings:
        value = reading.value
        known = next((other for other in weight if same_text(other, value)), value)
        weight[known] = weight.get(known, 0.0) + reading.weight(value)
    best = max(weight, key=lambda value: (weight[value], value == first.value))
    if len(best) >= len(first.value):
        return best
    again = parse(kind, best)
    return best if again is not None and again.fit > first.fit + _FITS_BETTER else first.value


def _by_words(candidate: Candidate, readings: list[Reading]) -> str:
    """Word for word what most readings give, words that can stand there before others.

    A comma two readings see is put in; what stops stand there already stay: a reading that ends
    with the line has none.
    """
    first, kind = candidate.parsed, candidate.spec.kind
    here = _apart(first.value, readings, kind).split()
    bare = [word.strip(_STOPS) or word for word in here]
    read = {word.strip(_STOPS) for word in _read(candidate).split()}
    by_list = any(change.reason not in _READINGS for change in first.corrections)
    votes: list[dict[str, float]] = [
        {word: _KNOWN if by_list and word not in read else _HERE} for word in bare
    ]
    commas = [0] * len(bare)
    for reading in readings:
        shown_there = reading.value.split()
        there = [word.strip(_STOPS) or word for word in shown_there]
        for step in Levenshtein.opcodes(bare, there):
            same_count = step.src_end - step.src_start == step.dest_end - step.dest_start
            if step.tag in {"equal", "replace"} and same_count:
                words = there[step.dest_start : step.dest_end]
                for place, word in enumerate(words, step.src_start):
                    at = step.dest_start + place - step.src_start
                    commas[place] += shown_there[at].endswith(",")
                    if step.tag == "replace" and _torn(bare[place], word):
                        continue
                    votes[place][word] = votes[place].get(word, 0.0) + reading.weight(word)
    chosen = []
    for place, (shown, word, counts) in enumerate(zip(here, bare, votes, strict=True)):
        merit = {
            other: count - oddities(other, kind, alone=True) - _RARE * (not is_used(other))
            for other, count in counts.items()
        }
        best = max(merit, key=lambda other: (merit[other], other == word))
        taken = shown.replace(word, best) if any(c.isalnum() for c in word) else shown
        if commas[place] >= _COMMAS and place < len(here) - 1:
            taken = taken.rstrip(_STOPS) + ","
        chosen.append(taken)
    return " ".join(chosen)


def _apart(value: str, readings: list[Reading], kind: str) -> str:
    """The value, or a reading of its letters whose words are parted better: `TỈNHNINH BÌNH`."""
    letters = value.replace(" ", "")
    same = [r.value for r in readings if r.value.replace(" ", "") == letters]
    return min([value, *same], key=lambda text: oddities(text, kind))


def _torn(word: str, other: str) -> bool:
    """Whether one is a small piece of the other: blanks were read that the other has not."""
    return Levenshtein.normalized_similarity(word.casefold(), other.casefold()) < _PIECE


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
