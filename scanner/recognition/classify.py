"""Which kind of paper a page is: its title first, its labels where the title does not say."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from scanner.recognition.fields import LabelledPage
from scanner.recognition.knowledge import DocumentType, TitleRule, knowledge
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.reading import UNKNOWN_TYPE
from scanner.recognition.text import is_upper, tokens

_NOTE = re.compile(r"\s*\([^()]*\)?\s*$")  # `(Dành cho cá nhân)` behind a title
_LEAST = 0.8
CLOSE = 0.93  # likeness to a listed title that needs no other voice
PLAIN = 0.985  # that leaves nothing to ask
_BY_RULE = 0.9
_CORE = 88
_LONGEST_TITLE = 16
_MOST_WORDS = 22
_SPACED = 0.6  # part of a line's words that are single letters where its letters stand apart
_PART = 0.45  # of a title's letters, for its rest to count beside labels
_EXPLAINED = 0.8  # of a line's letters, by that title
_BY_PART = 2.5
_LEAST_ASKED = 0.3  # part of what a type asks for, for what is left of its title to count
_WHOLE_FORM = 0.6  # of what it asks for: as much as forms read with errors show


@dataclass(frozen=True, slots=True)
class Verdict:
    """The type of a page.

    Attributes:
        name: a type's name or `khac`.
        confidence: 0 to 1.
        title: the printed line that says so, if one does.
        bottom: lower edge of that title in pixels, 0 without one.
    """

    name: str
    confidence: float
    title: str = ""
    top: int = 0
    bottom: int = 0


def classify(page: LabelledPage) -> Verdict:
    """The type of a page with its labels found."""
    found = _by_title(page.layout)
    if found is None:
        return _by_labels(page)
    return found if found.confidence >= CLOSE else _told_apart(found, page)


def _told_apart(found: Verdict, page: LabelledPage) -> Verdict:
    """Of types whose titles begin alike and of which only that beginning is left, by the labels.

    `TỜ KHAI ĐĂNG KÝ KHAI` is near to the title that ends in `TỬ`, because it is the shorter one.
    """
    shares = _shares(" ".join(tokens(found.title)))
    alike = [name for name in shares if name != UNKNOWN_TYPE]
    if found.name not in alike or len(alike) < 2:
        return found
    merits = _merits(page)
    best = max(alike, key=lambda name: (merits[name].beside_others, name == found.name))
    return replace(found, name=best)


def titled(text: str) -> tuple[str, float]:
    """The type whose title a text is, and how alike they are; an unknown paper's is `khac`."""
    plain = _NOTE.sub("", text)
    named = _named(" ".join(tokens(text)))
    return named if plain == text else max(named, _named(" ".join(tokens(plain))), key=_likeness)


def _likeness(named: tuple[str, float]) -> float:
    return named[1]


def _by_title(layout: Layout) -> Verdict | None:
    best: tuple[float, Verdict] | None = None
    for segments, line in _title_lines(layout):
        name, likeness = titled(line)
        text = _NOTE.sub("", line)
        by_rule = likeness == _BY_RULE
        if likeness < _LEAST or (by_rule and not is_upper(text)):
            continue
        top, bottom = segments[0].top, segments[-1].bottom
        merit = likeness + 0.15 * is_upper(text) + 0.1 * (top < layout.height * 0.4)
        merit += min(0.15, 0.05 * (segments[0].height / layout.body - 1)) + 0.02 * len(segments) * (
            not by_rule
        )
        merit -= 0.1 * (top > layout.height * 0.6)
        if not is_upper(text) and merit < 1.05:
            continue
        verdict = Verdict(name, min(0.99, likeness), text, top, bottom)
        if best is None or merit > best[0]:
            best = (merit, verdict)
    return None if best is None else _topmost(best[1], layout)


def _topmost(verdict: Verdict, layout: Layout) -> Verdict:
    """The first line that says the same: a decision repeats its title above its articles."""
    for segments, text in _title_lines(layout):
        if segments[-1].bottom >= verdict.top:
            continue
        name, likeness = titled(text)
        if name == verdict.name and likeness >= _LEAST and is_upper(text):
            return Verdict(name, verdict.confidence, text, segments[0].top, segments[-1].bottom)
    return verdict


