"""What the appearance of a filled field says, against the value the field holds.

A reader sees the appearance and a program reads the value; a filler who makes them differ deceives
one of the two. Only what can be read with certainty counts as shown.

Source: ISO 32000-2, clauses 9.4.3, 9.10.3 and 12.7.4.3.
"""

import re
from typing import Any

from signing.verify.pdf.document import View
from signing.verify.pdf.fields import text_of
from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import PdfDict, Stream, SyntaxFault

_TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]()]*|[^\s/<>\[\]()]+",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# Pictures, curves and text without ink; plain rectangles are borders and backgrounds.
_DRAWING = frozenset([b"Do", b"sh", b"BI", b"c", b"v", b"y", b"l", b"Tr"])
_SHOWING = frozenset([b"Tj", b"TJ", b"'", b'"'])
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_MOST_CODES = 70_000
_LATIN = ("WinAnsiEncoding", "PDFDocEncoding", "StandardEncoding", "")


def shows_value(view: View, widget: PdfDict, value: Any, *, options: Any = None) -> bool:
    """Whether the normal appearance of a widget says its value; spaces do not count.

    Without an appearance the viewer itself draws the value.

    Args:
        view: where the widget stands.
        widget: the widget.
        value: the field's value, any PDF object.
        options: what a choice offers, [stored, shown] pairs among it; any PDF object.
    """
    look = view.resolve(view.dictionary(widget.get("AP")).get("N"))
    if look is None:
        return True
    if not isinstance(look, Stream):
        return False
    try:
        shown = _shown(view, look)
    except (SyntaxFault, ValueError, UnicodeDecodeError):
        return False
    values = view.array(value) or [view.resolve(value)]
    shown_for = _shown_for(view, options)
    stored = [text_of(view.resolve(item)) for item in values]
    meant = "".join(shown_for.get(text, text) for text in stored)
    return _bare(shown) == _bare(meant)


def _shown_for(view: View, options: Any) -> dict[str, str]:  # any PDF object
    pairs = [view.array(item) for item in view.array(options)]
    return {
        text_of(view.resolve(pair[0])): text_of(view.resolve(pair[1]))
        for pair in pairs
        if len(pair) == 2
    }


def _bare(text: str) -> str:
    return "".join(text.split())


def _shown(view: View, look: Stream) -> str:
    """The text of an appearance in the order it is drawn.

    Raises:
        ValueError: something is drawn that is not plain text of a known font.
    """
    fonts = view.dictionary(view.dictionary(look.dictionary.get("Resources")).get("Font"))
    parts: list[str] = []
    strings: list[bytes] = []
    names: list[bytes] = []
    font: _Font | None = None
    for match in _TOKEN.finditer(decode(look)):
        token = match.group(0)
        if token[:1] == b"(":
            strings.append(_literal(token))
        elif token[:1] == b"<":
            strings.append(bytes.fromhex(token[1:-1].decode("ascii")))
        elif token[:1] == b"/":
            names.append(token[1:])
        else:
            if token == b"Tf":
                font = _Font(view, view.dictionary(fonts.get(names[-1].decode("latin-1"))))
            elif token in _SHOWING:
                if font is None:
                    raise ValueError("text without a font")
                parts += [font.text(piece) for piece in strings]
            elif token in _DRAWING:
                raise ValueError("more than text in a text field")
            if not _is_number(token):
                strings, names = [], []
    return "".join(parts)


def _is_number(token: bytes) -> bool:
    return token.replace(b".", b"", 1).lstrip(b"+-").isdigit()


def _literal(token: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        what = match.group(1)
        if what[:1].isdigit() and what[0] < 0x38:
            return bytes([int(what, 8) & 0xFF])
        if what in (b"\r\n", b"\r", b"\n"):
            return b""
        return _ESCAPES.get(what, what)

    return _ESCAPE.sub(plain, token[1:-1])


class _Font:
    """How a font's codes read."""

    def __init__(self, view: View, table: PdfDict) -> None:
        self._codes: dict[int, str] | None = None
        self._width = 2 if table.get("Subtype") == "Type0" else 1
        mapping = view.resolve(table.get("ToUnicode"))
        if isinstance(mapping, Stream):
            self._codes = _codes(decode(mapping))
            return
        encoding = view.resolve(table.get("Encoding"))
        name = "" if encoding is None else str(encoding)
        if isinstance(encoding, PdfDict):
            if "Differences" in encoding:
                raise ValueError("a font with an order of its own")
            name = str(view.resolve(encoding.get("BaseEncoding")) or "")
        if self._width == 2 or not table or name not in _LATIN:
            raise ValueError("a font that cannot be read")

    def text(self, piece: bytes) -> str:
        """What a string of codes says."""
        if self._codes is None:
            return piece.decode("cp1252")
        step = self._width
        found = []
        for at in range(0, len(piece), step):
            code = int.from_bytes(piece[at : at + step], "big")
            if code not in self._codes:
                raise ValueError("a code without a letter")
            found.append(self._codes[code])
        return "".join(found)


def _codes(text: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(text):
        if kind == b"bfchar":
            for code, letters in _PAIR.findall(block):
                found[int(code, 16)] = _letters(letters)
        else:
            for first, last, letters in _RANGE.findall(block):
                start, end = int(first, 16), int(last, 16)
                base = _letters(letters)
                for code in range(start, min(end, start + _MOST_CODES) + 1):
                    found[code] = base[:-1] + chr(ord(base[-1]) + code - start)
    return found


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be")
