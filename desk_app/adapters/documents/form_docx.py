"""An e-form in a Word document as fields a reader can fill: texts, days, choices, ticks.

Each field is a content control of Word (ECMA-376 part 1, 17.5.2), so the form stays interactive
where Part I is handed on as a document (TT 01/2023/TT-VPCP, chapter IV).
"""

from collections.abc import Iterator
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from desk_app.domain.forms import FormDefinition, FormField, Widget

_WIDTHS = (6.0, 10.5)
_EMPTY = "…………"
_BOX = "☐"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def write_form(word: Any, form: FormDefinition) -> None:
    """Put a form on pages of its own at the end of a document."""
    word.add_page_break()
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(form.title).bold = True
    for section in form.sections:
        word.add_paragraph().add_run(section.title).bold = True
        table = word.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Cm(width)
        for field in section.fields:
            _row(table.add_row().cells, field)


def _row(cells: Any, field: FormField) -> None:
    for cell, width in zip(cells, _WIDTHS, strict=True):
        cell.width = Cm(width)
    cells[0].paragraphs[0].add_run(f"{field.label}{' (*)' if field.required else ''}")
    cells[1].paragraphs[0]._p.append(control(field))  # noqa: SLF001 - python-docx has no content controls


def control(field: FormField) -> Any:
    """The content control of a field, named by it."""
    sdt = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:tag/></w:sdtPr>"
        "<w:sdtContent><w:r><w:t/></w:r></w:sdtContent></w:sdt>"
    )
    properties = sdt[0]
    properties[0].set(_w("val"), field.label)
    properties[1].set(_w("val"), field.name)
    for part in _kind(field):
        properties.append(part)
    sdt[1][0][0].text = _BOX if field.widget is Widget.CHECKBOX else _EMPTY
    return sdt


def _kind(field: FormField) -> Iterator[Any]:
    if field.widget is Widget.DATE:
        form = '<w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="vi-VN"/>'
        yield parse_xml(f"<w:date {nsdecls('w')}>{form}</w:date>")
    elif field.choices:
        listed = parse_xml(f"<w:dropDownList {nsdecls('w')}/>")
        for choice in field.choices:
            item = parse_xml(f"<w:listItem {nsdecls('w')}/>")
            item.set(_w("displayText"), choice)
            item.set(_w("value"), choice)
            listed.append(item)
        yield listed
    elif field.widget is Widget.CHECKBOX:
        yield parse_xml(
            f'<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="0"/></w14:checkbox>'
        )
    else:
        lines = ' w:multiLine="1"' if field.widget is Widget.MULTILINE else ""
        yield parse_xml(f"<w:text {nsdecls('w')}{lines}/>")


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
