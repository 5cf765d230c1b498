"""The own reader of single lines: another eye than Tesseract's, trained on hands and on print.

The model is shipped with its card (`data/models/README.md`) and made by `tests/kit/lines`. It reads
a line in one pass by connectionist temporal classification (Graves and others, 2006).
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner.recognition.errors import RecognitionError
from scanner.recognition.ocr.line_picture import ALPHABET, BLANK, across, as_input
from scanner.recognition.ocr.recogniser import Word, clean_text
from scanner.recognition.sheet import Pixels

_SHUT = -30.0  # the score of a letter that is not wanted
_INK = 0.5  # of `as_input`: less than this is grain
_DARK = 150
_REACH = 3.0  # places a letter reaches to either side of the one that says it
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
        scores = self._scores(pixels)
        return ("", 0.0) if scores is None else decoded(scores, letters)

    def words(self, pixels: Pixels) -> list[Word]:
        """Words of one line: parted at the blanks, as far as their ink, as high as the picture.

        Args:
            pixels: uint8 grey, dark on light, a little paper around.
        """
        scores = self._scores(pixels)
        if scores is None:
            return []
        height, width = pixels.shape
        written = pixels.min(axis=0) < _DARK
        found = []
        for text, first, stop, sure in parted(scores):
            left, right = across(first, width, height), across(stop, width, height)
            ink = np.flatnonzero(written[left:right])
            if len(ink):
                left, right = left + int(ink[0]), left + int(ink[-1]) + 1
            found.append(Word(text, left, 0, right, height, sure))
        return found

    def _scores(self, pixels: Pixels) -> NDArray[np.float32] | None:
        """What the net says of a line, as `decoded` takes it; None: there is no ink, or no picture.

        A box that an engine gives may lie outside the page.
        """
        if not pixels.size:
            return None
        seen = as_input(pixels)
        if seen.max() < _INK:
            return None
        self._net.setInput(seen[None, None])
        scores: NDArray[np.float32] = np.asarray(self._net.forward(), np.float32)[0]
        return scores


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
    best, chances, starts = _letters(scores)
    text = clean_text("".join(ALPHABET[best[place]] for place in starts))
    if not text:
        return "", 0.0
    return " ".join(text.split()), float(chances[starts].mean())


def parted(scores: NDArray[np.float32]) -> list[tuple[str, float, float, float]]:
    """The words of a line: text, first place, place behind it, and how sure its letters are.

    A word begins behind the blank before it and ends with the blank after it; the first and the
    last reach as far as a letter is wide.

    Args:
        scores: as `decoded` takes them.
    """
    best, chances, starts = _letters(scores)
    groups: list[list[int]] = [[]]
    edges = [0.0]
    for place in starts:
        if ALPHABET[best[place]] == " ":
            edges.append(float(place) + 0.5)
            groups.append([])
        else:
            groups[-1].append(int(place))
    edges.append(float(scores.shape[1]))
    found = []
    for places, low, high in zip(groups, edges, edges[1:], strict=False):
        text = clean_text("".join(ALPHABET[best[place]] for place in places))
        if text:
            first, last = max(low, places[0] - _REACH), min(high, places[-1] + 1 + _REACH)
            found.append((text, first, last, float(chances[places].mean())))
    return found


def _letters(
    scores: NDArray[np.float32],
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Likeliest letter of each place, its chance, and the places where a letter begins."""
    best = scores.argmax(axis=0)
    top = scores.max(axis=0)
    chances = 1.0 / np.exp(scores - top).sum(axis=0)
    starts = np.flatnonzero((best != BLANK) & (np.diff(best, prepend=BLANK) != 0))
    return best, chances, starts
