"""Labels by their telling words: wordings nobody listed, their ends marked by colon or cell."""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import Knowledge, Label, knowledge
from scanner.recognition.labels.ends import colon_behind
from scanner.recognition.labels.match import Match
from scanner.recognition.text import is_upper

_LOOSE = 0.60
_UNMARKED = 0.8  # without a colon
_LONGEST_PHRASE = 14
_COLON, _CELL, _FIRST_LINE = 1.2, 0.6, 0.0  # what the end of a phrase adds
_ENDS_A_VALUE = "dung"
_RELATION = "quan_he"  # is asked of who declares, and answered with nobody's name
_TOLD = 0.85  # telling words that must be there where a phrase only ends what stands before it
_LEAST_WORDS = 2  # without a colon
_UNKNOWN = 1.6  # weight of a word no wording has


def loose(
    stream: Stream,
    i: int,
    begin: int,
    boundary: float,
    following: list[int],
    known: Knowledge,
    active: frozenset[str] | None,
) -> Iterator[Match]:
    """A phrase with marked ends, understood by its telling words."""
    if boundary < 0.8:
        return
    for end, bonus in _phrase_ends(stream, i):
        colon = bonus == _COLON
        spots = [k for k in following if k < end]
        if not 1 <= len(spots) <= _LONGEST_PHRASE or _holds_a_name(stream, spots, boundary, known):
            continue
        plain = _without_notes(stream, spots)
        words, role = without_role([stream.atoms[k].folded for k in plain], known)
        if not words or (not colon and sum(not w.isdigit() for w in words) < _LEAST_WORDS):
            continue
        stop, _ = colon_behind(stream, end)
        whole = begin == 0 and stop == len(stream.atoms)
        for attribute, score in _understood(tuple(words), active):
            if score < _least(attribute, colon=colon):
                continue
            weight = 0.9 * len(spots) * score**2 + bonus + boundary
            whose = () if attribute == _RELATION else role
            yield Match(stream, begin, stop, attribute, whose, score * 0.95, weight, colon, whole)


def _without_notes(stream: Stream, spots: list[int]) -> list[int]:
    """Words of a phrase that stand in no bracket; all, where no others are there."""
    depth, plain = 0, []
    for k in range(spots[0], spots[-1] + 1):
        depth += (stream.atoms[k].text == "(") - (stream.atoms[k].text == ")")
        if depth <= 0 and not stream.atoms[k].is_mark:
            plain.append(k)
    return plain or spots


def _least(attribute: str, *, colon: bool) -> float:
    """The score a phrase needs to be taken for an attribute's label."""
    if attribute == _ENDS_A_VALUE:
        return _TOLD
    return _LOOSE if colon else _UNMARKED


def _holds_a_name(stream: Stream, spots: list[int], boundary: float, known: Knowledge) -> bool:
    """Whether a phrase has a capital that no wording has: `xã Kim Bôi, tỉnh Phú Thọ, giấy tờ:`."""
    atoms = [stream.atoms[k] for k in spots[boundary >= 1.0 :]]
    if all(is_upper(atom.text) for atom in atoms):
        return False
    return any(atom.text[:1].isupper() and atom.folded not in known.weight for atom in atoms)


def _phrase_ends(stream: Stream, i: int) -> Iterator[tuple[int, float]]:
    """Where a phrase may end, and what that end adds: a colon, all of a cell, its first line."""
    end, colon = _phrase_end(stream, i)
    if end is None:
        return
    yield end, _COLON if colon else _CELL
    line = next((k for k in range(i + 1, end) if stream.atoms[k].first_of_segment), end)
    if not colon and line < end and _opens_answer(stream, i, line):
        yield line, _FIRST_LINE


def _opens_answer(stream: Stream, i: int, line: int) -> bool:
    """Whether a cell's second line answers its first: it opens with a capital or a figure."""
    opens = stream.atoms[line].text[:1]
    label = [atom.text for atom in stream.atoms[i:line] if not atom.is_mark]
    return (opens.isupper() or opens.isdigit()) and not all(map(is_upper, label))


