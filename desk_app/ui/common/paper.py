"""What the view of a document shows: a page, marks on it, the frame of a signature."""

from dataclasses import dataclass
from typing import Literal

from desk_app.ui.contract import Box

MarkTone = Literal["read", "doubt", "chosen", "picked"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A region of the page: a box in page units and how sure the reader was."""

    box: Box
    tone: MarkTone
    page: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The signature frame: a box in millimetres from the lower left, and the lines shown in it."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    page_width_mm: float
    page_height_mm: float
    lines: tuple[str, ...] = ()
    seal: str = ""


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
    empty: str = ""
