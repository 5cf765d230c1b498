"""From a label to what stands behind it: on its line, in the next cell, below, wrapped."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile

import numpy as np

from scanner.recognition.atoms import Atom, Stream
from scanner.recognition.beneath import answers_below, first_segment, one_a_cell
from scanner.recognition.between import labels_between
from scanner.recognition.kinds import parse
from scanner.recognition.knowledge import knowledge
from scanner.recognition.labels import Match
from scanner.recognition.labels.ends import is_gloss, may_be_a_labels
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.motto import is_motto
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.repair import is_name_syllable
from scanner.recognition.wordlists import heads_of_places

_THROUGH = frozenset({"so_cccd", "so_dinh_danh"})  # "Giấy tờ tùy thân: CCCD số 0123…" is one value
_MOST_LABEL_WORDS = 5
_CLOSED = {"gender", "ethnic", "nationality", "relation"}
_GRID = {"id12", "date", "year", "phone", "integer", "area", "money", "agency", "place"}
_NEXT_LINE = 1.3  # distances of lines
_AS_LISTED = 0.9


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word with its place in the joined text."""

    word: Word
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Value:
    """Text standing where a label's value should be.

    Attributes:
        text: joined with single spaces.
        pieces: which characters came from which word.
        how: `inline`, `right`, `below` or `found`.
        segment: where it begins.
    """

    text: str
    pieces: tuple[Piece, ...]
    how: str
    segment: Segment

    def words(self, start: int, stop: int) -> list[Word]:
        """Words that characters start … stop came from."""
        return [piece.word for piece in self.pieces if piece.start < stop and piece.stop > start]

    def box(self, start: int, stop: int) -> tuple[int, int, int, int]:
        """(x, y, width, height) around characters start … stop."""
        found = self.words(start, stop) or [piece.word for piece in self.pieces]
        left, top = min(w.left for w in found), min(w.top for w in found)
        right, bottom = max(w.right for w in found), max(w.bottom for w in found)
        return left, top, right - left, bottom - top

    def confidence(self, start: int, stop: int) -> tuple[float, float]:
        """(mean, least) engine confidence of the words of characters start … stop."""
        found = [word.confidence for word in self.words(start, stop)] or [0.0]
        return float(np.mean(found)), float(min(found))


def value_of_atoms(atoms: list[Atom], how: str, segment: Segment) -> Value:
    """Atoms as one text."""
    text = ""
    pieces: list[Piece] = []
    last: Atom | None = None
    for atom in atoms:
        if last is not None and atom.word is not last.word:
            text += " "
        pieces.append(Piece(atom.word, len(text), len(text) + len(atom.text)))
        text += atom.text
        last = atom
    return Value(text, tuple(pieces), how, segment)


