"""Where a practice card can lie: behind a loopback port of its own, or in a virtual PC/SC reader.

The virtual reader is ``vpcd``, a driver of pcscd that listens on a loopback port; the card connects
to it and a program sees an ordinary reader with a card in it.
"""

import contextlib
import socket
import socketserver
import struct
import threading
import time
from typing import cast

from desk_app.practice.chip.card import PracticeCard

ATR = bytes.fromhex("3B80800101")  # what PC/SC shows for a contactless card without history
VPCD_PORT = 35963
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_BACK_SECONDS = 1.0
#: pcscd looks at a reader every 0.4 s; of a card that left and came back between two looks it
#: goes on to say that there is none.
_LOOK_SECONDS = 0.9


class CardServer(socketserver.ThreadingTCPServer):
    """A card behind a loopback port; a context manager.

    Attributes:
        card: the card that lies there; None when it was taken away.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, card: PracticeCard | None) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.card = card
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def __enter__(self) -> "CardServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Visit(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        card = cast("CardServer", self.server).card
        if card is None:
            return
        card.reset()
        with contextlib.suppress(OSError, ConnectionError):
            while True:
                answer = card.transmit(_message(self.request))
                if answer is None:
                    return
                self.request.sendall(struct.pack(">H", len(answer)) + answer)


class InVirtualReader:
    """A card in the virtual reader; ``insert`` and ``remove`` as a citizen would."""

    def __init__(self, card: PracticeCard, port: int = VPCD_PORT, atr: bytes = ATR) -> None:
        self.card = card
        self._port, self._atr = port, atr
        self._line: socket.socket | None = None

    def insert(self) -> None:
        """Lay the card on the reader."""
        if self._line is None:
            wait_until_missed(self._port)
            self.card.reset()
            self._line = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._serve, args=(self._line,), daemon=True).start()

    def remove(self) -> None:
        """Take the card away."""
        line, self._line = self._line, None
        if line is not None:
            note_removal(self._port)
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, ConnectionError):
            while True:
                message = _message(line)
                if len(message) == 1:
                    self._power(line, message[0])
                    continue
                is_torn = self.card.faults.get("tear_at") == 1
                answer = self.card.transmit(message)
                if answer is None:
                    self.remove()
                    if is_torn:
                        threading.Timer(_BACK_SECONDS, self._again).start()
                    return
                line.sendall(struct.pack(">H", len(answer)) + answer)
        if self._line is line:  # the reader let go of a card that still lies there
            line.close()
            self._line = None
            note_removal(self._port)
            threading.Timer(_BACK_SECONDS, self._again).start()

    def _again(self) -> None:
        with contextlib.suppress(OSError):  # the reader itself is gone
            self.insert()

    def _power(self, line: socket.socket, act: int) -> None:
        if act == _ATR:
            line.sendall(struct.pack(">H", len(self._atr)) + self._atr)
        elif act in {_OFF, _ON, _RESET}:
            self.card.reset()


_emptied: dict[int, float] = {}


def wait_until_missed(port: int) -> None:
    """Wait until the card service has had time to see that the last card left this reader."""
    time.sleep(max(0.0, _emptied.get(port, 0.0) + _LOOK_SECONDS - time.monotonic()))


def note_removal(port: int) -> None:
    """A card left this reader just now."""
    _emptied[port] = time.monotonic()


def _message(line: socket.socket) -> bytes:
    return _take(line, struct.unpack(">H", _take(line, 2))[0])


def _take(line: socket.socket, size: int) -> bytes:
    quick = getattr(socket, "TCP_QUICKACK", 0)
    data = b""
    while len(data) < size:
        if quick:  # the reader writes twice a command: a delayed acknowledgement costs 40 ms
            line.setsockopt(socket.IPPROTO_TCP, quick, 1)
        part = line.recv(size - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data
