"""A line of writing as the own line reader sees it: its letters, and its picture as numbers."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.recognition.sheet import Pixels

HEIGHT = 40
STRIDE = 4
_MARGIN = 8
_WIDEST = 1600
_SOFT = 24.0  # grey levels: below this much contrast there is only grain to see

_BASES = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_REST = "bcdđfghjklmnpqrstvwxz"


def _vowels() -> str:
    import unicodedata

    return "".join(unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES)


ALPHABET = (
    " 0123456789.,:;/-–()'\"²%+&°№…*?!=_" + _REST + _REST.upper() + _vowels() + _vowels().upper()
)
BLANK = len(ALPHABET)  # the place of "no letter" behind the letters


def as_input(line: Pixels) -> NDArray[np.float32]:
    """A grey line at the net's height: ink 1, paper 0, a margin at both ends.

    Args:
        line: uint8 (height, width), dark on light, with a little paper around.

    Returns:
        float32 (40, width), the width a multiple of 4.
    """
    height, width = line.shape
    wide = _wide(width, height)
    how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(line, (wide, HEIGHT), interpolation=how), np.float32)
    paper, ink = np.percentile(small, (85, 1))
    level = np.clip((paper - small) / (paper - ink + _SOFT), 0.0, 1.0)
    whole = -(-(wide + 2 * _MARGIN) // STRIDE) * STRIDE
    return np.pad(level, ((0, 0), (_MARGIN, whole - wide - _MARGIN))).astype(np.float32)


def across(place: float, width: int, height: int) -> int:
    """Column of a line's picture that a place of the net's answer looks at.

    Args:
        place: of the net's answer.
        width: of the picture.
        height: of the picture.
    """
    column = (place * STRIDE - _MARGIN) * width / _wide(width, height)
    return min(width, max(0, round(column)))


def _wide(width: int, height: int) -> int:
    """Columns of the net's copy that show the picture."""
    return min(_WIDEST, max(STRIDE, round(width * HEIGHT / max(1, height))))
