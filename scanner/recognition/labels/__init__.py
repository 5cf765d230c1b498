"""Labels on a page: every place where a paper asks for something, in whatever wording it knows.

Each stream is explained as a row of labels and other text. A label is matched letter by letter
where it may stand inside running text, and by its telling words where a colon or a cell marks its
ends, so that a wording nobody listed is still understood. The explanation with the greatest weight
wins (weighted interval scheduling).
"""

from collections.abc import Iterator
from dataclasses import replace

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import Knowledge, knowledge
from scanner.recognition.labels.headings import headings
from scanner.recognition.labels.loose import loose
from scanner.recognition.labels.match import Match
from scanner.recognition.labels.strict import likely, strict

_PLAIN = 0.97
_OF_ONE = {"chu_ho", "chu_dau_tu"}  # ask for one person's name, and are no headings of others'
_LIKELY = 0.95  # what telling words alone can reach
_MOST_WORDS = 24
_JOINED = 1.0  # one label is likelier than two that follow each other at once
_GAP = 1.1  # heights of letters from which on two stretches stand apart


def find_matches(stream: Stream, active: frozenset[str] | None = None) -> list[Match]:
    """Labels and role headings of one stream, left to right, none overlapping.

    Args:
        stream: a segment or cell.
        active: what the page's type can ask for; other labels then count only where a colon or a
            cell makes plain that they are labels. None: everything.
    """
    known = knowledge()
    labelled = _without_values(stream, list(_candidates(stream, known, active)))
    asking = {
        (match.start, match.stop)
        for match in labelled
        if match.score >= _PLAIN
        and (match.opens or match.attribute in _OF_ONE)
        and match.attribute is not None
        and (active is None or match.attribute in active)
    }
    candidates = labelled + [
        match for match in headings(stream, known) if (match.start, match.stop) not in asking
    ]
    if active is not None:
        candidates = [
            m
            for m in candidates
            if m.attribute is None
            or m.attribute in active
            or ((m.colon or m.whole) and m.score >= 0.9)
        ]
    return _joined(_best_row(candidates, len(stream.atoms)))


def _joined(row: list[Match]) -> list[Match]:
    """Labels with nothing between them are one: `Cơ quan cấp thẻ CCCD:` asks for who issued it."""
    joined: list[Match] = []
    for match in row:
        before = joined[-1] if joined else None
        if before is not None and _is_one(before, match):
            joined[-1] = replace(
                before,
                stop=match.stop,
                weight=before.weight + match.weight,
                colon=match.colon,
                whole=before.start == 0 and match.stop == len(match.stream.atoms),
                also=tuple(dict.fromkeys([*before.also, *match.attributes()])),
            )
        else:
            joined.append(match)
    return joined


def _is_one(first: Match, second: Match) -> bool:
    """Whether a label goes on in the next one, on its line and without a mark or a gap."""
    return (
        None not in {first.attribute, second.attribute}
        and _follows(first, second)
        and (second.colon or second.stop == len(second.stream.atoms))
        and not second.stream.atoms[second.start].is_mark
    )


def _follows(first: Match, second: Match) -> bool:
    """Whether a label begins where another ends, on its line, without a colon or a gap."""
    atom = second.stream.atoms[second.start]
    return (
        first.stop == second.start
        and not first.colon
        and not atom.first_of_segment
        and atom.gap <= _GAP * atom.word.height
    )


def _without_values(stream: Stream, matches: list[Match]) -> list[Match]:
    """Matches without those that took a label's value for its words: `Dân tộc` over `Kinh`.

    In a cell a phrase may be all lines, or a known label the first and its value the others.
    """
    if not stream.in_cell or len(stream.segments) == 1:
        return matches
    over = [m for m in matches if m.score > _LIKELY and m.stop < len(stream.atoms)]
    over = [m for m in over if stream.atoms[m.stop].first_of_segment]
    return [
        match
        for match in matches
        if match.colon
        or match.score > _LIKELY
        or not any(
            match.start <= label.start
            and match.stop > label.stop
            and match.attribute == label.attribute
            for label in over
        )
    ]


def _best_row(candidates: list[Match], length: int) -> list[Match]:
    """The set without overlaps that weighs most."""
    ending: dict[int, list[Match]] = {}
    for match in candidates:
        ending.setdefault(match.stop, []).append(match)
    best: list[tuple[float, Match | None]] = [(0.0, None)]
    for stop in range(1, length + 1):
        top: tuple[float, Match | None] = (best[stop - 1][0], None)
        for match in ending.get(stop, []):
            before = best[match.start][1]
            apart = before is not None and _follows(before, match)
            total = best[match.start][0] + match.weight - _JOINED * apart
            if total > top[0]:
                top = (total, match)
        best.append(top)
    row: list[Match] = []
    stop = length
    while stop > 0:
        match_here = best[stop][1]
        if match_here is None:
            stop -= 1
        else:
            row.append(match_here)
            stop = match_here.start
    return row[::-1]


def _candidates(stream: Stream, known: Knowledge, active: frozenset[str] | None) -> Iterator[Match]:
    atoms = stream.atoms
    letters = [i for i, atom in enumerate(atoms) if not atom.is_mark]
    position = {atom: n for n, atom in enumerate(letters)}
    for i in letters:
        begin, boundary = _boundary(stream, i)
        if boundary > 0.0:
            yield from loose(stream, i, begin, boundary, letters[position[i] :], known, active)
        following = letters[position[i] :]
        spoken = tuple(atoms[spot].folded for spot in following[:_MOST_WORDS])
        for label, scores in likely(spoken):
            if active is None or label.attribute in active or not label.weak:
                yield from strict(stream, begin, boundary, label, scores, following, known)


def _boundary(stream: Stream, i: int) -> tuple[int, float]:
    """(start with its list mark, how much this place looks like the start of a label: 0 to 1)."""
    atoms = stream.atoms
    begin = i
    while begin > 0 and not atoms[begin].first_of_segment:
        end = stream.bullet_end(begin - 1)
        if (end >= i and atoms[begin - 1].word is not atoms[i].word) or (
            end >= i and atoms[begin - 1].is_mark
        ):
            begin -= 1
        else:
            break
    for back in range(max(0, i - 5), i):
        if atoms[back].first_of_segment and stream.bullet_end(back) == i and back < begin:
            begin = back
    if atoms[begin].first_of_segment:
        return begin, 1.0
    if atoms[i].gap > _GAP * atoms[i].word.height or begin < i:
        return begin, 0.8
    before = atoms[begin - 1]
    if before.is_mark and before.text in ":;,.-–/)|":
        return begin, 0.7
    if atoms[i].text[:1].isupper():
        return begin, 0.45
    return begin, 0.0


__all__ = ["Match", "find_matches"]
