"""Labels by their telling words: wordings nobody listed, their ends marked by colon or cell."""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import Knowledge, Label, knowledge
from scanner.recognition.labels.ends import colon_behind
from scanner.recognition.labels.match import Match

_LOOSE = 0.60
_LONGEST_PHRASE = 14
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
    end, colon = _phrase_end(stream, i)
    if end is None or boundary < 0.8:
        return
    words = [stream.atoms[k].folded for k in following if k < end]
    if not 1 <= len(words) <= _LONGEST_PHRASE:
        return
    words, role = without_role(words, known)
    if not words:
        return
    stop, _ = colon_behind(stream, end)
    whole = begin == 0 and stop == len(stream.atoms)
    length = sum(1 for k in following if k < end)
    for attribute, score in _understood(tuple(words), active):
        if not colon and (score < 0.8 or length < 2):
            continue
        weight = 0.9 * length * score**2 + (1.2 if colon else 0.6) + boundary
        yield Match(stream, begin, stop, attribute, role, score * 0.95, weight, colon, whole)


def _phrase_end(stream: Stream, i: int) -> tuple[int | None, bool]:
    atoms = stream.atoms
    depth = 0
    for k in range(i, min(len(atoms), i + 26)):
        text = atoms[k].text
        if k > i and atoms[k].first_of_segment and not stream.in_cell:
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
