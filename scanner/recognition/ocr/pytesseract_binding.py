"""The Tesseract program through pytesseract: where tesserocr has no wheel, and the reference."""

import os
from pathlib import Path

import numpy as np

from scanner.recognition.errors import RecognitionError
from scanner.recognition.ocr.models import LANGUAGE, find_tessdata, second_model
from scanner.recognition.ocr.recogniser import Word, clean_text, said
from scanner.recognition.sheet import Pixels

_PAGE, _LINE = 3, 7


class PytesseractRecogniser:
    """One call of the `tesseract` program for each picture.

    Attributes:
        timeout_s: after which a call is ended by the binding.
    """

    def __init__(
        self, tessdata: Path | None = None, *, program: Path | None = None, timeout_s: float = 15.0
    ) -> None:
        try:
            import pytesseract
        except ImportError as error:
            raise RecognitionError("recognition.engine_missing", engine="pytesseract") from error
        self._folder = find_tessdata(tessdata)
        self.timeout_s = timeout_s
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        if program is not None:
            pytesseract.pytesseract.tesseract_cmd = str(program)
        try:
            version = pytesseract.get_tesseract_version()
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise RecognitionError("recognition.engine_missing", engine="tesseract") from error
        self._pytesseract = pytesseract
        self._name = f"pytesseract {version} {LANGUAGE}"

    @property
    def name(self) -> str:
        """Engine, version and model."""
        return self._name

    def words(self, pixels: Pixels, dpi: int, *, single: bool = False) -> list[Word]:
        """Words of a page; see `Recogniser.words`."""
        return self._read(pixels, dpi, _LINE if single else _PAGE)

    def line(self, pixels: Pixels, dpi: int, *, letters: str = "") -> tuple[str, float]:
        """Text of one line; see `Recogniser.line`."""
        words = said(self._read(pixels, dpi, _LINE, letters=letters, model=second_model()))
        if not words:
            return "", 0.0
        mean = float(np.mean([word.confidence for word in words]))
        return " ".join(word.text for word in words), mean

    def _read(
        self,
        pixels: Pixels,
        dpi: int,
        mode: int,
        *,
        letters: str = "",
        model: Path | None = None,
    ) -> list[Word]:
        from PIL import Image

        folder = self._folder if model is None else model.parent
        options = f'--psm {mode} --dpi {dpi} --tessdata-dir "{folder}"'
        if letters:
            options += f" -c tessedit_char_whitelist={letters}"
        try:
            table = self._pytesseract.image_to_data(
                Image.fromarray(pixels),
                lang=LANGUAGE if model is None else model.stem,
                config=options,
                timeout=self.timeout_s,
                output_type=self._pytesseract.Output.DICT,
            )
        except RuntimeError as error:  # the binding's name for a time-out, and for a failed program
            raise RecognitionError("recognition.engine_failed", engine="tesseract") from error
        found = []
        lines: dict[tuple[int, int, int], int] = {}
        for i, raw in enumerate(table["text"]):
            text = clean_text(str(raw))
            if not text or float(table["conf"][i]) < 0:
                continue
            key = (table["block_num"][i], table["par_num"][i], table["line_num"][i])
            line = lines.setdefault(key, len(lines) + 1)
            left, top = int(table["left"][i]), int(table["top"][i])
            right, bottom = left + int(table["width"][i]), top + int(table["height"][i])
            confidence = min(float(table["conf"][i]) / 100, 1.0)
            found.append(Word(text, left, top, right, bottom, confidence, line))
        return found

    def close(self) -> None:
        """Nothing is held between calls."""
