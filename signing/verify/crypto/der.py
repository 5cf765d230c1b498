"""A small reader of DER, and of BER by rewriting it to definite lengths first.

Source: ITU-T X.690.
"""

from dataclasses import dataclass

from signing.verify.errors import VerifyError

MAX_DEPTH = 40
MAX_NODES = 400_000

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 1, 2, 3, 4, 5, 6
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
CONTEXT_0, CONTEXT_1, CONTEXT_2 = 0xA0, 0xA1, 0xA2


class DerFault(VerifyError):
    """The bytes are not the ASN.1 structure that was expected."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its identifier octet and where head and content lie in ``data``."""

    data: bytes
    tag: int
    start: int
    body: int
    end: int

    @property
    def raw(self) -> bytes:
        """The whole element."""
        return self.data[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The content octets."""
        return self.data[self.body : self.end]

    def children(self) -> list["Node"]:
        """The elements inside a constructed one."""
        found: list[Node] = []
        place = self.body
        while place < self.end:
            node = read(self.data, place, self.end)
            found.append(node)
            place = node.end
        return found

    def expect(self, tag: int) -> "Node":
        """Itself when the identifier is ``tag``.

        Raises:
            DerFault: another element stands here.
        """
        if self.tag != tag:
            raise DerFault("cms.malformed", tag=self.tag, expected=tag)
        return self

    def integer(self) -> int:
        """The value of an INTEGER."""
        content = self.expect(INTEGER).content
        if not content:
            raise DerFault("cms.malformed")
        return int.from_bytes(content, "big", signed=True)

    def oid(self) -> str:
        """The dotted form of an OBJECT IDENTIFIER."""
        return decode_oid(self.expect(OID).content)


def read(data: bytes, place: int = 0, end: int | None = None) -> Node:
    """The definite-length element at ``place``.

    Raises:
        DerFault: cut short, a high tag number or an indefinite length.
    """
    end = len(data) if end is None else end
    if place + 2 > end:
        raise DerFault("cms.malformed")
    tag, first = data[place], data[place + 1]
    if tag & 0x1F == 0x1F:
        raise DerFault("cms.high_tag")
    body = place + 2
    length = first
    if first & 0x80:
        count = first & 0x7F
        if not 1 <= count <= 6 or body + count > end:
            raise DerFault("cms.malformed")
        length = int.from_bytes(data[body : body + count], "big")
        body += count
    if body + length > end:
        raise DerFault("cms.malformed")
    return Node(data, tag, place, body, body + length)


def decode_oid(content: bytes) -> str:
    """Dotted text of an object identifier's content octets."""
    if not content or content[-1] & 0x80:
        raise DerFault("cms.malformed")
    arcs: list[int] = []
    value = 0
    for byte in content:
        value = (value << 7) | (byte & 0x7F)
        if not byte & 0x80:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(str(n) for n in (first, arcs[0] - 40 * first, *arcs[1:]))


def normalise(data: bytes) -> tuple[bytes, int]:
    """The first element of ``data`` with definite lengths, and how many bytes it took.

    Already definite elements are kept byte for byte; constructed strings inside indefinite ones are
    joined.

    Raises:
        DerFault: the element is cut short or nested too deep.
    """
    counter = [0]
    return _normalise(data, 0, len(data), 0, counter)


def _normalise(
    data: bytes, place: int, end: int, depth: int, counter: list[int]
) -> tuple[bytes, int]:
    counter[0] += 1
    if depth > MAX_DEPTH or counter[0] > MAX_NODES:
        raise DerFault("cms.too_deep")
    if place + 2 > end:
        raise DerFault("cms.malformed")
    tag = data[place]
    if data[place + 1] != 0x80:
        node = read(data, place, end)
        if tag & 0x20 and _has_indefinite(node):
            parts, _ = _children(data, node.body, node.end, depth, counter, open_end=False)
            return _join(tag, parts), node.end
        return node.raw, node.end
    if not tag & 0x20:
        raise DerFault("cms.malformed")
    parts, after = _children(data, place + 2, end, depth, counter, open_end=True)
    return _join(tag, parts), after


def _has_indefinite(node: Node) -> bool:
    """Whether an indefinite length may hide inside; first a cheap test on the bytes."""
    return b"\x00\x00" in node.content and b"\x80" in node.content and _probe(node, 0)


def _probe(node: Node, depth: int) -> bool:
    if depth > MAX_DEPTH:
        raise DerFault("cms.too_deep")
    place = node.body
    while place + 2 <= node.end:
        if node.data[place + 1] == 0x80:
            return True
        child = read(node.data, place, node.end)
        if child.tag & 0x20 and _probe(child, depth + 1):
            return True
        place = child.end
    return False


def _children(
    data: bytes, place: int, end: int, depth: int, counter: list[int], *, open_end: bool
) -> tuple[list[bytes], int]:
    parts: list[bytes] = []
    while place < end:
        if open_end and data[place : place + 2] == b"\x00\x00":
            return parts, place + 2
        part, place = _normalise(data, place, end, depth + 1, counter)
        parts.append(part)
    if open_end:
        raise DerFault("cms.malformed")
    return parts, place


def _join(tag: int, parts: list[bytes]) -> bytes:
    if tag == OCTET_STRING | 0x20:
        return encode(OCTET_STRING, b"".join(read(p).content for p in parts))
    return encode(tag, b"".join(parts))


def encode(tag: int, content: bytes) -> bytes:
    """An element of definite, shortest length."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
