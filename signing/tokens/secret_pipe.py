"""A PIN through the pipe without leaving copies behind.

``Connection`` glues header and body together when it sends and collects chunks when it receives;
each is a copy nobody can overwrite. On POSIX the bytes therefore go straight through the file
descriptor, which is safe because questions and answers strictly alternate and nothing is buffered.
Windows pipes send without a copy; what they receive is overwritten as far as it is ours.
"""

import os
import sys
from typing import Any, Protocol

from signing.tokens.hardening import wipe

MAX_BYTES = 256


class Channel(Protocol):
    """One end of a pipe between processes; the class behind it differs by platform."""

    def send(self, obj: Any, /) -> None:
        """Send a value."""

    def recv(self) -> Any:
        """Receive a value."""

    def poll(self, timeout: float | None = 0.0) -> bool:
        """Whether something can be received."""

    def close(self) -> None:
        """Let go of the pipe."""

    def fileno(self) -> int:
        """Descriptor or handle."""

    def send_bytes(self, buf: bytes | bytearray, /) -> None:
        """Send one message of bytes."""


class ChildChannel(Channel, Protocol):
    """The end of the child, which secrets are sent to."""

    def recv_bytes_into(self, buf: bytearray, /) -> int:
        """Receive one message of bytes into a buffer."""


def send_secret(connection: Channel, secret: bytearray) -> None:
    """Send up to ``MAX_BYTES`` bytes; the caller overwrites ``secret``."""
    frame = bytearray(2 + len(secret))
    frame[:2] = len(secret).to_bytes(2, "big")
    frame[2:] = secret
    try:
        if sys.platform == "win32":
            connection.send_bytes(frame)
        else:
            _write_all(connection.fileno(), frame)
    finally:
        wipe(frame)


def receive_secret(connection: ChildChannel) -> bytearray:
    """Receive what ``send_secret`` sent; the caller overwrites it."""
    if sys.platform == "win32":
        frame = bytearray(2 + MAX_BYTES)
        size = connection.recv_bytes_into(frame)
        secret = frame[2:size]
        wipe(frame)
    else:
        head = bytearray(2)
        _read_all(connection.fileno(), head)
        secret = bytearray(int.from_bytes(head, "big"))
        _read_all(connection.fileno(), secret)
    return secret


if sys.platform != "win32":

    def _write_all(descriptor: int, data: bytearray) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def _read_all(descriptor: int, buffer: bytearray) -> None:
        view = memoryview(buffer)
        while view:
            count = os.readv(descriptor, [view])
            if not count:
                raise EOFError
            view = view[count:]
