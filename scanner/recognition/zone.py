"""The machine-readable zone on the back of a card or in a passport: found, read, proved, as fields.

Only a zone whose check digits hold says anything. In a cell where the standard has figures only, a
letter that looks like one is that figure; nothing else is put right.
Source: ICAO Doc 9303 parts 3 to 5 (TD1: three lines of 30, TD3: two lines of 44).
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np

from scanner.recognition.ocr.recogniser import Recogniser, Word
from scanner.recognition.second import around
from scanner.recognition.sheet import OCR_DPI, Box, Pixels

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_WIDTHS = {3: 30, 2: 44}
_LEAST_LETTERS = 22
_LEAST_SHARE = 0.9
_FILLED = str.maketrans({"«": "<", "‹": "<", "≤": "<", "〈": "<", "(": "<"})
_FIGURES = str.maketrans("OQDILZSBGT", "0001125867")
_CAPITALS = str.maketrans("01258", "OIZSB")
_SEX = {"M": "Nam", "F": "Nữ"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone whose check digits hold.

    Attributes:
        rows: three of 30 or two of 44 characters.
        box: left, top, right, bottom in the picture that was read.
        words: the words of the page it was made of.
    """

    rows: tuple[str, ...]
    box: Box
    words: tuple[Word, ...]

    @property
    def doc_type(self) -> str:
        """`cccd` for a citizen's card, `ho_chieu` for a passport."""
        return "cccd" if len(self.rows) == 3 else "ho_chieu"

    @property
    def name(self) -> str:
        """Surname and given names without marks, as on the zone, parted by spaces."""
        cell = self.rows[2] if len(self.rows) == 3 else self.rows[0][5:]
        return " ".join(cell.replace("<", " ").split())

    def as_words(self) -> list[Word]:
        """One word a row, for the text of the page."""
        left, top, right, bottom = self.box
        step = (bottom - top) / len(self.rows)
        lines = sorted({word.line for word in self.words})
        return [
            Word(row, left, round(top + i * step), right, round(top + (i + 0.8) * step), 1.0, line)
            for i, (row, line) in enumerate(zip(self.rows, lines, strict=True))
        ]


def check_digit(text: str) -> int:
    """0-9 as they are, A-Z as 10-35, fillers as 0, weights 7, 3, 1, modulo 10 (9303-3, 4.9)."""
    values = (0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55 for c in text)
    return sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10


def find_zone(words: Sequence[Word], grey: Pixels, recogniser: Recogniser) -> Zone | None:
    """The zone on a page, or None where there is none or its digits do not hold.

    Args:
        words: of the page.
        grey: the picture they came from.
        recogniser: its `line` reads each row once more.
    """
    lines = _zone_like(words)
    for count, width in _WIDTHS.items():
        for at in range(len(lines) - count + 1):
            chosen = lines[at : at + count]
            read = [[_plain(line)] for line in chosen]
            rows = _proved(read, width)
            if rows is None:
                for line, texts in zip(chosen, read, strict=True):
                    text, _ = recogniser.line(_picture(line, grey), OCR_DPI, letters=LETTERS)
                    texts.append(re.sub(r"\s", "", text))
                rows = _proved(read, width)
            if rows is not None:
                used = tuple(word for line in chosen for word in line)
                return Zone(rows, around(used), used)
    return None


def _zone_like(words: Sequence[Word]) -> list[list[Word]]:
    """Lines that may be rows of a zone, top to bottom, words left to right."""
    found = []
    for _, group in groupby(sorted(words, key=lambda w: w.line), key=lambda w: w.line):
        line = sorted(group, key=lambda w: w.left)
        text = "".join(w.text for w in line)
        plain = _plain(line)
        kept = sum(c in LETTERS for c in plain)
        if len(plain) >= _LEAST_LETTERS and kept >= _LEAST_SHARE * len(text) and "<" in plain:
            found.append(line)
    return sorted(found, key=lambda line: float(np.median([w.middle for w in line])))


def _plain(line: Sequence[Word]) -> str:
    return "".join(w.text for w in line).translate(_FILLED).upper()


