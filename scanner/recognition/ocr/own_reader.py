"""The own reader of single lines: another eye than Tesseract's, trained on hands and on print.

The model is shipped with its card (`data/models/README.md`) and made by `tests/kit/lines`. It reads
a line in one pass by connectionist temporal classification (Graves and others, 2006).
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.recognition.errors import RecognitionError
from scanner.recognition.ocr.line_picture import ALPHABET, BLANK, as_input
from scanner.recognition.ocr.recogniser import clean_text
from scanner.recognition.sheet import Pixels

_SHUT = -30.0  # the score of a letter that is not wanted
_INK = 0.5  # of `as_input`: less than this is grain
MODEL = Path(__file__).parents[1] / "data" / "models" / "line.onnx"


class OwnReader:
    """The net with its weights loaded. Not safe to share between threads."""

    def __init__(self, model: Path = MODEL) -> None:
        """Load the weights.

        Args:
            model: ONNX file.

        Raises:
            RecognitionError: recognition.model_missing.
        """
        try:  # as bytes: the library opens no path that is not plain letters on Windows
            data = np.frombuffer(model.read_bytes(), np.uint8)
            self._net = cv2.dnn.readNetFromONNX(data)
        except (OSError, cv2.error) as error:
            raise RecognitionError(
                "recognition.model_missing", language=model.stem, looked=str(model.parent)
            ) from error

    def line(self, pixels: Pixels, *, letters: str = "") -> tuple[str, float]:
        """Text of one line and how sure the net is of its letters on the mean, 0 to 1.

        Args:
            pixels: uint8 grey, dark on light, a little paper around.
            letters: the only characters wanted; empty: all.
        """
        seen = as_input(pixels)
        if seen.max() < _INK:
            return "", 0.0
        self._net.setInput(seen[None, None])
        return decoded(np.asarray(self._net.forward(), np.float32)[0], letters)


def decoded(scores: NDArray[np.float32], letters: str = "") -> tuple[str, float]:
    """The likeliest letter of each place, repeats and gaps taken out; and how sure they are.

    Args:
        scores: (letters + 1, places), unnormalised; the last row is "no letter".
        letters: the only characters wanted; empty: all.
    """
    if letters:
        shut = [place for place, letter in enumerate(ALPHABET) if letter not in letters]
        scores = scores.copy()
        scores[shut] = _SHUT
    best = scores.argmax(axis=0)
    top = scores.max(axis=0)
    chances = 1.0 / np.exp(scores - top).sum(axis=0)
    starts = np.flatnonzero((best != BLANK) & (np.diff(best, prepend=BLANK) != 0))
    text = clean_text("".join(ALPHABET[best[place]] for place in starts))
    if not text:
        return "", 0.0
    return " ".join(text.split()), float(chances[starts].mean())
