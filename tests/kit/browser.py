"""Headless Chromium with one page, asked through its debugging port."""

import asyncio
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE_S = 60.0


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
    """Chromium on one address, in a folder of its own, ended with the block."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program is not None, "chromium is not installed"
    folder = Path(tempfile.mkdtemp(prefix="chromium-"))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-dev-shm-usage", "--remote-debugging-port=0",
                f"--user-data-dir={folder / 'profile'}", url,
            ],
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield Page(_port(folder / "profile" / "DevToolsActivePort", process))
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _port(file: Path, process: "subprocess.Popen[bytes]") -> int:
    deadline = time.monotonic() + PATIENCE_S
    while not (file.exists() and file.read_text().strip()):
        assert process.poll() is None, "chromium ended"
        assert time.monotonic() < deadline, "chromium does not open its port"
        time.sleep(0.05)
    return int(file.read_text().split()[0])
