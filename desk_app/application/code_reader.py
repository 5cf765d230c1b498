"""Readers of card and dossier codes that speak through a serial port (USB-COM)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from desk_app.domain.errors import Fact

if TYPE_CHECKING:
    from desk_app.application.ports import Cancellation

PORT_SETTING, SPEED_SETTING = "code_reader.port", "code_reader.speed"
"""Choices of a desk: where its reader is, empty where it plays keyboard; bits a second."""
SPEEDS = (9600, 19200, 38400, 57600, 115200)
"""What readers are set to; the first is how they come out of the box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialPort:
    """A port of this machine.

    Attributes:
        name: what opens it.
        description: what the system calls the thing behind it; empty when it says nothing.
    """

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderNews:
    """What somebody who listens to a reader is told.

    Attributes:
        kind: ``listening``: the port is open. ``away``: it cannot be used now and is tried again.
            ``read``: a whole reading. ``refused``: something came that is none.
        text: the reading.
        code: why it is away or refused; a message of the catalogue.
    """

    kind: Literal["listening", "away", "read", "refused"]
    text: str = field(default="", repr=False)
    code: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


class CodeReader(Protocol):
    """Readers on the serial ports of this machine."""

    def ports(self) -> Sequence[SerialPort]:
        """Ports the system knows, by name."""
        ...

    def listen(
        self,
        port: str,
        speed: int,
        tell: Callable[[ReaderNews], None],
        cancelled: Cancellation,
    ) -> None:
        """Listen until ``cancelled``; a port that is away is tried again and again.

        How the port stands is told when it changes; every reading is told once.

        Args:
            port: name of the port.
            speed: bits a second, one of ``SPEEDS``.
            tell: told of everything, on the thread of the caller.
            cancelled: asked several times a second.
        """
        ...


class NoCodeReader:
    """A machine without serial ports."""

    def ports(self) -> Sequence[SerialPort]:
        """None."""
        return ()

    def listen(
        self,
        port: str,
        speed: int,
        tell: Callable[[ReaderNews], None],
        cancelled: Cancellation,
    ) -> None:
        """Say that the port is not there."""
        del speed, cancelled
        tell(ReaderNews(kind="away", code="code_reader.gone", facts={"port": port}))