def _phrase_end(stream: Stream, i: int) -> tuple[int | None, bool]:
    atoms = stream.atoms
    from_line = any(
        stream.bullet_end(k) == i for k in range(max(0, i - 5), i + 1) if atoms[k].first_of_segment
    )
    depth = 0
    for k in range(i, min(len(atoms), i + 26)):
        text = atoms[k].text
        if k > i and atoms[k].first_of_segment and not (stream.in_cell and from_line):
            return None, False
        depth += (text == "(") - (text == ")")
        if text in {":", "："} and depth <= 0:
            return k, True
        if (text in {";", "."} and k > i and atoms[k].gap == 0 and depth <= 0) or (
            text.isdigit() and len(text) > 2
        ):
            return None, False
    if stream.in_cell and i <= 4 and len(atoms) - i <= 20:
        return len(atoms), False
    return None, False


def without_role(words: list[str], known: Knowledge) -> tuple[list[str], tuple[str, ...]]:
    """Words without the role named at their end or beginning, and that role."""
    for count in range(min(7, len(words)), 0, -1):
        roles = known.role_nouns.get(tuple(words[-count:]))
        if (
            roles
            and (count > 1 or words[-1] in {"me", "cha", "bo", "vo", "chong"})
            and count < len(words)
        ):
            rest = words[:-count]
            while rest and rest[-1] in {"cua", "ve"}:
                rest = rest[:-1]
            return rest, roles
    for count in range(min(7, len(words)), 0, -1):
        roles = known.role_nouns.get(tuple(words[:count]))
        if roles and count < len(words):
            return words[count:], roles
    return words, ()


@lru_cache(maxsize=4096)
def _understood(
    words: tuple[str, ...], active: frozenset[str] | None
) -> tuple[tuple[str, float], ...]:
    """Attributes whose wordings share their telling words with a phrase: (attribute, score)."""
    found: dict[str, float] = {}
    labels = knowledge().labels
    for number in sorted({number for word in words for number in _telling(word)}):
        label = labels[number]
        if active is not None and label.attribute not in active:
            continue
        score = _shared(words, label, least=_LOOSE)
        if label.weak and score < 0.99:
            continue
        if score >= _LOOSE and score > found.get(label.attribute, 0.0):
            found[label.attribute] = score
    return tuple(sorted(found.items(), key=lambda item: -item[1])[:4])


@lru_cache(maxsize=8192)
def _telling(word: str) -> tuple[int, ...]:
    """Numbers of the wordings that have a word, or one a letter away."""
    return tuple(
        number
        for token, numbers in _by_token().items()
        if _same_word(token, (word,)) is not None
        for number in numbers
    )


@lru_cache(maxsize=1)
def _by_token() -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, label in enumerate(knowledge().labels):
        for token in label.tokens:
            index.setdefault(token, []).append(number)
    return index


@lru_cache(maxsize=8192)
def likeness_of_words(words: tuple[str, ...], attribute: str) -> float:
    """How much of its telling words a phrase shares with the best wording of an attribute."""
    return max(
        (_shared(words, label) for label in knowledge().labels if label.attribute == attribute),
        default=0.0,
    )


def _shared(words: tuple[str, ...], label: Label, *, least: float = 0.0) -> float:
    """Harmonic mean of the telling words shared, as parts of the phrase and of the wording.

    Args:
        words: the phrase.
        label: the wording.
        least: a mean that cannot reach this is given as 0.
    """
    known = knowledge()
    mass = _mass(label.tokens)
    shared = missed = 0.0
    most_missed = mass * (1 - least / (2 - least)) + 1e-9  # with every other word shared
    hit = set()
    for token in label.tokens:
        same = _same_word(token, words)
        if same is not None:
            shared += known.weight[token]
            hit.add(same)
            continue
        missed += known.weight[token]
        if missed > most_missed:
            return 0.0
    if not shared:
        return 0.0
    other = sum(min(known.weight.get(w, _UNKNOWN), _UNKNOWN) for w in words if w not in hit)
    precision = shared / (shared + 0.7 * other)
    recall = shared / mass
    return 2 * precision * recall / (precision + recall)


@lru_cache(maxsize=8192)
def _mass(tokens: tuple[str, ...]) -> float:
    """Weight of a wording's words together."""
    return sum(knowledge().weight[token] for token in tokens)


def _same_word(token: str, words: tuple[str, ...]) -> str | None:
    if token in words:
        return token
    if len(token) >= 5:
        for word in words:
            if (
                abs(len(word) - len(token)) <= 1
                and Levenshtein.distance(token, word, score_cutoff=1) <= 1
            ):
                return word
    return None
