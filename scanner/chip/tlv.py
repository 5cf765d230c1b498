"""Tag, length, value as cards speak it, with limits: the bytes come from a stranger.

Source: ISO/IEC 7816-4 (BER-TLV), ICAO Doc 9303-10.
"""

from __future__ import annotations

MOST_ITEMS = 2048


class TlvFault(ValueError):
    """The bytes are no whole objects."""


def tlv(tag: int, value: bytes) -> bytes:
    """One object with the shortest length that fits (values below 64 KiB)."""
    size = len(value)
    if size < 0x80:
        length = bytes([size])
    elif size < 0x100:
        length = bytes([0x81, size])
    elif size < 0x10000:
        length = b"\x82" + size.to_bytes(2, "big")
    else:
        raise TlvFault("value too long")
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big") + length + value


def header(data: bytes) -> tuple[int, int, int]:
    """Tag, size of the header and size of the value of the first object.

    Raises:
        TlvFault: the header is cut, of indefinite length or longer than four length bytes.
    """
    try:
        tag, at = data[0], 1
        if tag & 0x1F == 0x1F:
            tag, at = tag << 8 | data[1], 2
            if data[1] & 0x80:
                raise TlvFault("tag longer than two bytes")
        size, at = data[at], at + 1
        if size & 0x80:
            width = size & 0x7F
            if not 1 <= width <= 4 or len(data) < at + width:
                raise TlvFault("length")
            size, at = int.from_bytes(data[at : at + width], "big"), at + width
    except IndexError:
        raise TlvFault("cut header") from None
    return tag, at, size


def items(data: bytes) -> list[tuple[int, bytes]]:
    """All objects of ``data``, one after the other.

    Raises:
        TlvFault: an object is cut, or there are more than `MOST_ITEMS`.
    """
    found: list[tuple[int, bytes]] = []
    while data:
        tag, head, size = header(data)
        if head + size > len(data) or len(found) >= MOST_ITEMS:
            raise TlvFault("cut object")
        found.append((tag, data[head : head + size]))
        data = data[head + size :]
    return found


def only(data: bytes, tag: int) -> bytes:
    """The value of the one object that ``data`` is, when it has that tag.

    Raises:
        TlvFault: another tag, or not exactly one object.
    """
    found = items(data)
    if len(found) != 1 or found[0][0] != tag:
        raise TlvFault(f"no object {tag:02X}")
    return found[0][1]


def value_of(found: list[tuple[int, bytes]], tag: int) -> bytes | None:
    """The value of the first object with that tag."""
    return next((value for each, value in found if each == tag), None)
