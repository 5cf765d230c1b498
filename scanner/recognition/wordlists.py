"""Closed vocabularies as sets and fuzzy look-ups."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import Levenshtein

from scanner.recognition.looks import alike, meant_of
from scanner.recognition.text import fold, without_tone

_LONG_ENOUGH = 4
_BY_LOOKS = 0.9


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    text = (files("scanner.recognition") / "data" / "words.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=32)
def words(name: str) -> tuple[str, ...]:
    """A vocabulary as written in the data file; `provinces` is old and new together."""
    if name == "provinces":
        return tuple(dict.fromkeys([*_data()["provinces_before"], *_data()["provinces_after"]]))
    return tuple(dict.fromkeys(_data()[name]))


@lru_cache(maxsize=8)
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """A table of the data file: (read, meant)."""
    table: dict[str, str] = dict(_data()[name])
    return tuple(table.items())


@lru_cache(maxsize=1)
def heads_of_places() -> frozenset[str]:
    """Folded first words of units by which an address may open."""
    return frozenset(unit.split()[0] for unit, _ in pairs("unit_words"))


@lru_cache(maxsize=4096)
def nearest(name: str, text: str, least: float = 0.8) -> tuple[str, float] | None:
    """The entry of a vocabulary nearest to a text, and how near (0 to 1).

    Marks count a quarter: a lost tone is a smaller fault than a wrong letter.
    """
    lowered, bare, toneless = text.lower(), fold(text), without_tone(text)
    best: tuple[str, float] | None = None
    if len(text) >= _LONG_ENOUGH and text.casefold() not in _lowered(name):
        looks = meant_of(text, _alike(name).get(alike(text), ()))
        if looks is not None and least <= _BY_LOOKS:
            return looks, _BY_LOOKS
    for entry in words(name):
        near = Levenshtein.normalized_similarity(bare, fold(entry), score_cutoff=least - 0.1)
        if near <= 0:
            continue
        marks = Levenshtein.normalized_similarity(lowered, entry.lower())
        tones = Levenshtein.normalized_similarity(toneless, without_tone(entry))
        score = 0.6 * near + 0.2 * tones + 0.2 * marks
        if score >= least and (best is None or score > best[1]):
            best = (entry, score)
    return best


@lru_cache(maxsize=16)
def _lowered(name: str) -> frozenset[str]:
    return frozenset(entry.casefold() for entry in words(name))


@lru_cache(maxsize=16)
def _alike(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in words(name):
        found[alike(entry)] = (*found.get(alike(entry), ()), entry)
    return found


@lru_cache(maxsize=1)
def _surnames_by_fold() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for surname in words("surnames"):
        key = fold(surname)
        if surname not in found.get(key, ()):
            found[key] = (*found.get(key, ()), surname)
    return found


def is_surname(word: str) -> bool:
    """Whether a word, marks and all, is a known family name."""
    return any(word.lower() == name.lower() for name in _surnames_by_fold().get(fold(word), ()))


def surname_for(word: str) -> str | None:
    """The commonest family name with the letters of a word that is none."""
    known = next(iter(_surnames_by_fold().get(fold(word), ())), None)
    return known or (meant_of(word, words("surnames")) if len(word) > 2 else None)
