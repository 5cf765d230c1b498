"""Starts the desk: the window, or a command of the command line."""

import gc
import sys

from desk_app.bootstrap.hardening import harden_process


def main() -> int:
    """Run what the arguments ask for and give the exit code."""
    harden_process()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if len(sys.argv) == 1 or (sys.argv[1:2] == ["--profile"] and len(sys.argv) == 3):
        gc.disable()  # until the first paint: everything made before it stays
        from desk_app.ui.start import open_window

        return open_window(sys.argv[1:])
    from desk_app.cli.main import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
