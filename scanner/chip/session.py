"""One card under the reader: commands in plain or protected, and its files.

Source: ICAO Doc 9303-10 section 3 (files, READ BINARY), ISO/IEC 7816-4.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from scanner.chip.channel import Channel
from scanner.chip.errors import ChipError, SessionLost
from scanner.chip.tlv import TlvFault, header, only, tlv

APPLICATION = bytes.fromhex("A0000002471001")
DONE, END_REACHED = 0x9000, 0x6282
WRONG_LENGTH = 0x6700
#: Enough for every text group at once, and below what small readers can pass on.
EXTENDED_READ = 4096
MOST_BYTES = 512 * 1024
_HEADER = 8
_FAR = 0x8000  # from here on an offset needs the odd instruction


class Transport(Protocol):
    """The way to one card."""

    def exchange(self, command: bytes) -> bytes:
        """Send a command, give the answer with its status word.

        Raises:
            ChipError: ``chip.moved`` when the card is gone or was reset.
        """


class Refused(Exception):
    """The card answered a command with a status word that is not good."""

    def __init__(self, step: str, status: int) -> None:
        super().__init__(f"{step}: {status:04X}")
        self.step = step
        self.status = status


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file of the application.

    Attributes:
        identifier: two-byte file identifier.
        short: short identifier, which selects and reads in one command.
    """

    name: str
    identifier: int

    @property
    def short(self) -> int:
        """Lower five bits of the identifier."""
        return self.identifier & 0x1F


CARD_ACCESS = CardFile("EF.CardAccess", 0x011C)
SECURITY_OBJECT = CardFile("EF.SOD", 0x011D)


def data_group(number: int) -> CardFile:
    """The file of a data group, 1 … 16."""
    return CardFile(f"DG{number}", 0x0100 + number)


@dataclass(slots=True)
class CardSession:
    """Commands to one card and what they cost.

    Attributes:
        channel: the protected session once access was granted.
        extended: long commands may be used.
        exchanges: commands sent so far.
        card_seconds: time spent waiting for the card.
    """

    transport: Transport
    extended: bool = False
    channel: Channel | None = None
    exchanges: int = 0
    sent: int = 0
    received: int = 0
    card_seconds: float = 0.0
    progress: Callable[[int, int], None] | None = None
    _is_careful: bool = field(default=False)

    def plain(self, step: str, head: bytes, data: bytes = b"", expected: bytes = b"") -> bytes:
        """An unprotected command; Refused when the status is not good."""
        body = bytes([len(data)]) + data if data else b""
        answer = self._exchange(head + body + expected)
        status = int.from_bytes(answer[-2:], "big")
        if status != DONE:
            raise Refused(step, status)
        return answer[:-2]

    def secure(
        self, step: str, head: bytes, data: bytes = b"", expected: int | None = None
    ) -> bytes:
        """A protected command.

        Raises:
            Refused: the card says no; the session goes on.
            SessionLost: the session is over.
        """
        if self.channel is None:
            raise SessionLost("no session")
        is_long = expected is not None and expected > 256
        command = self.channel.protect(head, data, expected=expected, extended=is_long)
        answer = self._exchange(command)
        if is_long and answer == b"\x67\x00":
            raise Refused(step, WRONG_LENGTH)
        given, status = self.channel.unprotect(answer)
        if status not in {DONE, END_REACHED}:
            raise Refused(step, status)
        return given

    def select_application(self) -> None:
        """Start the application; ``chip.foreign_card`` is for the caller to say."""
        head = b"\x00\xa4\x04\x0c"
        if self.channel is None:
            self.plain("select", head, APPLICATION)
        else:
            self.secure("select", head, APPLICATION)

    def read(self, file: CardFile) -> bytes:
        """A whole file, with as few commands as the card allows.

        Raises:
            Refused: missing or locked.
            SessionLost: the session is over.
            ChipError: ``chip.file_unreadable``: cut short, or no object.
        """
        begun = self._begin(file)
        try:
            _, head, size = header(begun)
        except TlvFault as fault:
            raise ChipError("chip.file_unreadable", file=file.name, reason="header") from fault
        whole = head + size
        if whole > MOST_BYTES:
            raise ChipError("chip.file_unreadable", file=file.name, reason="size")
        data = bytearray(begun[:whole])
        while len(data) < whole:
            self._tell(len(data), whole)
            part = self._more(file, len(data), whole - len(data))
            if not part:
                raise ChipError("chip.file_unreadable", file=file.name, reason="cut")
            data += part
        self._tell(whole, whole)
        return bytes(data)

    def _begin(self, file: CardFile) -> bytes:
        """The first bytes: by the short identifier, or selected first where a card wants that."""
        if not self._is_careful:
            head = bytes([0x00, 0xB0, 0x80 | file.short, 0])
            try:
                return self.secure(file.name, head, expected=self._portion)
            except Refused as refused:
                if refused.status in {0x6982, 0x6A82, WRONG_LENGTH}:
                    raise
                self._is_careful = True
        self.secure(file.name, b"\x00\xa4\x02\x0c", file.identifier.to_bytes(2, "big"))
        return self.secure(file.name, b"\x00\xb0\x00\x00", expected=_HEADER)

    def _more(self, file: CardFile, offset: int, left: int) -> bytes:
        wanted = min(left, self._portion)
        try:
            if offset >= _FAR:
                place = tlv(0x54, offset.to_bytes(4, "big").lstrip(b"\0"))
                boxed = self.secure(file.name, b"\x00\xb1\x00\x00", place, expected=wanted)
                return only(boxed, 0x53)[:left]
            head = b"\x00\xb0" + offset.to_bytes(2, "big")
            return self.secure(file.name, head, expected=wanted)[:left]
        except TlvFault as fault:
            raise ChipError("chip.file_unreadable", file=file.name, reason="box") from fault
        except Refused as refused:
            if refused.status != 0x6B00:
                raise
            raise ChipError("chip.file_unreadable", file=file.name, reason="cut") from refused

    @property
    def _portion(self) -> int:
        room = self.channel.room if self.channel is not None else 256
        return EXTENDED_READ if self.extended else room

    def _exchange(self, command: bytes) -> bytes:
        started = time.perf_counter()
        answer = self.transport.exchange(command)
        self.card_seconds += time.perf_counter() - started
        self.exchanges += 1
        self.sent += len(command)
        self.received += len(answer)
        if len(answer) < 2:
            raise ChipError("chip.moved")
        return answer

    def _tell(self, done: int, whole: int) -> None:
        if self.progress is not None:
            self.progress(done, whole)
