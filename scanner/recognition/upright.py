"""Upside down or not: one strip read both ways."""

from dataclasses import dataclass

import numpy as np

from scanner.recognition.ocr.recogniser import Recogniser, Word
from scanner.recognition.sheet import OCR_DPI, Pixels, Sheet

_STRIP = 200
_SURE_LETTERS = 40
_FEW_LETTERS = 15


@dataclass(frozen=True, slots=True)
class Standing:
    """How a page stands.

    Attributes:
        upright: False: upside down.
        merit: letters read well in the strip.
        mirrored: only the other side of the sheet can be read.
    """

    upright: bool
    merit: float
    mirrored: bool = False

    @property
    def empty(self) -> bool:
        """Nothing in the strip reads as writing."""
        return self.merit < _FEW_LETTERS / 3


def standing(sheet: Sheet, recogniser: Recogniser) -> Standing:
    """Whether a level page stands upright.

    The densest strip of writing is read; only a strip that reads badly is read turned around too,
    and in a mirror where neither way reads.
    """
    strip = _densest_strip(sheet.grey())
    first = _merit(recogniser.words(strip, OCR_DPI))
    if first > _SURE_LETTERS:
        return Standing(upright=True, merit=first)
    second = _merit(recogniser.words(np.ascontiguousarray(strip[::-1, ::-1]), OCR_DPI))
    better = max(first, second)
    if better < _FEW_LETTERS:
        mirrored = (strip[:, ::-1], strip[::-1])
        behind = max(
            _merit(recogniser.words(np.ascontiguousarray(way), OCR_DPI)) for way in mirrored
        )
        if behind > _SURE_LETTERS and behind > 4 * better:
            return Standing(upright=True, merit=better, mirrored=True)
    return Standing(upright=first >= second, merit=better)


def _merit(words: list[Word]) -> float:
    """Letters of well-read words; upside-down print reads as short doubtful ones."""
    return sum(
        len(word.text) * (word.confidence - 0.5) * 2
        for word in words
        if word.confidence > 0.6 and sum(c.isalnum() for c in word.text) > 1
    )


def _densest_strip(grey: Pixels) -> Pixels:
    height = grey.shape[0]
    if height <= _STRIP:
        return grey
    edges = np.abs(np.diff(grey[:, ::2].astype(np.int16), axis=1)) > 60
    busy = edges[:, 20:-20].sum(axis=1).astype(np.float64)
    busy = np.minimum(busy, np.percentile(busy, 98))
    totals = np.convolve(busy, np.ones(_STRIP), mode="valid")
    margin = min(height // 12, len(totals) // 3)
    start = margin + int(np.argmax(totals[margin : len(totals) - margin]))
    return np.ascontiguousarray(grey[start : start + _STRIP])
