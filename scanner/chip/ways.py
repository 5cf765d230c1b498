"""The ways to a card: a reader of this machine, or a card that speaks over a loopback socket.

The second way is for training: a practice card needs no reader, driver or service.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from scanner.chip.errors import ChipError
from scanner.chip.session import APPLICATION, Transport
from scanner.chip.winscard import CardReaders, ReaderState

_SOCKET_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class CardWay:
    """Where the card is looked for.

    Attributes:
        reader: name or part of the name of a reader; empty for whichever holds an identity card.
        practice_port: loopback port of a practice card, taken where no reader is named.
    """

    reader: str = ""
    practice_port: int | None = None


def list_readers() -> list[ReaderState]:
    """The slots of this machine; ``chip.service_down`` when there is no PC/SC service."""
    with CardReaders() as readers:
        return readers.states()


@contextmanager
def open_way(way: CardWay, patience: float = 0.0) -> Iterator[Transport]:
    """The card, held for us alone until the block ends.

    Args:
        way: where to look.
        patience: seconds to wait for a card.

    Raises:
        ChipError: ``chip.no_reader``, ``chip.reader_unknown``, ``chip.no_card``,
            ``chip.foreign_card``, ``chip.busy``, ``chip.service_down``.
    """
    line = _practice_line(way.practice_port) if way.practice_port and not way.reader else None
    if line is None:
        with _on_reader(way.reader, patience) as card:
            yield card
    else:
        with line:
            yield _SocketCard(line)


@contextmanager
def _on_reader(wanted: str, patience: float) -> Iterator[Transport]:
    with CardReaders() as readers:
        states = readers.states()
        if not states:
            raise ChipError("chip.no_reader")
        chosen = [s for s in states if wanted.casefold() in s.name.casefold()]
        if not chosen:
            raise ChipError("chip.reader_unknown", reader=wanted)
        present = [s.name for s in chosen if s.has_card]
        if not present and patience > 0 and readers.wait_for_card(chosen[0].name, patience):
            present = [chosen[0].name]
        if not present:
            raise ChipError("chip.no_card")
        name = present[0] if len(present) == 1 else _identity_card(readers, present)
        card = readers.connect(name)
        try:
            yield card
        finally:
            card.close()


def _identity_card(readers: CardReaders, names: list[str]) -> str:
    """The first of several cards that has the application; tokens for signing have none."""
    for name in names:
        card = readers.connect(name)
        try:
            answer = card.exchange(b"\x00\xa4\x04\x0c" + bytes([len(APPLICATION)]) + APPLICATION)
        except ChipError:
            continue
        finally:
            card.close()
        if answer[-2:] == b"\x90\x00":
            return name
    raise ChipError("chip.foreign_card", reader=", ".join(names))


def _practice_line(port: int) -> socket.socket | None:
    """The practice card; None when its office is closed, so that a real card can be used."""
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=_SOCKET_SECONDS)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class _SocketCard:
    """Commands and answers with two bytes of length before each, as virtual readers speak."""

    line: socket.socket

    def exchange(self, command: bytes) -> bytes:
        try:
            self.line.sendall(struct.pack(">H", len(command)) + command)
            return self._take(struct.unpack(">H", self._take(2))[0])
        except OSError as error:
            raise ChipError("chip.moved") from error

    def _take(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.line.recv(size - len(data))
            if not part:
                raise ConnectionError("card gone")
            data += part
        return data
