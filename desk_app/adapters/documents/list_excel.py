"""A printable list as a workbook: title block, headings in one or two lines, rows, notes."""

from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from desk_app.application.restructuring.lists import ListColumn, PrintedList
from desk_app.domain.errors import UnavailableError

_WIDTH = 14.0
_LANDSCAPE_A4 = 9


def write_list(made: PrintedList, file: Path) -> None:
    """Write a list, replacing the file; UnavailableError ``reports.no_file``."""
    try:
        with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
            _fill(book, book.add_worksheet(), made)
    except (OSError, XlsxWriterException) as error:
        raise UnavailableError("reports.no_file", {"file": file.name}) from error


def _fill(book: Any, sheet: Any, made: PrintedList) -> None:
    plain = {"border": 1, "text_wrap": True, "valign": "top"}
    head = book.add_format(plain | {"bold": True, "align": "center", "valign": "vcenter"})
    text, strong = book.add_format(plain), book.add_format(plain | {"bold": True})
    title = book.add_format({"bold": True, "font_size": 14, "align": "center", "text_wrap": True})
    note = book.add_format({"italic": True, "align": "center"})
    sheet.set_landscape()
    sheet.set_paper(_LANDSCAPE_A4)
    sheet.fit_to_pages(1, 0)
    last = len(made.columns) - 1
    at = 0
    for words, look in (*((line, title) for line in made.title), (made.attached, note)):
        if words:
            sheet.merge_range(at, 0, at, last, words, look)
            at += 1
    at = _heads(sheet, at + 1, made.columns, head)
    for row in made.rows:
        for place, cell in enumerate(row.cells):
            sheet.write_string(at, place, cell, strong if row.is_heading else text)
        if row.is_heading:
            for place in range(len(row.cells), last + 1):
                sheet.write_blank(at, place, None, strong)
        at += 1
    for line in made.notes:
        at += 1
        sheet.write_string(at, 0, line, book.add_format({"italic": True}))


def _heads(sheet: Any, at: int, columns: tuple[ListColumn, ...], look: Any) -> int:
    """Headings from line `at` on; the line after them."""
    is_double = any(column.over for column in columns)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTH * column.width)
        if is_double and not column.over:
            sheet.merge_range(at, place, at + 1, place, column.name, look)
        else:
            sheet.write_string(at + is_double, place, column.name, look)
    for over in dict.fromkeys(column.over for column in columns if column.over):
        places = [at for at, column in enumerate(columns) if column.over == over]
        if len(places) > 1:
            sheet.merge_range(at, places[0], at, places[-1], over, look)
        else:
            sheet.write_string(at, places[0], over, look)
    return at + 1 + is_double
