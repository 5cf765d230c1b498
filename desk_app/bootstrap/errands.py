"""Runs the program's own commands beside the window, in a process that gives way to all others.

A check of all chains or a backup takes minutes; in a process of its own it neither holds the
interpreter of the window nor takes memory that stays. What it says is what a technician reads.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from desk_app.domain.errors import Cancelled, DeskError, UnavailableError

LIMIT_S = 6 * 3600.0
_ASK_AGAIN_S = 0.2
Tell = Callable[[int, int], None]


def run_errand(
    arguments: tuple[str, ...],
    *,
    tell: Tell = lambda _done, _total: None,
    is_stopped: Callable[[], bool] = lambda: False,
    limit_s: float = LIMIT_S,
) -> Mapping[str, object]:
    """Run one command with ``--json`` and give its answer.

    Args:
        arguments: the command and its options, without ``--json``.
        tell: progress, as the command tells it.
        is_stopped: asked a few times a second; then the command is ended, whatever it is doing.
        limit_s: the command is ended after so long.

    Raises:
        DeskError: the command's own refusal, with its code and facts.
        UnavailableError: ``program.errand_lost``: it ended without an answer, or took too long.
        Cancelled: it was stopped.
    """
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "desk_app", *arguments, "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=_environment(),
        creationflags=_quietly(),
    )
    _give_way(child.pid)
    said: list[str] = []
    heard = ((child.stdout, said.append), (child.stderr, _progress(tell)))
    listeners = [threading.Thread(target=_collect, args=both, daemon=True) for both in heard]
    for listener in listeners:
        listener.start()
    try:
        _wait(child, arguments[0], is_stopped, limit_s)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        for listener in listeners:
            listener.join(5)
    return _answer(arguments[0], said)


def _wait(
    child: "subprocess.Popen[str]", name: str, is_stopped: Callable[[], bool], limit_s: float
) -> None:
    until = time.monotonic() + limit_s
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_ASK_AGAIN_S)
            return
        if is_stopped():
            raise Cancelled
        if time.monotonic() > until:
            raise UnavailableError("program.errand_lost", {"command": name})


def _answer(name: str, said: list[str]) -> Mapping[str, object]:
    for line in reversed(said):
        with contextlib.suppress(ValueError):
            answer = json.loads(line)
            if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
                error = answer["error"]
                raise DeskError(str(error.get("code", "")), dict(error.get("facts", {})))
            if isinstance(answer, dict):
                return answer
    raise UnavailableError("program.errand_lost", {"command": name})


def _collect(stream: Iterable[str], take: Callable[[str], None]) -> None:
    for line in stream:
        take(line)


def _progress(tell: Tell) -> Callable[[str], None]:
    def take(line: str) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            step = json.loads(line)
            tell(int(step["done"]), int(step["total"]))

    return take


def _environment() -> dict[str, str]:
    """The child finds the very program this one is, wherever it was started from."""
    own = str(Path(__file__).parents[2])
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (own, others)))}


if sys.platform == "win32":

    def _quietly() -> int:
        """No console of its own, and work only when nobody else wants to."""
        return subprocess.IDLE_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW

    def _give_way(pid: int) -> None:
        """Said at its start already."""

else:

    def _quietly() -> int:
        return 0

    def _give_way(pid: int) -> None:
        """Work only when nobody else wants to."""
        with contextlib.suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, pid, 15)
