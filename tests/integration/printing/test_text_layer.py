"""The words of a scan behind its pictures, with the real reader's words and foreign programs."""

import datetime as dt
import io
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.images import images_to_pdf
from desk_app.adapters.printing.pdfa import check_pdfa
from desk_app.adapters.printing.text_layer import with_text_layer
from desk_app.adapters.recognition.desk_reader import DeskReader
from desk_app.application.ports import PageWords
from tests.kit.papers.at_desk import picture

AT = dt.datetime(2026, 3, 16, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))
FOREIGN = Path(__file__).parents[2] / "data" / "foreign"
LINES = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên: Nguyễn Thị Hường
Quê quán: xã Đại Đồng, huyện Tiên Du, tỉnh Bắc Ninh"""
SECOND = """\
GIẤY ỦY QUYỀN
Người được ủy quyền: Vũ Quỳnh Trang
Nội dung ủy quyền: nhận kết quả giải quyết thủ tục hành chính
Thời hạn ủy quyền: từ ngày 02/03/2026 đến ngày 02/06/2026"""


@pytest.fixture(scope="module")
def reader():
    made = DeskReader()
    yield made
    made.close()


def words_of(reader, file):
    (page,) = list(reader.read(file))
    assert page.problem == ""
    return page


def checked(pdf, tmp_path):
    """The file after the judges: our own, and qpdf."""
    assert check_pdfa(pdf) == []
    file = tmp_path / "checked.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr
    return file


def extracted(file, *options):
    made = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, file, "-"], capture_output=True, check=True
    )
    return made.stdout.decode()


@pytest.mark.tesseract
@pytest.mark.parametrize("profile", ["clean", "scan"])
def test_words_come_out_in_order_and_composed(reader, tmp_path, profile):
    files = [picture(t, tmp_path / f"{n}.jpg", profile, n) for n, t in enumerate((LINES, SECOND))]
    pages = [words_of(reader, file) for file in files]
    bound = images_to_pdf(files, title="Tờ khai", created_at=AT, dpi=200)
    pdf = with_text_layer(bound, [page.words for page in pages])
    text = extracted(checked(pdf, tmp_path))
    assert text == unicodedata.normalize("NFC", text)
    one, two, rest = text.split("\f")
    assert rest == ""
    assert [line for line in one.splitlines() if line] == LINES.splitlines()
    assert [line for line in two.splitlines() if line] == pages[1].text.splitlines()
    assert "Người được ủy quyền: Vũ Quỳnh Trang" in two.splitlines()


@pytest.mark.tesseract
def test_a_word_is_found_where_it_is_printed_and_the_page_looks_the_same(reader, tmp_path):
    file = picture(LINES, tmp_path / "a.jpg", "clean", 1)
    page = words_of(reader, file)
    bound = images_to_pdf([file], title="t", created_at=AT, dpi=200)
    pdf = with_text_layer(bound, [page.words])
    (word,) = [box for _, text, box in page.words.words if text == "Hường"]
    with pypdfium2.PdfDocument(pdf) as opened, pypdfium2.PdfDocument(bound) as before:
        found = opened[0].get_textpage()
        start, count = found.search("Hường").get_next()
        boxes = [found.get_charbox(i, loose=True) for i in range(start, start + count)]
        shown = [each[0].render(scale=1).to_pil().tobytes() for each in (opened, before)]
        height = opened[0].get_height()
    assert shown[0] == shown[1]
    left, right = boxes[0][0] / 72 * 200, boxes[-1][2] / 72 * 200
    assert abs(left - word[0]) < 4
    assert abs(right - word[0] - word[2]) < 4
    middle = (height - (boxes[0][1] + boxes[0][3]) / 2) / 72 * 200
    assert word[1] - 4 < middle < word[1] + word[3] + 4


@pytest.mark.tesseract
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_lies_on_its_side_has_its_words_along_its_lines(reader, tmp_path, turned):
    upright = picture(LINES + "\n" + LINES, tmp_path / "a.jpg", "clean", 1)
    file = tmp_path / "turned.png"
    Image.open(upright).rotate(turned, expand=True).save(file, dpi=(200, 200))
    page = words_of(reader, file)
    assert page.words.turned_deg == turned
    pdf = with_text_layer(images_to_pdf([file], title="t", created_at=AT), [page.words])
    checked(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as opened:  # as a viewer turns it upright
        opened.pages[0].Rotate = turned
        opened.save(tmp_path / "upright.pdf")
    lines = [line for line in extracted(tmp_path / "upright.pdf").splitlines() if line]
    assert lines == LINES.splitlines() * 2


def some_words(text="Hường", box=(20, 30, 60, 20)):
    return PageWords(words=((0, text, box),), width=210, height=297)


@pytest.fixture
def bound():
    target = io.BytesIO()
    Image.new("RGB", (210, 297), "white").save(target, "JPEG")
    return images_to_pdf([target.getvalue()] * 2, title="t", created_at=AT, dpi=72)


def test_pictures_keep_their_bytes_and_equal_input_gives_equal_bytes(bound):
    pdf = with_text_layer(bound, [some_words(), None])
    assert pdf == with_text_layer(bound, [some_words(), None])
    with pikepdf.open(io.BytesIO(bound)) as before, pikepdf.open(io.BytesIO(pdf)) as after:
        for one, other in zip(before.pages, after.pages, strict=True):
            assert one.images["/Im0"].read_raw_bytes() == other.images["/Im0"].read_raw_bytes()
            assert one.MediaBox == other.MediaBox


def test_a_later_reading_takes_the_place_of_the_earlier_one(bound, tmp_path):
    first = with_text_layer(bound, [some_words("Hường"), some_words("Quỳnh")])
    again = with_text_layer(first, [some_words("Hương"), None])
    assert extracted(checked(again, tmp_path)).split() == ["Hương"]
    assert again == with_text_layer(bound, [some_words("Hương"), None])


@pytest.mark.parametrize("text", ["Ho\u0302\u0300ng", "H\u1ed3ng", "H\u1ed3ng\u0000", "H\u1ed3ng\U0001f600"])  # fmt: skip
def test_letters_are_composed_and_what_is_no_letter_goes(bound, tmp_path, text):
    pdf = with_text_layer(bound, [some_words(text), None])
    assert extracted(checked(pdf, tmp_path)).split() == ["Hồng"]


def test_a_word_without_room_and_a_page_of_nothing_do_no_harm(bound, tmp_path):
    pdf = with_text_layer(bound, [some_words(box=(0, 0, 0, 0)), some_words(text="\u0000")])
    assert extracted(checked(pdf, tmp_path)).count("\f") == 2


@pytest.mark.parametrize("name", ["pdfbox-detached.pdf", "node-signpdf-plain.pdf"])
def test_a_signed_file_is_refused(name):
    signed = (FOREIGN / name).read_bytes()
    with pytest.raises(PrintingError) as caught:
        with_text_layer(signed, [some_words()])
    assert caught.value.code == "printing.signed_untouched"


def test_as_many_texts_as_pages(bound):
    with pytest.raises(PrintingError) as caught:
        with_text_layer(bound, [some_words()])
    assert caught.value.facts == {"pages": 2, "texts": 1}
