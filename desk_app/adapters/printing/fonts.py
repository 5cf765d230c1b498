"""The one typeface of every paper: found, checked for Vietnamese, embedded.

Papers are set in Times New Roman (NĐ 30/2020/NĐ-CP, Appendix I) or in a face of the same widths.
A face without Vietnamese letters would print boxes; Liberation 1.07, still shipped by Debian
beside version 2, is such a trap, so the letters are looked up and not assumed.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.adapters.printing.errors import PrintingError

VIETNAMESE = frozenset(
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐ"
    "₫–—…“”‘’•×²³°/"
)
"""Letters of Vietnamese and the signs its papers use."""

_RESTRICTED = 0x0002


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """A face in its four styles.

    Attributes:
        family: name that templates ask for.
        files: regular, bold, italic, bold italic.
    """

    family: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face we know to be fit: its family and its four file names, lower case."""

    family: str
    names: tuple[str, str, str, str]


FACES = (
    Face(
        family="Times New Roman",
        names=("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    ),
    Face(
        family="Liberation Serif",
        names=(
            "liberationserif-regular.ttf",
            "liberationserif-bold.ttf",
            "liberationserif-italic.ttf",
            "liberationserif-bolditalic.ttf",
        ),
    ),
    Face(
        family="Tinos",
        names=("tinos-regular.ttf", "tinos-bold.ttf", "tinos-italic.ttf", "tinos-bolditalic.ttf"),
    ),
)


def usual_folders() -> tuple[Path, ...]:
    """Where fonts lie: with the program, then with the system."""
    shipped = Path(__file__).resolve().parents[3] / "resources" / "fonts"
    return (shipped, *(_windows_folders() if os.name == "nt" else _linux_folders()))


def _windows_folders() -> tuple[Path, ...]:
    system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"
    own = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
    return (system, own)


def _linux_folders() -> tuple[Path, ...]:
    own = Path.home() / ".local" / "share" / "fonts"
    return (own, Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def find_fonts(folders: Sequence[Path] | None = None, faces: Sequence[Face] = FACES) -> Fonts:
    """Find the first complete face that holds every Vietnamese letter and may be embedded.

    Args:
        folders: searched in order, with everything below; the usual ones by default.
        faces: acceptable faces, best first.

    Raises:
        PrintingError: `printing.font_lacks_vietnamese` when only unfit faces were found (facts:
            `family`, `missing`), `printing.font_not_embeddable`, `printing.font_missing`.
    """
    places = usual_folders() if folders is None else folders
    refused: PrintingError | None = None
    for face in faces:
        for files in _complete(places, face):
            try:
                _check(face, files)
            except PrintingError as error:
                refused = refused or error
                continue
            return Fonts(family=face.family, files=files)
    if refused is not None:
        raise refused
    raise PrintingError("printing.font_missing", families=", ".join(face.family for face in faces))


def collect(target: Path, fonts: Fonts | None = None) -> Fonts:
    """Copy a fit face into a folder, for an installer that brings its own.

    Args:
        target: for example resources/fonts, which is searched first.
        fonts: the face; searched for by default.

    Raises:
        PrintingError: as `find_fonts`.
    """
    found = find_fonts() if fonts is None else fonts
    target.mkdir(parents=True, exist_ok=True)
    for file in found.files:
        shutil.copyfile(file, target / file.name)
    return find_fonts([target])


def _complete(places: Iterable[Path], face: Face) -> Iterator[tuple[Path, ...]]:
    """Folders that hold all four styles of a face."""
    for place in places:
        if not place.is_dir():
            continue
        by_folder: dict[Path, dict[str, Path]] = {}
        for path in sorted(place.rglob("*.[tT][tT][fF]")):
            if path.name.lower() in face.names:
                by_folder.setdefault(path.parent, {})[path.name.lower()] = path
        for found in by_folder.values():
            if len(found) == len(face.names):
                yield tuple(found[name] for name in face.names)


def _check(face: Face, files: tuple[Path, ...]) -> None:
    from fontTools.ttLib import TTFont, TTLibError

    for path in files:
        try:
            with TTFont(path, lazy=True) as font:
                font.setGlyphOrder([])  # which letters there are, not what their glyphs are called
                letters = font.getBestCmap() or {}
                embedding = font["OS/2"].fsType
        except (TTLibError, OSError) as error:
            raise PrintingError("printing.font_missing", families=face.family) from error
        missing = sorted(letter for letter in VIETNAMESE if ord(letter) not in letters)
        if missing:
            raise PrintingError(
                "printing.font_lacks_vietnamese",
                family=face.family,
                file=path.name,
                missing=len(missing),
                example="".join(missing[:8]),
            )
        if embedding & 0x000F == _RESTRICTED:
            raise PrintingError("printing.font_not_embeddable", family=face.family)
