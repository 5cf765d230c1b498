"""The machine's clocks."""

import datetime as dt
import functools
import time
import uuid
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Wall clock, steady clock, and the boot the steady clock belongs to."""

    def now(self) -> dt.datetime:
        """Give the aware UTC wall time."""
        return dt.datetime.now(dt.UTC)  # noqa: TID251 - this is the clock behind the port

    def monotonic_s(self) -> float:
        """Give seconds of the steady clock."""
        return time.monotonic()

    def boot_id(self) -> str:
        """Name the boot; where the system has no name for it, this process stands for it."""
        return _boot_id()


@functools.cache
def _boot_id() -> str:
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return f"process-{uuid.uuid4()}"
