"""Writing the engine's layout step passed over: ink under no word, read line by line.

Tesseract drops short cells of a table, figures written by pen and single words beside wide gaps;
read as a line of their own they are seldom lost.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from scanner.recognition.clean.shapes import Shapes
from scanner.recognition.ocr.recogniser import Recogniser, Word
from scanner.recognition.sheet import OCR_DPI, Box, Pixels, Sheet

_MOST_STRIPS = 28
_LEAST_CONFIDENCE = 0.45
_INK = 150


def missed_words(sheet: Sheet, words: Sequence[Word], recogniser: Recogniser) -> list[Word]:
    """Words found in ink that no word covers.

    Args:
        sheet: level, cleaned, at the reader's resolution.
        words: what the whole page gave.
        recogniser: reads the strips.
    """
    body = float(np.median([w.height for w in words if len(w.text) > 2] or [24]))
    grey = sheet.grey()
    found: list[Word] = []
    line = max((w.line for w in words), default=0)
    for box in _strips(grey, words, body)[:_MOST_STRIPS]:
        line += 1
        crop, left, top = _crop(grey, box, round(body * 0.4))
        found += [
            replace(word.moved(left, top), line=line)
            for word in recogniser.words(crop, OCR_DPI, single=True)
            if word.confidence >= _LEAST_CONFIDENCE and any(c.isalnum() for c in word.text)
        ]
    return found


def _strips(grey: Pixels, words: Sequence[Word], body: float) -> list[Box]:
    """Boxes (left, top, right, bottom) of line-like ink under no word, top to bottom."""
    ink = (grey < _INK).astype(np.uint8)
    for word in words:
        pad = max(3, word.height // 5)
        ink[
            max(0, word.top - pad) : word.bottom + pad, max(0, word.left - pad) : word.right + pad
        ] = 0
    joined = cv2.morphologyEx(
        ink, cv2.MORPH_CLOSE, np.ones((max(1, round(body * 0.25)), round(body * 0.9)), np.uint8)
    )
    stats = Shapes.of(joined).stats
    boxes: list[Box] = []
    margin = round(body * 0.5)
    low, tall = stats[:, 1] + stats[:, 3], stats[:, 3]
    likely = (stats[:, 0] > margin) & (stats[:, 0] + stats[:, 2] < grey.shape[1] - margin)
    likely &= (stats[:, 1] > margin) & (low <= grey.shape[0] - margin)
    likely &= (tall > 0.45 * body) & (tall < 2.0 * body) & (stats[:, 2] > 0.3 * body)
    likely[0] = False
    for left, top, width, height, _area in stats[likely]:
        right, bottom = int(left + width), int(top + height)
        if 0.06 < float(ink[top:bottom, left:right].mean()) < 0.6:
            boxes.append((int(left), int(top), right, bottom))
    boxes.sort(key=lambda box: -(box[2] - box[0]) * (box[3] - box[1]))
    return sorted(boxes[:_MOST_STRIPS], key=lambda box: (box[1], box[0]))


def _crop(grey: Pixels, box: Box, pad: int) -> tuple[Pixels, int, int]:
    left, top = max(0, box[0] - pad), max(0, box[1] - pad)
    crop = grey[top : box[3] + pad, left : box[2] + pad]
    return np.ascontiguousarray(crop), left, top
