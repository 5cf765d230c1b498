"""``picture.py FRAMEBUFFER OUT.png``: what a virtual X screen shows now (XWD, Xvfb -fbdir)."""

import struct
import sys
from pathlib import Path

from PIL import Image


def picture(raw: bytes) -> Image.Image:
    """The 32-bit TrueColor picture of an XWD file of version 7 (X11 XWDFile.h)."""
    head = struct.unpack_from(">25I", raw, 0)
    size, version, width, height, line, colours = (
        head[0],
        head[1],
        head[4],
        head[5],
        head[12],
        head[19],
    )
    if version != 7 or head[11] != 32:
        raise SystemExit("not a 32-bit XWD file")
    start = size + colours * 12
    return Image.frombuffer("RGB", (width, height), raw[start:], "raw", "BGRX", line, 1)


if __name__ == "__main__":
    shown = picture(Path(sys.argv[1]).read_bytes())
    shown.save(sys.argv[2])
    # A screen of one colour shows no window.
    sys.exit(0 if len(shown.resize((320, 200)).getcolors(64000) or range(64000)) > 16 else 1)
