"""Verification in a process of its own, with deadlines and a memory limit.

A hostile file may loop, unfold or crash the drawing engine; then the worker ends, the verdict is
"cannot tell", and the next file gets a fresh worker. The worker lives as long as its ``Verifier``,
so that its start is paid once.
"""

import atexit
import datetime as dt
import multiprocessing
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from signing.trust import TrustStore, load_trust
from signing.verify.examine import Request, examine, unknown
from signing.verify.limits import limit_memory
from signing.verify.second_reader import Opinion, SecondReading, SecondRequest, read_again
from signing.verify.verdict import FileVerdict

START_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost.

    Attributes:
        seconds: time for one file.
        memory: bytes the worker may hold; 0 sets no limit.
    """

    seconds: float = 60.0
    memory: int = 4 * 1024**3


class Pipe(Protocol):
    """One end of a pipe; its class differs between systems."""

    def send(self, obj: Any) -> None:  # anything that pickles
        """Send an object."""

    def recv(self) -> Any:  # anything that pickles
        """Wait for an object."""

    def poll(self, timeout: float | None = 0.0) -> bool:
        """Whether an object came within ``timeout`` seconds."""

    def close(self) -> None:
        """Close this end."""


def _serve(connection: Pipe, memory: int) -> None:
    """The worker: announce itself, then answer requests until the pipe closes."""
    if memory:
        limit_memory(memory)
    connection.send("ready")
    while True:
        try:
            request = connection.recv()
        except (EOFError, OSError):
            return
        answer: object
        answer = read_again(request) if isinstance(request, SecondRequest) else examine(request)
        connection.send(answer)


class Verifier:
    """Judges files one after another against one trust store; safe to share between threads."""

    def __init__(
        self,
        trust: TrustStore | Path | str,
        *,
        texts: Mapping[str, Any] | None = None,  # TOML tables
        limits: Limits | None = None,
    ) -> None:
        """Load the trust; the worker starts with the first file.

        Raises:
            TrustError: the trust material cannot be used.
        """
        self._trust = load_trust(trust)
        self._texts = dict(texts) if texts is not None else None
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._connection: Pipe | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the worker."""
        self.close()

    def start(self) -> None:
        """Start the worker now, so that the first file need not wait for it."""
        with self._lock:
            self._ensure()

    def verify(
        self,
        path: Path | str,
        *,
        at: dt.datetime | None = None,
        offline: bool = True,
        content: Path | str | None = None,
        trust: TrustStore | None = None,
    ) -> FileVerdict:
        """The verdict on one file; never raises for what is in it.

        Args:
            path: the file.
            at: the time of the check, aware; now by default.
            offline: never touch a network.
            content: the paper of a detached signature; by default the file beside it.
            trust: another trust store for this file only.
        """
        request = Request(
            path=Path(path),
            trust=trust or self._trust,
            at=at,
            offline=offline,
            content=Path(content) if content is not None else None,
            texts=self._texts,
        )
        with self._lock:
            return self._ask(request)

    def read_again(self, path: Path | str) -> SecondReading:
        """What the second reader says about the signatures of a file of our own making."""
        with self._lock:
            answer = self._exchange(SecondRequest(path=Path(path)))
        return answer if isinstance(answer, SecondReading) else SecondReading(opinion=Opinion.NONE)

    def _ask(self, request: Request) -> FileVerdict:
        answer = self._exchange(request)
        if answer is None:
            return unknown(request, "file.took_too_long")
        return answer if isinstance(answer, FileVerdict) else unknown(request, "file.check_failed")

    def _exchange(self, message: Request | SecondRequest) -> object:
        """The worker's answer; ``None`` past the deadline, ``False`` when the worker ended."""
        try:
            connection = self._ensure()
            connection.send(message)
            if not connection.poll(self._limits.seconds):
                self._stop()
                return None
            answer: object = connection.recv()
        except (EOFError, OSError):
            self._stop()
            return False
        return answer

    def _ensure(self) -> Pipe:
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self._limits.memory), name="verifier", daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        if not ours.poll(START_S) or ours.recv() != "ready":
            self._stop()
            raise OSError("the verification worker did not start")
        return ours

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.join(0.2)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(5)
            self._process.close()
            self._process = None

    def close(self) -> None:
        """End the worker; a later ``verify`` starts another."""
        with self._lock:
            self._stop()


class _Shared:
    """The verifier behind ``verify_file``, kept until the program ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._verifier: Verifier | None = None

    def get(self, limits: Limits) -> Verifier:
        with self._lock:
            if self._verifier is None:
                self._verifier = Verifier(TrustStore(), limits=limits)
                atexit.register(self._verifier.close)
            return self._verifier


_shared = _Shared()


def verify_file(
    path: Path | str,
    trust: TrustStore | Path | str,
    at: dt.datetime | None = None,
    *,
    offline: bool = True,
    content: Path | str | None = None,
) -> FileVerdict:
    """The verdict on one file, from a worker shared by the whole program.

    Args:
        path: the file, of any kind.
        trust: a flat folder, a trust package or a loaded store.
        at: the time of the check, aware; now by default.
        offline: never touch a network.
        content: the paper of a detached signature.

    Raises:
        TrustError: the trust material cannot be used.
    """
    store = load_trust(trust)
    verifier = _shared.get(Limits())
    return verifier.verify(path, at=at, offline=offline, content=content, trust=store)
