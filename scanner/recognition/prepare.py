"""From the file's page to the copy the engine reads: geometry on a small survey, pixels once."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from scanner.recognition.clean.light import (
    BLANK_DARKEST,
    darkest_ink,
    evened,
    without_seal,
    without_strokes,
)
from scanner.recognition.clean.outline import find_outline, flat_size, flattening
from scanner.recognition.clean.shapes import Shapes
from scanner.recognition.clean.streaks import without_streaks
from scanner.recognition.clean.tidy import Rules, smoothed, without_rules, without_specks
from scanner.recognition.clean.turn import glyph_centres, ink_mask, lies_sideways, skew_deg
from scanner.recognition.sheet import OCR_DPI, Box, Matrix, Pixels, Sheet, quarter_turn

Show = Callable[[str, Sheet], None]
_SURVEY_DPI = 100
_A4_LONG_MM = 297.0
_FEW_GLYPHS = 12
_ONE_WORD = 4


def _silent(_name: str, _sheet: Sheet) -> None:
    return


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready to be read.

    Attributes:
        sheet: grey, level, at the reader's resolution; still perhaps upside down.
        plain: the same before specks and rules were taken out (for boxes, pen marks, re-reading).
        rules: ruled lines of the page.
        blank: nothing is on it.
    """

    sheet: Sheet
    plain: Sheet
    rules: Rules
    blank: bool

    def turned_around(self) -> "Prepared":
        """The same page turned by 180 degrees."""
        width, height = self.sheet.width, self.sheet.height
        return Prepared(
            self.sheet.quarter_turned(180),
            self.plain.quarter_turned(180),
            Rules(
                _around(self.rules.across, width, height), _around(self.rules.down, width, height)
            ),
            self.blank,
        )


def _around(boxes: tuple[Box, ...], width: int, height: int) -> tuple[Box, ...]:
    """Boxes of a width × height page turned by 180 degrees."""
    return tuple(
        (width - right, height - bottom, width - left, height - top)
        for left, top, right, bottom in boxes
    )


def prepare(source: Sheet, show: Show = _silent) -> Prepared:
    """Outline, perspective, turn, level, scale, seal, light, rules, specks.

    Args:
        source: the file's page.
        show: called with each step's name and picture.
    """
    source = without_streaks(source)
    show("source", source)
    flat = _geometry(source, show)
    if flat is None:
        level = _plain_scale(source)
        grey = evened(without_seal(level), stretch=False)
        return Prepared(grey, grey, Rules((), ()), blank=True)
    flat = without_streaks(flat)  # a copy's lines lie level with its page, not with this scan
    unsealed = without_seal(flat)
    show("seal", unsealed)
    light = evened(unsealed)
    show("light", light)
    unruled, rules = without_rules(light)
    show("rules", unruled)
    unsigned = without_strokes(unruled, flat.pixels)
    show("strokes", unsigned)
    tidy = without_specks(unsigned)
    show("specks", tidy)
    tidy = smoothed(tidy)
    show("smoothed", tidy)
    return Prepared(tidy, light, rules, blank=False)


def _geometry(source: Sheet, show: Show) -> Sheet | None:
    """The page at the reader's resolution, level, in colour; None when it is blank."""
    quad = find_outline(source)
    if quad is None:
        width, height = float(source.width), float(source.height)
        flatten: Matrix = np.eye(3)
    else:
        width, height = flat_size(quad)
        flatten = flattening(quad, width, height)
    page_dpi = _likely_dpi(source, width, height, outlined=quad is not None)
    survey_scale = _SURVEY_DPI / page_dpi
    survey = source.warped(
        np.diag([survey_scale, survey_scale, 1.0]) @ flatten,
        (max(1, round(width * survey_scale)), max(1, round(height * survey_scale))),
        dpi=_SURVEY_DPI,
        outline=quad is not None,
    )
    show("outline", survey)
    even = evened(without_seal(survey), stretch=False)
    show("survey", even)
    darkest = darkest_ink(even.grey())
    if darkest > BLANK_DARKEST and not _holds_writing(
        glyph_centres(ink_mask(even.grey()), _SURVEY_DPI)
    ):
        return None
    mask = ink_mask(evened(even).grey())
    glyphs = glyph_centres(mask, _SURVEY_DPI)
    sideways = lies_sideways(glyphs)
    turns = 1 if sideways else 0
    if turns:
        mask = np.ascontiguousarray(np.rot90(mask, -turns))
    skew = skew_deg(_letters_only(mask))
    rendered = _render(source, flatten, (width, height), page_dpi, turns, skew)
    rendered.notes["faint"] = darkest > BLANK_DARKEST - 25
    return rendered


def _holds_writing(glyphs: Pixels) -> bool:
    """Whether dark shapes are letters: many of them, or a few in a row; dust lies alone.

    Args:
        glyphs: of `glyph_centres`.
    """
    if len(glyphs) >= _FEW_GLYPHS:
        return True
    if len(glyphs) < _ONE_WORD:
        return False
    middle, size = glyphs[:, :2], glyphs[:, 2:].max(axis=1)
    apart = np.abs(middle[:, None] - middle[None])
    near = 1.6 * np.maximum(size[:, None], size[None])
    beside = (apart.max(axis=2) < near) & (apart.min(axis=2) < 0.5 * near)
    return bool(((beside.sum(axis=1) - 1) >= 1).sum() >= _ONE_WORD)


def _letters_only(mask: Pixels) -> Pixels:
    """Ink without frames, photographs and specks, for the angle."""
    shapes = Shapes.of(mask)
    size = np.maximum(shapes.stats[:, 2], shapes.stats[:, 3])
    keep = (size > 2) & (size < _SURVEY_DPI * 0.5)
    keep[0] = False
    chosen = shapes.only(keep)
    return chosen if cv2.countNonZero(chosen) > 500 else mask


def _render(
    source: Sheet, flatten: Matrix, size: tuple[float, float], dpi: float, turns: int, skew: float
) -> Sheet:
    width, height = size
    scale = OCR_DPI / dpi
    matrix = np.diag([scale, scale, 1.0]) @ flatten
    width, height = width * scale, height * scale
    matrix = quarter_turn(turns, round(width), round(height)) @ matrix
    if turns % 2:
        width, height = height, width
    if abs(skew) > 0.1:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1.0)
        matrix = np.vstack([turn, [0, 0, 1]]) @ matrix
    return source.warped(
        matrix,
        (round(width), round(height)),
        dpi=OCR_DPI,
        skew_deg=round(skew, 2),
        quarter=turns,
        outline=not np.array_equal(flatten, np.eye(3)),
    )


def _plain_scale(source: Sheet) -> Sheet:
    scale = OCR_DPI / _likely_dpi(source, source.width, source.height, outlined=False)
    return source.warped(
        np.diag([scale, scale, 1.0]),
        (round(source.width * scale), round(source.height * scale)),
        dpi=OCR_DPI,
    )


def _likely_dpi(source: Sheet, width: float, height: float, *, outlined: bool) -> float:
    """Resolution of the laid-flat page: declared by a scanner, else as if it were A4."""
    assumed = max(width, height) / (_A4_LONG_MM / 25.4)
    if not outlined and 90 <= source.dpi <= 1200 and 0.3 < assumed / source.dpi < 1.25:
        return source.dpi
    return assumed
