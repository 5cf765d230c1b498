"""A definition as a workbook and back, for offices that keep their procedures in Excel.

The sheets are those of `definition_sheets`; on the first one a line is a path and its value.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from desk_app.domain.definition_sheets import FIRST, Row, data_of, sheets_of
from desk_app.domain.definitions import DefinitionError, Problem

_MOST_ROWS, _MOST_COLUMNS = 2000, 200
_LARGEST = 20 * 1024 * 1024


def to_excel(data: Mapping[str, object]) -> bytes:
    """The workbook of a definition."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = FIRST
    first.append(["path", "value"])
    for name, rows in sheets_of(data).items():
        if name == FIRST:
            for path, value in rows[0].items():
                first.append([path, value])
        else:
            _sheet(book.create_sheet(name), rows)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def from_excel(file: Path) -> dict[str, object]:
    """The definition in a workbook.

    Raises:
        DefinitionError: `definition.unreadable`.
    """
    try:
        _bounded(file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        return _read(book)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        InvalidFileException,
        zipfile.BadZipFile,
    ) as error:
        problem = Problem(path=file.name, code="definition.unreadable", detail=str(error)[:120])
        raise DefinitionError(file.name, [problem]) from error


def _bounded(file: Path) -> None:
    """A workbook is a packed folder: what would unpack without end is not opened."""
    with zipfile.ZipFile(file) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if file.stat().st_size > _LARGEST or unpacked > 10 * _LARGEST:
        raise ValueError("too large")


def _read(book: Any) -> dict[str, object]:
    sheets: dict[str, list[Row]] = {}
    for sheet in book.worksheets:
        rows = [
            [_plain(cell) for cell in row[:_MOST_COLUMNS]]
            for row in sheet.iter_rows(values_only=True, max_row=_MOST_ROWS)
        ]
        if sheet.title == FIRST:
            sheets[FIRST] = [{str(row[0]): row[1]} for row in rows[1:] if row and row[0]]
        elif rows:
            heads = [str(head or "") for head in rows[0]]
            sheets[sheet.title] = [
                dict(zip(heads, row, strict=False))
                for row in rows[1:]
                if any(cell is not None for cell in row)
            ]
    return data_of(sheets)


def _sheet(sheet: Any, rows: Sequence[Mapping[str, object]]) -> None:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    sheet.append(heads)
    for row in rows:
        sheet.append([row.get(head) for head in heads])


def _plain(cell: object) -> object:
    """Excel knows no day without an hour; a text that looks like a formula stays a text."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell
