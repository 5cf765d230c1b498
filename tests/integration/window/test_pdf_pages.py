"""PDF pages as pictures, in a worker of their own."""

import contextlib
import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from desk_app.adapters.window.pdf_pages import TALLEST_PX, PdfRasteriser
from desk_app.domain.errors import DeskError, IntegrityError

KEPT = Path(__file__).parents[2] / "data" / "fuzz" / "pdf"


@pytest.fixture(scope="module")
def rasteriser():
    made = PdfRasteriser()
    yield made
    made.close()


def pdf_with_stamp() -> bytes:
    """A blank A4 page with a signature widget that is filled with black."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    mark = pikepdf.Stream(document, b"0 0 0 rg 0 0 100 50 re f")
    mark.update(
        {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 100, 50]}
    )
    widget = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig,
            T="Mark", Rect=[200, 400, 300, 450], F=4, AP=pikepdf.Dictionary(N=mark), P=page.obj,
        )
    )  # fmt: skip
    page.obj.Annots = pikepdf.Array([widget])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[widget], SigFlags=3)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_page_shows_its_signature_marks(rasteriser):
    drawn = rasteriser.page(pdf_with_stamp(), 0, 595)
    picture = Image.open(io.BytesIO(drawn.data)).convert("L")
    assert (drawn.width_pt, drawn.height_pt) == (595, 842)
    assert picture.getpixel((250, 842 - 425)) < 30
    assert picture.getpixel((100, 100)) > 240


def test_what_is_no_pdf_is_refused_and_the_next_page_comes(rasteriser):
    with pytest.raises(IntegrityError) as refused:
        rasteriser.page(b"%PDF-1.7 nothing more", 0, 300)
    assert refused.value.code == "papers.not_a_pdf"
    with pytest.raises(IntegrityError):
        rasteriser.page(pdf_with_stamp(), 7, 300)
    assert rasteriser.page(pdf_with_stamp(), 0, 300).data[:2] == b"\xff\xd8"


def blank(width, height):
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page()
    page.obj.MediaBox = pikepdf.Array([0, 0, width, height])
    document.save(out)
    return out.getvalue()


def test_a_page_of_no_shape_is_drawn_small_or_refused(rasteriser):
    drawn = rasteriser.page(blank(3, 14_000), 0, 1200)
    assert Image.open(io.BytesIO(drawn.data)).height == TALLEST_PX
    for width, height in ((0.0001, 14_000), (14_000, 0.0001)):
        with contextlib.suppress(IntegrityError):
            rasteriser.page(blank(width, height), 0, 1200)
    assert rasteriser.page(pdf_with_stamp(), 0, 300).data[:2] == b"\xff\xd8"


@pytest.mark.parametrize("file", sorted(KEPT.glob("*.bin")), ids=lambda file: file.stem)
def test_what_a_campaign_kept_is_drawn_or_refused_in_words(rasteriser, file):
    with contextlib.suppress(DeskError):
        assert rasteriser.page(file.read_bytes(), 0, 400).data
