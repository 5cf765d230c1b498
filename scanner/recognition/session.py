"""One worker's memory: the engine, the document types; and the order of the steps for a page."""

import importlib
import math
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from scanner.recognition import learned
from scanner.recognition.codes import Code, find_codes, identity_fields
from scanner.recognition.communes import load_communes, use
from scanner.recognition.load import load_page
from scanner.recognition.ocr.own_reader import OwnReader
from scanner.recognition.ocr.recogniser import Recogniser
from scanner.recognition.prepare import Prepared, prepare
from scanner.recognition.reading import (
    BLANK_TYPE,
    FieldReading,
    PageReading,
    PlacedWord,
    page_name,
)
from scanner.recognition.sheet import Sheet, project, quarter_turn
from scanner.recognition.understand import Understood, understand
from scanner.recognition.upright import standing
from scanner.recognition.worker import ReadPage, WorkerSettings


class Session:
    """What a worker holds between pages."""

    def __init__(self, settings: WorkerSettings) -> None:
        learned.use(settings.labels)
        self._recogniser = _engine(settings)
        self._own = OwnReader()
        use(None if settings.communes is None else load_communes(settings.communes))
        self.engine_name = self._recogniser.name

    def read(
        self, question: ReadPage, *, partly: Callable[[PageReading], None], started: float
    ) -> PageReading:
        """One page, from file to fields.

        Args:
            question: which page.
            partly: told what is known before the letters are read.
            started: `time.perf_counter()` at the request.
        """
        source = load_page(question.path, question.index)
        show = _Pictures(question.steps, page_name(question.path.name, question.index))
        name = page_name(question.path.name, question.index)
        codes = find_codes(source)
        card = next((fields for code in codes if (fields := identity_fields(code.text))), None)
        prepared = prepare(source, show)
        early = PageReading(
            page=name,
            index=question.index,
            quality=_quality(source, prepared.sheet, 0, codes),
            doc_type="cccd" if card else "khac",
            doc_type_confidence=0.9 if card else 0.0,
            fields=_code_fields(card, codes),
        )
        if prepared.blank and not codes:
            return _done(
                early,
                started,
                doc_type=BLANK_TYPE,
                doc_type_confidence=0.97,
                quality={**early.quality, "blank": True},
            )
        partly(early)
        stands = standing(prepared.sheet, self._recogniser)
        if stands.mirrored or (stands.empty and prepared.sheet.notes.get("faint")):
            blank = {**early.quality, "blank": True}
            return _done(
                early, started, doc_type=BLANK_TYPE, doc_type_confidence=0.9, quality=blank
            )
        level = prepared if stands.upright else prepared.turned_around()
        turned = (
            int(prepared.sheet.notes.get("quarter", 0)) * 90 + (0 if stands.upright else 180)
        ) % 360
        show("upright", level.sheet)
        understood = understand(
            level,
            self._recogniser,
            self._own,
            doc_type=question.doc_type,
            codes=codes,
            card=card,
            words=stands.words,
        )
        return _result(early, source, level, turned, codes, understood, started)


def _engine(settings: WorkerSettings) -> Recogniser:
    if settings.engine is not None:
        module, _, name = settings.engine.partition(":")
        made: Recogniser = getattr(importlib.import_module(module), name)()
        return made
    if settings.binding == "pytesseract":
        from scanner.recognition.ocr.pytesseract_binding import PytesseractRecogniser

        return PytesseractRecogniser(settings.tessdata)
    from scanner.recognition.ocr.tesserocr_binding import TesserocrRecogniser

    return TesserocrRecogniser(settings.tessdata)


class _Pictures:
    """Writes each step's picture when a folder was asked for."""

    def __init__(self, folder: Path | None, page: str) -> None:
        self._folder = folder
        self._stem = re.sub(r"[^\w.-]", "_", page)
        self._count = 0

    def __call__(self, step: str, sheet: Sheet) -> None:
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        done, data = cv2.imencode(".png", sheet.pixels)
        if done:
            (self._folder / f"{self._stem}.{self._count:02d}-{step}.png").write_bytes(
                data.tobytes()
            )
        self._count += 1


def _quality(source: Sheet, sheet: Sheet, turned_deg: int, codes: list[Code]) -> dict[str, Any]:
    notes = sheet.notes
    return {
        "dpi": round(source.dpi),
        "width": source.width,
        "height": source.height,
        "turned_deg": turned_deg,
        "skew_deg": float(notes.get("skew_deg", 0.0)),
        "outline": bool(notes.get("outline", False)),
        "blank": False,
        "specks": int(notes.get("specks", 0)),
        "seal": notes.get("seal") is not None,
        "codes": [{"form": code.form, "text": code.text} for code in codes],
    }


def _code_fields(card: dict[str, str] | None, codes: list[Code]) -> dict[str, FieldReading]:
    if card is None:
        return {}
    left, top, right, bottom = next(
        code.box for code in codes if identity_fields(code.text) == card
    )
    box = (left, top, right - left, bottom - top)
    return {
        name: FieldReading(
            value=value, confidence=0.999, sure=True, box=box, source="qr", raw=value
        )
        for name, value in card.items()
    }


def _done(early: PageReading, started: float, **changes: Any) -> PageReading:
    return replace(early, seconds=time.perf_counter() - started, **changes)


def _result(
    early: PageReading,
    source: Sheet,
    level: Prepared,
    turned: int,
    codes: list[Code],
    understood: Understood,
    started: float,
) -> PageReading:
    back = _Back(source, level.sheet, turned)
    fields = {name: back.placed(reading) for name, reading in understood.fields.items()}
    for name, reading in early.fields.items():  # what a code says stands above what the eye reads
        if understood.doc_type == "cccd":
            fields[name] = back.code_placed(reading)
    quality = {**_quality(source, level.sheet, turned, codes), **understood.quality}
    return _done(
        early,
        started,
        doc_type=understood.doc_type,
        doc_type_confidence=understood.doc_type_confidence,
        fields=fields,
        text=understood.text,
        words=tuple(back.word_placed(word) for word in understood.words),
        quality=quality,
        form=understood.form,
    )


class _Back:
    """Boxes from the reader's copy to the upright page."""

    def __init__(self, source: Sheet, sheet: Sheet, turned_deg: int) -> None:
        self._sheet = sheet
        turns = turned_deg // 90
        self._turn = quarter_turn(turns, source.width, source.height)
        self._size = (source.height, source.width) if turns % 2 else (source.width, source.height)

    def placed(self, reading: FieldReading) -> FieldReading:
        x, y, width, height = reading.box
        return replace(
            reading, box=self._upright(self._sheet.box_in_source((x, y, x + width, y + height)))
        )

    def word_placed(self, word: PlacedWord) -> PlacedWord:
        x, y, width, height = word.box
        box = self._upright(self._sheet.box_in_source((x, y, x + width, y + height)))
        return replace(word, box=box)

    def code_placed(self, reading: FieldReading) -> FieldReading:
        x, y, width, height = reading.box
        return replace(reading, box=self._upright((x, y, x + width, y + height)))

    def _upright(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        left, top, right, bottom = box
        corners = project(self._turn, np.array([[left, top], [right, bottom]], np.float64))
        low, high = corners.min(axis=0), corners.max(axis=0)
        x0, y0 = (int(min(max(low[i], 0), self._size[i] - 1)) for i in range(2))
        x1, y1 = (int(min(max(math.ceil(high[i]), 1), self._size[i])) for i in range(2))
        return x0, y0, max(1, x1 - x0), max(1, y1 - y0)
