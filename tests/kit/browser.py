"""Headless Chromium with one page, asked through its debugging port."""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE_S = 60.0
_STARTS = 3


class Page:
    """The one page of a running browser."""

    def __init__(self, port: int) -> None:
        self._port = port

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        return asyncio.run(self._evaluate(expression))

    async def _evaluate(self, expression: str) -> Any:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{self._port}/json/list") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            address = pages[0]["webSocketDebuggerUrl"]
            async with session.ws_connect(address, max_msg_size=0) as line:
                await line.send_json(
                    {
                        "id": 1,
                        "method": "Runtime.evaluate",
                        "params": {"expression": expression, "returnByValue": True},
                    }
                )
                while True:
                    said = json.loads((await line.receive()).data)
                    if said.get("id") == 1:
                        return said["result"]["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.evaluate(expression):
            assert time.monotonic() < deadline, f"never true on the page: {expression}"
            time.sleep(0.1)


@contextlib.contextmanager
def open_page(url: str) -> Iterator[Page]:
    """Chromium on one address, in a folder of its own, ended with the block.

    A browser that ends while it starts is begun again; what the page shows is not asked twice.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program is not None, "chromium is not installed"
    folder = Path(tempfile.mkdtemp(prefix="chromium-", dir="/tmp"))  # its sockets want short paths
    process, port = _started(program, folder, url)
    try:
        yield Page(port)
    finally:
        _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _started(program: str, folder: Path, url: str) -> "tuple[subprocess.Popen[bytes], int]":
    said = ""
    for at in range(_STARTS):
        place = folder / str(at)
        place.mkdir()
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--disable-dev-shm-usage", "--remote-debugging-port=0",
                    f"--user-data-dir={place / 'profile'}", url,
                ],
                stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(place)},
            )  # fmt: skip
        port = _port(place / "profile" / "DevToolsActivePort", process)
        if port:
            return process, port
        _end(process)
        said = (place / "log").read_text(errors="replace")[-2000:]
    raise AssertionError(f"chromium does not start {_STARTS} times: {said}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _port(file: Path, process: "subprocess.Popen[bytes]") -> int:
    """The debugging port; 0 when the browser ended or stays silent."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        if file.exists() and (words := file.read_text().split()):
            return int(words[0])
        time.sleep(0.05)
    return 0
