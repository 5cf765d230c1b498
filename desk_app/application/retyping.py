"""Re-typing for systems without an interface: an ordered copy list, and what was typed compared.

The list has the order and the formats of the other site, so that an officer goes down it with copy
and paste. What the site shows afterwards is read back and compared with what the dossier says; only
letters, digits and order count, as sites re-shape blanks and separators.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteField:
    """One box of the other site.

    Attributes:
        label: as the site names it.
        source: where the value stands in the dossier's document, such as ``form.ho_ten``.
        shape: ``text``, ``upper``, ``digits``, ``date`` (day first) or ``iso_date``.
    """

    label: str
    source: str
    shape: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """One value to copy; an empty one is left empty there."""

    number: int
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistyped:
    """A box that shows something else than the dossier says; ``seen`` is empty when it is bare."""

    label: str
    wanted: str
    seen: str


def fields_of(table: Mapping[str, Any]) -> tuple[SiteField, ...]:
    """The boxes of a site's table, in its order.

    Raises:
        KeyError, TypeError: the table is no such table.
    """
    return tuple(
        SiteField(label=row["label"], source=row["from"], shape=row.get("as", "text"))
        for row in table["field"]
    )


def copy_list(fields: Iterable[SiteField], document: Mapping[str, Any]) -> tuple[CopyLine, ...]:
    """Every box with the value to put there, in the site's order and shape."""
    return tuple(
        CopyLine(number=number, label=each.label, value=_shaped(_at(document, each.source), each))
        for number, each in enumerate(fields, start=1)
    )


def compare(lines: Sequence[CopyLine], seen: Mapping[str, str]) -> tuple[Mistyped, ...]:
    """Boxes whose content, read back by label, differs from the list."""
    return tuple(
        Mistyped(label=line.label, wanted=line.value, seen=seen.get(line.label, ""))
        for line in lines
        if _bare(line.value) != _bare(seen.get(line.label, ""))
    )


def read_back(text: str, labels: Iterable[str]) -> dict[str, str]:
    """What a copied page says after each label, up to the next one.

    Labels stand at the beginning of a line, followed by a colon, a tab or the end of the line.
    """
    known = {_bare(label): label for label in labels}
    found: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        head, separator, rest = _split(line)
        label = known.get(_bare(head))
        if label is not None:
            current = label
            found[current] = rest.strip() if separator else ""
        elif current and line.strip():
            found[current] = f"{found[current]} {line.strip()}".strip()
    return found


def _split(line: str) -> tuple[str, str, str]:
    places = [place for mark in (":", "\t") if (place := line.find(mark)) >= 0]
    if not places:
        return line, "", ""
    place = min(places)
    return line[:place], line[place], line[place + 1 :]


def _at(document: Mapping[str, Any], source: str) -> str:
    found: Any = document
    for part in source.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return "" if found is None else str(found)


def _shaped(value: str, field: SiteField) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    match field.shape:
        case "upper":
            return text.upper()
        case "digits":
            return "".join(letter for letter in text if letter.isdecimal())
        case "date" | "iso_date":
            return _date(text, day_first=field.shape == "date")
        case _:
            return text


def _date(text: str, *, day_first: bool) -> str:
    """A date in the site's order; what is no whole date stays as it is written."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = dt.datetime.strptime(text[:10], shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return f"{day:%d/%m/%Y}" if day_first else day.isoformat()
    return text


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))
