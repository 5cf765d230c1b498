"""Streams of atoms: the words of one segment or one table cell, taken apart at punctuation."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache

from scanner.recognition.layout import Layout, Segment
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.running import continuation
from scanner.recognition.text import fold
from scanner.recognition.wordlists import pairs

_PIECES = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*|[^\w\s]|_+")  # `H'Mông` is one word
_LONGEST_PARAGRAPH = 30
_BULLET = re.compile(r"^(?:\d{1,2}|\d[soilzbg]|[soilz]\d|[ivx]{1,4}|[a-zđ])$", re.IGNORECASE)
_BEHIND_BULLET = "-–—•*.)/"


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of letters and digits, or one mark.

    Attributes:
        text: as read.
        folded: lower case without marks, in today's spelling; empty for punctuation.
        word: the engine's word it is part of; start and stop are its characters in it.
        segment: number of the segment inside the stream.
        first_of_segment: it opens a line.
        gap: pixels of white before it, 0 inside a word.
    """

    text: str
    folded: str
    word: Word
    start: int
    stop: int
    segment: int
    first_of_segment: bool
    gap: int

    @property
    def is_mark(self) -> bool:
        """Punctuation."""
        return not self.folded


@dataclass(eq=False, slots=True)
class Stream:
    """Atoms of one segment, or of all segments of one ruled cell.

    Attributes:
        segments: top to bottom.
        atoms: in reading order.
        in_cell: it is a cell of a ruled table.
    """

    segments: list[Segment]
    atoms: list[Atom]
    in_cell: bool

    @property
    def head(self) -> Segment:
        """Its first segment."""
        return self.segments[0]

    def text(self, start: int, stop: int) -> str:
        """Atoms start … stop as printed, with the spaces between words."""
        parts: list[str] = []
        last: Word | None = None
        for atom in self.atoms[start:stop]:
            if last is not None and atom.word is not last:
                parts.append(" ")
            parts.append(atom.text)
            last = atom.word
        return "".join(parts)

    def bullet_end(self, start: int) -> int:
        """Where a list mark (`1.`, `a)`, `(2)`) opening at an atom ends; start without one."""
        i, n = start, len(self.atoms)
        while (
            i < n and self.atoms[i].is_mark and self.atoms[i].text in "-–—•*+·.,:;'`|~_☐☒=<>©®°“”\""
        ):
            i += 1
        opened = i < n and self.atoms[i].text in "(["
        j = i + 1 if opened else i
        while (
            j + 1 < n and _BULLET.match(self.atoms[j].text) and self.atoms[j + 1].text in ".)/]-:"
        ):
            if self.atoms[j + 1].text == ":" and not self.atoms[j].text.isdigit():
                break
            if self.atoms[j + 1].text == "-" and not self.atoms[start].first_of_segment:
                break  # `Cấp IV - Diện tích`: the number belongs to what stands before it
            j += 2
            i = j
        if i > start and self._is_nested(i):
            i += 1
        while i < n and self.atoms[i].is_mark and self.atoms[i].text in _BEHIND_BULLET:
            i += 1
        return i

    def _is_nested(self, i: int) -> bool:
        """Whether a number behind a list mark is the rest of it: `1.2 Họ tên`."""
        if i + 1 >= len(self.atoms) or not self.atoms[i].text.isdigit():
            return False
        here, following = self.atoms[i], self.atoms[i + 1]
        return here.gap == 0 and self.atoms[i - 1].text == "." and following.gap > 0


def streams(
    layout: Layout,
    title: tuple[int, int] = (0, 0),
    alone: Container[int] = frozenset(),
) -> list[Stream]:
    """One stream for every ruled cell and for every run of full lines, in reading order.

    Args:
        layout: of the page.
        title: upper and lower edge of the title, which no line runs on from.
        alone: ids of segments that run on from nothing and into nothing.
    """
    made: list[Stream] = []
    used: set[int] = set()
    for segment in layout.segments:
        if id(segment) in used:
            continue
        if segment.cell is None:
            chain = [segment]
            while (
                not title[0] <= segment.middle <= title[1]
                and id(segment) not in alone
                and len(chain) < _LONGEST_PARAGRAPH
                and (following := continuation(layout, chain)) is not None
            ):
                if id(following) in used or id(following) in alone:
                    break
                chain.append(following)
        else:
            chain = layout.in_cell(segment.cell)
        used.update(id(part) for part in chain)
        made.append(_stream(chain, in_cell=segment.cell is not None))
    return made


def stream_of(segment: Segment) -> Stream:
    """The stream of a line alone."""
    return _stream([segment], in_cell=False)


def _stream(segments: list[Segment], *, in_cell: bool) -> Stream:
    atoms: list[Atom] = []
    for number, segment in enumerate(segments):
        first = True
        right: int | None = None
        for word in segment.words:
            gap = 0 if right is None else max(0, word.left - right)
            right = word.right
            for found in _PIECES.finditer(word.text):
                folded = _folded(found.group())
                atoms.append(
                    Atom(
                        found.group(), folded, word, found.start(), found.end(), number, first, gap
                    )
                )
                first = False
                gap = 0
    return Stream(segments, atoms, in_cell)


def _folded(text: str) -> str:
    """A word without marks, in the spelling that labels are listed in: `sanh` is `sinh`."""
    plain = fold(text) if text[0].isalnum() else ""
    return _spellings().get(plain, plain)


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    return dict(pairs("old_spellings"))
