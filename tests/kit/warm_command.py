"""The command line in a process of its own for each command, forked from one that has loaded it already.

A command takes a tenth of a second, loading the program most of one. What a command does by itself
- its arguments, answers and exit code, its surroundings, its end - is as in a process started anew;
loading is shown by the tests that start ``python -m desk_app``.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOADED = (
    "desk_app.cli.main",
    "desk_app.bootstrap.desk",
    "desk_app.adapters.catalogue",
    "desk_app.adapters.papers",
    "desk_app.adapters.persistence",
    "desk_app.adapters.staff",
    "pydantic",
    "pyrage",
    "sqlcipher3",
)


class WarmProgram:
    """Runs commands of the desk, one after the other."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._mother = subprocess.Popen(
                [sys.executable, "-m", "tests.kit.warm_command", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )

    def run(
        self, arguments: list[str], *, stdin: str, timeout: float, env: Mapping[str, str], cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        """As ``subprocess.run`` with text, both streams captured."""
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            given.write(stdin.encode())
            given.seek(0)
            asked = json.dumps({"arguments": arguments, "env": dict(env), "cwd": str(cwd)})
            size = len(asked.encode()).to_bytes(4, "big")
            socket.send_fds(self._ours, [size], [given.fileno(), out.fileno(), err.fileno()])
            self._ours.sendall(asked.encode())
            pid = int.from_bytes(_exactly(self._ours, 4), "big")
            code = self._ended(pid, timeout)
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read().decode())
        return subprocess.CompletedProcess(arguments, code, *texts)

    def _ended(self, pid: int, timeout: float) -> int:
        self._ours.settimeout(timeout)
        try:
            return int.from_bytes(_exactly(self._ours, 4), "big", signed=True)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self._ours.settimeout(None)
            _exactly(self._ours, 4)
            raise
        finally:
            self._ours.settimeout(None)

    def close(self) -> None:
        self._ours.close()
        self._mother.wait()


_running: list[WarmProgram] = []


def run_warm(
    arguments: list[str], *, stdin: str = "", timeout: float, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command in the warm program of this process, started when first asked for.

    Args:
        arguments: of the command.
        stdin: what it is given to read.
        timeout: seconds until it is ended by force.
        env: beside the variables of this process.
    """
    if not _running:
        _running.append(WarmProgram())
        atexit.register(_running[0].close)
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    return _running[0].run(arguments, stdin=stdin, timeout=timeout, env=surroundings, cwd=ROOT)


def _exactly(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = line.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _serve(descriptor: int) -> int | None:
    """Fork for each command; gives the exit code in the child and None at the end of the line."""
    for name in _LOADED:
        importlib.import_module(name)
    with socket.socket(fileno=descriptor) as line:
        while True:
            size, streams, _, _ = socket.recv_fds(line, 4, 3)
            if not size:
                return None
            asked = json.loads(_exactly(line, int.from_bytes(size, "big")))
            pid = os.fork()
            if pid == 0:
                break
            for stream in streams:
                os.close(stream)
            line.sendall(pid.to_bytes(4, "big"))
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            line.sendall(code.to_bytes(4, "big", signed=True))
    return _command(asked, streams)


def _command(asked, streams: list[int]) -> int:
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
        os.close(stream)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    sys.argv = ["desk-app", *asked["arguments"]]
    from desk_app.__main__ import main

    return main()


if __name__ == "__main__":
    sys.exit(_serve(int(sys.argv[1])))
