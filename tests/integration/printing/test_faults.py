"""Bad typefaces, broken templates, layouts that never end, a compiler that dies."""

import multiprocessing
import shutil
import threading
import time
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.fonts import FACES, VIETNAMESE, Face, collect, find_fonts
from desk_app.adapters.printing.printer import Printer
from desk_app.adapters.printing.templates import Shelf
from tests.integration.printing.conftest import MOMENT, OFFICE

TEMPLATE = """
key = "receipt"
form_set = "2025"
valid_from = 2026-01-01
layout = "own.typ"
paper = "a5"
[source]
instrument = "Office"
[labels]
title = "Giấy của cơ quan"
"""


@pytest.fixture(scope="session")
def good():
    return find_fonts()


def own(folder, layout, template=TEMPLATE):
    """An office's template folder."""
    (folder / "2025").mkdir(parents=True)
    (folder / "layouts").mkdir()
    (folder / "2025" / "receipt.toml").write_text(template, encoding="utf-8")
    (folder / "layouts" / "own.typ").write_text(layout, encoding="utf-8")
    return folder


def with_letters(source: Path, target: Path, letters):
    font = TTFont(source)
    options = subset.Options()
    options.name_IDs = ["*"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[ord(letter) for letter in letters])
    worker.subset(font)
    font.save(target)


def test_the_face_on_this_machine_is_fit(good):
    assert good.family in {face.family for face in FACES}
    assert len(good.files) == 4


def test_a_face_without_some_vietnamese_letters_is_refused(good, tmp_path):
    for number, file in enumerate(good.files):
        letters = VIETNAMESE - {"ữ"} if number == 2 else VIETNAMESE
        with_letters(file, tmp_path / file.name, letters)
    with pytest.raises(PrintingError) as caught:
        find_fonts([tmp_path])
    assert caught.value.code == "printing.font_lacks_vietnamese"
    assert caught.value.facts["example"] == "ữ"


def test_an_old_liberation_is_passed_over(good, tmp_path):
    """Debian 12 has Liberation 1.07 beside 2.1; only the latter has Vietnamese."""
    old, new = tmp_path / "liberation", tmp_path / "liberation2"
    old.mkdir()
    new.mkdir()
    for file in good.files:
        with_letters(file, old / file.name, set("abc"))
        (new / file.name).write_bytes(file.read_bytes())
    with pytest.raises(PrintingError, match="font_lacks_vietnamese"):
        find_fonts([old])
    assert find_fonts([old, new]).files[0].parent == new


def test_a_fit_face_is_found_behind_an_unfit_one(good, tmp_path):
    unfit, fit = tmp_path / "a", tmp_path / "Phông chữ tốt"
    unfit.mkdir()
    fit.mkdir()
    for file in good.files:
        with_letters(file, unfit / file.name, "abc")
        shutil.copy(file, fit / file.name)
    assert find_fonts([unfit, fit]).files[0].parent == fit


def test_a_face_that_forbids_embedding_is_refused(good, tmp_path):
    for file in good.files:
        with TTFont(file) as font:
            font["OS/2"].fsType = 0x0002
            font.save(tmp_path / file.name)
    with pytest.raises(PrintingError, match="font_not_embeddable"):
        find_fonts([tmp_path])


def test_a_face_can_be_taken_along(good, tmp_path):
    taken = collect(tmp_path / "Phông chữ")
    assert taken.family == good.family
    assert {file.parent for file in taken.files} == {tmp_path / "Phông chữ"}


def test_no_face_at_all(tmp_path):
    (tmp_path / "times.ttf").write_bytes(b"no font")
    with pytest.raises(PrintingError, match="font_missing"):
        find_fonts([tmp_path, tmp_path / "none"])


def test_an_incomplete_face_does_not_count(good, tmp_path):
    shutil.copy(good.files[0], tmp_path / good.files[0].name)
    with pytest.raises(PrintingError, match="font_missing"):
        find_fonts([tmp_path])
    broken = Face(family="Broken", names=tuple(f"b{n}.ttf" for n in range(4)))
    for name in broken.names:
        (tmp_path / name).write_bytes(b"\0" * 40)
    with pytest.raises(PrintingError, match="font_missing"):
        find_fonts([tmp_path], [broken])


