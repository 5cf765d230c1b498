"""What a mark says, from the table of marks."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from signing.clock import VIETNAM
from signing.marks.font import MarkFont


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Type and box of text marks; lengths in millimetres, type in points."""

    size_pt: float
    leading: float
    margin_mm: float
    box_width_mm: float
    box_height_mm: float
    prepared_width_mm: float
    prepared_height_mm: float


@dataclass(frozen=True, slots=True)
class MarkForm:
    """How the mark of one role looks.

    Attributes:
        corner: ``top-left``, ``top-right`` or ``signing-place``.
        takes_image: an image stands in place of the text where one is given.
        size_pt: of the type, where it differs from other marks; the text then stands in the middle
            of its place, on the line of the words around it.
    """

    corner: str
    takes_image: bool
    lines: tuple[str, ...]
    size_pt: float | None = None


@dataclass(frozen=True, slots=True)
class SigningPlaceStyle:
    """Where the approver's image and the seal go when no place is given."""

    width_mm: float
    height_mm: float
    from_right_mm: float
    from_bottom_mm: float
    seal_mm: float
    seal_overlap: float


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("signing.data").joinpath("marks.toml").read_text("utf-8"))


def mark_form(role: str) -> MarkForm:
    """The row of the table for a role."""
    row = _table()[role]
    return MarkForm(
        row["corner"], bool(row.get("image", False)), tuple(row["lines"]), row.get("size_pt")
    )


def text_style() -> TextStyle:
    """Type and box of text marks."""
    return TextStyle(**_table()["text"])


def signing_place_style() -> SigningPlaceStyle:
    """Default place of image marks."""
    return SigningPlaceStyle(**_table()["signing_place"])


def format_time(moment: dt.datetime) -> str:
    """The signing time in the zone of Việt Nam, whatever the computer's zone."""
    return moment.astimezone(VIETNAM).strftime(str(_table()["time_format"]))


def fill(form: MarkForm, facts: dict[str, str]) -> tuple[str, ...]:
    """The lines of a mark with its facts; lines whose facts are empty are left out."""
    filled = []
    for line in form.lines:
        wanted = [name for name in facts if f"{{{name}}}" in line]
        if all(facts[name] for name in wanted):
            filled.append(line.format(**facts))
    return tuple(filled)


def wrap(font: MarkFont, lines: tuple[str, ...], size_pt: float, width_pt: float) -> list[str]:
    """Break lines between words so that none is longer than ``width_pt``."""
    rows: list[str] = []
    for line in lines:
        row = ""
        for word in line.split(" "):
            longer = f"{row} {word}".strip()
            if row and font.width(longer, size_pt) > width_pt:
                rows.append(row)
                row = word
            else:
                row = longer
        rows.append(row)
    return rows
