"""Tesseract in this process through tesserocr; the default."""

import contextlib
from pathlib import Path
from typing import Any

import numpy as np

from scanner.recognition.errors import RecognitionError
from scanner.recognition.ocr.models import LANGUAGE, find_tessdata, second_model
from scanner.recognition.ocr.recogniser import Word, clean_text, said
from scanner.recognition.sheet import Pixels


class TesserocrRecogniser:
    """One Tesseract with the Vietnamese model; the wheel carries the library itself."""

    def __init__(self, tessdata: Path | None = None) -> None:
        folder = find_tessdata(tessdata)
        try:
            import tesserocr
        except ImportError as error:
            raise RecognitionError("recognition.engine_missing", engine="tesserocr") from error
        self._tesserocr: Any = tesserocr  # a C extension without types
        try:
            self._api = tesserocr.PyTessBaseAPI(
                path=_c_path(folder), lang=LANGUAGE, psm=tesserocr.PSM.AUTO
            )
        except RuntimeError as error:
            raise RecognitionError(
                "recognition.model_missing", language=LANGUAGE, looked=str(folder)
            ) from error
        self._api.SetVariable("debug_file", "NUL" if _is_windows() else "/dev/null")
        self._second: Any = None
        library = tesserocr.tesseract_version().split()[1]
        self._name = f"tesserocr {tesserocr.__version__} {library} {LANGUAGE}"

    @property
    def name(self) -> str:
        """Engine, version and model."""
        return self._name

    def words(self, pixels: Pixels, dpi: int, *, single: bool = False) -> list[Word]:
        """Words of a page; see `Recogniser.words`."""
        modes = self._tesserocr.PSM
        self._api.SetPageSegMode(modes.SINGLE_LINE if single else modes.AUTO)
        _show(self._api, pixels, dpi)
        self._api.Recognize()
        return self._collect(self._api)

    def _collect(self, api: Any) -> list[Word]:  # tesserocr has no types
        levels = self._tesserocr.RIL
        iterator = api.GetIterator()
        found: list[Word] = []
        if iterator is None:
            return found
        line = 0
        for item in self._tesserocr.iterate_level(iterator, levels.WORD):
            if item.IsAtBeginningOf(levels.TEXTLINE):
                line += 1
            box = item.BoundingBox(levels.WORD)
            with contextlib.suppress(
                RuntimeError, UnicodeDecodeError
            ):  # a word without text, bad UTF-8
                text = clean_text(item.GetUTF8Text(levels.WORD))
                if text and box is not None:
                    confidence = min(max(item.Confidence(levels.WORD) / 100, 0.0), 1.0)
                    left, top, right, bottom = box
                    found.append(Word(text, left, top, right, bottom, confidence, line))
        return found

    def line(self, pixels: Pixels, dpi: int, *, letters: str = "") -> tuple[str, float]:
        """Text of one line; see `Recogniser.line`."""
        second = self._second_api()
        second.SetVariable("tessedit_char_whitelist", letters)
        _show(second, pixels, dpi)
        second.Recognize()
        words = said(self._collect(second))
        if not words:
            return "", 0.0
        mean = float(np.mean([word.confidence for word in words]))
        return " ".join(word.text for word in words), mean

    def _second_api(self) -> Any:  # tesserocr has no types
        """The second reader's engine, loaded at its first line."""
        if self._second is None:
            self._second = self._tesserocr.PyTessBaseAPI(
                path=_c_path(second_model().parent),
                lang=second_model().stem,
                psm=self._tesserocr.PSM.SINGLE_LINE,
            )
            self._second.SetVariable("debug_file", "NUL" if _is_windows() else "/dev/null")
        return self._second

    def close(self) -> None:
        """Free the engine."""
        self._api.End()
        if self._second is not None:
            self._second.End()


def _show(api: Any, pixels: Pixels, dpi: int) -> None:  # tesserocr has no types
    height, width = pixels.shape
    api.SetImageBytes(np.ascontiguousarray(pixels).tobytes(), width, height, 1, width)
    api.SetSourceResolution(dpi)


def _is_windows() -> bool:
    import sys

    return sys.platform == "win32"


def _c_path(folder: Path) -> str:
    """A path the C library can open: on Windows the short form of Vietnamese names."""
    text = str(folder)
    if text.isascii() or not _is_windows():
        return text
    from scanner.recognition.ocr.short_path import short_path

    return short_path(text)
