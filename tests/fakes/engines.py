"""Engines that misbehave as programs in the field do; named to `ReaderOptions.engine`."""

import os
import time

import numpy as np

from scanner.recognition.errors import RecognitionError
from scanner.recognition.ocr.recogniser import Word, clean_text


class _Engine:
    name = "fake"

    def words(self, pixels: np.ndarray, dpi: int, *, single: bool = False) -> list[Word]:
        return []

    def line(self, pixels: np.ndarray, dpi: int, *, letters: str = "") -> tuple[str, float]:
        return "", 0.0

    def close(self) -> None:
        return


class Empty(_Engine):
    """Reads nothing, ever."""


class Crash(_Engine):
    """Takes its process with it."""

    def words(self, pixels, dpi, *, single=False):
        os._exit(139)


class Hang(_Engine):
    """Never comes back."""

    def words(self, pixels, dpi, *, single=False):
        while True:
            time.sleep(0.05)


class OutOfMemory(_Engine):
    """Asks for more than there is."""

    def words(self, pixels, dpi, *, single=False):
        raise MemoryError


class Fails(_Engine):
    """Says that it cannot."""

    def words(self, pixels, dpi, *, single=False):
        raise RecognitionError("recognition.engine_failed", engine="fake")


class BadText(_Engine):
    """Broken characters, lone surrogates, control codes, decomposed letters."""

    def words(self, pixels, dpi, *, single=False):
        texts = [
            "\ufffd\ud800",
            "Ho\u0323 va\u0300",
            "\x00\x07",
            "te\u0302n:",
            "Le\u0302",
            "A\u0301n",
        ]
        cleaned = [clean_text(text) for text in texts]
        return [
            Word(text, 100 + 90 * i, 200, 170 + 90 * i, 230, 0.9, 1)
            for i, text in enumerate(cleaned)
            if text
        ]


class Garbage(_Engine):
    """Boxes off the page, upside down, empty; confidences out of range; a million marks."""

    def words(self, pixels, dpi, *, single=False):
        height, width = pixels.shape
        return [
            Word("QUYẾT", -50, -20, width * 3, height * 2, 7.0, 1),
            Word("ĐỊNH", 400, 300, 100, 200, -1.0, 1),
            Word("Số:", 10, 10, 10, 10, 0.5, 2),
            *[Word("~|" * 20, 5 * i, 40, 5 * i + 4, 60, 0.2, 3) for i in range(300)],
        ]
