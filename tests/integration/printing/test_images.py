"""Scans wrapped into PDF/A-2b: bytes unchanged, size true, pictures upright."""

import datetime as dt
import io
import subprocess
import sys
import threading
import time

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.images import images_to_pdf
from desk_app.adapters.printing.pdfa import check_pdfa
from desk_app.adapters.printing.saving import archival_bytes

AT = dt.datetime(2026, 3, 16, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def picture(mode="RGB", size=(210, 297)):
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, size[0] // 2, size[1] // 3), fill=(180, 30, 30))
    draw.ellipse((size[0] // 2, size[1] // 2, size[0] - 5, size[1] - 60), fill=(30, 30, 160))
    return image.convert(mode)


def packed(image, kind, **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def shown(pdf, scale):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=scale).to_pil().convert("RGB")


def test_jpeg_bytes_are_embedded_unchanged(tmp_path):
    pages = [packed(picture(), "JPEG", quality=q) for q in (30, 95)]
    file = tmp_path / "Trang số 1.jpg"
    file.write_bytes(pages[1])
    pdf = images_to_pdf([pages[0], file], title="H99.01-260316-0001", created_at=AT, dpi=300)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page, data in zip(opened.pages, pages, strict=True):
            assert page.images["/Im0"].read_raw_bytes() == data


def test_equal_input_gives_equal_bytes():
    page = packed(picture(), "JPEG")
    assert images_to_pdf([page], title="a", created_at=AT) == images_to_pdf(
        [page], title="a", created_at=AT
    )


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("TIFF", "1"),
        ("BMP", "RGB"),
    ],
)
def test_every_kind_of_picture_is_archival_and_looks_the_same(kind, mode, tmp_path):
    image = picture(mode)
    pdf = images_to_pdf([packed(image, kind)], title="t", created_at=AT, dpi=72)
    assert check_pdfa(pdf) == []
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert alike(shown(pdf, 1), image.convert("RGB"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_camera_pictures_stand_upright(orientation):
    image = picture(size=(200, 300))
    exif = image.getexif()
    exif[0x0112] = orientation
    data = packed(image, "JPEG", exif=exif, quality=95)
    with Image.open(io.BytesIO(data)) as opened:
        upright = ImageOps.exif_transpose(opened)
    assert alike(shown(images_to_pdf([data], title="t", created_at=AT, dpi=72), 1), upright)


def alike(one, other):
    assert one.size == other.size
    difference = ImageChops.difference(one, other.convert("RGB")).convert("L")
    return sum(difference.getdata()) / (one.width * one.height) < 3


@pytest.mark.parametrize(
    ("own", "given", "size_pt"),
    [((200, 200), None, 72), ((200, 200), 100, 144), (None, None, 48), ((1, 1), None, 48)],
)
def test_pages_have_their_true_size(own, given, size_pt):
    options = {} if own is None else {"dpi": own}
    data = packed(picture(size=(200, 200)), "JPEG", **options)
    pdf = images_to_pdf([data], title="t", created_at=AT, dpi=given)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [float(v) for v in opened.pages[0].MediaBox] == [0, 0, size_pt, size_pt]


@pytest.mark.parametrize(
    "page",
    [b"", b"no picture", packed(picture(), "JPEG")[:900], b"\x89PNG\r\n\x1a\n" + b"\0" * 30],
)
def test_a_broken_page_is_named_by_its_number(page):
    good = packed(picture(), "JPEG")
    with pytest.raises(PrintingError) as caught:
        images_to_pdf([good, page], title="t", created_at=AT)
    assert (caught.value.code, caught.value.facts) == ("printing.page_unreadable", {"page": 2})


def test_a_missing_file_and_no_pages(tmp_path):
    with pytest.raises(PrintingError, match="page_unreadable"):
        images_to_pdf([tmp_path / "none.jpg"], title="t", created_at=AT)
    with pytest.raises(PrintingError, match="no_pages"):
        images_to_pdf([], title="t", created_at=AT)


def test_the_check_finds_planted_breaches():
    pdf = images_to_pdf([packed(picture(), "JPEG")], title="t", created_at=AT)

    def harmed(change):
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            change(opened)
            opened.save(target)
        return check_pdfa(target.getvalue())

    def no_intent(opened):
        del opened.Root.OutputIntents

    def script(opened):
        opened.Root.OpenAction = opened.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
        )

    def smooth(opened):
        opened.pages[0].images["/Im0"].Interpolate = True

    def no_claim(opened):
        with opened.open_metadata() as metadata:
            del metadata["pdfaid:part"]

    def hidden_note(opened):
        opened.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Subtype=pikepdf.Name.Square, Rect=[0, 0, 9, 9], F=2)]
        )

    def bare_font(opened):
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        opened.pages[0].Resources.Font = pikepdf.Dictionary(F1=opened.make_indirect(font))

    for change, clause in (
        (no_intent, "6.2.3"),
        (script, "6.5.1"),
        (smooth, "6.2.8"),
        (no_claim, "6.6.4"),
        (hidden_note, "6.3.2"),
        (bare_font, "6.2.11.4"),
    ):
        assert any(line.startswith(clause) for line in harmed(change)), change.__name__
    assert check_pdfa(b"%PDF-1.7\n") != []
    assert check_pdfa(pdf[: len(pdf) // 2]) != []


def test_others_get_their_turn_while_a_long_file_is_written():
    """The window must go on: pikepdf itself holds the interpreter for the whole of a file."""
    pdf = pikepdf.new()
    for _ in range(40):
        pdf.add_blank_page()
        pdf.pages[-1].obj.X = pdf.make_stream(bytes(300_000), Filter=pikepdf.Name.DCTDecode)
    turns, is_over = [0], threading.Event()

    def count():
        while not is_over.is_set():
            turns[0] += 1
            time.sleep(0)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    other = threading.Thread(target=count)
    other.start()
    try:
        at_first = turns[0]
        archival_bytes(pdf)
        at_last = turns[0]
    finally:
        is_over.set()
        other.join()
        sys.setswitchinterval(before)
    assert at_last - at_first > 20
