"""What the view of a document shows: a page, marks on it, the frame of a signature."""

from dataclasses import dataclass
from typing import Literal

from desk_app.ui.contract import Box, Spot

MarkTone = Literal["read", "doubt", "chosen", "picked"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A region of the page: a box in page units and how sure the reader was."""

    box: Box
    tone: MarkTone
    page: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A note on the page: a place in parts of the page, 0…1, and its number in the list."""

    place: Spot
    number: int
    is_done: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The signature frame: a box in millimetres from the lower left, and what is shown in it.

    Attributes:
        lines: words of the mark, 10 pt from its upper left corner.
        picture: PNG in their place, ``picture_mm`` wide, in the middle.
        is_fixed: nobody can move it; it is shown without handles.
    """

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    page_width_mm: float
    page_height_mm: float
    lines: tuple[str, ...] = ()
    picture: bytes = b""
    picture_mm: float = 0.0
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What the view shows: a document, a page of it, marks, and where to look.

    Attributes:
        page: page in the document; ``number`` of ``pages`` is what the officer reads.
    """

    document: str = ""
    title: str = ""
    page: int = 0
    pages: int = 1
    number: int = 0
    marks: tuple[Mark, ...] = ()
    focus: Box | None = None
    frame: Frame | None = None
    notes: tuple[NoteMark, ...] = ()
    empty: str = ""

    def mark_at(self, x: float, y: float) -> str:
        """What was read at a place of this page, in page units; the smallest where some overlap."""
        hits = [
            (mark.box[2] * mark.box[3], mark.id)
            for mark in self.marks
            if mark.page == self.page
            and 0 <= x - mark.box[0] <= mark.box[2]
            and 0 <= y - mark.box[1] <= mark.box[3]
        ]
        return min(hits)[1] if hits else ""