def test_the_office_replaces_a_template_with_its_own(tmp_path):
    layout = (
        '#import "/layouts/common.typ": *\n#show: paper.with(title: label("title"))\n'
        '#heading-line(label("title"))\n#mark("LanhDao", 10mm, 5mm)'
    )
    folder = own(tmp_path / "Mẫu của cơ quan", layout)
    with Printer(OFFICE, templates=[folder]) as printer:
        rendered = printer.slip("receipt", {"dossier_code": "A"}, issued_at=MOMENT)
        assert set(rendered.fields) == {"LanhDao"}
        before = printer.slip(
            "receipt", printer.sample("receipt"), issued_at=MOMENT.replace(year=2025)
        )
        assert "NguoiNop" in before.fields


@pytest.mark.parametrize(
    "layout",
    ["#panic()", "#let x = ", '#import "/layouts/none.typ": *', '#text(font: "None")[a]'],
)
def test_a_broken_layout_is_named_and_the_next_paper_works(tmp_path, layout):
    folder = own(tmp_path, layout)
    with Printer(OFFICE, templates=[folder]) as printer:
        with pytest.raises(PrintingError) as caught:
            printer.slip("receipt", {}, issued_at=MOMENT)
        assert caught.value.code == "printing.layout_failed"
        assert caught.value.facts["template"] == "receipt"
        printer.slip("refusal", printer.sample("refusal"), issued_at=MOMENT)


ENDLESS = "#for i in range(100000000) { for j in range(100000000) { let k = i * j } }"


def test_a_layout_that_never_ends_is_given_up(tmp_path):
    folder = own(tmp_path, ENDLESS)
    with Printer(OFFICE, templates=[folder], deadline_s=1.0) as printer:
        started = time.monotonic()
        with pytest.raises(PrintingError, match=r"printing\.timeout"):
            printer.slip("receipt", {}, issued_at=MOMENT)
        assert time.monotonic() - started < 60
        assert printer.slip("refusal", printer.sample("refusal"), issued_at=MOMENT).pages == 1


def test_a_compiler_that_dies_is_replaced(tmp_path):
    folder = own(tmp_path, ENDLESS)
    with Printer(OFFICE, templates=[folder], deadline_s=60.0) as printer:
        printer.slip("refusal", printer.sample("refusal"), issued_at=MOMENT)
        mine = set(multiprocessing.active_children())

        def strike():
            time.sleep(0.5)
            for child in mine:
                child.kill()

        threading.Thread(target=strike).start()
        with pytest.raises(PrintingError, match=r"printing\.crashed"):
            printer.slip("receipt", {}, issued_at=MOMENT)
        assert printer.slip("refusal", printer.sample("refusal"), issued_at=MOMENT).pages == 1


def test_closing_leaves_nothing_behind():
    before = set(multiprocessing.active_children())
    printer = Printer(OFFICE)
    printer.slip("refusal", printer.sample("refusal"), issued_at=MOMENT)
    folder = Path(printer._folder.name)
    assert folder.is_dir()
    printer.close()
    printer.close()
    assert not folder.exists()
    assert set(multiprocessing.active_children()) <= before


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace("key =", "kye ="),
        lambda text: text.replace("2026-01-01", '"soon"'),
        lambda text: text.replace('layout = "own.typ"', 'layout = "none.typ"'),
        lambda text: text.replace("[source]", "[sauce]"),
        lambda text: text + "\nx = [",
    ],
)
def test_a_broken_template_is_named(tmp_path, harm):
    folder = own(tmp_path, "", harm(TEMPLATE))
    with pytest.raises(PrintingError) as caught:
        Shelf([folder])
    assert caught.value.code in {"printing.template_broken", "printing.template_missing"}


def test_unknown_papers(printer):
    for call in (
        lambda: printer.slip("mau_05", {}, issued_at=MOMENT),
        lambda: printer.result("giay_la", {}, issued_at=MOMENT),
        lambda: printer.sample("../common"),
        lambda: printer.slip("receipt", {}, issued_at=MOMENT.replace(year=2018)),
    ):
        with pytest.raises(PrintingError, match="template_missing"):
            call()
    assert not printer.renders("giay_la")
    assert printer.renders("giay_khai_sinh")
