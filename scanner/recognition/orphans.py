"""Writing beside a value that belongs to nothing on the page: perhaps the value's rest.

A name whose last syllable stands alone on the next line, an address whose last words slipped out of
its line, a kinship of two words of which one is in the list: what was read is right and is not
all. Such a value is for the officer to look at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scanner.recognition.fields import Candidate, LabelledPage
from scanner.recognition.layout import Layout, Segment, overlap
from scanner.recognition.ocr.recogniser import Word

_WORDED = {"name", "place", "agency", "text", "papers", "term"}
_LISTED = {"relation", "ethnic", "nationality"}  # `Dì` is in the list, and so is `Dì ruột`
_SIGNS = {"number_sign"}
_KINDS = _WORDED | _LISTED | _SIGNS
_TOUCHING = 0.35  # heights of a line: nearer than the next word of a sentence
_MOST_WORDS = 2  # of a line that holds nothing but a rest
_LEAST_LETTERS = 2
_BESIDE = 2.2  # heights of a line: farther right something else begins
_BELOW = 1.3  # distances of lines
_ENDS = (",", ".", ";", "(")
_INDENT = 2.0  # heights that a rest may begin right of the value it belongs to


def told_orphans(
    page: LabelledPage, chosen: Mapping[str, list[Candidate]]
) -> dict[str, list[Candidate]]:
    """Candidates with the evidence `orphan`: beside the value stands what nothing else took.

    Args:
        page: with its labels found.
        chosen: of each field its candidates, best first.
    """
    claimed = {id(word) for word in _claimed(page, chosen)}
    told = dict(chosen)
    for name, options in chosen.items():
        best = options[0]
        if best.spec.kind in _KINDS and any(_beside(page.layout, best, claimed)):
            first = replace(best, evidence={**best.evidence, "orphan": 1.0})
            told[name] = [first, *options[1:]]
    return told


def _claimed(page: LabelledPage, chosen: Mapping[str, list[Candidate]]) -> Iterator[Word]:
    for match in page.all_matches():
        yield from (atom.word for atom in match.stream.atoms[match.start : match.stop])
    for options in chosen.values():
        best = options[0]
        yield from best.value.words(best.parsed.start, best.parsed.stop)


def _beside(layout: Layout, best: Candidate, claimed: set[int]) -> Iterator[bool]:
    """Whether something unclaimed stands behind a value on its line, right of its line or below."""
    words = best.value.words(best.parsed.start, best.parsed.stop)
    line = next((s for s in layout.segments if words and words[-1] in s.words), None)
    if line is None:
        return
    behind = line.words[line.words.index(words[-1]) + 1 :]
    if behind:
        goes_on = best.value.text[best.parsed.stop :].lstrip()[:1] not in _ENDS
        apart = (behind[0].left - words[-1].right) / line.height
        yield (
            goes_on and _follows(best.spec.kind, behind[0], apart) and _is_rest(behind[0], claimed)
        )
        return
    if best.spec.kind not in _WORDED:
        return
    for other in layout.segments:
        free = other is not line and _is_rest(other.words[0], claimed)
        if free and other.left >= line.right - 4:
            level = overlap(line.top, line.bottom, other.top, other.bottom) > 0.5
            yield level and other.left - line.right < _BESIDE * line.height
        elif free and other.top > line.middle:
            alone = not any(id(word) in claimed for word in other.words)
            yield alone and _hangs_below(layout, line, words[0].left, other)


def _follows(kind: str, word: Word, apart: float) -> bool:
    """Whether the next word of a line, so many heights away, may be more of a value."""
    if kind in _LISTED:
        return apart < 1.0
    return word.text[:1].isupper() and apart < (_TOUCHING if kind in _SIGNS else 1.0)


def _hangs_below(layout: Layout, line: Segment, left: int, other: Segment) -> bool:
    """Whether a short line stands where the rest of a value would."""
    flush = line.left - layout.body < other.left < left + _INDENT * layout.body
    centred = abs(other.centre - line.centre) < _INDENT * layout.body
    return (
        len(other.words) <= _MOST_WORDS
        and ":" not in other.text
        and other.top - line.bottom < layout.leading * _BELOW - line.height / 2
        and 0.6 < other.height / line.height < 1.65
        and (flush or centred)
    )


def _is_rest(word: Word, claimed: set[int]) -> bool:
    return id(word) not in claimed and sum(c.isalpha() for c in word.text) >= _LEAST_LETTERS
