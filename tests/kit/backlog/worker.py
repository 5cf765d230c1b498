"""A desk that works on the office's backlog, in a process of its own, to be killed.

``python -m tests.kit.backlog.worker URL NAME MILLISECONDS``: each item costs so much computing.
"""

import datetime as dt
import hashlib
import sys
import time

from desk_app.adapters.backlog import OfficeBacklog
from desk_app.adapters.persistence import open_database

KEY = "ab" * 32


def computing(milliseconds: float) -> str:
    """Keep a core busy as reading a page does, outside the interpreter's lock."""
    end = time.thread_time() + milliseconds / 1000
    data = b"page" * 100_000
    while time.thread_time() < end:
        hashlib.sha256(data).digest()
    return "read"


def backlog_of(url: str, name: str, milliseconds: float) -> OfficeBacklog:
    return OfficeBacklog(
        url,
        open_database(url, KEY).backlog,
        lambda _kind, _key: computing(milliseconds),
        desk=name,
        now=lambda: dt.datetime.now(dt.UTC),  # noqa: TID251 - row times of a test
        heartbeat_s=1.0,
    )


def main(arguments: list[str]) -> int:
    url, name, milliseconds = arguments
    backlog = backlog_of(url, name, float(milliseconds))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    done = backlog.work(lambda: True)
    sys.stdout.write(f"done {done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
