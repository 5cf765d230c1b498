"""Cuts the signed bytes and the CMS out of a signed PDF, by ByteRange alone: for foreign verifiers."""

import re

_TIME_STAMP = bytes.fromhex("060b2a864886f70d0109100104")
"""Content type of a time stamp's message, id-ct-TSTInfo."""
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def signed_parts(pdf: bytes) -> list[tuple[bytes, bytes]]:
    """(signed bytes, DER of the CMS) of each signature that is no document time stamp."""
    parts = []
    for found in _RANGE.finditer(pdf):
        start, length, after, rest = (int(n) for n in found.groups())
        content = pdf[start : start + length] + pdf[after : after + rest]
        raw = bytes.fromhex(pdf[start + length + 1 : after - 1].decode())
        head = raw[1]
        size = (
            2 + head
            if head < 128
            else 2 + (head & 127) + int.from_bytes(raw[2 : 2 + (head & 127)], "big")
        )
        if _TIME_STAMP not in raw[:100]:
            parts.append((content, raw[:size]))
    return parts
