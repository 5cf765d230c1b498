"""DER written and read with nothing between the bytes and the caller.

General ASN.1 libraries parse and re-serialise embedded certificates and time-stamp tokens; here
they stay the bytes they are, which is faster and cannot change what was signed.
"""

from dataclasses import dataclass
from functools import lru_cache

SEQUENCE, SET = 0x30, 0x31
INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
BOOLEAN, GENERALIZED_TIME = 0x01, 0x18

_MAX_DEPTH = 40


class DerError(ValueError):
    """The bytes are no well-formed DER (or BER) value."""


def tlv(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length, and the parts in a row."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of the parts."""
    return tlv(SEQUENCE, *parts)


def set_of(*parts: bytes) -> bytes:
    """SET OF in the order DER demands."""
    return tlv(SET, *sorted(parts))


def integer(value: int) -> bytes:
    """INTEGER, not negative."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    """OCTET STRING."""
    return tlv(OCTET_STRING, value)


@lru_cache(maxsize=256)
def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER from its dotted form."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    body = bytearray()
    for number in (first * 40 + second, *rest):
        chunk = [number & 0x7F]
        number >>= 7  # noqa: PLW2901 - the number is eaten seven bits at a time
        while number:
            chunk.append(0x80 | number & 0x7F)
            number >>= 7  # noqa: PLW2901 - as above
        body += bytes(reversed(chunk))
    return tlv(OID, bytes(body))


@dataclass(frozen=True, slots=True)
class Node:
    """One value read.

    Attributes:
        tag: first tag byte (single-byte tags only, which is all that CMS uses).
        body: content without tag and length.
        raw: the value as it lies in the input, tag included.
    """

    tag: int
    body: bytes
    raw: bytes

    def children(self) -> list["Node"]:
        """The values inside a constructed value."""
        if not self.tag & 0x20:
            raise DerError("a primitive value has no children")
        found, at = [], 0
        while at < len(self.body):
            node, at = _read(self.body, at, 0)
            found.append(node)
        return found

    def child(self, index: int, tag: int | None = None) -> "Node":
        """The value at ``index``, which must carry ``tag`` when one is given."""
        found = self.children()
        if not -len(found) <= index < len(found):
            raise DerError("a value is missing")
        if tag is not None and found[index].tag != tag:
            raise DerError(f"tag {found[index].tag:#x} where {tag:#x} belongs")
        return found[index]

    def number(self) -> int:
        """Value of an INTEGER."""
        if self.tag != INTEGER or not self.body:
            raise DerError("not an integer")
        return int.from_bytes(self.body, "big", signed=True)

    def dotted(self) -> str:
        """Value of an OBJECT IDENTIFIER."""
        if self.tag != OID or not self.body or self.body[-1] & 0x80:
            raise DerError("not an object identifier")
        numbers, value = [], 0
        for byte in self.body:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(str(part) for part in (first, numbers[0] - 40 * first, *numbers[1:]))

    def octet_value(self) -> bytes:
        """Value of an OCTET STRING, also of one cut into pieces (BER)."""
        if self.tag == OCTET_STRING:
            return self.body
        if self.tag == OCTET_STRING | 0x20:
            return b"".join(part.octet_value() for part in self.children())
        raise DerError("not an octet string")


def read(data: bytes, *, allow_trailing: bool = False) -> Node:
    """Read one value; indefinite lengths (BER) are accepted.

    Raises:
        DerError: cut off, too deep, or followed by bytes that do not belong to it.
    """
    node, end = _read(data, 0, 0)
    if end != len(data) and not allow_trailing:
        raise DerError("bytes after the value")
    return node


def _read(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    if depth > _MAX_DEPTH:
        raise DerError("nested too deep")
    if at + 2 > len(data):
        raise DerError("cut off")
    tag, size, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise DerError("a tag of several bytes")
    if size == 0x80:
        return _read_indefinite(data, at, depth)
    if size > 0x80:
        width = size & 0x7F
        size = int.from_bytes(data[start : start + width], "big")
        start += width
        if width > 4:
            raise DerError("absurd length")
    end = start + size
    if end > len(data):
        raise DerError("cut off")
    return Node(tag, data[start:end], data[at:end]), end


def _read_indefinite(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    end = at + 2
    while data[end : end + 2] != b"\0\0":
        _, end = _read(data, end, depth + 1)
    return Node(data[at], data[at + 2 : end], data[at : end + 2]), end + 2
