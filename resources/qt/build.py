"""Compile qtbase_vi.ts into the .qm that Qt loads: `python -m resources.qt.build`.

The compiler `lrelease` comes with PySide6-Essentials; it is called as a program, so this package
stays free of Qt. The .qm is a product of the set-up and of the installer, never edited.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

SOURCE = Path(__file__).with_name("qtbase_vi.ts")
TARGET = SOURCE.with_suffix(".qm")


def compiler() -> Path | None:
    """Where lrelease lies, None without PySide6."""
    found = find_spec("PySide6")
    if found is None or found.origin is None:
        return None
    name = "lrelease.exe" if sys.platform == "win32" else "lrelease"
    path = Path(found.origin).parent / name
    return path if path.is_file() else None


def is_stale(target: Path = TARGET) -> bool:
    """Whether the .qm is missing or older than its source."""
    return not target.is_file() or target.stat().st_mtime < SOURCE.stat().st_mtime


def build(target: Path = TARGET) -> Path:
    """Compile; quiet and quick when nothing changed.

    Raises:
        FileNotFoundError: PySide6 with its lrelease is not installed.
        subprocess.CalledProcessError: the source is faulty.
    """
    if not is_stale(target):
        return target
    program = compiler()
    if program is None:
        message = "lrelease of PySide6-Essentials"
        raise FileNotFoundError(message)
    subprocess.run(
        [str(program), "-silent", str(SOURCE), "-qm", str(target)], check=True, timeout=60
    )
    return target


if __name__ == "__main__":
    build()