def _title_lines(layout: Layout) -> Iterator[tuple[list[Segment], str]]:
    """Lines that may be a title, alone and with the next one or two below them."""
    for segment in layout.segments:
        long = len(segment.words) > _MOST_WORDS and not _stands_apart(segment.text)
        if segment.top > layout.height * 0.75 or long:
            continue
        chain = [segment]
        yield chain, segment.text
        for _ in range(2):
            below = layout.below(
                chain[-1].left, chain[-1].right, chain[-1].bottom, reach=layout.leading * 1.2
            )
            if (
                below is None
                or below in chain
                or abs(below.centre - segment.centre) > layout.body * 5
            ):
                break
            chain = [*chain, below]
            yield chain, " ".join(part.text for part in chain)


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, str], ...]:
    known = knowledge()
    ours = [
        (" ".join(tokens(title)), kind.name)
        for kind in known.types.values()
        for title in kind.titles
    ]
    others = [(" ".join(tokens(title)), UNKNOWN_TYPE) for title in known.other_titles]
    return tuple(ours + others)


@lru_cache(maxsize=2048)
def _named(line: str) -> tuple[str, float]:
    """(type, likeness) of a folded line: a listed title, else one with a type's telling words."""
    listed = _listed(line)
    if listed[1] < _LEAST and _stands_apart(line):
        return _spaced(line.replace(" ", ""))
    rule = _rule(listed[0])
    if listed[1] < PLAIN and rule is not None and any(word in line for word in rule.never):
        listed = ("", 0.0)  # "… GIA HẠN GIẤY PHÉP XÂY DỰNG" is close to a title and is not it
    if listed[1] >= CLOSE or len(line.split()) < 2:
        return listed
    for kind in knowledge().types.values():
        if kind.title_rule is not None and _follows(line, kind.title_rule):
            return kind.name, _BY_RULE
    return listed


def _rule(name: str) -> TitleRule | None:
    kind = knowledge().types.get(name)
    return None if kind is None else kind.title_rule


def _follows(line: str, rule: TitleRule) -> bool:
    if len(line.split()) > _LONGEST_TITLE or any(word in line for word in rule.never):
        return False
    return any(_opens(line, form) for form in rule.forms) and any(
        fuzz.partial_ratio(core, line) >= _CORE for core in rule.core
    )


def _opens(line: str, form: str) -> bool:
    head = line[: len(form)]
    return Levenshtein.distance(head, form, score_cutoff=1) <= (1 if len(form) > 5 else 0)


def _listed(line: str) -> tuple[str, float]:
    best = ("", 0.0)
    for title, name in _titles():
        if abs(len(title) - len(line)) > 0.35 * len(title) + 2:
            continue
        likeness = Levenshtein.normalized_similarity(line, title, score_cutoff=_LEAST - 0.05)
        if likeness > best[1] or (likeness == best[1] and name != UNKNOWN_TYPE):
            best = (name, likeness)
    return best


def _stands_apart(text: str) -> bool:
    """Whether the letters of a line stand apart, `G I Ấ Y K H A I S I N H`."""
    words = text.split()
    return len(words) > 5 and sum(len(word) == 1 for word in words) >= _SPACED * len(words)


def _spaced(letters: str) -> tuple[str, float]:
    """(type, likeness) of a line whose blanks say nothing."""
    best = ("", 0.0)
    for title, name in _titles():
        likeness = Levenshtein.normalized_similarity(
            letters, title.replace(" ", ""), score_cutoff=_LEAST
        )
        if likeness > best[1] or (likeness == best[1] and name != UNKNOWN_TYPE):
            best = (name, likeness)
    rule = _rule(best[0])
    never = () if rule is None else rule.never
    if best[1] < PLAIN and any(word.replace(" ", "") in letters for word in never):
        return "", 0.0
    return best


