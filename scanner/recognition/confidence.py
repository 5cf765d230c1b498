"""How far to trust a field: evidence to a chance of being exactly right.

The weights are data, fitted by `python -m tests.kit.papers.calibrate` on pages of the generator and
checked on parts it was not fitted on; docs/reading.md has the figures.
"""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import Parsed
from scanner.recognition.kinds.date_words import date_of_words
from scanner.recognition.kinds.places import ends_with_province
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.repair import is_name_syllable, is_seldom, is_seldom_surname
from scanner.recognition.syllables import is_syllable, is_used
from scanner.recognition.text import fold
from scanner.recognition.wordlists import is_surname, pairs, words

_WORDED = {"place", "agency", "text", "term", "papers"}
_CLOSED = {"gender", "ethnic", "nationality", "relation"}
_FIGURES = {"integer", "area", "money", "phone", "number_sign", "book", "serial"}
_CHECKED = {"id12", "date", "year", "date_words"}  # a misread one seldom still looks like its kind
_MOST_UNLABELLED = 0.9  # no known label led to it, or only one reader saw it: for the officer
_MOST_DISPUTED = 0.85  # another reader says something else and nothing bears it out
_MOST_OPEN = 0.9  # whose it is, or what more of its number there was, nothing says: `9` of `9Ú`
_CLEAR = 0.85
_LISTED = 0.95  # fit of a value that stands as its kind's list has it
_HARDLY_READ = 0.5
_UNDERSTOOD = 0.7
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _data() -> tuple[dict[str, float], float]:
    text = (files("scanner.recognition") / "data" / "confidence.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return {name: float(weight) for name, weight in data["weights"].items()}, float(data["sure"])


def weights() -> dict[str, float]:
    """How much each part of the evidence weighs; negative ones speak against a field."""
    return _data()[0]


def evidence(
    best: Candidate,
    others: list[Candidate],
    agree: int,
    witness: int = 0,
    *,
    noise: float = 0.0,
    backed: float | None = None,
) -> dict[str, float]:
    """What speaks for and against a candidate, each part about 0 to 1.

    Args:
        best: the candidate.
        others: further candidates of the same field.
        agree: 1 a second reader says the same, -1 it differs, 0 it was not asked.
        witness: 1 another place of the page says the same, -1 it differs, 0 there is none.
        noise: of `page_noise`.
        backed: part of further readings that say the same; None where there were none.
    """
    parsed, kind = best.parsed, best.spec.kind
    _, least = best.value.confidence(parsed.start, parsed.stop)
    rival = max((o.score for o in others if o.parsed.value != parsed.value), default=0.0)
    listed = kind in _CLOSED and parsed.fit > _LISTED and not best.evidence.get("orphan")
    return {
        "constant": 1.0,
        "same": float(agree > 0),
        "differs": float(agree < 0),
        "unclear": max(0.0, 0.96 - least) * 2,
        "again": float(any(w.again for w in best.value.words(parsed.start, parsed.stop))),
        "weak_place": max(0.0, 0.95 - best.score) * 2,
        "misfit": 1.0 - min(1.0, parsed.fit),
        "rival": float(rival > 0.8 * best.score),
        "leftover": max(best.evidence.get("leftover", 0.0), float(_guessed(best))),
        "loose_role": best.evidence.get("loose_role", 0.0),
        "orphan": best.evidence.get("orphan", 0.0),
        "lone": best.evidence.get("lone", 0.0) * best.evidence.get("loose_role", 0.0),
        "below": float(best.value.how == "below"),
        "closed": float(listed and least > _HARDLY_READ),
        "figures": float(kind in _FIGURES),
        "checked": float(kind in _CHECKED),
        "odd": float(min(3, oddities(parsed.value, kind))),
        "rare": float(min(3, rarities(parsed.value, kind))),
        "run_on": float(_runs_on(best)),
        "unfinished": float(_unfinished(parsed, kind)),
        "glued": float(glued(best)),
        "witness": float(witness > 0),
        "contradicted": float(witness < 0),
        "noisy_page": noise,
        "backed": backed or 0.0,
        "unbacked": 0.0 if backed is None else 1.0 - backed,
    }


def _guessed(best: Candidate) -> bool:
    """Whether the label was understood by some of its words only."""
    return best.value.how != "found" and best.evidence.get("label", 1.0) < _UNDERSTOOD


def _runs_on(best: Candidate) -> bool:
    """Whether a value may be the rest of its label: no colon before it, and it begins small.

    `Nguồn gốc | sử dụng đất` is a label understood by half; `cư trú tại thôn Đông` is none.
    """
    if best.spec.kind not in _WORDED or best.evidence.get("colon", 1.0):
        return False
    first = best.parsed.value.split(" ")[0]
    units = {unit.split(" ")[0] for unit, _ in pairs("unit_words")}
    return first.islower() and fold(first) not in units


def page_noise(words: Sequence[Word]) -> float:
    """Share of a page's longer words that the engine itself is unsure of, 0 to 1."""
    longer = [word.confidence for word in words if sum(c.isalnum() for c in word.text) > 2]
    return sum(confidence < _CLEAR for confidence in longer) / len(longer) if longer else 1.0


def oddities(value: str, kind: str, *, alone: bool = False) -> int:
    """Words that cannot stand where they do.

    Args:
        value: the value, or one of its words.
        kind: of the field.
        alone: it is one word of a longer value.
    """
    found = _WORD.findall(value)
    if kind == "name" and alone:
        return sum(
            is_seldom(word) or not (is_name_syllable(word) or is_surname(word)) for word in found
        )
    if kind == "name":
        given = sum(is_seldom(word) or not is_name_syllable(word) for word in found[1:])
        odd = not found or not is_surname(found[0]) or is_seldom_surname(found[0])
        return given + odd + (not 2 <= len(found) <= 5)
    if kind in {"place", "agency", "text", "papers", "term"}:
        return sum(
            not is_syllable(word) and not _abbreviation(word) and word not in _of_provinces()
            for word in found
        )
    return 0


def rarities(value: str, kind: str) -> int:
    """Words of a place or text that are spelt as a syllable and are none in use."""
    if kind not in {"place", "agency", "text", "papers", "term"}:
        return 0
    return sum(
        is_syllable(word) and not is_used(word) and word not in _of_provinces()
        for word in _WORD.findall(value)
    )


@lru_cache(maxsize=1)
def _of_provinces() -> frozenset[str]:
    return frozenset(word for province in words("provinces") for word in province.split())


def _abbreviation(word: str) -> bool:
    """`QSDĐ`, `CCCD`: capitals alone."""
    return word.isupper() and len(word) > 1 and not any(vowel in word for vowel in "AEIOUY")


def _unfinished(parsed: Parsed, kind: str) -> bool:
    """A value of a kind that has an end, without that end."""
    if kind == "place":
        return not ends_with_province(parsed.value)
    if kind == "agency":
        return parsed.value.rstrip().split(" ")[-1].lower() in words("unit_words_before_comma")
    if kind == "number_sign":
        return parsed.value.endswith(("/QĐ", "/UBND"))  # whose, or what, follows
    return kind == "date_words" and date_of_words(parsed.value) is None


def glued(best: Candidate) -> bool:
    """Whether the value begins or ends inside a word of which letters or figures are left.

    A value that further readings gave is not cut out of the word that was read.
    """
    parsed, value = best.parsed, best.value
    if any(change.reason == "further_readings" for change in parsed.corrections):
        return False
    edges = (
        value.text[max(0, parsed.start - 1) : parsed.start]
        + value.text[parsed.stop : parsed.stop + 1]
    )
    return any(c.isalnum() for c in edges)


def chance(parts: Mapping[str, float]) -> float:
    """Chance that a field is exactly what stands on the paper, from its `evidence`."""
    known = weights()
    merit = sum(known.get(name, 0.0) * part for name, part in parts.items())
    alone = not any(parts.get(name, 0.0) for name in ("same", "backed", "closed", "witness"))
    most = _MOST_UNLABELLED if parts["leftover"] or alone else 1.0
    if alone and parts["differs"]:
        most = _MOST_DISPUTED
    if parts["lone"] or (parts["glued"] and parts["figures"]):
        most = min(most, _MOST_OPEN)
    return min(most, 1 / (1 + math.exp(-merit)))


def sure(confidence: float) -> bool:
    """Whether a field may be taken over without an officer's look."""
    return confidence >= _data()[1]
