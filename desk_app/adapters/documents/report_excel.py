"""A report as a workbook: the numbers, the sentence of each number, the dossiers to look at."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from desk_app.application.reports.ports import Line
from desk_app.application.reports.reports import REGISTER_COLUMNS
from desk_app.application.reports.table import Column, ReportTable, Row
from desk_app.domain.errors import UnavailableError

Words = Callable[..., str]
_FORMATS = {"count": "#,##0", "money": "#,##0", "percent": "0.00", "number": "0.0#"}
_DAY = "%d/%m/%Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The dossiers behind one number of a report."""

    column: str
    group: str
    lines: Iterable[Line]


def write_report(
    table: ReportTable,
    file: Path,
    words: Words,
    *,
    behind: Iterable[Behind] = (),
    register: Iterable[Line] | None = None,
) -> None:
    """Write a workbook; lines flow through and are never held together.

    Args:
        table: the report.
        file: replaced when it exists.
        words: labels of the catalogue, with facts.
        behind: dossiers to list, each with the number they belong to.
        register: lines of the register, for that report.

    Raises:
        UnavailableError: ``reports.no_file``.
    """
    try:
        with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
            looks = _Looks(book)
            _numbers(
                book.add_worksheet(words("report.sheet.numbers")), table, looks, words, register
            )
            if table.kind != "register":
                _definitions(
                    book.add_worksheet(words("report.sheet.definitions")), table, looks, words
                )
            if listed := list(behind):
                _behind(book.add_worksheet(words("report.sheet.behind")), listed, looks, words)
    except (OSError, XlsxWriterException) as error:
        raise UnavailableError("reports.no_file", {"file": file.name}) from error


class _Looks:
    """Formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"italic": True})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"}
        )
        self.text = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self._kinds = {
            kind: book.add_format({"border": 1, "num_format": form})
            for kind, form in _FORMATS.items()
        }
        self._bold = {
            kind: book.add_format({"border": 1, "num_format": form, "bold": True})
            for kind, form in _FORMATS.items()
        }
        self.bold_text = book.add_format({"border": 1, "bold": True})

    def of(self, kind: str, *, bold: bool) -> Any:
        """Format of a value."""
        plain, strong = self.text, self.bold_text
        return self._bold.get(kind, strong) if bold else self._kinds.get(kind, plain)


def _numbers(
    sheet: Any, table: ReportTable, looks: _Looks, words: Words, register: Iterable[Line] | None
) -> None:
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, max(len(table.columns), 1), 16)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    at = _head(sheet, table, looks, words)
    if table.kind == "register":
        _register(sheet, at, table, looks, register or ())
        return
    if any(column.over for column in table.columns):
        _overs(sheet, at, table.columns, looks)
        at += 1
    sheet.write(at, 0, words("report.sheet.group"), looks.head)
    for place, column in enumerate(table.columns, start=1):
        sheet.write(at, place, column.name, looks.head)
    for row in table.rows:
        at += 1
        _row(sheet, at, row.label, row, table.columns, looks, bold=False)
    if table.total is not None:
        _row(
            sheet, at + 1, words("report.sheet.total"), table.total, table.columns, looks, bold=True
        )


def _overs(sheet: Any, at: int, columns: tuple[Column, ...], looks: _Looks) -> None:
    """Headings over runs of columns, each over the first of its run."""
    before = ""
    for place, column in enumerate(columns, start=1):
        sheet.write_string(at, place, column.over if column.over != before else "", looks.head)
        before = column.over


def _head(sheet: Any, table: ReportTable, looks: _Looks, words: Words) -> int:
    period = {"first": table.first.strftime(_DAY), "last": table.last.strftime(_DAY)}
    lines = [
        (table.title, looks.title),
        (words("report.sheet.unit", unit=table.unit), None),
        (words("report.sheet.period", **period), None),
        (words("report.sheet.source", source=table.source), looks.note),
        (words("report.sheet.taken_at", at=table.taken_at.strftime("%H:%M " + _DAY)), looks.note),
        (words("report.sheet.digest", digest=table.digest), looks.note),
        *([(table.note, looks.note)] if table.note else []),
    ]
    for at, (text, look) in enumerate(lines):
        sheet.write_string(at, 0, text, look)
    return len(lines) + 1


def _row(
    sheet: Any,
    at: int,
    label: str,
    row: Row,
    columns: Iterable[Column],
    looks: _Looks,
    *,
    bold: bool,
) -> None:
    sheet.write_string(at, 0, label, looks.of("text", bold=bold))
    for place, column in enumerate(columns, start=1):
        _cell(sheet, at, place, row.values.get(column.key), looks.of(column.kind, bold=bold))


def _cell(sheet: Any, at: int, place: int, value: object, look: Any) -> None:
    """Text stays text: a name that begins with = is no formula."""
    if isinstance(value, int | float):
        sheet.write_number(at, place, value, look)
    elif value is None:
        sheet.write_blank(at, place, None, look)
    else:
        sheet.write_string(at, place, str(value), look)


def _register(
    sheet: Any, at: int, table: ReportTable, looks: _Looks, lines: Iterable[Line]
) -> None:
    for place, column in enumerate(table.columns):
        sheet.write(at, place, column.name, looks.head)
    for line in lines:
        at += 1
        for place, value in enumerate(_register_cells(line)):
            sheet.write_string(at, place, value)


def _register_cells(line: Line) -> Iterator[str]:
    for name in REGISTER_COLUMNS:
        value = getattr(line, name)
        if value is None:
            yield ""
        elif name == "due_at":
            yield value.strftime("%H:%M " + _DAY)
        elif name.endswith("_on"):
            yield value.strftime(_DAY)
        else:
            yield str(value)


def _definitions(sheet: Any, table: ReportTable, looks: _Looks, words: Words) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 60)
    for place, key in enumerate(("column", "definition", "basis", "target")):
        sheet.write(0, place, words(f"report.sheet.{key}"), looks.head)
    at = 0
    for at, column in enumerate(table.columns, start=1):
        sheet.write_string(at, 0, column.full_name, looks.text)
        sheet.write_string(at, 1, column.definition, looks.text)
        sheet.write_string(at, 2, column.source, looks.text)
        _cell(sheet, at, 3, column.target, looks.text)
    for code, facts in table.missing:
        at += 1
        sheet.write_string(at, 0, words(f"{code}.title"), looks.text)
        sheet.write_string(at, 1, words(f"{code}.body", **_plain(facts)), looks.text)


def _plain(facts: Mapping[str, str]) -> dict[str, str]:
    return dict(facts)


def _behind(sheet: Any, listed: Iterable[Behind], looks: _Looks, words: Words) -> None:
    names = ("code", "procedure", "unit", "received_on", "due_at", "finished_on", "state")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(names), 22)
    sheet.write(0, 0, words("report.sheet.number"), looks.head)
    for place, name in enumerate(names, start=1):
        sheet.write(0, place, words(f"report.register.{name}"), looks.head)
    at = 0
    for each in listed:
        for line in each.lines:
            at += 1
            sheet.write_string(at, 0, each.column)
            cells = dict(zip(REGISTER_COLUMNS, _register_cells(line), strict=True))
            for place, name in enumerate(names, start=1):
                sheet.write_string(at, place, cells[name])
