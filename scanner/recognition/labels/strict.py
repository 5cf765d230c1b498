"""Labels letter by letter: listed wordings, wherever they may stand in running text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import Knowledge, Label, knowledge
from scanner.recognition.labels.ends import (
    DASHES,
    bracket_closed,
    brackets_behind,
    colon_behind,
    gloss_behind,
    instruction_behind,
    note_behind,
    qualifier_behind,
    role_behind,
    translation_behind,
    unexplained,
)
from scanner.recognition.labels.match import COLONS, Match
from scanner.recognition.wordlists import heads_of_places

Counts: TypeAlias = NDArray[Any]
_CLOSE = 0.84
_FIRST_NEAR = 70.0
_SHORT = 3
_LONGEST_REST = 7  # atoms
_RELATION = "quan_he"
_ANSWERS = {"nam", "nu", "la", "kinh"}  # small words that answer
_ENDING = {"dung", "ghi_chu"}  # ask for nothing that is taken
_DASH = 0.4  # `Ngày - tháng - năm sinh:` is one label, though `Giới - Nam` ends with its dash
_NUMBERS = {"id12", "integer", "number_sign", "book", "serial", "phone", "papers"}


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """Wordings that begin alike, laid out for comparing all at once.

    Attributes:
        labels: in the vocabulary's order.
        squeezed: their letters.
        words: how many words each has.
        need: likeness each asks for.
        slack: letters that may be too many or too few.
    """

    labels: tuple[Label, ...]
    squeezed: tuple[str, ...]
    words: Counts
    need: Counts
    slack: Counts


@lru_cache(maxsize=1024)  # a page is searched twice: before its type is known, and after
def likely(spoken: tuple[str, ...]) -> tuple[tuple[Label, Mapping[int, float]], ...]:
    """Wordings that the next words may be: how many words of them, and how alike the letters are.

    Args:
        spoken: folded words from a place on, at least one.
    """
    wordings = labels_for(spoken[0])
    most = min(len(spoken), int(wordings.words.max(initial=0)) + 1)
    joined = list(accumulate(spoken[:most]))
    if not wordings.labels:
        return ()
    alike = process.cdist(
        joined,
        wordings.squeezed,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=_CLOSE,
        dtype=np.float64,
    )
    counts = np.arange(1, len(joined) + 1)[:, None]
    letters = np.array([len(text) for text in joined])[:, None]
    lengths = np.array([len(text) for text in wordings.squeezed])
    fits = (
        (alike >= wordings.need)
        & (alike > 0)
        & (abs(counts - wordings.words) <= 1)
        & (abs(letters - lengths) <= wordings.slack)
    )
    return tuple(
        (
            wordings.labels[int(column)],
            {int(row) + 1: float(alike[row, column]) for row in np.flatnonzero(fits[:, column])},
        )
        for column in np.flatnonzero(fits.any(axis=0))
    )


@lru_cache(maxsize=1)
def _by_first_token() -> dict[str, list[Label]]:
    index: dict[str, list[Label]] = {}
    for label in knowledge().labels:
        index.setdefault(label.tokens[0], []).append(label)
    return index


@lru_cache(maxsize=8192)
def labels_for(folded: str) -> Wordings:
    """Wordings whose first word a read word may be."""
    found: list[Label] = []
    for token, labels in _by_first_token().items():
        glued = len(folded) > len(token) + 1 and folded.startswith(token) and len(token) > 1
        if (
            token == folded
            or glued
            or (len(token) > 2 and fuzz.ratio(folded, token) >= _FIRST_NEAR - 5)
        ):
            found.extend(labels)
        elif (
            len(token) <= 2
            and len(folded) == len(token)
            and Levenshtein.distance(folded, token) <= 1
        ):
            found.extend(label for label in labels if len(label.tokens) > 1)
    squeezed = tuple(label.squeezed for label in found)
    return Wordings(
        tuple(found),
        squeezed,
        np.array([len(label.tokens) for label in found]),
        np.array([_need(text) for text in squeezed]),
        np.array([2 + len(text) // 6 for text in squeezed]),
    )


def strict(
    stream: Stream,
    begin: int,
    boundary: float,
    label: Label,
    scores: Mapping[int, float],
    following: list[int],
    known: Knowledge,
) -> Iterator[Match]:
    """The likeliest match of one wording whose first word stands at a place, if any.

    Args:
        stream: searched.
        begin: first atom, list mark included.
        boundary: how much a label may begin there, 0 to 1.
        label: the wording.
        scores: by how many words, how alike their letters are.
        following: letters' atoms from the first word on.
        known: the vocabulary.
    """
    wanted = len(label.tokens)
    found: list[Match] = []
    for count, letters in scores.items():
        spots = following[:count]
        score = _likeness([stream.atoms[k].folded for k in spots], label, letters)
        if score <= 0.0:
            continue
        if any(stream.atoms[k].text in COLONS for k in range(spots[0], spots[-1])):
            break
        if count > wanted and stream.atoms[spots[-1]].text[:1].isdigit():
            break  # "thời gian dự kiến 4 tháng": the value has begun
        alike = _marks_alike(stream, spots, label)
        if len(label.squeezed) <= (_SHORT + 2 * label.weak) and alike < 1.0:
            continue  # "Bá" in a name is not "Bà", "Hồ Bá" is not "Hộ bà"
        score = 0.88 * score + 0.12 * alike
        match = _finished(stream, begin, spots[-1] + 1, label, score, boundary, known)
        if match is not None:
            found.append(match)
    if found:
        likeliest = max(found, key=lambda match: match.weight)
        yield likeliest
        yield from _to_its_colon(likeliest)


def _to_its_colon(match: Match) -> Iterator[Match]:
    """A label with further words of its own before its colon: `Năm sinh người sử dụng:`."""
    atoms = match.stream.atoms
    if match.colon:
        return
    for i in range(match.stop, min(len(atoms), match.stop + _LONGEST_REST)):
        atom = atoms[i]
        if atom.text == ":":
            stop, _ = colon_behind(match.stream, i)
            words = sum(not a.is_mark for a in atoms[match.stop : i])
            weight = match.weight + 1.6 * unexplained(match.stream, match.stop) + 1.2
            yield replace(
                match, stop=stop, colon=True, score=0.93 * match.score, weight=weight + 0.4 * words
            )
            return
        if atom.first_of_segment or not (atom.text.islower() or atom.text in {"/", ",", "(", ")"}):
            return


def _likeness(words: list[str], label: Label, score: float) -> float:
    """How much read words are a wording, 0 to 1; 0 where they are not it."""
    if len(label.squeezed) <= 6 and score < 1.0:
        return 0.0
    if len(words) == len(label.tokens):
        return score if _same_ends(words, label.tokens) else 0.0
    return score if score >= 0.95 else 0.0


def _same_ends(words: list[str], wanted: tuple[str, ...]) -> bool:
    """Every short word the same, every long one nearly: `ra` is not `xã`."""
    return all(
        word == want
        or (
            len(want) >= (4 if len(wanted) > 2 else 5)
            and Levenshtein.distance(word, want) <= 1 + len(want) // 6
        )
        or (
            len(want) == len(word) == 3
            and Levenshtein.distance(word, want) <= 1
            and len(wanted) > 2
        )
        for word, want in zip(words, wanted, strict=True)
    )


def _marks_alike(stream: Stream, spots: list[int], label: Label) -> float:
    read = "".join(stream.atoms[k].text.lower() for k in spots)
    return Levenshtein.normalized_similarity(read, label.plain)


def _need(squeezed: str) -> float:
    return 0.99 if len(squeezed) <= 4 else (0.87 if len(squeezed) <= 8 else _CLOSE)


def _finished(
    stream: Stream,
    begin: int,
    stop: int,
    label: Label,
    score: float,
    boundary: float,
    known: Knowledge,
) -> Match | None:
    """The label with role, brackets and colon behind it; None where it cannot stand."""
    stop = end = bracket_closed(stream, begin, stop)
    stop, role = _whose(stream, stop, label, known)
    stop = gloss_behind(stream, translation_behind(stream, stop))
    stop = qualifier_behind(stream, stop, of_number=known.kinds[label.attribute] in _NUMBERS)
    if not role and label.attribute != _RELATION:
        stop, role = role_behind(stream, stop, known)
    stop = instruction_behind(stream, stop)
    stop, colon = colon_behind(stream, stop)
    stop = note_behind(stream, stop)
    whole = begin == 0 and stop == len(stream.atoms)
    if label.weak and _goes_on(stream, begin):
        boundary = min(boundary, 0.45)
    stands = colon or whole or (boundary >= 0.7 and _value_like_behind(stream, stop, label))
    stands = stands or _begins_clause(stream, begin, stop, label, known)
    if not colon and _runs_into_value(stream, end, label):
        return None
    if label.weak and not stands:
        return None
    if boundary <= 0.0 and not colon and not (len(label.tokens) > 1 and _opens(stream, stop)):
        return None
    if score < 0.95 and boundary < 0.7 and not colon:
        return None  # "KINH DOANH MAI …" in a name is not "Kinh doanh tại"
    explained = sum(1 for atom in stream.atoms[begin:stop] if not atom.is_mark)
    weight = explained * score**2 + 0.02 * len(label.tokens)  # own words before a skipped note
    if colon:
        weight += _DASH if stream.atoms[stop - 1].text in DASHES else 1.2
    weight += 1.0 * boundary
    weight += 0.8 if whole else 0.0
    weight -= 1.6 * unexplained(stream, stop) if not colon else 0.0
    if boundary <= 0.0:
        weight -= 1.5
    if weight <= 0.3:
        return None
    return Match(
        stream,
        begin,
        stop,
        label.attribute,
        role,
        score,
        weight,
        colon,
        whole,
        _same_wording(label),
        known.role_nouns.get(label.tokens, ()),
    )


def _whose(
    stream: Stream, stop: int, label: Label, known: Knowledge
) -> tuple[int, tuple[str, ...]]:
    """Where the person and the note behind a label end, and the roles that person can have."""
    answered = stop < len(stream.atoms) and stream.atoms[stop].text[:1].isupper()
    if label.attribute == _RELATION and answered:  # `quan hệ với trẻ em Mẹ` asks and answers
        return stop, ()
    stop, role = role_behind(stream, stop, known)
    stop = brackets_behind(stream, stop)
    stop, role = (stop, role) if role else role_behind(stream, stop, known)
    return stop, () if label.attribute == _RELATION else role


def _goes_on(stream: Stream, begin: int) -> bool:
    """Whether a line opens in the middle of a sentence: `thường trú` / `tại Thôn 5`."""
    return (
        begin > 0
        and not stream.in_cell
        and stream.atoms[begin].first_of_segment
        and stream.atoms[begin].text[:1].islower()
        and not stream.atoms[begin - 1].is_mark
    )


@lru_cache(maxsize=4096)
def _same_wording(label: Label) -> tuple[str, ...]:
    """Other attributes asked for by the very same words."""
    return tuple(
        {
            other.attribute
            for other in knowledge().labels
            if other.squeezed == label.squeezed and other.attribute != label.attribute
        }
    )


def _runs_into_value(stream: Stream, end: int, label: Label) -> bool:
    """The last word has a capital that the wording lacks: a value begins there."""
    last = stream.atoms[end - 1]
    before = stream.atoms[end - 2] if end > 1 else last
    if (
        len(label.tokens) < 2
        or end == len(stream.atoms)
        or stream.atoms[end].first_of_segment
        or not last.text[:1].isupper()
        or last.text.isupper()
        or before.text[:1].isupper()
    ):
        return False
    return label.text.split()[-1][:1].islower()


def _opens(stream: Stream, stop: int) -> bool:
    """Whether a value may open behind a label in running text: `ĐKQL cư trú và DLQG` asks none."""
    if stop >= len(stream.atoms):
        return True
    answer = stream.atoms[stop]
    opens = answer.text[:1]
    return (
        opens.isupper()
        or opens.isdigit()
        or answer.is_mark
        or answer.first_of_segment
        or answer.folded in heads_of_places() | _ANSWERS
    )


def _begins_clause(stream: Stream, begin: int, stop: int, label: Label, known: Knowledge) -> bool:
    """Whether a weak label opens a clause that answers it: `…, thời hạn 12 tháng`."""
    before = {atom.text for atom in stream.atoms[max(0, begin - 1) : begin + 1]}
    if begin == 0 or not before & {",", ";"} or stop >= len(stream.atoms):
        return False
    answer, kind = stream.atoms[stop], known.kinds[label.attribute]
    opens = answer.text[:1].isupper() or answer.text[:1].isdigit()
    return label.attribute not in _ENDING and (
        (kind in {"text", "term", "place"} and opens)
        or (kind == "place" and answer.folded in heads_of_places())
    )


def _value_like_behind(stream: Stream, stop: int, label: Label) -> bool:
    """A weak label without colon stands only before what it asks for."""
    if stop >= len(stream.atoms):
        return False
    following = stream.atoms[stop]
    if label.attribute == "so_cccd":
        return sum(c.isdigit() for c in following.text) >= (9 if label.squeezed == "so" else 6)
    if label.attribute == "ho_ten":
        return following.text[:1].isupper() and not following.first_of_segment
    if knowledge().kinds[label.attribute] in {"area", "integer", "phone", "money"}:
        return following.text[:1].isdigit()
    if label.attribute == "gioi_tinh":
        return following.text.lower() in {"nam", "nữ"}
    return label.attribute in {"noi_cap", "dan_toc"} and following.text[:1].isupper()
