"""Names of districts put right beside their province: `huyện Yên Lọc, tỉnh Vĩnh Phúc` → `Yên Lạc`.

Papers issued before 1 July 2025 name a district. Within one province two names are seldom alike, so
a name that differs from one listed there by marks or look-alike letters is meant to be that one.
"""

import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from scanner.recognition.looks import alike
from scanner.recognition.text import fold

_ONE_LETTER = 6  # a name of fewer letters may be another with one letter changed


@lru_cache(maxsize=1)
def _districts() -> dict[str, tuple[str, ...]]:
    text = (files("scanner.recognition") / "data" / "districts.toml").read_text("utf-8")
    table: dict[str, str] = tomllib.loads(text)["districts"]
    return {province: tuple(names.split("|")) for province, names in table.items()}


def is_district(name: str, province: str) -> bool:
    """Whether a province had a district of this name, marks and all; `Thuỷ` is `Thủy`."""
    wanted = _marks_anywhere(name)
    return any(_marks_anywhere(known) == wanted for known in _districts().get(province, ()))


def _marks_anywhere(name: str) -> list[str]:
    return [
        "".join(sorted(unicodedata.normalize("NFD", word)))
        for word in name.casefold().replace("-", " ").split()
    ]


def _letters(name: str) -> str:
    """Letters alone: the apostrophe of `Cư M'gar` is lost most."""
    return "".join(c for c in fold(name) if c.isalnum())


@lru_cache(maxsize=4096)
def district_meant(read: str, province: str) -> str | None:
    """The one district of a province that a read name is meant to be; None: none, or unclear.

    Args:
        read: name without its kind.
        province: as the list of provinces has it, before the merger.
    """
    names = _districts().get(province, ())
    if not names or is_district(read, province):
        return None
    bare, looks = _letters(read), alike(read)
    near = [name for name in names if _letters(name) == bare]
    near = near or [name for name in names if alike(name) == looks]
    if not near and len(bare) >= _ONE_LETTER:
        near = [
            name
            for name in names
            if name.count(" ") == read.count(" ")
            and Levenshtein.distance(alike(name), looks, score_cutoff=1) <= 1
        ]
    return near[0] if len(near) == 1 else None