def _picture(line: Sequence[Word], grey: Pixels) -> Pixels:
    left, top, right, bottom = around(line)
    pad = max(4, (bottom - top) // 3)
    return np.ascontiguousarray(
        grey[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad]
    )


def _proved(read: Sequence[Sequence[str]], width: int) -> tuple[str, ...] | None:
    """The first of the readings of all rows whose check digits hold."""
    make = _card if width == 30 else _passport
    return next((rows for texts in product(*read) if (rows := make(*texts)) is not None), None)


def _card(first: str, second: str, third: str) -> tuple[str, ...] | None:
    first, second = _to_width(first, 30, head=27), _to_width(second, 30, head=18)
    if len(first) != 30 or len(second) != 30:
        return None
    national = first[2:5].translate(_CAPITALS) == "VNM"  # their numbers are figures
    numbers = first[5:].translate(_FIGURES) if national else first[5:]
    first = "I" + first[1:5].translate(_CAPITALS) + numbers
    second = _dates(second[:15]) + second[15:18].translate(_CAPITALS) + second[18:]
    second = second[:29] + second[29:].translate(_FIGURES)
    whole = first[5:] + second[0:7] + second[8:15] + second[18:29]
    cells = [(first[5:14], first[14]), (second[0:6], second[6]), (second[8:14], second[14])]
    if national and first[18:27] != first[5:14]:  # a citizen's number ends with the card's
        return None
    names = _names(third, 30)
    return (first, second, names) if _hold([*cells, (whole, second[29])]) else None


def _passport(first: str, second: str) -> tuple[str, ...] | None:
    second = _to_width(second, 44, head=28)
    if len(second) != 44 or not first.startswith("P"):
        return None
    second = second[:13] + _dates(second[13:28]) + second[28:42] + second[42:].translate(_FIGURES)
    second = (
        second[:9]
        + second[9].translate(_FIGURES)
        + second[10:13].translate(_CAPITALS)
        + second[13:]
    )
    whole = second[0:10] + second[13:20] + second[21:43]
    cells = [(second[0:9], second[9]), (second[13:19], second[19]), (second[21:27], second[27])]
    own = second[28:42]
    if own.strip("<"):
        cells.append((own, second[42]))
    names = _names(first, 44)
    return (names, second) if _hold([*cells, (whole, second[43])]) else None


def _names(row: str, width: int) -> str:
    return re.sub(r"[^A-Z<]", "", row.translate(_CAPITALS))[:width].ljust(width, "<")


def _dates(text: str) -> str:
    """Birth, its digit, sex, expiry, its digit: figures but for the sex."""
    return text[:7].translate(_FIGURES) + text[7] + text[8:].translate(_FIGURES)


def _to_width(row: str, width: int, *, head: int) -> str:
    """A row whose run of fillers behind its head was read too long or too short."""
    if len(row) == width or len(row) <= head:
        return row
    run = re.search(r"<+", row[head - 2 :])
    if run is None:
        return row
    start, stop = head - 2 + run.start(), head - 2 + run.end()
    fill = width - start - (len(row) - stop)
    return row[:start] + "<" * fill + row[stop:] if fill > 0 else row


def _hold(cells: Sequence[tuple[str, str]]) -> bool:
    return all(
        printed.isdigit() and set(cell) <= set(LETTERS) and check_digit(cell) == int(printed)
        for cell, printed in cells
    )


def zone_fields(zone: Zone) -> Mapping[str, str]:
    """Fields a zone proves, as they are printed on papers; a name without its marks is none."""
    if len(zone.rows) == 3:
        first, second, _ = zone.rows
        birth, sex, expiry, nation = second[0:6], second[7], second[8:14], second[15:18]
        own, number = first[15:27], ""
    else:
        _, second = zone.rows
        birth, sex, expiry, nation = second[13:19], second[20], second[21:27], second[10:13]
        own, number = second[28:42].strip("<"), second[0:9].strip("<")
    fields = {"so_ho_chieu": number, "gioi_tinh": _SEX.get(sex, "")}
    fields["so_cccd" if len(zone.rows) == 3 else "so_dinh_danh"] = own if _is_personal(own) else ""
    fields["quoc_tich"] = "Việt Nam" if nation == "VNM" else ""
    fields["co_gia_tri_den"] = _date(expiry, 2000)
    fields["ngay_sinh"] = _date(birth, _century(birth, expiry, own))
    return {name: value for name, value in fields.items() if value}


def _is_personal(text: str) -> bool:
    return len(text) == 12 and text.isdigit()


def _century(birth: str, expiry: str, own: str) -> int:
    """Century of birth: by the citizen's own number, else the later one before the expiry.

    Source: Decree 137/2015/NĐ-CP, article 13 (fourth digit of the number).
    """
    if not birth.isdigit() or not expiry.isdigit():
        return 1900
    if _is_personal(own):
        return 1900 + 100 * (int(own[3]) // 2)
    return 2000 if int(birth[:2]) <= int(expiry[:2]) else 1900


def _date(text: str, century: int) -> str:
    if not text.isdigit():
        return ""
    try:
        day = dt.date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return ""
    return f"{day:%d/%m/%Y}"
