"""Cross-reference sections: tables, streams and hybrids.

Source: ISO 32000-2, clauses 7.5.4 to 7.5.8.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import (
    IndirectObject,
    PdfDict,
    Reader,
    Ref,
    Stream,
    SyntaxFault,
    skip_space,
)

MAX_ENTRIES = 1_000_000
FREE, PLAIN, PACKED = 0, 1, 2

_OBJECT_HEAD = re.compile(
    rb"[\x00\t\n\x0c\r ]*(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+obj(?![A-Za-z0-9])"
)
_STREAM = re.compile(rb"stream(\r\n|\n|\r)")
_END_STREAM = re.compile(rb"[\x00\t\n\x0c\r ]*endstream")
_END_OBJECT = re.compile(rb"endobj")
_SUBSECTION = re.compile(rb"[\x00\t\n\x0c\r ]*(\d{1,10})[ \t]+(\d{1,10})[ \t]*[\r\n]*")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: ?\r\n| \r| \n|\r|\n)")
_TRAILER = re.compile(rb"[\x00\t\n\x0c\r ]*trailer")


class Entry(NamedTuple):
    """Where an object lies: ``(PLAIN, offset, generation)`` or ``(PACKED, container, index)``."""

    kind: int
    place: int
    extra: int


def generation(entry: Entry) -> int:
    """The generation of an object in use; a packed one has none but 0."""
    return entry.extra if entry.kind == PLAIN else 0


@dataclass(slots=True, kw_only=True)
class Section:
    """One cross-reference section with its trailer.

    Attributes:
        start: offset of ``xref`` or of the stream object.
        end: place after the trailer dictionary or after ``endobj``.
        hybrid: the stream named by ``XRefStm`` of a table.
        conflicts: numbers that the table and its hybrid stream place differently.
        exact: whether a table keeps the twenty-byte form.
    """

    start: int
    end: int
    entries: dict[int, Entry]
    trailer: PdfDict
    number: int | None = None
    hybrid: "Section | None" = None
    conflicts: set[int] = field(default_factory=set)
    exact: bool = True

    @property
    def previous(self) -> int | None:
        """Offset of the section before, if the trailer names one."""
        value = self.trailer.get("Prev")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise SyntaxFault("pdf.bad_prev")
        return value or None  # some writers put 0 where there is no section before


def read_object(
    data: bytes, offset: int, length_of: Callable[[Ref], Any] | None = None, *, strict: bool = True
) -> IndirectObject:
    """The indirect object whose number stands at ``offset``.

    Args:
        data: the file.
        offset: where the cross-reference points.
        length_of: resolves an indirect ``Length``.
        strict: refuse a wrong ``Length``; otherwise the next ``endstream`` ends the data.

    Raises:
        SyntaxFault: no object stands there.
    """
    head = _OBJECT_HEAD.match(data, offset)
    if head is None:
        raise SyntaxFault("pdf.no_object_at_offset", at=offset)
    value, position = Reader(data).value(head.end())
    position = skip_space(data, position)
    if isinstance(value, PdfDict) and data.startswith(b"stream", position):
        value, position = _stream(data, position, value, length_of, strict=strict)
    end = _END_OBJECT.match(data, skip_space(data, position))
    if end is None:
        raise SyntaxFault("pdf.no_endobj", at=position)
    return IndirectObject(int(head.group(1)), int(head.group(2)), value, head.start(1), end.end())


def _stream(
    data: bytes,
    position: int,
    dictionary: PdfDict,
    length_of: Callable[[Ref], Any] | None,
    *,
    strict: bool,
) -> tuple[Stream, int]:
    mark = _STREAM.match(data, position)
    if mark is None or (strict and mark.group(1) == b"\r"):
        raise SyntaxFault("pdf.bad_stream_start", at=position)
    start = mark.end()
    length = dictionary.get("Length")
    if isinstance(length, Ref):
        length = length_of(length) if length_of else None
    if isinstance(length, int) and not isinstance(length, bool) and length >= 0:
        tail = _END_STREAM.match(data, start + length)
        if tail and (not strict or _tidy(data[start + length : tail.end() - 9])):
            return Stream(dictionary, data, start, start + length), tail.end()
    if strict:
        raise SyntaxFault("pdf.bad_stream_length", at=position)
    end = data.find(b"endstream", start)
    if end < 0:
        raise SyntaxFault("pdf.no_endstream", at=position)
    return Stream(dictionary, data, start, end), end + 9


def _tidy(gap: bytes) -> bool:
    return gap in (b"", b"\n", b"\r\n", b"\r", b" ", b"\n\n", b"\r\n\r\n")


def read_section(data: bytes, offset: int) -> Section:
    """The section at ``offset``, its hybrid stream included.

    Raises:
        SyntaxFault: neither a table nor a cross-reference stream stands there.
    """
    if not 0 <= offset < len(data):
        raise SyntaxFault("pdf.xref_outside_file", at=offset)
    position = skip_space(data, offset) if data[offset : offset + 1].isspace() else offset
    if data.startswith(b"xref", position):
        section = _read_table(data, position)
        hybrid = section.trailer.get("XRefStm")
        if hybrid is not None:
            if not isinstance(hybrid, int):
                raise SyntaxFault("pdf.bad_xrefstm")
            section.hybrid = _read_stream(data, hybrid)
            _merge_hybrid(section, section.hybrid)
        return section
    return _read_stream(data, position)


def _merge_hybrid(section: Section, stream: Section) -> None:
    for number, entry in stream.entries.items():
        mine = section.entries.get(number)
        if mine is None or mine.kind == FREE:
            section.entries[number] = entry
        elif entry.kind != FREE and entry != mine:
            section.conflicts.add(number)


def _read_table(data: bytes, offset: int) -> Section:
    entries: dict[int, Entry] = {}
    position = offset + 4
    exact = True
    while True:
        trailer = _TRAILER.match(data, position)
        if trailer:
            break
        head = _SUBSECTION.match(data, position)
        if head is None:
            raise SyntaxFault("pdf.bad_xref_table", at=position)
        first, count = int(head.group(1)), int(head.group(2))
        if len(entries) + count > MAX_ENTRIES:
            raise SyntaxFault("pdf.too_many_entries")
        position = head.end()
        for number in range(first, first + count):
            match = _ENTRY.match(data, position)
            if match is None:
                raise SyntaxFault("pdf.bad_xref_entry", at=position)
            exact = exact and match.end() - position == 20
            position = match.end()
            kind = PLAIN if match.group(3) == b"n" else FREE
            entry = Entry(kind, int(match.group(1)), int(match.group(2)))
            if number in entries and entries[number] != entry:
                raise SyntaxFault("pdf.entry_twice", number=number)
            entries[number] = entry
    value, end = Reader(data).value(trailer.end())
    if not isinstance(value, PdfDict) or value.repeated:
        raise SyntaxFault("pdf.bad_trailer", at=position)
    return Section(start=offset, end=end, entries=entries, trailer=value, exact=exact)


def _read_stream(data: bytes, offset: int) -> Section:
    found = read_object(data, offset)
    stream = found.value
    if not isinstance(stream, Stream) or stream.dictionary.get("Type") != "XRef":
        raise SyntaxFault("pdf.no_xref_here", at=offset)
    trailer = stream.dictionary
    if trailer.repeated:
        raise SyntaxFault("pdf.bad_trailer", at=offset)
    widths = trailer.get("W")
    if not (
        isinstance(widths, list)
        and len(widths) >= 3
        and all(isinstance(w, int) and 0 <= w <= 8 for w in widths)
    ):
        raise SyntaxFault("pdf.bad_xref_widths", at=offset)
    size = trailer.get("Size")
    index = trailer.get("Index", [0, size])
    if not (
        isinstance(index, list)
        and len(index) % 2 == 0
        and all(isinstance(n, int) and n >= 0 for n in index)
    ):
        raise SyntaxFault("pdf.bad_xref_index", at=offset)
    entries = _unpack(decode(stream), widths, index)
    return Section(
        start=found.start, end=found.end, entries=entries, trailer=trailer, number=found.number
    )


def _unpack(body: bytes, widths: list[int], index: list[int]) -> dict[int, Entry]:
    one, two, three = widths[:3]
    width = sum(widths)
    if sum(index[1::2]) > MAX_ENTRIES or width == 0:
        raise SyntaxFault("pdf.too_many_entries")
    entries: dict[int, Entry] = {}
    position = 0
    for first, count in zip(index[::2], index[1::2], strict=True):
        for number in range(first, first + count):
            row = body[position : position + width]
            if len(row) < width:
                raise SyntaxFault("pdf.short_xref_stream")
            position += width
            kind = int.from_bytes(row[:one], "big") if one else PLAIN
            entry = Entry(
                kind,
                int.from_bytes(row[one : one + two], "big"),
                int.from_bytes(row[one + two : one + two + three], "big"),
            )
            if number in entries and entries[number] != entry:
                raise SyntaxFault("pdf.entry_twice", number=number)
            entries[number] = entry
    return entries
