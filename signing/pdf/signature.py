"""A signature dictionary with room for the CMS, and the byte range around it."""

from collections.abc import Callable

from signing.errors import SigningError
from signing.pdf.revision import Revision

_RANGE_ROOM = b"[0 0000000000 0000000000 0000000000]"
_RANGE_MARK = b"/ByteRange " + _RANGE_ROOM
_CONTENTS_MARK = b"/Contents <"


def signature_body(entries: bytes, room_bytes: int) -> bytes:
    """Body of the dictionary; ``room_bytes`` of DER fit into its ``/Contents``."""
    return b"<<%b%b%b%b>>>" % (
        entries,
        _RANGE_MARK,
        _CONTENTS_MARK,
        b"0" * (2 * room_bytes) + b"",
    )


class SealedRevision:
    """A revision laid out with its byte range filled in and ``/Contents`` still empty.

    Attributes:
        data: what will be appended to the file.
        gap: where ``/Contents`` lies within ``data``, angle brackets included.
        base: size of the file before.
    """

    def __init__(self, revision: Revision, signature_number: int, base: int) -> None:
        data, bodies = revision.render()
        self.data = bytearray(data)
        self.base = base
        body = bodies[signature_number, 0]
        range_at = self.data.index(_RANGE_MARK, body) + len(b"/ByteRange ")
        start = self.data.index(_CONTENTS_MARK, range_at) + len(_CONTENTS_MARK) - 1
        end = self.data.index(b">", start) + 1
        self.gap = (start, end)
        filled = b"[0 %010d %010d %010d]" % (
            base + start,
            base + end,
            len(self.data) - end,
        )
        self.data[range_at : range_at + len(_RANGE_ROOM)] = filled

    def signed_parts(self) -> tuple[bytes, bytes]:
        """The bytes of the revision before and after the gap."""
        start, end = self.gap
        return bytes(memoryview(self.data)[:start]), bytes(memoryview(self.data)[end:])

    def fill(self, der: bytes) -> None:
        """Put the CMS or time-stamp token in.

        Raises:
            SigningError: ``signing.room_too_small``: the caller lays the revision out anew.
        """
        start, end = self.gap
        room = end - start - 2
        text = der.hex().encode("ascii")
        if len(text) > room:
            raise SigningError("signing.room_too_small", needed=len(der), room=room // 2)
        self.data[start + 1 : start + 1 + len(text)] = text


Layout = Callable[[int], SealedRevision]
