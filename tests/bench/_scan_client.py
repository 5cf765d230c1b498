"""One acquisition that may be killed: says a word for each page that is safe.

python -m tests.bench._scan_client URI FOLDER [STACK]
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from scanner import AcquireRequest, DriverOptions, PageStored, Source, Tray, acquire


def main(uri: str, folder: str, stack: str = "") -> None:
    logging.disable(logging.CRITICAL)

    def say(event) -> None:
        if isinstance(event, PageStored):
            sys.stdout.write(f"page {event.page.id} {event.page.sha256}\n")
            sys.stdout.flush()

    with Tray.at(Path(folder)) as tray:
        request = AcquireRequest(
            device=uri,
            source=Source.ADF,
            dpi=150,
            stack=stack or None,
            options=DriverOptions(silence_s=1.0, connect_s=2.0, busy_s=5.0),
        )
        result = acquire(request, progress=say, tray=tray)
    sys.stdout.write(f"end {result.ended.value} {result.expected_next_sheet or 0}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
