"""Fill two holes of Wine 10 for a test tree; nothing of this ships.

    shims.py SITE_PACKAGES SYSTEM32

Builds icuuc.dll and a complex-math DLL with mingw-w64 into SYSTEM32 of the Wine prefix, and points
the import tables of the tree's NumPy at the latter: Wine answers the ``api-ms-win-crt-math`` name
itself, so a name of the same length that Wine does not know is written instead.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pefile

HERE = Path(__file__).resolve().parent / "shims"
CC = ("x86_64-w64-mingw32-gcc", "-O2", "-fno-builtin", "-w", "-shared", "-static")
ASKED, GIVEN = b"api-ms-win-crt-math-l1-1-0.dll", b"xpi-ms-win-crt-math-l1-1-0.dll"


def math_imports(file: Path) -> set[str]:
    """Names that a PE file takes from the C runtime's math set, under either name of it."""
    pe = pefile.PE(str(file), fast_load=True)
    pe.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
    return {
        entry.name.decode()
        for dll in getattr(pe, "DIRECTORY_ENTRY_IMPORT", ())
        if dll.dll.lower() in (ASKED, GIVEN)
        for entry in dll.imports
        if entry.name
    }


def main(site: Path, system32: Path) -> None:
    """Build and patch."""
    files = [
        f
        for part in ("numpy", "numpy.libs")
        for f in (site / part).rglob("*")
        if f.suffix in (".pyd", ".dll")
    ]
    wanted = set().union(*map(math_imports, files))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "complex_math.o"
        subprocess.run([*CC[:4], "-c", "-o", str(made), str(HERE / "complex_math.c")], check=True)
        listing = subprocess.run(
            ["x86_64-w64-mingw32-nm", "-g", "--defined-only", str(made)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        own = {word.removeprefix("w_") for word in listing.split() if word.startswith("w_")}
        lines = [
            f'LIBRARY "{GIVEN.decode()}"',
            "EXPORTS",
            *(f"{n} = w_{n}" for n in sorted(own)),
            *(f"{n} = ucrtbase.{n}" for n in sorted(wanted - own)),
        ]
        table = Path(folder) / "math.def"
        table.write_text("\n".join(lines) + "\n")
        subprocess.run(
            [*CC, "-o", str(system32 / GIVEN.decode()), str(HERE / "complex_math.c"), str(table)],
            check=True,
        )
    subprocess.run([*CC, "-o", str(system32 / "icuuc.dll"), str(HERE / "icuuc.c")], check=True)
    for file in files:
        data = file.read_bytes()
        if ASKED in data:
            file.write_bytes(data.replace(ASKED, GIVEN))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
