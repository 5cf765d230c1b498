"""Fetches the faces the own line reader is trained with: `python -m tests.kit.lines.faces DIR`.

DIR gets the folders `print`, `hand`, `print-apart` and `hand-apart`; the last two only judge. Print
is also what is installed and what `tests.kit.papers.fonts` takes from Debian's packages.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.kit.papers.canvas import writes_vietnamese
from tests.kit.papers.fonts import debian_faces, joined

_OTHER_CUTS = (
    "Light",
    "Thin",
    "Hairline",
    "Black",
    "Heavy",
    "Display",
    "Math",
    "Initials",
    "ExtraBold",
)
_OFTEN = 3


def main(argv: list[str]) -> int:
    """Fill a folder."""
    target = Path(argv[0]).resolve()
    lists: dict[str, list[str]] = tomllib.loads(
        Path(__file__).with_name("faces.toml").read_text("utf-8")
    )
    folders = {
        "hands": "hand",
        "ornate": "hand",
        "print": "print",
        "hands_apart": "hand-apart",
        "print_apart": "print-apart",
    }
    with tempfile.TemporaryDirectory() as scratch:
        names = [name for listed in lists.values() for name in listed]
        with ThreadPoolExecutor(4) as several:
            list(several.map(lambda name: _fetch(name, Path(scratch, name)), names))
        for kind, folder in folders.items():
            place = target / folder
            place.mkdir(parents=True, exist_ok=True)
            for name in lists[kind]:
                for weight in (400, 700):
                    joined(Path(scratch, name, "package"), name, weight, place)
            if kind == "hands":
                _again(place)
        debian_faces(Path(scratch, "debian"))
        for source in (Path(scratch, "debian"), Path("/usr/share/fonts")):
            _copy_print(source, target / "print")
    return 0


def _fetch(name: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"@fontsource/{name}"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if packed.returncode == 0:
        archive = packed.stdout.split()[-1]
        subprocess.run(["tar", "xzf", archive], cwd=folder, check=True)


def _again(folder: Path) -> None:
    """Each face under further names: the more files, the oftener it is drawn with."""
    for file in sorted(folder.glob("*.ttf")):
        for number in range(1, _OFTEN):
            shutil.copyfile(file, file.with_name(f"{number}-{file.name}"))


def _copy_print(source: Path, target: Path) -> None:
    for file in sorted(source.rglob("*.[to]tf")):
        if not any(cut in file.name for cut in _OTHER_CUTS) and writes_vietnamese(file):
            shutil.copyfile(file, target / file.name)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
