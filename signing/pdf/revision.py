"""One revision appended to a PDF: earlier bytes are never touched (ISO 32000-1, 7.5.6)."""

import os
from collections.abc import Mapping

import pikepdf

from signing.pdf.document import PdfDocument


class Revision:
    """Collects new and changed objects, then lays them out behind the file.

    Offsets are known before anything is written, because the revision begins at the file's end.
    """

    def __init__(self, document: PdfDocument) -> None:
        self._document = document
        self._next = document.first_free_number
        self._objects: dict[tuple[int, int], bytes] = {}
        self._trailer_root = document.pdf.trailer["/Root"].objgen

    def reserve(self) -> int:
        """Number for an object whose bytes come later."""
        number = self._next
        self._next += 1
        return number

    def put(self, body: bytes, number: int | None = None) -> bytes:
        """Add an object; gives back the reference to it."""
        if number is None:
            number = self.reserve()
        self._objects[number, 0] = body
        return reference(number)

    def put_stream(self, entries: bytes, data: bytes) -> bytes:
        """Add a stream; ``entries`` is the inside of its dictionary without ``/Length``."""
        return self.put(b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data))

    def change(self, item: pikepdf.Object, entries: Mapping[bytes, bytes]) -> None:
        """Write a dictionary of the file anew with some entries replaced, the others as written."""
        self._objects[item.objgen] = with_entries(item, entries)

    def replace(self, item: pikepdf.Object, body: bytes) -> None:
        """Write an object of the file anew."""
        self._objects[item.objgen] = body

    def render(self) -> tuple[bytes, dict[tuple[int, int], int]]:
        """The bytes to append, and where each object's body begins within them."""
        base = self._document.size
        parts, at = [b"\n"], 1
        entries: dict[tuple[int, int], int] = {}
        bodies: dict[tuple[int, int], int] = {}
        for (number, generation), body in sorted(self._objects.items()):
            head = b"%d %d obj\n" % (number, generation)
            entries[number, generation] = base + at
            bodies[number, generation] = at + len(head)
            parts += [head, body, b"\nendobj\n"]
            at += len(head) + len(body) + 8
        start = base + at
        if self._document.uses_xref_stream:
            parts.append(self._xref_stream(entries, start))
        else:
            parts.append(self._xref_table(entries))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(parts), bodies

    def _xref_table(self, entries: Mapping[tuple[int, int], int]) -> bytes:
        lines = [b"xref\n"]
        for first, row in _runs(entries):
            lines.append(b"%d %d\n" % (first, len(row)))
            lines += [b"%010d %05d n\r\n" % (offset, generation) for generation, offset in row]
        return b"".join(lines) + b"trailer\n<<%b>>\n" % self._trailer(self._next)

    def _xref_stream(self, entries: Mapping[tuple[int, int], int], start: int) -> bytes:
        number = self._next
        rows = _runs({**entries, (number, 0): start})
        data = b"".join(
            b"\x01" + offset.to_bytes(5, "big") + generation.to_bytes(2, "big")
            for _, row in rows
            for generation, offset in row
        )
        index = b" ".join(b"%d %d" % (first, len(row)) for first, row in rows)
        head = b"%d 0 obj\n<</Type/XRef/W[1 5 2]/Index[%b]%b/Length %d>>\nstream\n" % (
            number,
            index,
            self._trailer(number + 1),
            len(data),
        )
        return head + data + b"\nendstream\nendobj\n"

    def _trailer(self, size: int) -> bytes:
        trailer = self._document.pdf.trailer
        root, generation = self._trailer_root
        entries = [
            b"/Size %d/Root %d %d R/Prev %d" % (size, root, generation, self._document.last_xref)
        ]
        info = trailer.get("/Info")
        if info is not None and info.is_indirect:
            entries.append(b"/Info %d %d R" % info.objgen)
        newest = os.urandom(16).hex().encode()
        identity = trailer.get("/ID")
        first = bytes(identity[0]).hex().encode() if identity is not None else newest
        entries.append(b"/ID[<%b><%b>]" % (first, newest))
        return b"".join(entries)


def reference(number: int, generation: int = 0) -> bytes:
    """An indirect reference."""
    return b"%d %d R" % (number, generation)


def with_entries(item: pikepdf.Object, entries: Mapping[bytes, bytes]) -> bytes:
    """A dictionary as written in the file, with ``entries`` (names without slash) replaced."""
    for name in entries:
        key = "/" + name.decode()
        if key in item:
            del item[key]
    text: bytes = item.unparse(resolved=True)
    body = text.rstrip()[:-2].rstrip()
    added = b"".join(b"/%b %b" % (name, value) for name, value in entries.items())
    return body + b" " + added + b" >>"


def array_with(item: pikepdf.Object | None, *added: bytes) -> bytes:
    """An array as written in the file with elements added at its end."""
    if item is None:
        return b"[" + b" ".join(added) + b"]"
    text: bytes = item.unparse(resolved=True)
    return text.rstrip()[:-1] + b" " + b" ".join(added) + b" ]"


def text_string(text: str) -> bytes:
    """A text string: plain ASCII in brackets, else UTF-16 with its mark, in hexadecimal."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})".encode("ascii")
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def number(value: float) -> bytes:
    """A number in the shortest form that keeps a hundredth of a point."""
    return b"%d" % value if value == int(value) else f"{value:.3f}".rstrip("0").rstrip(".").encode()


def numbers(*values: float) -> bytes:
    """Numbers in a row."""
    return b" ".join(number(value) for value in values)


def _runs(
    entries: Mapping[tuple[int, int], int],
) -> list[tuple[int, list[tuple[int, int]]]]:
    """Consecutive object numbers together: (first, [(generation, offset), …])."""
    runs: list[tuple[int, list[tuple[int, int]]]] = []
    for (number, generation), offset in sorted(entries.items()):
        if runs and runs[-1][0] + len(runs[-1][1]) == number:
            runs[-1][1].append((generation, offset))
        else:
            runs.append((number, [(generation, offset)]))
    return runs
