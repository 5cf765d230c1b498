"""A definition as a workbook and back, for offices that keep their procedures in Excel.

The first sheet holds single values by dotted path; every list of tables and every group of named
tables has a sheet of its own. A heading that ends with [] holds a list, one text a line. Nothing
is guessed: what comes back is checked like any other definition.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from desk_app.domain.definitions import DefinitionError, Problem

_FIRST = "procedure"
_NAMED = ("sources", "provenance")
_NAME = "(name)"
_MOST_ROWS, _MOST_COLUMNS = 2000, 200
_LARGEST = 20 * 1024 * 1024


def to_excel(data: Mapping[str, object]) -> bytes:
    """The workbook of a definition."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = _FIRST
    first.append(["path", "value"])
    lists: dict[str, Sequence[Mapping[str, object]]] = {}
    for path, value in _flat(data, "", lists):
        first.append([path, value])
    for path, tables in lists.items():
        _sheet(book.create_sheet(path), [dict(_flat(table, "", {})) for table in tables])
    for name in _NAMED:
        named = data.get(name)
        if isinstance(named, Mapping):
            rows = [{_NAME: key, **dict(_flat(table, "", {}))} for key, table in named.items()]
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
    data: dict[str, object] = {}
    for sheet in book.worksheets:
        rows = [
            [_plain(cell) for cell in row[:_MOST_COLUMNS]]
            for row in sheet.iter_rows(values_only=True, max_row=_MOST_ROWS)
        ]
        if sheet.title == _FIRST:
            for path, value in ((str(row[0]), row[1]) for row in rows[1:] if row and row[0]):
                _put(data, path, value)
        elif rows:
            _take(data, sheet.title, [str(head or "") for head in rows[0]], rows[1:])
    return data


def _take(data: dict[str, object], path: str, heads: list[str], rows: list[list[object]]) -> None:
    tables: list[dict[str, object]] = []
    for row in rows:
        if all(cell is None for cell in row):
            continue
        table: dict[str, object] = {}
        for head, value in zip(heads, row, strict=False):
            if head and value is not None:
                _put(table, head, value)
        tables.append(table)
    if path in _NAMED:
        _put(data, path, {str(t.pop(_NAME, "")): t for t in tables})
    else:
        _put(data, path, tables)


def _put(data: dict[str, object], path: str, value: object) -> None:
    if value is None:
        return
    *parents, last = path.split(".")
    for parent in parents:
        found = data.setdefault(parent, {})
        if not isinstance(found, dict):
            raise TypeError(path)
        data = found
    if last.endswith("[]"):
        data[last[:-2]] = [line for line in str(value).split("\n") if line]
    else:
        data[last] = value


def _flat(
    table: Mapping[str, object], prefix: str, lists: dict[str, Sequence[Mapping[str, object]]]
) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        path = f"{prefix}{key}"
        if not prefix and key in _NAMED:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}.", lists)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            lists[path] = value
        elif isinstance(value, list):
            yield f"{path}[]", "\n".join(str(each) for each in value)
        else:
            yield path, value


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
