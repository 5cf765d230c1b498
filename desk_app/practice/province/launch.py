"""Starts the practice province in a process of its own and waits until it answers."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

READY = "province ready "


class ProvinceNotStartedError(Exception):
    """The process ended, or did not say in time that it was ready."""


class RunningProvince:
    """A province process.

    Attributes:
        url: base address, ``http://127.0.0.1:PORT``.
        pid: its process id.
    """

    def __init__(self, process: "subprocess.Popen[str]", url: str) -> None:
        self._process = process
        self.url = url
        self.pid = process.pid

    @property
    def port(self) -> int:
        """Give the port it listens on."""
        return int(self.url.rsplit(":", 1)[1])

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process.poll() is None

    def stop(self, timeout_s: float = 10.0) -> None:
        """Ask the process to end and wait; end it by force when it does not."""
        if self.is_running:
            self._process.terminate()
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
        self._let_go()

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._process.kill()
        self._process.wait()
        self._let_go()

    def _let_go(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> "RunningProvince":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def start_province(
    data_dir: Path,
    port: int | None = None,
    faults: Path | None = None,
    *,
    database_url: str | None = None,
    timeout_s: float = 180.0,
) -> RunningProvince:
    """Start a province process and wait for its ready line.

    Raises:
        ProvinceNotStartedError: it ended before, or the time was over.
    """
    process = subprocess.Popen(
        [
            sys.executable,
            "-X",  # an interpreter that looks at no variables is not told by PYTHONUTF8
            "utf8",
            "-m",
            "desk_app.practice.province",
            str(data_dir),
            str(port or 0),
            str(faults or ""),
            database_url or "",
        ],
        stdin=subprocess.PIPE,  # its lifeline: closed when this process ends, however it ends
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=_environment(),
    )
    watchdog = threading.Timer(timeout_s, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline() if process.stdout is not None else ""
    finally:
        watchdog.cancel()
    if not line.startswith(READY):
        process.kill()
        process.wait()
        raise ProvinceNotStartedError(f"province said {line!r}, exit {process.returncode}")
    return RunningProvince(process, line[len(READY) :].strip())


def _environment() -> dict[str, str]:
    """Give this process's environment, with the folder of the program on the module path."""
    here = str(Path(__file__).resolve().parents[3])
    known = os.environ.get("PYTHONPATH", "")
    path = here if not known else os.pathsep.join((here, known))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
