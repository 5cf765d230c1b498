"""Runs the practice province on loopback until it is told to stop."""

import json
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import uvicorn

READY = "province ready "


def serve(
    data_dir: Path,
    port: int | None = None,
    faults: Path | None = None,
    *,
    database_url: str | None = None,
    lifeline: BinaryIO | None = None,
) -> None:
    """Serve the data folder; blocks. Prints ``province ready http://127.0.0.1:PORT`` once.

    Args:
        data_dir: made when it is new.
        port: None or 0 for a free one.
        faults: JSON file with a list of fault rules in force from the start.
        database_url: SQLAlchemy URL; default is a SQLite file in the data folder.
        lifeline: a pipe whose other end the launcher holds; the server ends with it.
    """
    import uvicorn

    from desk_app.practice.province.app import create_app
    from desk_app.practice.province.faults import FaultRule
    from desk_app.practice.province.office import open_office

    office = open_office(data_dir, database_url=database_url)
    if faults is not None:
        for rule in json.loads(faults.read_text(encoding="utf-8")):
            office.plan.add(FaultRule.from_json(rule))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let a second server share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port or 0))
    listener.listen(128)
    config = uvicorn.Config(
        create_app(office),
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        lifespan="on",
        ws="none",
    )
    sys.stdout.write(f"{READY}http://127.0.0.1:{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    server = uvicorn.Server(config)
    if lifeline is not None:
        threading.Thread(target=_end_with, args=(lifeline, server), daemon=True).start()
    server.run(sockets=[listener])


def _end_with(lifeline: BinaryIO, server: "uvicorn.Server") -> None:
    """Nobody is left to stop a server whose launcher was killed."""
    lifeline.read()
    server.should_exit = True


def main(arguments: list[str]) -> int:
    """Serve by ``DATA [PORT] [FAULTS]``: what the launcher starts in a process of its own."""
    data_dir, port, faults, url = (*arguments, "", "", "")[:4]
    serve(
        Path(data_dir),
        int(port or 0),
        Path(faults) if faults else None,
        database_url=url or None,
        lifeline=sys.stdin.buffer,
    )
    return 0
