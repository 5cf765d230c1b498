"""The black box: what the window and its workers did last, in words that cannot hold personal data.

A line is a time, a kind and ``name=value`` pairs. Values are numbers or slugs of the program's own
code; anything else, and any long run of digits, is written as ``?``. Two files of a fixed size.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

MOST_BYTES = 256 * 1024
FLUSH_LINES = 20
_FILES = ("recorder.txt", "recorder.1.txt")
_SLUG = re.compile(r"[A-Za-z0-9_.:<>-]{1,80}")
_DIGITS = re.compile(r"\d{6}")
_LINE = re.compile(r"\d{9,11}\.\d{3} [a-z_]{1,20}(?: [a-z_]{1,20}=(?:[A-Za-z0-9_.:<>-]{1,80}|\?))*")
_MOST = 1_000_000


class Recorder:
    """Writes the box; safe from every thread, silent when the disk refuses.

    Args:
        folder: of the logs.
        now: seconds since the epoch.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder, self._now = folder, now
        self._lock = threading.Lock()
        self._waiting: list[str] = []

    def note(self, kind: str, **facts: object) -> None:
        """Keep one line."""
        told = "".join(f" {name}={_plain(value)}" for name, value in facts.items())
        line = f"{self._now():.3f} {kind}{told}"
        with self._lock:
            self._waiting.append(line if _LINE.fullmatch(line) else f"{self._now():.3f} unfit")
            is_due = len(self._waiting) >= FLUSH_LINES or kind in ("failed", "stall")
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        with self._lock:
            lines, self._waiting = self._waiting, []
            if not lines:
                return
            newest, older = (self._folder / name for name in _FILES)
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                if newest.exists() and newest.stat().st_size > MOST_BYTES:
                    newest.replace(older)
                with newest.open("a", encoding="ascii") as out:
                    out.write("\n".join(lines) + "\n")
            except OSError:
                return


def recorded(folder: Path) -> Iterator[str]:
    """Lines of the box, oldest first; what does not read like one is left out."""
    for name in reversed(_FILES):
        try:
            text = (folder / name).read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        yield from (line for line in text.splitlines() if _LINE.fullmatch(line))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{round(value)}" if abs(value) < _MOST else "?"
    text = str(value)
    return text if _SLUG.fullmatch(text) and not _DIGITS.search(text) else "?"
