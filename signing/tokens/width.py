"""Whether a Windows module is made for 32-bit or 64-bit processes, from its own header."""

import struct
from pathlib import Path

_MACHINES = {0x014C: 32, 0x8664: 64, 0xAA64: 64}


def module_width(module: Path) -> int | None:
    """Bits of a PE file (Microsoft PE/COFF, section 3.3.1); ``None`` for any other file."""
    try:
        with module.open("rb") as file:
            head = file.read(64)
            if len(head) < 64 or head[:2] != b"MZ":
                return None
            file.seek(struct.unpack_from("<I", head, 0x3C)[0])
            signature = file.read(6)
    except OSError:
        return None
    if len(signature) < 6 or signature[:4] != b"PE\0\0":
        return None
    return _MACHINES.get(struct.unpack_from("<H", signature, 4)[0])
