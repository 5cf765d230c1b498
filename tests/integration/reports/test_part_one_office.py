"""Part I opened by a foreign word processor: every word and every italic of the file is in its PDF."""

import datetime as dt
import shutil
import subprocess

import docx
import pikepdf
import pytest

from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.documents.part_one_docx import diagram_docx, part_one_docx
from desk_app.application.restructuring.part_one import part_one
from desk_app.domain.restructuring.process import plan_of
from desk_app.domain.restructuring.project_reading import project_from_data
from tests.unit.restructuring.test_part_one import DATA, runs_of, written

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("libreoffice")]
DEADLINE_S = 240


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Converts a Word file to PDF with LibreOffice under a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed")
    home = tmp_path_factory.mktemp("home")

    def to_pdf(file):
        command = [
            program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "pdf",
            "--outdir", file.parent, file,
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=DEADLINE_S)
        return file.with_suffix(".pdf")

    return to_pdf


def words_of(pdf):
    """Words of a PDF in reading order of its text."""
    said = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True)
    return "".join(said.stdout.decode().split())


def changed(key):
    """Part I of a procedure with a part replaced, a step automated and a text of its own."""
    component = Catalogue().procedure(key).components[0].key
    return written(
        key,
        components={component: {"choice": "replace_by_data", "reason": "x", "system": "Dữ liệu Q"}},
        texts={"receive_online": "Hệ thống tự động tiếp nhận."},
    )


@pytest.mark.parametrize("key", [p.key for p in Catalogue().procedures(dt.date(2026, 11, 1))][::4])
def test_nothing_is_lost_on_the_way_to_pdf(key, convert, tmp_path):
    word = changed(key)
    file = tmp_path / f"{key}.docx"
    word.save(file)
    pdf = convert(file)
    shown = words_of(pdf)
    for run in runs_of(docx.Document(file)):
        assert "".join(run.text.split()) in shown, run.text
    with pikepdf.open(pdf) as opened:
        faces = {
            str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()
        }
        size = opened.pages[0].mediabox
    assert any("Italic" in face for face in faces)
    assert [round(float(edge) / 72 * 25.4) for edge in size[2:]] == [210, 297]


def test_the_diagram_fills_its_page_in_the_word_processor(convert, tmp_path, picture):
    file = tmp_path / "diagram.docx"
    file.write_bytes(diagram_docx("Sơ đồ tổng thể", picture))
    with pikepdf.open(convert(file)) as opened:
        assert len(opened.pages) == 1
        assert len(list(opened.pages[0].images)) == 1


@pytest.fixture
def picture():
    """A picture as large as a diagram."""
    import io

    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (1600, 700), "white").save(target, "PNG", dpi=(200, 200))
    return target.getvalue()


def test_the_fields_of_the_e_form_are_there_for_a_foreign_program(convert, tmp_path):
    """R-RS-17: LibreOffice opens the content controls and shows each label and each empty field."""
    catalogue = Catalogue()
    procedure = catalogue.procedure("birth_registration")
    form = catalogue.form(procedure.form)
    project = project_from_data(
        {"schema": 1, "code": "x", "kind": "single", "procedures": [procedure.key]}
    )
    document = part_one(project, [plan_of(procedure, project)], DATA, [form])
    file = tmp_path / "form.docx"
    file.write_bytes(part_one_docx(document))
    shown = words_of(convert(file))
    for field in form.fields:
        assert "".join(field.label.split()) in shown
    assert shown.count("…………") + shown.count("☐") == len(form.fields)
