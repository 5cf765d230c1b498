"""What a revision shows against what the file shows, drawn by the engine people look at.

Forms are drawn. Outside the marks a revision may leave, every pixel must be the same; a mark in a
field made later must lie on empty paper.
"""

import ctypes
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium_c

from signing.verify.pdf.comparison import Mark
from signing.verify.policy import default_policy

SCALE = 1.25
MAX_SIDE = 1800
MARGIN = 2
EMPTY_SPREAD = 48
EMPTY_SHARE = 0.995
TILE = 24
TILE_INK = 30
MOST_OVERWRITTEN = 12

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFault:
    """Something shown otherwise than allowed in the step to picture ``segment + 1``."""

    segment: int
    code: str
    page: int | None = None


class _Shown:
    """One revision opened for drawing."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.document.init_forms()

    def close(self) -> None:
        self.document.close()

    def draw(self, index: int) -> tuple[Picture, pypdfium2.PdfPage]:
        page = self.document[index]
        width, height = page.get_size()
        scale = min(SCALE, MAX_SIDE / max(width, height, 1.0))
        bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=False)
        return bitmap.to_numpy(), page  # the picture keeps the bitmap's memory


def compare_shown(data: bytes, ends: list[int], segments: list[list[Mark]]) -> list[ShownFault]:
    """Compare neighbouring revisions as they are shown.

    Args:
        data: the file.
        ends: where each revision to be drawn ends; the last is the whole file.
        segments: marks allowed between neighbours, one list for each step.
    """
    faults: list[ShownFault] = []
    opened: list[_Shown] = []
    try:
        for end in ends:  # one by one, so that those opened are closed when the next one fails
            opened.append(_Shown(data if end == len(data) else data[:end]))  # noqa: PERF401
        counts = {len(shown.document) for shown in opened}
        if len(counts) != 1:
            return [ShownFault(segment=len(segments) - 1, code="change.pages")]
        for index in range(counts.pop()):
            _compare_page(opened, index, segments, faults)
    except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
        faults.append(ShownFault(segment=len(segments) - 1, code="change.cannot_be_shown"))
    finally:
        for shown in opened:
            shown.close()
    return faults


def _compare_page(
    opened: list[_Shown], index: int, segments: list[list[Mark]], faults: list[ShownFault]
) -> None:
    before, _ = opened[0].draw(index)
    for segment, marks in enumerate(segments):
        after, page = opened[segment + 1].draw(index)
        code = _difference(before, after, page, [m for m in marks if m.page == index])
        if code:
            faults.append(ShownFault(segment=segment, code=code, page=index + 1))
        before = after


def _difference(before: Picture, after: Picture, page: pypdfium2.PdfPage, marks: list[Mark]) -> str:
    if before.shape != after.shape:
        return "change.shown_differently"
    if np.array_equal(before, after):
        return ""
    channels = before != after
    differs = channels[..., 0] | channels[..., 1] | channels[..., 2]
    for mark in marks:
        left, top, right, bottom = _to_pixels(page, mark, before.shape)
        part = differs[top:bottom, left:right]
        if not part.any():
            continue
        inner = (slice(top + MARGIN, bottom - MARGIN), slice(left + MARGIN, right - MARGIN))
        large = part.size > default_policy().mark_share(differs.size)
        if (mark.kind == "new" or large) and not (
            _is_empty(before[inner]) and _keeps_off(before[inner], differs[inner])
        ):
            return "change.mark_over_content"
        part[:] = False
    return "change.shown_differently" if differs.any() else ""


def _is_empty(picture: Picture) -> bool:
    """Whether a piece of paper bears nothing: nearly all of it is of one shade."""
    if picture.size == 0:
        return True
    grey = picture[..., :3].astype(np.int16).mean(axis=2)
    near = np.abs(grey - np.median(grey)) <= EMPTY_SPREAD
    return bool(near.mean() >= EMPTY_SHARE)


def _keeps_off(before: Picture, differs: npt.NDArray[np.bool_]) -> bool:
    """Whether what changed keeps off what stood there, however empty the paper is as a whole.

    No stroke may go, and nothing may be drawn hard by strokes: both change what they say.
    """
    if before.size == 0:
        return True
    grey = before[..., :3].astype(np.int16).mean(axis=2)
    ink = np.abs(grey - np.median(grey)) > EMPTY_SPREAD
    if int((ink & differs).sum()) > MOST_OVERWRITTEN:
        return False
    return not bool((_per_tile(ink) > TILE_INK)[_per_tile(differs) > 0].any())


def _per_tile(bits: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """How many bits each tile holds; tiles at the rim are filled up with none."""
    high, wide = (-(-side // TILE) * TILE for side in bits.shape)
    whole = np.zeros((high, wide), dtype=np.int64)
    whole[: bits.shape[0], : bits.shape[1]] = bits
    tiles = whole.reshape(high // TILE, TILE, wide // TILE, TILE)
    counted: npt.NDArray[np.int64] = tiles.sum(axis=(1, 3))
    return counted


def _to_pixels(
    page: pypdfium2.PdfPage, mark: Mark, shape: tuple[int, ...]
) -> tuple[int, int, int, int]:
    """The mark's box in pixels of the picture, a margin added, as left, top, right, bottom."""
    height, width = shape[:2]
    xs: list[int] = []
    ys: list[int] = []
    for x, y in (mark.box[:2], mark.box[2:]):
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, px, py)
        xs.append(px.value)
        ys.append(py.value)
    return (
        max(0, min(xs) - MARGIN),
        max(0, min(ys) - MARGIN),
        min(width, max(xs) + MARGIN),
        min(height, max(ys) + MARGIN),
    )
