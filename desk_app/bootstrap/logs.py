"""Technical logs: English, one line an act, capped, without personal data at INFO or above."""

import logging
import logging.handlers
from pathlib import Path

_MEGABYTE = 1 << 20


def set_up_logging(folder: Path) -> None:
    """Log into the profile's folder; called again it changes nothing."""
    root = logging.getLogger()
    if any(getattr(h, "desk_folder", None) == str(folder) for h in root.handlers):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "desk.log", maxBytes=2 * _MEGABYTE, backupCount=5, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.desk_folder = str(folder)  # type: ignore[attr-defined]  # marks it for the second call
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(process)d %(name)s %(message)s")
    )
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for noisy in ("fontTools", "pikepdf", "asyncio", "aiohttp", "zeroconf", "pyhanko"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
