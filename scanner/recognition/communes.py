"""The official table of communes, where an office has imported one: addresses are put right by it.

The table is CSV in UTF-8 with the columns `commune`, `province`, `since` and `until` (dates as
YYYY-MM-DD; `until` is empty while the unit exists). Units of other times may stand beside those of
today, because old papers name old communes. Without a table, or where it does not know a province,
nothing is said of a commune.
"""

import csv
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from scanner.recognition.errors import RecognitionError
from scanner.recognition.text import fold

_KIND = re.compile(r"(?i)^(xã|phường|thị trấn|đặc khu|tỉnh|thành phố)\s+")
_LONG_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Communes:
    """Communes by province.

    Attributes:
        named: folded province → folded commune → names as the table has them, without their kind.
        newest: the latest date in the table, which says how new it is.
    """

    named: Mapping[str, Mapping[str, tuple[str, ...]]]
    newest: dt.date

    def meant(self, commune: str, province: str) -> str | None:
        """The one commune of a province that a read name can be; None where there is none or two.

        Args:
            commune: as read, without its kind.
            province: as read or put right, without its kind.
        """
        known = self.named.get(fold(province), {})
        key = fold(commune)
        names = known.get(key, ())
        if any(name.casefold() == commune.casefold() for name in names):
            return next(name for name in names if name.casefold() == commune.casefold())
        if names:
            return names[0] if len(names) == 1 else None
        if len(key) < _LONG_ENOUGH:
            return None
        near = [
            name
            for other, found in known.items()
            if Levenshtein.distance(other, key, score_cutoff=1) <= 1
            for name in found
        ]
        return near[0] if len(near) == 1 else None


def load_communes(path: Path) -> Communes:
    """The table in a file.

    Raises:
        RecognitionError: recognition.communes_wrong, naming the file and the line.
    """
    try:
        rows = _rows(path)
    except (OSError, ValueError, csv.Error) as error:
        raise RecognitionError("recognition.communes_wrong", file=path.name, line=1) from error
    named: dict[str, dict[str, tuple[str, ...]]] = {}
    newest = dt.date.min
    for line, row in enumerate(rows, 2):
        try:
            commune, province = _bare(row["commune"]), _bare(row["province"])
            newest = max(newest, *_dates(row))
        except (KeyError, ValueError, AttributeError) as error:
            raise RecognitionError(
                "recognition.communes_wrong", file=path.name, line=line
            ) from error
        entry = named.setdefault(fold(province), {})
        known = entry.get(fold(commune), ())
        entry[fold(commune)] = tuple(dict.fromkeys((*known, commune)))
    if not named:
        raise RecognitionError("recognition.communes_wrong", file=path.name, line=1)
    return Communes(named, newest)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _dates(row: Mapping[str, str]) -> list[dt.date]:
    """Since when a unit exists, and until when where it has ended; KeyError without a column."""
    return [
        dt.date.fromisoformat(row[name].strip())
        for name in ("since", "until")
        if name == "since" or row[name].strip()
    ]


def _bare(name: str) -> str:
    return _KIND.sub("", " ".join(name.split()))


_TABLE: list[Communes] = []


def use(table: Communes | None) -> None:
    """The table of this process from now on; None: none."""
    _TABLE[:] = [] if table is None else [table]


def in_use() -> Communes | None:
    """The table of this process, if there is one."""
    return _TABLE[0] if _TABLE else None
