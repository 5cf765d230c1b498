"""The practice province ends with who started it, however that one ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

_LAUNCHER = """
import sys, time
from pathlib import Path
from desk_app.practice.province import start_province
running = start_province(Path(sys.argv[1]))
print(running.port, flush=True)
time.sleep(600)
"""


def answers(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(5)
        return line.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_launcher_leaves_no_province_behind(tmp_path: Path, how: signal.Signals) -> None:
    asked = [sys.executable, "-c", _LAUNCHER, str(tmp_path / "tỉnh")]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        port = int(launcher.stdout.readline())
        assert answers(port)
        os.kill(launcher.pid, how)
        launcher.wait()
    end = time.monotonic() + 120
    while answers(port):
        assert time.monotonic() < end, "it serves nobody and goes on"
        time.sleep(0.2)
