"""Part I as a Word document: A4, Times New Roman, changed parts in italics."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from desk_app.adapters.documents.form_docx import write_form
from desk_app.application.restructuring.blocks import Grid, Paragraph, PartOne, Run

_FONT = "Times New Roman"
_FRAME = (1.2, 15.3)
"""Columns of the frame, cm; together as wide as the text of the page."""
_WIDTHS = (1.4, 4.4, 3.7, 3.7, 1.5)

"""Columns of a table inside the frame, cm; they leave the margins of its cell."""


def part_one_docx(document: PartOne, *, diagram_png: bytes | None = None) -> bytes:
    """Write the document.

    Args:
        document: Part I.
        diagram_png: the overall diagram, put at the end.

    Returns:
        An Office Open XML file without any date of making, so that equal parts give equal words.
    """
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = word.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(3)
    for paragraph in document.front:
        _write(word.add_paragraph(), paragraph)
    _frame(word, document)
    for paragraph in document.back:
        _write(word.add_paragraph(), paragraph)
    for form in document.forms:
        write_form(word, form)
    if diagram_png is not None:
        word.add_paragraph()
        word.add_picture(io.BytesIO(diagram_png), width=Cm(16.3))
    word.core_properties.author = ""
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def diagram_docx(title: str, png: bytes) -> bytes:
    """The overall diagram alone, across an A4 page."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    word.styles["Normal"].font.name = _FONT
    heading = word.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(title).bold = True
    word.add_picture(io.BytesIO(png), width=Cm(26.7))
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _frame(word: Any, document: PartOne) -> None:
    """The frame: a column for the number, a wide one for everything else."""
    frame = word.add_table(rows=0, cols=2)
    frame.style = "Table Grid"
    frame.alignment = WD_TABLE_ALIGNMENT.CENTER
    frame.autofit = False
    _set_grid(frame, _FRAME)
    for number, block in document.body:
        cells = frame.add_row().cells
        for target, width in zip(cells, _FRAME, strict=True):
            target.width = Cm(width)
        cells[0].paragraphs[0].add_run(number).bold = True
        if isinstance(block, Paragraph):
            _write(cells[1].paragraphs[0], block)
        else:
            _grid(cells[1], block)


def _grid(cell: Any, grid: Grid) -> None:
    table = cell.add_table(rows=2, cols=5)
    table.style = "Table Grid"
    table.autofit = False
    _set_grid(table, _WIDTHS)
    first, second = table.rows[0].cells, table.rows[1].cells
    for at, words in ((0, grid.head[0]), (1, grid.head[1]), (4, grid.head[3])):
        first[at].merge(second[at])
        _head(first[at], words)
    first[2].merge(first[3])
    _head(first[2], grid.head[2])
    _head(second[2], grid.pair[0], italic=True)
    _head(second[3], grid.pair[1], italic=True)
    for row in grid.rows:
        cells = table.add_row().cells
        for target, runs in zip(cells, row, strict=True):
            _runs(target.paragraphs[0], runs)
    for row in table.rows:
        _never_split(row)
        for target, width in zip(row.cells, _WIDTHS, strict=True):
            target.width = Cm(width)
    first_paragraph = cell.paragraphs[0]
    first_paragraph._element.getparent().remove(first_paragraph._element)  # noqa: SLF001 - a cell begins with an empty paragraph that python-docx gives no way to drop


def _set_grid(table: Any, widths: Iterable[float]) -> None:
    """Say the widths in the table's grid too: LibreOffice lays out by it, Word by the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def _head(cell: Any, words: str, *, italic: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.italic = not italic, italic


def _write(target: Any, paragraph: Paragraph) -> None:
    if paragraph.is_centred:
        target.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _runs(target, paragraph.runs)


def _runs(target: Any, runs: Iterable[Run]) -> None:
    for run in runs:
        made = target.add_run(run.text)
        made.bold = run.bold or None
        made.italic = (run.italic or run.changed) or None


def _never_split(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - Word's own setting, not in python-docx
    properties.append(OxmlElement("w:cantSplit"))