def _by_part(layout: Layout) -> dict[str, float]:
    """Types of which part of a title is left, under a seal or a fold: what part, 0 to 1.

    A line that another title explains as well speaks for nothing.
    """
    left: dict[str, float] = {}
    for segments, text in _title_lines(layout):
        if not is_upper(text) or segments[0].top > layout.height * 0.6:
            continue
        shares = _shares(" ".join(tokens(text)))
        unknown = shares.get(UNKNOWN_TYPE, 0.0)
        for name, share in shares.items():
            if share > unknown:
                left[name] = max(left.get(name, 0.0), share)
    return left


@lru_cache(maxsize=1024)
def _shares(line: str) -> dict[str, float]:
    """For each type the largest part of one of its titles that a line's words make."""
    words = line.split()
    shares: dict[str, float] = {}
    if not 2 <= len(words) <= _LONGEST_TITLE:
        return shares
    for title, name in _titles():
        of_title = title.split()
        steps = Levenshtein.opcodes(words, of_title)
        same = [
            (words[step.src_start + i], of_title[step.dest_start + i])
            for step in steps
            if step.src_end - step.src_start == step.dest_end - step.dest_start
            for i in range(step.src_end - step.src_start)
        ]
        alike = [pair for pair in same if fuzz.ratio(*pair) >= 75]
        explained = sum(len(word) for word, _ in alike) / sum(map(len, words))
        share = sum(len(word) for _, word in alike) / sum(map(len, of_title))
        if len(alike) > 1 and explained >= _EXPLAINED and share >= _PART:
            shares[name] = max(shares.get(name, 0.0), share)
    return shares


def _by_labels(page: LabelledPage) -> Verdict:
    """The type whose telling labels, and what is left of its title, stand out; else unknown."""
    ranked = sorted(_merits(page).values(), key=lambda merit: (-merit.beside_others, merit.name))
    first, others = ranked[0], ranked[1:]
    if first.asked >= _WHOLE_FORM:
        rival = max(other.beside_others for other in others)
        stands_out = first.weight >= 2.3 and first.beside_others > 1.6 * rival
    else:
        rival = max(other.weight for other in others)
        stands_out = first.weight >= 3.0 and first.weight > 1.6 * rival
    if stands_out:
        return Verdict(first.name, min(0.85, 0.5 + 0.05 * first.weight))
    return Verdict(UNKNOWN_TYPE, 0.7)


def _merits(page: LabelledPage) -> dict[str, "_Merit"]:
    """What speaks for each type beside a title."""
    seen = Counter(
        match.attribute
        for match in page.all_matches()
        if match.attribute is not None and match.score > 0.85
    )
    holders: dict[str, int] = {}
    for kind in knowledge().types.values():
        for attribute in {a for spec in kind.fields.values() for a in spec.attributes[:1]}:
            holders[attribute] = holders.get(attribute, 0) + 1
    parts = _by_part(page.layout)
    return {
        kind.name: _Merit.of(kind, _evidence(kind, seen, holders), seen, parts.get(kind.name, 0.0))
        for kind in knowledge().types.values()
    }


@dataclass(frozen=True, slots=True)
class _Merit:
    """What speaks for a type without a title.

    Attributes:
        name: of the type.
        weight: of its telling labels and of what is left of its title.
        asked: part of what the type asks for that the page asks for, 0 to 1. A form asks for nearly
            all of it; another paper shares a few labels.
    """

    name: str
    weight: float
    asked: float

    @property
    def beside_others(self) -> float:
        """By which types are compared."""
        return self.weight * float(self.asked**0.5)

    @classmethod
    def of(cls, kind: DocumentType, labels: float, seen: "Counter[str]", part: float) -> "_Merit":
        """Of a type whose labels weigh so much and of whose title a part is left."""
        wanted = {spec.attributes[0] for spec in kind.fields.values()}
        asked = sum(bool(seen.get(a)) for a in wanted) / max(1, len(wanted))
        return cls(kind.name, labels + _BY_PART * part * (asked >= _LEAST_ASKED), asked)


def _evidence(kind: DocumentType, seen: "Counter[str]", holders: dict[str, int]) -> float:
    attributes = {spec.attributes[0] for spec in kind.fields.values()}
    return float(
        sum(
            1.0 / float(holders[a]) ** 1.5 * 2
            for a in attributes
            if seen.get(a) and a not in {"so", "ngay"}
        )
    )
