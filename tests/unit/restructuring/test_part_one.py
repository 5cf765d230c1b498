"""Part I: every heading of the template letter by letter and in order, changed parts in italics."""

import datetime as dt
import io
from pathlib import Path

import docx
import pytest

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.documents.part_one_docx import part_one_docx
from desk_app.application.restructuring.part_one import part_one
from desk_app.domain.restructuring.process import plan_of
from desk_app.domain.restructuring.project_reading import project_from_data

LABELS = Path(__file__).parents[2] / "golden" / "restructuring" / "part-one-labels.txt"
DATA = resources.toml("restructuring/part_one.toml")
CATALOGUE = Catalogue()
NOTE = "Phần chữ in nghiêng là nội dung sửa đổi, bổ sung, thay thế"


def written(*keys, **parts):
    found = [CATALOGUE.procedure(key) for key in keys]
    project = project_from_data(
        {"schema": 1, "code": "x", "kind": "single", "procedures": list(keys), **parts}
    )
    document = part_one(project, [plan_of(p, project) for p in found], DATA)
    return docx.Document(io.BytesIO(part_one_docx(document)))


def runs_of(word):
    """Every run in reading order; merged cells once."""
    seen = set()
    for element in word.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        if element not in seen:
            seen.add(element)
            yield from docx.text.paragraph.Paragraph(element, word).runs


def text_of(word):
    return "".join(run.text + "\n" for run in runs_of(word))


ALL = [p.key for p in CATALOGUE.procedures(dt.date(2026, 11, 1))]


@pytest.mark.parametrize("key", ALL)
def test_every_heading_of_the_template_in_its_order(key):
    text = " ".join(text_of(written(key)).split())
    at = 0
    unit = DATA["texts"]["units"][str(CATALOGUE.procedure(key).term.unit)]
    for label in LABELS.read_text(encoding="utf-8").splitlines():
        # the only words of the template that are the procedure's own: how its term is counted
        wanted = " ".join(label.replace("ngày làm việc", unit).split())
        found = text.find(wanted, at)
        assert found >= 0, f"{wanted!r} is missing after {text[max(at - 60, 0) : at]!r}"
        at = found if wanted in {"STT"} else found + len(wanted)


def test_what_the_procedure_holds_is_there():
    text = " ".join(text_of(written("birth_registration")).split())
    for words in (
        "1.001193", "163/QĐ-BTP", "Đăng ký khai sinh", "Cấp xã", "Hộ tịch", "Giấy chứng sinh",
        "Luật Hộ tịch số 60/2014/QH13", "Trong ngày làm việc", "Văn thư",
    ):  # fmt: skip
        assert words in text


def test_nothing_changed_has_no_note():
    text = text_of(written("birth_registration"))
    assert f"\n{NOTE}\n" not in text


def test_changed_parts_are_italic_and_the_note_follows():
    word = written(
        "birth_registration",
        components={
            "identity": {
                "choice": "replace_by_data",
                "reason": "x",
                "system": "Cơ sở dữ liệu quốc gia về dân cư",
            }
        },
        steps={"agency_sign": {"choice": "automate", "reason": "x"}},
        texts={"receive_online": "Hệ thống tự động tiếp nhận."},
        abolished=[{"name": "Thủ tục cũ", "code": "1.008895", "basis": "Nghị định X"}],
    )
    italics = [run.text for run in runs_of(word) if run.italic]
    plain = [run.text for run in runs_of(word) if not run.italic]
    assert any("Cơ sở dữ liệu quốc gia về dân cư" in text for text in italics)
    assert not any("Cơ sở dữ liệu quốc gia về dân cư" in text for text in plain)
    assert any("Hệ thống tự động tiếp nhận." in text for text in italics)
    assert any("Giấy chứng sinh" in text for text in plain)
    text = text_of(word)
    assert f"\n{NOTE}\n" in text
    assert "Thủ tục cũ (1.008895) Nghị định X" in text


def test_a_linked_group_holds_every_procedure():
    text = text_of(written("birth_registration", "permanent_residence"))
    assert text.count("Mã thủ tục:") == 2
    assert text.count("II. NỘI DUNG TÁI CẤU TRÚC QUY TRÌNH") == 1


def test_every_table_fits_its_page_by_its_own_grid():
    """LibreOffice lays tables out by the grid, Word by the cells: both say the same widths."""
    word = written("birth_registration")
    (frame,) = word.tables
    section = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in frame.columns) <= room
    inner = [table for row in frame.rows for table in row.cells[1].tables]
    assert inner
    for table in inner:
        widths = [column.width for column in table.columns]
        assert sum(widths) < frame.columns[1].width
        assert [cell.width for cell in table.rows[2].cells] == widths


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("key", ALL)
def test_the_e_form_is_laid_behind_as_fields_to_fill(key):
    """R-RS-17: every field once, in order, each of the kind it has on the screen."""
    procedure = CATALOGUE.procedure(key)
    form = CATALOGUE.form(procedure.form)
    project = project_from_data({"schema": 1, "code": "x", "kind": "single", "procedures": [key]})
    document = part_one(project, [plan_of(procedure, project)], DATA, [form, form])
    word = docx.Document(io.BytesIO(part_one_docx(document)))
    controls = list(word.element.body.iter(f"{W}sdt"))
    tags = [next(c.iter(f"{W}tag")).get(f"{W}val") for c in controls]
    assert tags == [field.name for field in form.fields]
    for field, control in zip(form.fields, controls, strict=True):
        choices = [item.get(f"{W}value") for item in control.iter(f"{W}listItem")]
        assert tuple(choices) == field.choices
        assert bool(list(control.iter(f"{W}date"))) == (str(field.widget) == "date")
    text = text_of(word)
    notes = text.index("Lưu ý:")
    assert all(text.index(section.title, notes) for section in form.sections)
    assert text.index(form.title, notes) < text.index(form.fields[0].label, notes)
