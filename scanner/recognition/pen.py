"""Figures written in by pen between printed words: the number and the day in a paper's heading.

Whole-page reading takes such figures for letters; read alone, with figures as the only choice, they
come out. Only gaps between printed words are looked at: `Số: ____/QĐ-UBND`, `ngày ____ tháng ____`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scanner.recognition.classify import Verdict
from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.knowledge import DocumentType, FieldSpec
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.ocr.recogniser import LineReader, Word
from scanner.recognition.reading import Correction
from scanner.recognition.sheet import Pixels, Sheet
from scanner.recognition.text import fold
from scanner.recognition.values import Piece, Value

_DIGITS = "0123456789"
_WELL_READ = 0.65
_LEAST = 0.12
_LEAST_OF_LINE = 0.8
_LONGEST_DATE = 48  # letters of `Thành phố Hồ Chí Minh, ngày 17 tháng 03 năm 2022`
_DAY_WIDE = 12  # times the height of a line: room for `…, ngày 17` left of the month
_MONTH_AND_YEAR = re.compile(r"th[a-z]{2,3}.*(?:19|20)\d\d")
_WHOLE_DATE = re.compile(r"[Nn]gày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})")


def pen_figures(
    layout: Layout,
    verdict: Verdict,
    kind: DocumentType,
    chosen: Mapping[str, list[Candidate]],
    sheet: Sheet,
    reader: LineReader,
) -> dict[str, list[Candidate]]:
    """Heading number and date with the figures in their gaps read again.

    Args:
        layout: of the page.
        verdict: its type and title.
        kind: its type's data.
        chosen: what the whole page gave.
        sheet: the picture the words came from.
        reader: reads the gaps.
    """
    limit = verdict.bottom + layout.leading * 2 if verdict.bottom else layout.height * 0.35
    grey = sheet.grey()
    found: dict[str, list[Candidate]] = {}
    for spec in kind.fields.values():
        make = {"heading_number": _number, "paper_date": _date}.get(spec.finder or "")
        if make is None:
            continue
        for segment in layout.segments:
            if segment.top > limit and spec.finder == "heading_number":
                continue
            parsed = make(segment, grey, reader)
            if parsed is not None:
                found[spec.name] = [_candidate(spec, segment, parsed), *chosen.get(spec.name, [])]
                break
    return found


def _number(segment: Segment, grey: Pixels, reader: LineReader) -> Parsed | None:
    words = segment.words
    opened = next((i for i, w in enumerate(words[:2]) if fold(w.text).strip(":.") == "so"), None)
    if opened is None or opened + 1 >= len(words):
        return None
    behind = words[opened + 1 :]
    slash = next((i for i, w in enumerate(behind) if "/" in w.text), None)
    if slash is None:
        return None
    figures = [w for w in behind[: slash + 1] if w.text.partition("/")[0]]
    if all(w.confidence > _WELL_READ and w.text.partition("/")[0].isdigit() for w in figures):
        return None
    stop = _slash_at(behind[slash])
    digits = _figures(words[opened].right, stop, segment, grey, reader)
    seen = "".join(w.text.partition("/")[0] for w in figures)
    if digits is None or digits == f"{seen}1":  # the stroke itself, taken for a figure
        return None
    tail = parse("number_sign", f"0/{_tail(behind[slash:])}")
    if tail is None or "/" not in tail.value:
        return None
    read = " ".join(w.text for w in behind)
    value = f"{digits}/{tail.value.partition('/')[2]}"
    return _noted(value, read)


def _tail(words: list[Word]) -> str:
    return "".join(w.text for w in words).partition("/")[2]


def _slash_at(word: Word) -> int:
    """Where the stroke of `2104/QĐ-UBND` stands, or the left edge of `/QĐ-UBND`."""
    share = word.text.index("/") / len(word.text)
    return round(word.left + share * (word.right - word.left))


def _date(segment: Segment, grey: Pixels, reader: LineReader) -> Parsed | None:
    return _gaps_of_date(segment, grey, reader) or _whole_date(segment, grey, reader)


def _whole_date(segment: Segment, grey: Pixels, reader: LineReader) -> Parsed | None:
    """A heading's date whose words the page pass tore: `tháng 04h nh '2026` after a lost day."""
    folded = fold(segment.text)
    if len(segment.text) > _LONGEST_DATE or not _MONTH_AND_YEAR.search(folded):
        return None
    if _whole(segment.text) is not None:
        return None
    height = int(np.median([word.height for word in segment.words]))
    left = segment.left if "ngay" in folded else max(0, segment.left - height * _DAY_WIDE)
    right, bottom = segment.right + height // 4, segment.bottom + height // 4
    for raised in (0.5, 0.2, 0.0):  # by pen it stands above the line, where other lines may be
        top = max(0, segment.top - round(height * raised))
        text, sure = reader.line(grey[top:bottom, left:right])
        date = _whole(text)
        if date is not None and sure >= _LEAST_OF_LINE:
            return _noted(date, segment.text)
    return None


def _whole(text: str) -> str | None:
    """The date written out in a line, where there is such a day."""
    found = _WHOLE_DATE.search(text)
    parsed = parse("date", found.group()) if found else None
    if found is None or parsed is None or parsed.fit < 1.0:
        return None
    day, month, year = found.groups()
    return f"ngày {day.zfill(2)} tháng {month.zfill(2)} năm {year}"


def _gaps_of_date(segment: Segment, grey: Pixels, reader: LineReader) -> Parsed | None:
    spots = {name: _spot(segment, name) for name in ("ngay", "thang", "nam")}
    day, month = spots["ngay"], spots["thang"]
    if day is None or month is None or day.left > month.left:
        return None
    rest = " ".join(w.text for w in segment.words if w.left >= month.left)
    after = re.search(r"th\S{2,3}\s*(\d{1,2})\D{1,6}(\d{4})", rest)
    between = [w for w in segment.words if day.right <= w.left < month.left]
    well = bool(between) and all(w.confidence > _WELL_READ and w.text.isdigit() for w in between)
    if well and after is not None:
        return None
    figures = between[0].text if well else _figures(day.right, month.left, segment, grey, reader)
    months = after.group(1) if after else None
    years = after.group(2) if after else (re.findall(r"\d{4}", rest) or [None])[-1]
    ends = spots["nam"]
    if months is None and ends is not None:
        months = _figures(month.right, ends.left, segment, grey, reader)
    if figures is None or months is None or years is None:
        return None
    value = f"ngày {figures.zfill(2)} tháng {months.zfill(2)} năm {years}"
    parsed = parse("date", value)
    if parsed is None or parsed.fit < 1.0:
        return None
    return _noted(value, segment.text)


def _spot(segment: Segment, name: str) -> Word | None:
    return next((w for w in segment.words if fold(w.text).strip(",.") == name), None)


def _figures(
    left: int, right: int, segment: Segment, grey: Pixels, reader: LineReader
) -> str | None:
    """Figures in a gap, or None where there are none."""
    height = segment.height
    top, bottom = max(0, segment.top - round(height * 0.7)), segment.bottom + round(height * 0.15)
    crop = grey[top:bottom, left + 3 : max(left + 4, right - 1)]
    if crop.shape[1] < height * 0.4:
        return None
    ink = np.argwhere(crop < 140)
    if len(ink) < height:
        return None
    (y0, x0), (y1, x1) = ink.min(axis=0), ink.max(axis=0)
    pad = max(5, height // 4)
    framed = np.pad(crop[y0 : y1 + 1, x0 : x1 + 1], pad, constant_values=250)
    text, confidence = reader.line(framed, letters=_DIGITS)
    figures = re.sub(r"\D", "", text)
    return figures if figures and confidence >= _LEAST else None


def _noted(value: str, read: str) -> Parsed:
    note = Correction(reason="pen_figures", before=read, after=value)
    return Parsed(value, 0, 0, 0.9, (note,))


def _candidate(spec: FieldSpec, segment: Segment, parsed: Parsed) -> Candidate:
    text = segment.text
    pieces, position = [], 0
    for word in segment.words:
        pieces.append(Piece(word, position, position + len(word.text)))
        position += len(word.text) + 1
    value = Value(text, tuple(pieces), "found", segment)
    whole = replace(parsed, stop=len(text))
    return Candidate(spec, value, whole, 0.6, {"label": 0.8, "fit": parsed.fit, "pen": 1.0})
