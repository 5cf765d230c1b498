"""Fetches the fonts papers are drawn with: `python -m tests.kit.papers.fonts DIR`, then PAPERS_FONTS=DIR.

Print comes from Debian's font packages, handwriting-like and further faces from the fontsource
packages of npm, whose letters are split by script and are put together again here. Nothing is
installed on the machine. Fonts that cannot be had are left out; the generator takes what there is.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

DEBIAN = [
    "fonts-lato",
    "fonts-ebgaramond",
    "fonts-linuxlibertine",
    "fonts-sil-gentiumplus",
    "fonts-sil-gentium-basic",
    "fonts-sil-charis",
    "fonts-sil-doulos",
    "fonts-sil-andika",
    "fonts-roboto-unhinted",
    "fonts-inter",
    "fonts-freefont-ttf",
    "fonts-crosextra-caladea",
    "fonts-crosextra-carlito",
    "fonts-open-sans",
    "fonts-junicode",
    "fonts-vollkorn",
    "fonts-texgyre",
    "fonts-cmu",
]
FONTSOURCE = [
    "patrick-hand",
    "itim",
    "sriracha",
    "playpen-sans",
    "dancing-script",
    "quicksand",
    "mansalva",
    "shantell-sans",
    "grandstander",
    "crimson-pro",
    "source-serif-4",
    "tinos",
    "literata",
    "be-vietnam-pro",
    "bitter",
    "arimo",
    "lora",
    "merriweather",
    "alegreya",
    "spectral",
    "source-sans-3",
    "roboto-slab",
    "mynerve",
    "fuzzy-bubbles",
    "stix-two-text",
    "crimson-text",
    "judson",
    "aleo",
    "libre-franklin",
    "nunito-sans",
    "archivo-narrow",
    "grape-nuts",
    "vujahday-script",
    "gowun-batang",
    "podkova",
    "rokkitt",
    "public-sans",
    "philosopher",
    "manrope",
    "roboto-mono",
    "licorice",
    "gluten",
    "bellota-text",
    "noto-serif-sc",
    "hanken-grotesk",
    "gothic-a1",
    "farsan",
    "arsenal",
    "hahmlet",
    "arima",
    "moon-dance",
    "hurricane",
]
_SCRIPTS = ("latin", "latin-ext", "vietnamese")
_DROPPED = [
    "GSUB",
    "GPOS",
    "GDEF",
    "kern",
    "DSIG",
    "STAT",
    "fvar",
    "gvar",
    "avar",
    "HVAR",
    "MVAR",
    "meta",
    "hdmx",
    "VDMX",
    "LTSH",
    "gasp",
]


def main(argv: list[str]) -> int:
    """Fill a folder."""
    target = Path(argv[0]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        debian_faces(target / "debian")
        names = [f"@fontsource/{name}" for name in FONTSOURCE]
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, *names], check=False)
        for name in FONTSOURCE:
            for weight in (400, 700):
                joined(Path(folder, "node_modules", "@fontsource", name), name, weight, target)
    return 0


def debian_faces(target: Path) -> None:
    """Print faces of Debian's packages, as these lay them out."""
    with tempfile.TemporaryDirectory() as folder:
        for package in DEBIAN:
            subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=False)
        for deb in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", deb, target], check=True)


def joined(package: Path, name: str, weight: int, target: Path) -> None:
    """One face out of its parts for single scripts; nothing where there are none.

    Args:
        package: folder of a fontsource package.
        name: of the package.
        weight: 400, 700.
        target: folder that gets `NAME-WEIGHT.ttf`.
    """
    files = [package / "files" / f"{name}-{script}-{weight}-normal.woff" for script in _SCRIPTS]
    files = [file for file in files if file.is_file()]
    if not files:
        return
    merger = Merger(options=Options(drop_tables=_DROPPED))
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, file in enumerate(files):
            with TTFont(file) as face:
                face.flavor = None
                for table in _DROPPED:
                    if table in face:
                        del face[table]
                parts.append(str(Path(folder, f"{number}.ttf")))
                face.save(parts[-1])
        whole = merger.merge(parts)
    family = name.replace("-", " ").title()
    for entry in whole["name"].names:
        if entry.nameID in {1, 16}:
            entry.string = family
        elif entry.nameID in {2, 17}:
            entry.string = "Bold" if weight == 700 else "Regular"
    whole.save(target / f"{name}-{weight}.ttf")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
