"""Bytes of a reader on their way to readings.

A reading is a line. Most readers end it with CR, LF or both, some with nothing: then it ends when
they fall silent.
"""

import re
from collections.abc import Iterator

from desk_app.adapters.code_reader.letters import text_of
from desk_app.application.code_reader import ReaderNews

LONGEST = 4096
"""Bytes of a reading; a QR code holds 2,953 at most (ISO/IEC 18004, version 40-L)."""
_END = re.compile(rb"[\r\n]")


class Lines:
    """The bytes of one connection.

    Attributes:
        ends_itself: the reader has ended a line of its own accord; from then on silence is a
            pause, and half a card is not taken for a whole one.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._is_over = False
        self.ends_itself = False

    def feed(self, data: bytes) -> Iterator[ReaderNews]:
        """Take bytes in the order they came; gives what is complete with them."""
        *ended, rest = _END.split(data)
        for part in ended:
            yield from self._take(part)
            yield from self._end()
            self.ends_itself = True
        yield from self._take(rest)

    def silence(self) -> Iterator[ReaderNews]:
        """Nothing more comes: what has begun, if anything has, is a line."""
        yield from self._end()

    def _take(self, part: bytes) -> Iterator[ReaderNews]:
        """Keep no more than the longest reading; the rest of its line is dropped."""
        room = LONGEST - len(self._held)
        self._held += part[:room]
        if len(part) > room and not self._is_over:
            self._is_over = True
            yield ReaderNews(kind="refused", code="code_reader.too_long", facts={"limit": LONGEST})

    def _end(self) -> Iterator[ReaderNews]:
        held, is_over = bytes(self._held), self._is_over
        self._held.clear()
        self._is_over = False
        if is_over:
            return
        text = text_of(held)
        if text is None:
            yield ReaderNews(kind="refused", code="code_reader.unreadable")
        elif text:
            yield ReaderNews(kind="read", text=text)


class Repeats:
    """Tells a reading that comes again from a new one.

    A reader that stands on the desk reads by itself whatever is held before it, and reads the same
    code again when it was out of sight for half a second (Zebra DS4308 Product Reference Guide,
    parameter 137, as delivered): a card in an unsteady hand comes several times.

    Args:
        within_s: so long after its last sight a code is the same one.
    """

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._text, self._seen = "", 0.0

    def has(self, text: str, now: float) -> bool:
        """Whether this reading was there a moment ago; ``now`` in seconds of any steady clock."""
        is_again = text == self._text and now - self._seen <= self._within_s
        self._text, self._seen = text, now
        return is_again
