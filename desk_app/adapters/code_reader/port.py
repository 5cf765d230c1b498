"""A serial port by pyserial: which there are, one opened, and why one cannot be."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desk_app.application.code_reader import SerialPort
from desk_app.domain.errors import UnavailableError

if sys.platform == "win32":
    PORT_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError)
else:
    import termios

    PORT_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError, termios.error)

_GONE, _DENIED, _BUSY = "code_reader.gone", "code_reader.denied", "code_reader.busy"
_BY_NUMBER = {
    errno.ENOENT: _GONE, errno.ENXIO: _GONE, errno.ENODEV: _GONE, errno.EIO: _GONE,
    errno.EACCES: _DENIED, errno.EPERM: _DENIED, errno.EBUSY: _BUSY, errno.EAGAIN: _BUSY,
}  # fmt: skip
_BY_CLASS = (("FileNotFoundError(", _GONE), ("PermissionError(", _BUSY))
"""pyserial 3.5 gives no number on Windows, but the class of the system's error in its words.

Windows says "access denied" of a port that another program has open.
"""


def ports() -> tuple[SerialPort, ...]:
    """Ports the system knows, by name."""
    from serial.tools.list_ports import comports

    return tuple(
        SerialPort(name=str(port.device), description=_description(port))
        for port in sorted(comports())
    )


def _description(port: Any) -> str:
    """What the system calls it, without the name of the port that Windows puts behind it."""
    words = str(port.description or "").removesuffix(f"({port.device})").strip()
    return "" if words == "n/a" else words


@contextmanager
def opened(port: str, speed: int, look_s: float) -> Iterator[Any]:
    """An open port of 8 data bits, no parity, one stop bit, that nobody else may open.

    Args:
        port: its name.
        speed: bits a second.
        look_s: how long one read waits, seconds.

    Raises:
        UnavailableError: ``code_reader.gone``, ``code_reader.denied``, ``code_reader.busy``, or
            ``code_reader.failed`` with the system's own word.
    """
    import serial

    try:
        line = serial.Serial(port, speed, timeout=look_s, exclusive=True)
    except PORT_ERRORS as error:
        raise why(error, port) from error
    with line:
        yield line


def why(error: Exception, port: str) -> UnavailableError:
    """What an error at opening means."""
    words = str(error)
    code = _BY_NUMBER.get(getattr(error, "errno", None) or 0)
    code = code or next((code for name, code in _BY_CLASS if name in words), None)
    if code is not None:
        return UnavailableError(code, {"port": port})
    return UnavailableError("code_reader.failed", {"port": port, "reason": type(error).__name__})
