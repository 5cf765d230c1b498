"""Which version of a form a page is: by the act its head names, else by labels only one has.

A version is data of its document type, with the days it is in force (`data/types/*.toml`). What
the page says is told here; whether that is the right form on a day is the desk's to say.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from scanner.recognition.errors import RecognitionError
from scanner.recognition.text import fold, squeezed

if TYPE_CHECKING:
    from scanner.recognition.layout import Layout, Segment

_ACT = re.compile(
    r"(?<![0-9a-z])([0-9oil]{1,3}(?:\.?[a-z])?)/([12][0-9oil]{3})/([a-z]{2,4})-?([a-z]{2,6})"
)
_HEAD = ("kem theo", "mau so", "mau tp", "mau ct", "bieu mau")
_HEAD_PART = 0.3
_LINES_OF_A_HEAD = 4
_LABEL_LEAST = 92
_LABELS_ASKED = 2
_FIGURES = str.maketrans({"o": "0", "i": "1", "l": "1"})
_STROKED = {"nd": "NĐ", "qd": "QĐ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """One version of a form.

    Attributes:
        act: the act that issued it, as printed, e.g. `04/2020/TT-BTP`.
        name: for people.
        valid_from: first day of use.
        valid_to: last day of use; None: still in force.
        labels: labels this version alone has.
        confirmed: an office has compared it with the act; else it is as remembered.
    """

    act: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    labels: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSeen:
    """What a page says of its own version.

    Attributes:
        act: of the version it appears to be; empty when its head names one nobody listed.
        named: the act in its head, as read and tidied; empty when labels told.
        by: what told.
        labels: labels of that version alone that stand on the page.
    """

    act: str
    named: str = ""
    by: Literal["act", "labels"] = "act"
    labels: tuple[str, ...] = ()


def form_versions(file: str, entries: Sequence[Mapping[str, Any]]) -> tuple[FormVersion, ...]:
    """Versions of a type's data file, oldest first.

    Raises:
        RecognitionError: recognition.type_data_wrong, naming the file and `versions`, where a part
            is missing or two versions are in force on one day.
    """
    try:
        made = tuple(
            FormVersion(
                act=str(entry["act"]),
                name=str(entry["name"]),
                valid_from=_day(entry["valid_from"]),
                valid_to=_day(entry["valid_to"]) if "valid_to" in entry else None,
                labels=tuple(entry.get("labels", ())),
                confirmed=not entry.get("to_confirm", False),
            )
            for entry in entries
        )
    except (KeyError, TypeError) as error:
        raise RecognitionError(
            "recognition.type_data_wrong", file=file, field="versions"
        ) from error
    made = tuple(sorted(made, key=lambda version: version.valid_from))
    for earlier, later in pairwise(made):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise RecognitionError("recognition.type_data_wrong", file=file, field="versions")
    return made


def _day(value: object) -> dt.date:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise TypeError(value)
    return value


def form_seen(
    layout: "Layout", versions: Sequence[FormVersion], *, title: tuple[int, int] = (0, 0)
) -> FormSeen | None:
    """The version a page appears to be; None where nothing on it says so.

    Args:
        layout: of the page.
        versions: of its type.
        title: upper and lower edge of its title, zeros without one.
    """
    if not versions:
        return None
    named = next(iter(_named_in_head(layout, title)), None)
    if named is not None:
        known = next((v for v in versions if _same_act(v.act, named)), None)
        return FormSeen(act=known.act if known else "", named=known.act if known else named)
    return _by_labels(layout, versions)


def _named_in_head(layout: "Layout", title: tuple[int, int]) -> Iterator[str]:
    limit = max(layout.height * _HEAD_PART, title[1] + 3 * layout.leading if title[1] else 0)
    for segment in layout.segments:
        if segment.top > limit:
            continue
        if any(word in fold(segment.text) for word in _HEAD):
            found = _ACT.search(_folded_act(_column(layout, segment)))
            if found is not None:
                yield _tidied(found)


def _column(layout: "Layout", first: "Segment") -> str:
    """A line of the head with the lines it is wrapped into."""
    chain = [first]
    for _ in range(_LINES_OF_A_HEAD - 1):
        last = chain[-1]
        below = layout.below(last.left, last.right, last.bottom, reach=layout.leading * 1.3)
        if below is None or below in chain:
            break
        chain.append(below)
    return " ".join(segment.text for segment in chain)


def _folded_act(text: str) -> str:
    """Folded, without white beside strokes and dashes: `15 / 2015/TT - BTP` is one word."""
    return re.sub(r"\s*([/\-–])\s*", lambda m: m[1].replace("–", "-"), fold(text))


def _tidied(found: "re.Match[str]") -> str:
    number = found[1].translate(_FIGURES) if found[1][-1] in "0123456789oil" else found[1]
    kind, issuer = found[3], found[4]
    return (
        f"{number}/{found[2].translate(_FIGURES)}/"
        f"{_STROKED.get(kind, kind.upper())}-{issuer.upper()}"
    )


def _same_act(known: str, read: str) -> bool:
    """Number and year alike, the letters but for one."""
    here, there = fold(known).split("/"), fold(read).split("/")
    if len(here) != 3 or len(there) != 3:
        return False
    numbers = here[0].lstrip("0") == there[0].lstrip("0") and here[1] == there[1]
    return numbers and Levenshtein.distance(here[2], there[2], score_cutoff=1) <= 1


def _by_labels(layout: "Layout", versions: Sequence[FormVersion]) -> FormSeen | None:
    lines = [squeezed(segment.text) for segment in layout.segments]
    found = {
        version.act: tuple(
            label
            for label in version.labels
            if any(
                len(line) >= len(squeezed(label))
                and fuzz.partial_ratio(squeezed(label), line) >= _LABEL_LEAST
                for line in lines
            )
        )
        for version in versions
    }
    told = [(act, labels) for act, labels in found.items() if len(labels) >= _LABELS_ASKED]
    if len(told) != 1:
        return None
    act, labels = told[0]
    return FormSeen(act=act, by="labels", labels=labels)
