"""Serve the practice PKI of a folder: ``python -m desk_app.practice.pki FOLDER``."""

import argparse
import threading
from pathlib import Path

from desk_app.practice.pki.server import start_services
from signing.clock import utc_now


def main() -> int:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    services = start_services(parser.parse_args().folder, utc_now)
    print(f"http://127.0.0.1:{services.server_port}", flush=True)  # noqa: T201 - the caller waits for it
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
