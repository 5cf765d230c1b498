"""Upside down or not: one strip read both ways."""

import numpy as np

from scanner.recognition.ocr.recogniser import Recogniser, Word
from scanner.recognition.sheet import OCR_DPI, Pixels, Sheet

_STRIP = 200
_SURE_LETTERS = 40
_FEW_LETTERS = 15


def upright(sheet: Sheet, recogniser: Recogniser) -> tuple[bool | None, float]:
    """Whether a level page stands upright.

    The densest strip of writing is read; only a strip that reads badly is read turned around too,
    and in a mirror where neither way reads.

    Returns:
        (upright, how much better the chosen way read, 0 to 1); upright is None where the strip reads
        in a mirror only: what shows is the other side of the sheet.
    """
    strip = _densest_strip(sheet.grey())
    first = _merit(recogniser.words(strip, OCR_DPI))
    if first > _SURE_LETTERS:
        return True, 1.0
    second = _merit(recogniser.words(np.ascontiguousarray(strip[::-1, ::-1]), OCR_DPI))
    better = max(first, second)
    if better < _FEW_LETTERS:
        mirrored = np.ascontiguousarray(strip[:, ::-1] if first >= second else strip[::-1])
        behind = max(
            _merit(recogniser.words(mirrored, OCR_DPI)),
            _merit(recogniser.words(np.ascontiguousarray(mirrored[::-1, ::-1]), OCR_DPI)),
        )
        if behind > _SURE_LETTERS and behind > 4 * better:
            return None, 1.0
    total = first + second
    margin = abs(first - second) / total if total else 0.0
    return first >= second, margin


def _merit(words: list[Word]) -> float:
    """Letters read, counting only well-read words; upside-down print reads as short doubtful ones."""
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
