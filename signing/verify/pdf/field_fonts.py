"""How the codes of a field's font read, if that can be told with certainty.

A font that the signers did not see says nothing of its own: its letters may look like others, so it
must be one that every viewer has, with an order of letters that everybody knows.

Source: ISO 32000-2, clauses 9.6 and 9.10.3.
"""

import re
from collections.abc import Callable

from signing.verify.pdf.document import View
from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import PdfDict, Ref, Stream

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_MOST_CODES = 70_000
_LATIN = ("WinAnsiEncoding", "PDFDocEncoding", "StandardEncoding", "")
_EVERYWHERE = ("Helvetica", "Arial", "Times", "Courier")
_EMBEDDED = frozenset({"FontFile", "FontFile2", "FontFile3"})


class FieldFont:
    """How a font's codes read."""

    def __init__(self, view: View, value: object, vouched: Callable[[int], bool]) -> None:
        """Read the font a resource names.

        Args:
            view: where the resource stands.
            value: the font, any PDF object.
            vouched: whether an object stood in the file, the same, when it was signed.

        Raises:
            ValueError: what it says cannot be told.
        """
        table = view.dictionary(value)
        if not (isinstance(value, Ref) and vouched(value.number)):
            _require_common(view, table)
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


def _require_common(view: View, table: PdfDict) -> None:
    """Refuse a font brought after the signature unless its letters are the same everywhere."""
    name = str(view.resolve(table.get("BaseFont")))
    descriptor = view.dictionary(table.get("FontDescriptor"))
    if (
        not name.startswith(_EVERYWHERE)
        or "ToUnicode" in table
        or table.get("Subtype") not in ("Type1", "TrueType")
        or descriptor.keys() & _EMBEDDED
    ):
        raise ValueError("a font the signers did not see")


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