class Surroundings:
    """A page's streams with their labels, asked for what stands behind a label."""

    def __init__(
        self,
        layout: Layout,
        streams: list[Stream],
        matches: dict[int, list[Match]],
        captions: Mapping[int, list[Segment]],
        stamps: Container[int] = frozenset(),
    ) -> None:
        self.layout = layout
        self.streams = streams
        self.matches = matches
        self.captions = captions
        self._stamps = stamps
        self._stream_of = {id(segment): stream for stream in streams for segment in stream.segments}

    def stream_of(self, segment: Segment) -> Stream:
        """The stream a segment belongs to."""
        return self._stream_of[id(segment)]

    def in_stamp(self, segment: Segment) -> bool:
        """Whether a line stands in the stamp of an office that took the paper in."""
        return id(segment) in self._stamps

    def matches_in(self, stream: Stream) -> list[Match]:
        """Labels and headings of a stream."""
        return self.matches.get(id(stream), [])

    def starts_with_label(self, segment: Segment, through: frozenset[str] = frozenset()) -> bool:
        """Whether a line opens with a label or heading."""
        stream = self.stream_of(segment)
        if not stream.atoms:
            return False
        first = next(
            (i for i, atom in enumerate(stream.atoms) if stream.segments[atom.segment] is segment),
            0,
        )
        return any(
            match.start <= max(first, stream.bullet_end(first)) < match.stop
            for match in self.matches_in(stream)
            if match.attribute not in through
        )

    def values(self, match: Match, kind: str) -> list[Value]:
        """Candidate values of a label, likeliest first; several when persons stand side by side."""
        over = self.captions.get(id(match.stream.head))
        if over is not None:
            atoms = [atom for line in over for atom in self.stream_of(line).atoms]
            return [value_of_atoms(atoms, "inline", over[0])]
        through = _THROUGH if kind == "papers" else frozenset()
        inline = self._inline(match, through)
        if kind == "papers" and match.attribute in _THROUGH and inline:
            inline = [*_label_words(match), *inline]  # "CCCD số 0123…" is the value
        if kind == "name":
            inline = _name_alone(inline)
        if inline and not match.colon:
            inline = self._behind_label_words(match, inline)
        if inline and self._is_labels_rest(match, inline, kind):
            answered = self._beside(match, through) or (
                kind in _GRID and self._below(match, through)
            )
            inline = [] if answered else inline
        if kind == "name" and not match.colon:
            inline = list(dropwhile(lambda atom: atom.text.islower(), inline))
        if inline:
            segment = match.stream.segments[inline[0].segment]
            return [value_of_atoms(inline, "inline", segment)]
        beside = [self._of_segment(s, "right", through) for s in self._beside(match, through)]
        found = [*beside, *self._below(match, through)]
        return [value for value in found if value is not None]

    def _below(self, match: Match, through: frozenset[str]) -> list[Value | None]:
        label = self._last_segment(match)
        return [
            self._of_segment(below, "below", through) for below in answers_below(self, match, label)
        ]

    def extended(self, value: Value) -> Value | None:
        """A value with the line below it, when that can go on in the same column.

        Persons side by side wrap inside their columns; no single stream holds both lines.
        """
        last = self._segment_of(value.pieces[-1].word) or value.segment
        if value.pieces[-1].word is not last.words[-1]:
            return None
        below = self.layout.below(
            last.left, last.right, last.bottom, reach=self.layout.leading * 1.1
        )
        if below is None or below.cell != last.cell or self.starts_with_label(below):
            return None
        if below.text[:1] in ":;" or any(map(self._asks, self.layout.left_of(below))):
            return None
        if below.left < last.left - 0.6 * self.layout.body and last is not value.segment:
            return None
        begun = value.pieces[0].word.left + 2 * self.layout.body
        if below.left > begun and abs(below.centre - last.centre) > 2 * self.layout.body:
            return None  # `trấn Sa Pa, ngày 20 …` far right of a value goes on nothing
        if not 0.6 < below.height / last.height < 1.65:  # marks and tails make lines taller
            return None
        more = self._of_segment(below, value.how, frozenset())
        if more is None:
            return None
        shift = len(value.text) + 1
        pieces = tuple(Piece(p.word, p.start + shift, p.stop + shift) for p in more.pieces)
        return Value(f"{value.text} {more.text}", value.pieces + pieces, value.how, value.segment)

    def _asks(self, segment: Segment) -> bool:
        """Whether a stretch is a whole label, whose value then stands to its right.

        English under a label asks nothing anew: what stands beside it is the value's second line.
        """
        stream = self.stream_of(segment)
        return not is_gloss([atom for atom in stream.atoms if not atom.is_mark]) and any(
            m.start == 0 and m.stop == len(stream.atoms) and m.attribute is not None
            for m in self.matches_in(stream)
        )

    def _segment_of(self, word: Word) -> Segment | None:
        return next((s for s in self.layout.segments if any(w is word for w in s.words)), None)

    def right_of_segments(self, stream: Stream) -> Value | None:
        """What stands right of a stretch of words that is no known label."""
        label = stream.head
        if stream.in_cell and label.cell is not None:
            _, top, right, bottom = label.cell
            row = one_a_cell(
                [
                    s
                    for s in self.layout.segments
                    if s.left >= right - 8 and top - 6 <= s.middle <= bottom + 6
                ]
            )
        else:
            row = self.layout.right_of(label)
        if not row or self.starts_with_label(row[0]):
            return None
        return self._of_segment(row[0], "right", frozenset())

    def _last_segment(self, match: Match) -> Segment:
        last = match.stream.atoms[max(match.start, match.stop - 1)]
        return match.stream.segments[last.segment]

    def _inline(self, match: Match, through: frozenset[str]) -> list[Atom]:
        stream = match.stream
        end = len(stream.atoms)
        for other in self.matches_in(stream):
            if other.start >= match.stop and other.attribute not in through:
                end = other.start
                break
        atoms = stream.atoms[match.stop : end]
        if end < len(stream.atoms):
            atoms = _without_open_bracket(atoms)
        if not any(atom.folded for atom in atoms):
            return []
        return atoms

    def _behind_label_words(self, match: Match, inline: list[Atom]) -> list[Atom]:
        """A value without the label's own further words: `Trụ sở (kinh doanh) Xóm 5`."""
        count = 0
        for atom in inline:
            if not (_words_a_label(atom) or (count and atom.text == ".")):
                break
            count += 1
        if count == 0 or count > _MOST_LABEL_WORDS:
            return inline
        rest = inline[count:]
        if not rest:
            return []
        opens = rest[0].text[:1]
        answers = opens.isupper() or opens.isdigit() or rest[0].folded in heads_of_places()
        return rest if answers else inline

    def _is_labels_rest(self, match: Match, inline: list[Atom], kind: str) -> bool:
        """Whether what follows a label on its line may be its own: `Số vốn của hộ (đồng)`."""
        last = match.stream.atoms[match.stop - 1].segment
        rest = [atom for atom in inline if atom.segment == last]
        below = [atom for atom in inline if atom.segment != last]
        if match.colon or (below and not is_gloss(below)):
            return False
        if len(rest) > _MOST_LABEL_WORDS + 2 or not may_be_a_labels(rest):
            return False
        read = parse(kind, value_of_atoms(rest, "inline", match.stream.segments[last]).text)
        return not (kind in _CLOSED and read is not None and read.fit >= _AS_LISTED)

    def _beside(self, match: Match, through: frozenset[str]) -> list[Segment]:
        """What stands right of a label: of its first line, its last, or the one it goes on in."""
        last = self._last_segment(match)
        beside = (
            self._answers_right(match, first_segment(match), through)
            or self._answers_right(match, last, through)
            or self._right_of_rest(match, last)
        )
        return [*self._answer_left(match), *beside] if beside else beside

    def _answer_left(self, match: Match) -> list[Segment]:
        """What stands left of a label that asks two persons at once, each on his side."""
        label = first_segment(match)
        if id(label) not in self._between:
            return []
        return self.layout.left_of(label)[:1]

    @cached_property
    def _between(self) -> frozenset[int]:
        return labels_between(self)

    def _right_of_rest(self, match: Match, last: Segment) -> list[Segment]:
        """`: Chăm` right of `Nam)`, the second line of `Dân tộc (nếu là người Việt`."""
        if match.stream.in_cell or match.colon:
            return []
        rest = self.layout.below(
            last.left, last.right, last.bottom, reach=self.layout.leading * _NEXT_LINE
        )
        if rest is None or self.starts_with_label(rest):
            return []
        if abs(rest.left - last.left) > self.layout.body * 2:
            return []
        beside = self.layout.right_of(rest)
        return beside[:1] if beside and beside[0].text.startswith(":") else []

    def _answers_right(
        self, match: Match, label: Segment, through: frozenset[str]
    ) -> list[Segment]:
        row: list[Segment] = []
        if match.stream.in_cell and label.cell is not None:
            _, top, right, bottom = label.cell
            row = [
                s
                for s in self.layout.segments
                if s.left >= right - 8 and top - 6 <= s.middle <= bottom + 6
            ]
            row = one_a_cell(row)
        else:
            row = self.layout.right_of(label)
            if not row:
                row = self._level_right(match, label)
        answers: list[Segment] = []
        for segment in row:
            if self.starts_with_label(segment, through):
                break
            answers.append(segment)
        return answers

    def _level_right(self, match: Match, label: Segment) -> list[Segment]:
        """A value centred beside a label of two lines."""
        top = min(s.top for s in match.stream.segments) - label.height * 0.6
        bottom = label.bottom + label.height * 0.6
        found = [
            s for s in self.layout.segments if s.left > label.right and top < s.middle < bottom
        ]
        return sorted(found, key=lambda s: s.left)[:1]

    def _of_segment(self, segment: Segment, how: str, through: frozenset[str]) -> Value | None:
        if self.in_stamp(segment) or is_motto(segment):
            return None
        stream = self.stream_of(segment)
        first = next(
            (i for i, atom in enumerate(stream.atoms) if stream.segments[atom.segment] is segment),
            0,
        )
        if stream.in_cell:
            first = 0
        end = min(
            (
                m.start
                for m in self.matches_in(stream)
                if m.start >= first and m.attribute not in through
            ),
            default=len(stream.atoms),
        )
        atoms = stream.atoms[first:end]
        if not any(atom.folded for atom in atoms):
            return None
        return value_of_atoms(atoms, how, segment)


def _name_alone(atoms: list[Atom]) -> list[Atom]:
    """Atoms up to the line's end, where what stands on the next line is no rest of a name."""
    if not atoms:
        return atoms
    first = [a for a in atoms if a.segment == atoms[0].segment]
    second = [a for a in atoms if a.segment == atoms[0].segment + 1]
    rest = [a.text for a in second if not a.is_mark][:3]
    goes_on = 1 <= len(rest) <= 2 and all(is_name_syllable(word) for word in rest)
    return atoms if goes_on or sum(not a.is_mark for a in first) < 2 else first


def _label_words(match: Match) -> list[Atom]:
    return [
        atom
        for atom in match.stream.atoms[match.stream.bullet_end(match.start) : match.stop]
        if atom.text != ":"
    ]


def _words_a_label(atom: Atom) -> bool:
    """A small word that labels are made of and that opens no address."""
    return (
        atom.text.islower()
        and atom.folded in knowledge().weight
        and atom.folded not in heads_of_places()
    )


def _without_open_bracket(atoms: list[Atom]) -> list[Atom]:
    end = len(atoms)
    while end > 0 and atoms[end - 1].is_mark and atoms[end - 1].text in "([-–,;":
        end -= 1
    return atoms[:end]
