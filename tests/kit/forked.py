"""Processes made to be killed, forked from one that has loaded the program already.

Hundreds of kills need hundreds of starts; loading the program each time would take most of the
hours. A forked process is a whole process of its own and dies of SIGKILL like any other.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]


class Victim:
    """A process forked for the kill, with its own pipes; asked and ended as a ``Popen`` is.

    It is nobody's child here, so its exit code is never known.
    """

    def __init__(self, pid: int, stdin: TextIO, stdout: TextIO) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._handle: int | None = None
        with contextlib.suppress(ProcessLookupError):
            self._handle = os.pidfd_open(pid)

    def terminate(self) -> None:
        """SIGTERM; a process that has ended already is left in peace."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL; a process that has ended already is left in peace."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self._handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def has_ended(self, seconds: float = 0) -> bool:
        """Whether it has ended, waiting so long for it."""
        return self._handle is None or bool(select.select([self._handle], [], [], seconds)[0])

    def poll(self) -> int | None:
        return 0 if self.has_ended() else None

    def wait(self, timeout: float | None = None) -> int:
        if not self.has_ended(600 if timeout is None else timeout):
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 600)
        return 0

    def close(self) -> None:
        self.stdin.close()
        self.stdout.close()
        if self._handle is not None and self.has_ended():
            os.close(self._handle)
            self._handle = None


class Nest:
    """Runs ``main(arguments)`` of a module in as many processes as are asked for, one by one."""

    def __init__(self, module: str) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._mother = subprocess.Popen(
                [sys.executable, "-m", "tests.kit.forked", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )

    def start(self, *arguments: str) -> Victim:
        """Fork a process; it runs by the time this returns."""
        (in_read, in_write), (out_read, out_write) = os.pipe(), os.pipe()
        socket.send_fds(self._ours, [json.dumps(arguments).encode()], [in_read, out_write])
        os.close(in_read)
        os.close(out_write)
        pid = int(self._ours.recv(32))
        return Victim(pid, os.fdopen(in_write, "w"), os.fdopen(out_read))

    def close(self) -> None:
        self._ours.close()
        self._mother.wait()

    def __enter__(self) -> Nest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _mother(module: str, descriptor: int) -> None:
    main = importlib.import_module(module).main
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need nobody to wait for them
    with socket.socket(fileno=descriptor) as line:
        while True:
            text, pipes, _, _ = socket.recv_fds(line, 65_536, 2)
            if not text:
                return
            pid = os.fork()
            if pid == 0:
                line.close()
                _child(main, json.loads(text), pipes)
            for pipe in pipes:
                os.close(pipe)
            line.sendall(b"%d" % pid)


def _child(main, arguments: list[str], pipes: list[int]) -> None:
    code = 70
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for target, pipe in enumerate(pipes):
            os.dup2(pipe, target)
            os.close(pipe)
        code = main(arguments)
        sys.stdout.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _mother(sys.argv[1], int(sys.argv[2]))
