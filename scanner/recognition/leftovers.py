"""Fields no listed wording led to: an unknown label and a value, paired by kind and words.

A paper that asks `Ngày chào đời: 28/12/2025` is understood because a date is asked of the child and
only its date of birth is still open. Such values are for the officer to look at, never sure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanner.recognition.atoms import Atom, Stream
from scanner.recognition.fields import Candidate, LabelledPage
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.knowledge import DocumentType, FieldSpec, knowledge
from scanner.recognition.labels.loose import likeness_of_words, without_role
from scanner.recognition.labels.match import COLONS
from scanner.recognition.layout import Segment
from scanner.recognition.roles import Roles
from scanner.recognition.values import Value, value_of_atoms

# how well a value must look like its kind to be taken on its looks alone
_TELLING = {
    "gender": 0.95,
    "ethnic": 0.9,
    "nationality": 0.9,
    "relation": 0.9,
    "id12": 0.95,
    "phone": 0.95,
    "date_words": 0.9,
    "name": 0.75,
    "date": 0.95,
    "year": 0.9,
}
_LEAST = 0.42
_ALONE = 0.44
_TOLD_WORDS = 0.3  # of a label's telling words, where only one text is still open
_LONGEST_LABEL = 11
_MOST_SCORE = 0.62


@dataclass(frozen=True, slots=True)
class Pair:
    """A label nobody knows and what stands behind it.

    Attributes:
        words: folded words of the label, the person's noun taken out.
        roles: whose fact, when the label says so.
        value: what stands behind.
        segment: where the label stands.
        left: its left edge.
    """

    words: tuple[str, ...]
    roles: tuple[str, ...]
    value: Value
    segment: Segment
    left: float


def leftover_candidates(
    page: LabelledPage, kind: DocumentType, chosen: Mapping[str, list[Candidate]]
) -> list[Candidate]:
    """Candidates for the fields still open.

    Args:
        page: with its labels found.
        kind: its type.
        chosen: what was found by listed wordings; its words are not taken again.
    """
    open_specs = [spec for spec in kind.fields.values() if spec.name not in chosen]
    if not open_specs:
        return []
    used = {
        id(word)
        for options in chosen.values()
        for word in options[0].value.words(options[0].parsed.start, options[0].parsed.stop)
    }
    roles = Roles(page.layout, page.all_matches(), kind)
    found: list[Candidate] = []
    for pair in _pairs(page):
        if any(id(piece.word) in used for piece in pair.value.pieces):
            continue
        found.extend(_fitting(pair, open_specs, roles, kind))
    return found


def _fitting(
    pair: Pair, open_specs: list[FieldSpec], roles: Roles, kind: DocumentType
) -> Iterator[Candidate]:
    here = roles.meant(pair.roles) or roles.at(pair.segment, pair.left)
    mine = [spec for spec in open_specs if _may_be(spec, here, kind)]
    for spec in mine:
        parsed = parse(spec.kind, pair.value.text)
        if parsed is None:
            continue
        likeness = max(
            (likeness_of_words(pair.words, attribute) for attribute in spec.attributes), default=0.0
        )
        looks = _telling(spec, parsed, pair.value)
        rivals = [other for other in mine if other.kind == spec.kind and other.finder is None]
        worded = spec.kind == "text" and likeness >= _TOLD_WORDS
        alone = (looks or worded) and spec.finder is None and len(rivals) == 1
        score = (_ALONE if alone else 0.0) + 0.5 * likeness * (0.5 + 0.5 * parsed.fit)
        if score >= _LEAST:
            evidence = {"label": likeness, "fit": parsed.fit, "leftover": 1.0}
            yield Candidate(spec, pair.value, parsed, min(score, _MOST_SCORE), evidence)


def _may_be(spec: FieldSpec, here: str, kind: DocumentType) -> bool:
    if here == spec.role:
        return True
    roles_of_kind = {other.role for other in kind.fields.values() if other.kind == spec.kind}
    return len(roles_of_kind) == 1 and not here.startswith("other:")


def _telling(spec: FieldSpec, parsed: Parsed, value: Value) -> bool:
    """The whole value looks like its kind and like nothing else."""
    rest = value.text[: parsed.start] + value.text[parsed.stop :]
    return (
        parsed.fit >= _TELLING.get(spec.kind, 2.0)
        and sum(c.isalnum() for c in rest) <= 2
        and len(parsed.corrections) <= 1
    )


def _pairs(page: LabelledPage) -> Iterator[Pair]:
    for stream in page.streams:
        if page.around.in_stamp(stream.head):
            continue
        yield from _before_colons(stream, page)
        yield from _before_gaps(stream, page)
        yield from _over_its_value(stream, page)


def _over_its_value(stream: Stream, page: LabelledPage) -> Iterator[Pair]:
    """Unknown words on the first line of a cell, what they ask for on the next."""
    if not stream.in_cell or len(stream.segments) == 1 or page.around.matches_in(stream):
        return
    label = [a for a in stream.atoms if a.segment == 0 and not a.is_mark]
    atoms = [a for a in stream.atoms if a.segment > 0]
    if 1 <= len(label) <= _LONGEST_LABEL and any(atom.folded for atom in atoms):
        value = value_of_atoms(atoms, "inline", stream.segments[1])
        yield _pair(label, value, stream)


def _before_colons(stream: Stream, page: LabelledPage) -> Iterator[Pair]:
    """`Unknown words: value` inside a stream."""
    matches = page.around.matches_in(stream)
    covered = {i for match in matches for i in range(match.start, match.stop)}
    ends = [i for i, a in enumerate(stream.atoms) if a.text in COLONS and i not in covered]
    for number, colon in enumerate(ends):
        start = _phrase_start(stream, colon, covered)
        label = [a for a in stream.atoms[start:colon] if not a.is_mark]
        if not 1 <= len(label) <= _LONGEST_LABEL:
            continue
        stop = min(
            [m.start for m in matches if m.start > colon]
            + [_phrase_start(stream, other, covered) for other in ends[number + 1 : number + 2]]
            + [len(stream.atoms)]
        )
        atoms = stream.atoms[colon + 1 : stop]
        if any(atom.folded for atom in atoms):
            segment = stream.segments[atoms[0].segment]
            yield _pair(label, value_of_atoms(atoms, "inline", segment), stream)


def _phrase_start(stream: Stream, colon: int, covered: set[int]) -> int:
    i = colon
    while i > 0 and i - 1 not in covered:
        before = stream.atoms[i - 1]
        if before.is_mark and before.text in ";.:" and before.gap == 0:
            break
        if i < colon and stream.atoms[i].first_of_segment:
            break
        if i < colon and stream.atoms[i].gap > 1.1 * stream.atoms[i].word.height:
            break
        i -= 1
    return i


def _before_gaps(stream: Stream, page: LabelledPage) -> Iterator[Pair]:
    """`Unknown words     value`: the left of two stretches on a line, or of two cells."""
    if page.around.matches_in(stream) or any(a.text in COLONS for a in stream.atoms[:-1]):
        return
    head = stream.head
    label = [a for a in stream.atoms if not a.is_mark]
    if not 1 <= len(label) <= _LONGEST_LABEL or not any(a.text.isalpha() for a in label):
        return
    if any(any(c.isalpha() for c in s.text) for s in page.layout.left_of(head)):
        return
    value = page.around.right_of_segments(stream)
    if value is not None:
        yield _pair(label, value, stream)


def _pair(label: list[Atom], value: Value, stream: Stream) -> Pair:
    plain, roles = without_role([a.folded for a in label], knowledge())
    segment = stream.segments[label[0].segment]
    return Pair(tuple(plain), roles, value, segment, float(label[0].word.left))
