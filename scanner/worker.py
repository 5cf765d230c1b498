"""Foreign code and foreign bytes in a process of their own, with a deadline for every answer.

The one place of this library that makes processes and threads. A worker that dies or hangs costs
its caller one exception; the next request gets a new process. A worker whose parent is gone reads
the end of its pipe and leaves.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from typing import Any, NoReturn, Protocol


class Pipe(Protocol):
    """Either end of the way between parent and child, on any system."""

    def send(self, obj: Any, /) -> None:
        """Pickle and send."""

    def recv(self) -> Any:
        """The next message; EOFError when the other end is gone."""

    def poll(self, timeout: float | None = 0.0, /) -> bool:
        """Whether something can be received."""

    def close(self) -> None:
        """Close this end."""


#: Runs in the child until `recv` raises EOFError.
Service = Callable[[Pipe], None]


class WorkerDied(Exception):
    """The child left without answering."""


class WorkerHung(Exception):
    """The child gave no answer within the deadline and was killed."""


class Worker:
    """A child process that answers messages, made on first need and remade after a death.

    Not for two threads at once.

    Args:
        service: module-level function; it is imported anew in the child.
        name: shown in process lists.
    """

    def __init__(self, service: Service, name: str) -> None:
        self._service = service
        self._name = name
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the living child."""
        return self._process.pid if self._process else None

    def start(self) -> Pipe:
        """Have a living child; its pipe."""
        if self._process is not None and self._pipe is not None and self._process.is_alive():
            return self._pipe
        self.stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(self._service, theirs), name=self._name, daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def send(self, message: object, *, deadline_s: float) -> None:
        """Give the child something to do.

        Raises:
            WorkerDied: it is gone.
            WorkerHung: it does not even read.
        """
        pipe = self.start()
        with self._killing_after(deadline_s) as late:
            try:
                pipe.send(message)
            except OSError as error:
                self._raise_end(late, error)

    def receive(self, *, deadline_s: float) -> Any:
        """The next answer of the child that was sent to.

        Raises:
            WorkerDied: it is gone; what it had still said was received before.
            WorkerHung: no answer in time; it was killed.
        """
        pipe = self._pipe
        if pipe is None:
            raise WorkerDied(self._name)
        with self._killing_after(deadline_s) as late:
            try:
                return pipe.recv()
            except (EOFError, OSError) as error:
                self._raise_end(late, error)

    def answers(self, *, within_s: float) -> bool:
        """Whether an answer, or the end of the child, can be received without waiting longer."""
        return self._pipe is not None and self._pipe.poll(within_s)

    def stop(self) -> None:
        """End the child; safe when there is none."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(0.2)
            if process.is_alive():
                process.kill()
                process.join(5)
            process.close()

    @contextlib.contextmanager
    def _killing_after(self, deadline_s: float) -> Iterator[threading.Event]:
        process, late = self._process, threading.Event()

        def kill() -> None:
            late.set()
            if process is not None:
                with contextlib.suppress(ValueError):  # already closed
                    process.kill()

        watchdog = threading.Timer(deadline_s, kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield late
        finally:
            watchdog.cancel()

    def _raise_end(self, late: threading.Event, error: Exception) -> NoReturn:
        self.stop()
        if late.is_set():
            raise WorkerHung(self._name) from error
        raise WorkerDied(self._name) from error


def _serve(service: Service, pipe: Pipe) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        service(pipe)
