"""The sheet of paper a PDF is laid out for."""

import io

_PT_PER_MM = 72 / 25.4
_CLOSE_MM = 3.0
SHEETS = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
"""Sizes of ISO 216 an office has in its trays, width and height in millimetres."""


def sheet_of(pdf: bytes) -> str:
    """Name of the sheet of the first page; empty for any other size: the printer decides."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            left, bottom, right, top = (float(x) for x in opened.pages[0].mediabox)
    except (pikepdf.PdfError, IndexError, ValueError):
        return ""
    return named_sheet(abs(right - left), abs(top - bottom))


def named_sheet(width_pt: float, height_pt: float) -> str:
    """Name of a sheet by its size in points, upright or lying; empty for any other."""
    short, long = sorted((width_pt / _PT_PER_MM, height_pt / _PT_PER_MM))
    for name, (width, height) in SHEETS.items():
        if abs(short - width) <= _CLOSE_MM and abs(long - height) <= _CLOSE_MM:
            return name
    return ""
