"""Makes pages safe for ever and says so; started, traced and killed by the tests.

python _writer.py FOLDER COUNT      acknowledges "NAME SHA256" a line
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from scanner import Source, Tray
from scanner.integrity import WholePage


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    with Tray.at(folder) as tray:
        feed = tray.open_stack(device="escl://x", source=Source.ADF)
        for number in range(1, count + 1):
            data = hashlib.sha256(b"%d" % number).digest() * 4000
            page = WholePage(data=data, mime="image/jpeg", width=1, height=1, dpi=300)
            record = tray.take(feed, page)
            sys.stdout.write(f"{record.id} {record.sha256}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
