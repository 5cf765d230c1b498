"""A PostgreSQL of our own: made in a temporary folder, on a free port, stopped by its pid."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.kit.open_folder import open_folder

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
}


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, newest first, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda p: int(p.parts[-3]),
        reverse=True,
    )
    if found:
        return found[0].parent
    here = shutil.which("initdb")
    return Path(here).resolve().parent if here else None


@contextlib.contextmanager
def running_postgres(**settings: str) -> Iterator[str]:
    """A running server; gives the URL of its database ``postgres``.

    Args:
        **settings: options of ``postgres``, over the defaults above.
    """
    where = programs()
    if where is None:
        raise FileNotFoundError("initdb")
    folder = open_folder("pg-")
    try:
        yield from _served(where, folder, {**_SETTINGS, **settings})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _served(where: Path, folder: Path, settings: dict[str, str]) -> Iterator[str]:
    data = folder / "data"
    user = _unprivileged(folder)
    subprocess.run(
        [*user, where / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "-N",
         "--locale=C.UTF-8"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"-c{name}={value}" for name, value in settings.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*user, where / "postgres", "-D", data, "-p", str(port), *options],
            cwd=folder, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            url = f"postgresql://desk@127.0.0.1:{port}/postgres"
            _wait(server, url, folder / "log")
            yield url
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _unprivileged(folder: Path) -> list[str]:
    """``postgres`` refuses to run as root: then it runs as the user of its package."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _wait(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    answered = False
    while not answered:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            answered = True
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.05)


@contextlib.contextmanager
def fresh_database(server: str, name: str) -> Iterator[str]:
    """An empty database on a running server; gives its URL and drops it afterwards."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield server.rsplit("/", 1)[0] + "/" + name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
