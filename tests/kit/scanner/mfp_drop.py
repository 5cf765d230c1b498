"""Write a file into a watched folder the way real copiers do.

clean     written to a temporary name, renamed        taken once
grow      written in place, slowly                    taken once, after the end
reopen    closed and reopened between pages           taken once, after the last reopening
touch0    an empty file first, content after a gap    taken once, never as an empty document
abandon   stops in the middle for ever                never taken; reported
reuse     the same name again with other content      two documents
rewrite   rewritten from the start for each page      taken once, the last state
"""

from __future__ import annotations

import time
from pathlib import Path

PATTERNS = ("clean", "grow", "reopen", "touch0", "abandon", "reuse", "rewrite")


def drop(folder, name, data: bytes, pattern="clean", *, seconds=1.0, gap=0.3, parts=5, second=b""):
    path = Path(folder, name)
    size = max(1, len(data) // parts)
    cuts = [data[i : i + size] for i in range(0, len(data), size)]
    match pattern:
        case "clean":
            hidden = Path(folder, f".{name}.tmp")
            hidden.write_bytes(data)
            hidden.replace(path)
        case "grow":
            with path.open("wb", buffering=0) as file:
                for cut in cuts:
                    file.write(cut)
                    time.sleep(seconds / len(cuts))
        case "reopen":
            path.write_bytes(b"")
            for cut in cuts:
                with path.open("ab") as file:
                    file.write(cut)
                time.sleep(gap)
        case "touch0":
            path.write_bytes(b"")
            time.sleep(gap)
            path.write_bytes(data)
        case "abandon":
            path.write_bytes(data[: len(data) // 2])
        case "reuse":
            path.write_bytes(data)
            time.sleep(gap)
            path.write_bytes(second)
        case "rewrite":
            for part in range(1, parts + 1):
                path.write_bytes(data[: len(data) * part // parts])
                time.sleep(gap)
        case _:
            raise ValueError(pattern)
    return path
