"""Tokens and objects of the PDF syntax, each with its place in the file.

Numbers are ``int`` and ``float``, strings ``bytes`` (``HexString`` keeps its span), names ``Name``,
arrays ``list``, dictionaries ``PdfDict``, references ``Ref``. The reader is strict: what it cannot
read it refuses with ``SyntaxFault``; it never guesses.

Source: ISO 32000-2, clauses 7.2 and 7.3.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from signing.verify.errors import VerifyError

MAX_DEPTH = 60
MAX_ITEMS = 2_000_000

WHITE = b"\x00\t\n\x0c\r "
_SKIP = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_REGULAR = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_INTEGER = re.compile(rb"[+-]?\d{1,18}\Z")
_REAL = re.compile(rb"[+-]?(?:\d{1,18}\.\d{0,40}|\.\d{1,40})\Z")
_REFERENCE = re.compile(
    rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING_STOP = re.compile(rb"[()\\\r]")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HEX_BODY = re.compile(rb"[0-9A-Fa-f\x00\t\n\x0c\r ]*")
_HEX_SPACE = re.compile(rb"[\x00\t\n\x0c\r ]+")


class SyntaxFault(VerifyError):
    """The bytes are not PDF syntax at this place."""


class Name(str):
    """A PDF name without its slash, escapes resolved."""

    __slots__ = ()


class Ref(NamedTuple):
    """An indirect reference."""

    number: int
    generation: int


class HexString(bytes):
    """A hexadecimal string and the span of its token, angle brackets included."""

    start: int
    end: int


class PdfDict(dict[str, Any]):  # values are PDF objects of any kind
    """A dictionary; ``repeated`` tells that a key stood in it twice."""

    repeated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """A stream: its dictionary and the span of its raw bytes in ``source``."""

    dictionary: PdfDict
    source: bytes = field(repr=False)
    start: int
    end: int

    @property
    def raw(self) -> bytes:
        """The bytes as they stand in the file, filters not applied."""
        return bytes(self.source[self.start : self.end])


@dataclass(frozen=True, slots=True)
class IndirectObject:
    """An object with its number, value and the span from its number to ``endobj``."""

    number: int
    generation: int
    value: Any  # any PDF object
    start: int
    end: int


def skip_space(data: bytes, position: int) -> int:
    """The first place at or after ``position`` that is neither white space nor comment."""
    match = _SKIP.match(data, position)
    return match.end() if match else position


class Reader:
    """Reads objects from a buffer; positions are absolute."""

    def __init__(self, data: bytes) -> None:
        """Read from ``data``, which is never copied."""
        self.data = data
        self._items = 0

    def value(self, position: int, depth: int = 0) -> tuple[Any, int]:
        """The object at ``position`` and the place after it."""
        if depth > MAX_DEPTH:
            raise SyntaxFault("pdf.too_deep", at=position)
        self._items += 1
        if self._items > MAX_ITEMS:
            raise SyntaxFault("pdf.too_many_items", at=position)
        data = self.data
        position = skip_space(data, position)
        lead = data[position : position + 1]
        if lead == b"/":
            return self._name(position)
        if lead == b"<":
            if data[position + 1 : position + 2] == b"<":
                return self._dictionary(position, depth)
            return self._hex_string(position)
        if lead == b"[":
            return self._array(position, depth)
        if lead == b"(":
            return self._literal(position)
        return self._number_or_word(position)

    def _name(self, position: int) -> tuple[Name, int]:
        match = _REGULAR.match(self.data, position + 1)
        raw = match.group() if match else b""
        if b"#" in raw:
            raw = _NAME_ESCAPE.sub(lambda m: bytes([int(m.group(1), 16)]), raw)
        return Name(raw.decode("latin-1")), position + 1 + (len(match.group()) if match else 0)

    def _number_or_word(self, position: int) -> tuple[Any, int]:
        data = self.data
        reference = _REFERENCE.match(data, position)
        if reference:
            return Ref(int(reference.group(1)), int(reference.group(2))), reference.end()
        match = _REGULAR.match(data, position)
        word = match.group() if match else b""
        end = position + len(word)
        if _INTEGER.match(word):
            return int(word), end
        if _REAL.match(word):
            return float(word), end
        if word in (b"true", b"false"):
            return word == b"true", end
        if word == b"null":
            return None, end
        raise SyntaxFault("pdf.unexpected_token", at=position)

    def _array(self, position: int, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        position = skip_space(self.data, position + 1)
        while self.data[position : position + 1] != b"]":
            item, position = self.value(position, depth + 1)
            items.append(item)
            position = skip_space(self.data, position)
        return items, position + 1

    def _dictionary(self, position: int, depth: int) -> tuple[PdfDict, int]:
        result = PdfDict()
        position = skip_space(self.data, position + 2)
        while self.data[position : position + 2] != b">>":
            if self.data[position : position + 1] != b"/":
                raise SyntaxFault("pdf.key_is_no_name", at=position)
            key, position = self._name(position)
            item, position = self.value(position, depth + 1)
            if key in result:
                result.repeated = True
            result[key] = item
            position = skip_space(self.data, position)
        return result, position + 2

    def _hex_string(self, position: int) -> tuple[HexString, int]:
        match = _HEX_BODY.match(self.data, position + 1)
        end = match.end() if match else position + 1
        if self.data[end : end + 1] != b">":
            raise SyntaxFault("pdf.bad_hex_string", at=position)
        digits = self.data[position + 1 : end]
        if len(digits) % 2 or any(c in digits for c in WHITE):
            digits = _HEX_SPACE.sub(b"", digits)
            digits += b"0" * (len(digits) % 2)
        result = HexString(bytes.fromhex(digits.decode("ascii")))
        result.start, result.end = position, end + 1
        return result, end + 1

    def _literal(self, position: int) -> tuple[bytes, int]:
        data = self.data
        parts: list[bytes] = []
        depth = 1
        position += 1
        while True:
            match = _STRING_STOP.search(data, position)
            if match is None:
                raise SyntaxFault("pdf.open_string", at=position)
            parts.append(data[position : match.start()])
            position = match.end()
            sign = match.group()
            if sign == b"(":
                depth += 1
                parts.append(sign)
            elif sign == b")":
                depth -= 1
                if depth == 0:
                    return b"".join(parts), position
                parts.append(sign)
            elif sign == b"\r":
                parts.append(b"\n")
                position += data[position : position + 1] == b"\n"
            else:
                piece, position = self._escape(position)
                parts.append(piece)

    def _escape(self, position: int) -> tuple[bytes, int]:
        data = self.data
        sign = data[position : position + 1]
        if sign in _ESCAPES:
            return _ESCAPES[sign], position + 1
        if sign.isdigit() and sign < b"8":
            octal = re.compile(rb"[0-7]{1,3}").match(data, position)
            if octal:
                return bytes([int(octal.group(), 8) & 0xFF]), octal.end()
        if sign == b"\r":
            return b"", position + 1 + (data[position + 1 : position + 2] == b"\n")
        if sign == b"\n":
            return b"", position + 1
        return sign, position + 1
