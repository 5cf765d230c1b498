"""Looking at a page before a mark goes on it.

Whether it draws, where it is empty, where the place between position line and name is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from signing.marks.drawing import draw_grey, find_text
from signing.pdf.document import PdfDocument
from signing.pdf.geometry import Place

_DPI = 60
_DARKER_BY = 48
_SPECKS = 0.0005
_CLEAR_MM = 1.0
_MOST_SHIFT = 0.5


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place for a mark.

    Attributes:
        shifted_mm: how far it was moved down from where the rules put it.
        is_crowded: no empty place was found; it stands where the rules put it, over content.
    """

    place: Place
    shifted_mm: float = 0.0
    is_crowded: bool = False


def refuse_undrawable(path: Path) -> None:
    """Refuse a file of which some page cannot be drawn: nobody can have seen what they sign.

    Raises:
        SigningError: ``signing.file_does_not_render``.
    """
    with PdfDocument(path) as document:
        pages = document.page_count
    for index in range(pages):
        draw_grey(path, index, 9)


def free_place(
    path: Path, wanted: Place, taken: Iterable[Place], page_width_mm: float
) -> FoundPlace:
    """The wanted place, or the nearest empty one straight below it.

    Args:
        path: the file as it is.
        wanted: where the rules put the mark.
        taken: places of fields on that page, signed or prepared.
        page_width_mm: as seen; drawing programs differ on pages with a unit of their own.
    """
    pixels = draw_grey(path, wanted.page_index, _DPI)
    per_mm = pixels.shape[1] / page_width_mm
    left = int((wanted.left_mm - _CLEAR_MM) * per_mm)
    right = int((wanted.left_mm + wanted.width_mm + _CLEAR_MM) * per_mm) + 1
    column = pixels[:, max(0, left) : max(1, right)]
    paper = float(np.median(pixels))
    ink = column < paper - _DARKER_BY
    for field in taken:
        if _overlap_across(field, wanted):
            top = max(0, int(field.top_mm * per_mm) - 1)
            ink[top : int((field.top_mm + field.height_mm) * per_mm) + 2, :] = True
    rows = np.concatenate([[0], np.cumsum(ink.sum(axis=1))])
    tall = max(1, int((wanted.height_mm + 2 * _CLEAR_MM) * per_mm) + 1)
    first = max(0, int((wanted.top_mm - _CLEAR_MM) * per_mm))
    allowed = int(tall * column.shape[1] * _SPECKS)
    last = min(len(rows) - 1 - tall, first + int(len(ink) * _MOST_SHIFT))
    for top in range(first, last + 1):
        if rows[top + tall] - rows[top] <= allowed:
            shift = (top - first) / per_mm
            return FoundPlace(replace(wanted, top_mm=wanted.top_mm + shift), shift)
    return FoundPlace(wanted, is_crowded=True)


def _overlap_across(one: Place, other: Place) -> bool:
    return (
        one.left_mm < other.left_mm + other.width_mm and other.left_mm < one.left_mm + one.width_mm
    )


def signing_place(path: Path, name: str, *, width_mm: float, height_mm: float) -> Place | None:
    """The space above the signer's printed name on the last page that carries it.

    The image is centred over the name, between it and the position line above (NĐ 30/2020,
    Appendix I).

    Args:
        path: the file.
        name: as printed; letters are compared without regard to case.
        width_mm: of the image's field.
        height_mm: of the image's field; the space may be lower, then the field overlaps upwards.
    """
    with PdfDocument(path) as document:
        pages = document.page_count
        frames = {index: document.frame(index) for index in range(max(0, pages - 3), pages)}
    for index in sorted(frames, reverse=True):
        found = find_text(path, index, name)
        if found is None:
            continue
        line, above = found
        frame = frames[index]
        seen = frame.place(index, line)
        upper = 0.0 if above is None else frame.place(index, above).top_mm
        upper += 0.0 if above is None else frame.place(index, above).height_mm
        middle = (upper + seen.top_mm) / 2
        top = min(middle - height_mm / 2, seen.top_mm - height_mm)
        if seen.top_mm - upper >= height_mm:
            top = middle - height_mm / 2
        left = seen.left_mm + seen.width_mm / 2 - width_mm / 2
        left = min(max(0.0, left), frame.width_mm - width_mm)
        return Place(
            page_index=index,
            left_mm=left,
            top_mm=max(0.0, top),
            width_mm=width_mm,
            height_mm=height_mm,
        )
    return None
