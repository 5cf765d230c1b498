"""Children that wait to be told their module; one is kept ready while a login lasts.

Most of a child's start is the interpreter and its imports. A driver that dies in the middle of a
batch is replaced by a child that has them behind it.
"""

import contextlib
import multiprocessing
import sys
import threading
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from signing.tokens.child import serve
from signing.tokens.narrow import NarrowChild, start_narrow
from signing.tokens.secret_pipe import Channel
from signing.tokens.width import module_width


@dataclass(frozen=True, slots=True)
class Child:
    """A process and our end of the pipe to it."""

    process: BaseProcess | NarrowChild
    connection: Channel

    def end(self) -> None:
        """Close the pipe and end the process at once."""
        self.connection.close()
        self.process.kill()
        self.process.join(1.0)


class Nursery:
    """Gives away children, each told the module it shall serve."""

    def __init__(self) -> None:
        self._spare: Child | None = None
        self._lock = threading.Lock()

    def take(self, module: str) -> Child:
        """The child kept ready, else a fresh one; the broker in C for a 32-bit Windows module.

        Raises:
            OSError: no process can be started, or it died at once.
        """
        if _is_narrow(module):
            connection, process = start_narrow(module)
            return Child(process, connection)
        child = self._idle()
        try:
            child.connection.send(module)
        except OSError:
            child.end()
            raise
        return child

    def _idle(self) -> Child:
        with self._lock:
            child, self._spare = self._spare, None
        if child is not None:
            if child.process.is_alive():
                return child
            child.end()
        return _fresh()

    def keep_one_ready(self) -> None:
        """Start a child ahead of need; an operating system that refuses is asked again later."""
        with self._lock, contextlib.suppress(OSError):
            if self._spare is None:
                self._spare = _fresh()

    def close(self) -> None:
        """End the child that waits."""
        with self._lock:
            child, self._spare = self._spare, None
        if child is not None:
            child.end()


def _is_narrow(module: str) -> bool:
    """Whether this interpreter is too wide to load a Windows module."""
    return sys.platform == "win32" and sys.maxsize > 2**32 and module_width(Path(module)) == 32


def _fresh() -> Child:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), name="pkcs11", daemon=True)
    process.start()
    theirs.close()
    return Child(process, ours)
