"""The revisions of a file: which bytes each one added, from the first to the newest.

The chain of cross-reference sections is followed from the end; each revision must lie behind the
one before it and end with its own pointer and end marker. What does not fit is recorded as a fault
of that revision, or refused when no honest writer could mean it.
"""

import re
from dataclasses import dataclass, field

from signing.verify.pdf.syntax import PdfDict, SyntaxFault, skip_space
from signing.verify.pdf.xref import FREE, Entry, Section, read_section

MAX_REVISIONS = 500
_TAIL = 2048
_POINTER = re.compile(rb"startxref([\x00\t\n\x0c\r ]+)(\d{1,12})([\x00\t\n\x0c\r ]+)%%EOF")
_EXACT_POINTER = re.compile(rb"startxref(?:\r\n|\r|\n)(0|[1-9]\d{0,11}) ?(?:\r\n|\r|\n)%%EOF")
_EOL = re.compile(rb"\r\n|\r|\n|")
_LOOSE_POINTER = re.compile(rb"startxref[^\d]{0,20}(\d{1,12})")


@dataclass(slots=True, kw_only=True)
class Revision:
    """One revision and the bytes it added.

    Attributes:
        start: where the revision before ended.
        marker_end: place after its ``%%EOF``.
        end: the same, or after the line end that follows it.
        sections: newest first; two for a linearised file, else one.
        entries: what its sections say about objects.
        pointer: span of ``startxref`` … ``%%EOF``.
        faults: codes of what a strict reader objects to.
    """

    index: int
    start: int
    marker_end: int
    end: int
    sections: tuple[Section, ...]
    entries: dict[int, Entry]
    trailer: PdfDict
    pointer: tuple[int, int]
    faults: list[str] = field(default_factory=list)

    def ends_at(self, place: int) -> bool:
        """Whether ``place`` is an end of this revision, with or without the last line end."""
        return self.marker_end <= place <= self.end


def enumerate_revisions(data: bytes) -> list[Revision]:
    """All revisions, oldest first.

    Raises:
        SyntaxFault: the chain of cross-reference sections cannot be followed.
    """
    if not data.startswith(b"%PDF-"):
        raise SyntaxFault("pdf.no_header")
    groups = _group(_chain(data, _last_pointer(data)))
    revisions: list[Revision] = []
    start = 0
    for index, sections in enumerate(reversed(groups)):
        revision = _revision(data, index, start, sections)
        revisions.append(revision)
        start = revision.end
    return revisions


def _last_pointer(data: bytes) -> int:
    tail_start = max(0, len(data) - _TAIL)
    matches = list(_POINTER.finditer(data, tail_start))
    if matches:
        return int(matches[-1].group(2))
    place = data.rfind(b"startxref")
    match = _LOOSE_POINTER.match(data, place) if place >= 0 else None
    if match is None:
        raise SyntaxFault("pdf.no_startxref")
    return int(match.group(1))


def _chain(data: bytes, offset: int) -> list[Section]:
    sections: list[Section] = []
    seen: set[int] = set()
    place: int | None = offset
    while place is not None:
        if place in seen:
            raise SyntaxFault("pdf.xref_loop", at=place)
        if len(sections) >= MAX_REVISIONS:
            raise SyntaxFault("pdf.too_many_revisions")
        seen.add(place)
        section = read_section(data, place)
        sections.append(section)
        place = section.previous
    return sections


def _group(sections: list[Section]) -> list[tuple[Section, ...]]:
    """Sections newest first; the two of a linearised first revision stay together."""
    if len(sections) >= 2 and sections[-1].start > sections[-2].start:
        groups = [(s,) for s in sections[:-2]]
        return [*groups, (sections[-2], sections[-1])]
    return [(s,) for s in sections]


def _revision(data: bytes, index: int, start: int, sections: tuple[Section, ...]) -> Revision:
    physically_last = max(sections, key=lambda s: s.end)
    if min(s.start for s in sections) < start:
        raise SyntaxFault("pdf.revisions_out_of_order")
    faults: list[str] = []
    match = _POINTER.search(data, physically_last.end)
    if match is None:
        raise SyntaxFault("pdf.no_end_marker")
    marker_end = match.end()
    eol = _EOL.match(data, marker_end)
    end = eol.end() if eol else marker_end
    if not _EXACT_POINTER.match(data, match.start()):
        faults.append("pdf.odd_pointer")
    pointer = int(match.group(2))
    if pointer != sections[0].start and skip_space(data, pointer) != sections[0].start:
        faults.append("pdf.pointer_elsewhere")
    if skip_space(data, physically_last.end) != match.start():
        faults.append("pdf.bytes_before_pointer")
    entries: dict[int, Entry] = {}
    for section in reversed(sections):
        entries.update(section.entries)
        if section.conflicts:
            faults.append("pdf.hybrid_conflict")
    if any(not s.exact for s in sections):
        faults.append("pdf.odd_xref_table")
    _check_entries(entries, faults)
    return Revision(
        index=index,
        start=start,
        marker_end=marker_end,
        end=end,
        sections=sections,
        entries=entries,
        trailer=sections[0].trailer,
        pointer=(match.start(), marker_end),
        faults=faults,
    )


def _check_entries(entries: dict[int, Entry], faults: list[str]) -> None:
    if any(entry.kind not in (0, 1, 2) for entry in entries.values()):
        faults.append("pdf.unknown_entry_kind")
    zero = entries.get(0)
    if zero is not None and zero.kind != FREE:
        faults.append("pdf.object_zero_used")
