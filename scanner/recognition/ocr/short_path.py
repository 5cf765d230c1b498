"""8.3 names of Windows folders, for C libraries that cannot open Vietnamese paths. Windows only."""

import sys


def short_path(path: str) -> str:
    """The short form of an existing path; the path itself where there is none."""
    if sys.platform == "win32":
        import ctypes

        room = 1024
        buffer = ctypes.create_unicode_buffer(room)
        written = ctypes.windll.kernel32.GetShortPathNameW(path, buffer, room)
        if 0 < written < room:
            path = buffer.value
    return path
