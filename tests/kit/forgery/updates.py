"""Incremental updates written by hand, honest in syntax or crooked in one chosen way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.syntax import HexString, Name, Ref, Stream

_LAST = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


@dataclass(frozen=True)
class Syntax:
    """How the tail of an update is written.

    Attributes:
        pointer: template of the part after the trailer; ``{at}`` is the offset.
    """

    name: str = "plain"
    pointer: str = "startxref\n{at}\n%%EOF\n"
    prev: str = "{prev}"
    junk_before_xref: bytes = b""
    junk_before_objects: bytes = b""
    entry_eol: str = " \n"
    twice: bool = False
    size_extra: int = 1


SYNTAXES = (
    Syntax(),
    Syntax("zero-padded", "startxref\n0000{at}\n%%EOF\n"),
    Syntax("comment", "startxref\n% {at}\n{at}\n%%EOF\n"),
    Syntax("comment-after", "startxref\n{at} % end\n%%EOF\n"),
    Syntax("zero-padded comment", "startxref\n0000{at}%\n%%EOF"),
    Syntax("no end marker", "startxref\n{at}\n"),
    Syntax("zero-padded, comment, no end marker", "startxref\n0000{at} % \n"),
    Syntax("same line", "startxref {at} %%EOF\n"),
    Syntax("spaces", "startxref\n   {at}   \n%%EOF\n"),
    Syntax("no line end", "startxref\n{at}\n%%EOF"),
    Syntax("carriage returns", "startxref\r{at}\r%%EOF\r"),
    Syntax("two pointers", "startxref\n{prev}\n%%EOF\nstartxref\n{at}\n%%EOF\n"),
    Syntax("old pointer last", "startxref\n{at}\n%%EOF\nstartxref\n{prev}\n%%EOF\n"),
    Syntax("two end markers", "startxref\n{at}\n%%EOF\n%%EOF\n"),
    Syntax("junk after", "startxref\n{at}\n%%EOF\nJUNK"),
    Syntax("null bytes after", "startxref\n{at}\n%%EOF\n" + "\0" * 16),
    Syntax("no pointer", ""),
    Syntax("pointer in a comment", "%startxref\n%{at}\n%%EOF\n"),
    Syntax("hidden before xref", junk_before_xref=b"99 0 obj\n(x)\nendobj\n"),
    Syntax("comment before xref", junk_before_xref=b"% nothing to see\n"),
    Syntax("hidden before objects", junk_before_objects=b"(loose string)\n"),
    Syntax("short entries", entry_eol="\n"),
    Syntax("wrong size", size_extra=-3),
    Syntax("prev of prev", prev="{prevprev}"),
    Syntax("prev zero-padded", prev="000{prev}"),
    Syntax("object written twice", twice=True),
)  # fmt: skip


def serialise(value) -> bytes:
    """A PDF value as it is written."""
    if isinstance(value, Ref):
        return b"%d %d R" % value
    if isinstance(value, Name):
        return b"/" + str(value).encode("latin-1")
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if value is None:
        return b"null"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return f"{value:f}".encode()
    if isinstance(value, HexString):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, bytes):
        escaped = value.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        return b"(" + escaped.replace(b"\r", b"\\r") + b")"
    if isinstance(value, list):
        return b"[" + b" ".join(serialise(v) for v in value) + b"]"
    if isinstance(value, Stream):
        raw = value.raw
        table = {**value.dictionary, "Length": len(raw)}
        return serialise(table) + b"\nstream\n" + raw + b"\nendstream"
    if isinstance(value, dict):
        inner = b" ".join(
            b"/" + k.encode("latin-1") + b" " + serialise(v) for k, v in value.items()
        )
        return b"<< " + inner + b" >>"
    raise TypeError(type(value))


def stream(body: bytes, **table) -> bytes:
    """A stream object's text."""
    return serialise({**table, "Length": len(body)}) + b"\nstream\n" + body + b"\nendstream"


def update(
    data: bytes, objects: dict[int, bytes], syntax: Syntax = SYNTAXES[0], **trailer
) -> bytes:
    """``data`` with an update that brings ``objects``; values are their text without ``obj``."""
    file = PdfFile(data)
    before = file.revisions[-1]
    prev = before.sections[0].start
    prevprev = file.revisions[-2].sections[0].start if len(file.revisions) > 1 else 0
    out = bytearray(data)
    if not out.endswith((b"\n", b"\r")):
        out += b"\n"
    out += syntax.junk_before_objects
    places: dict[int, int] = {}
    for number, body in objects.items():
        if syntax.twice:
            out += b"%d 0 obj\nnull\nendobj\n" % number
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    out += syntax.junk_before_xref
    at = len(out)
    text = "xref\n0 1\n0000000000 65535 f" + syntax.entry_eol
    for number in sorted(places):
        text += f"{number} 1\n{places[number]:010d} 00000 n{syntax.entry_eol}"
    size = max([*places, before.trailer["Size"] - 1]) + syntax.size_extra
    table = {
        "Size": size,
        "Root": before.trailer["Root"],
        **({"Info": before.trailer["Info"]} if "Info" in before.trailer else {}),
        **({"ID": before.trailer["ID"]} if "ID" in before.trailer else {}),
        **trailer,
    }
    inner = serialise(table)[:-2].decode("latin-1")
    numbers = {"at": at, "prev": prev, "prevprev": prevprev}
    text += f"trailer\n{inner}/Prev {syntax.prev.format(**numbers)} >>\n"
    text += syntax.pointer.format(**numbers)
    return bytes(out) + text.encode("latin-1")


def next_number(data: bytes) -> int:
    """A number no object has yet."""
    file = PdfFile(data)
    return max(max(r.entries, default=0) for r in file.revisions) + 1
