"""Pages to a PDF without touching their bytes: every image goes in as the tray holds it.

True size, so that a ruler on the print agrees with the paper; quarter turns are a note to the
viewer, not a new encoding.

Source: Decree 30/2020/NĐ-CP, Appendix I (true copy: PDF 1.4 or later, colour, 200 dpi, 1:1).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_POINTS = 72.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """One page of the PDF.

    Attributes:
        data: a page file: JPEG, TIFF or PNG.
        dpi: 0 lays the image on an A4 page's width.
        turn_deg: clockwise quarter turns to show it with.
    """

    data: bytes
    mime: str
    width: int
    height: int
    dpi: int
    turn_deg: int = 0


def build_pdf(pages: Sequence[PdfPage]) -> bytes:
    """A PDF of these pages; JPEG and group 4 bytes are taken over unchanged."""
    import pikepdf

    pdf = pikepdf.new()
    for page in pages:
        image = _image(pdf, page)
        dpi = page.dpi or max(72, round(min(int(image.Width), int(image.Height)) / 8.27))
        width, height = int(image.Width) / dpi * _POINTS, int(image.Height) / dpi * _POINTS
        sheet = pdf.add_blank_page(page_size=(width, height))
        sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        drawing = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do Q".encode()
        sheet.obj.Contents = pdf.make_stream(drawing)
        turn = (page.turn_deg + _exif_turn(page)) % 360
        if turn:
            sheet.obj.Rotate = turn
    out = io.BytesIO()
    pdf.save(out, min_version="1.4", deterministic_id=True)
    return out.getvalue()


def _image(pdf: Any, page: PdfPage) -> Any:  # pikepdf's objects are dynamic
    """The page as an image object, without decoding where that is possible."""
    import pikepdf
    from PIL import Image

    with Image.open(io.BytesIO(page.data)) as header:
        width, height = header.size
        if page.mime == "image/jpeg":
            grey, data, filters = header.mode == "L", page.data, pikepdf.Name.DCTDecode
            parameters = None
        elif header.mode == "1":
            grey, data, filters = True, _group4(header), pikepdf.Name.CCITTFaxDecode
            parameters = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=False)
        else:
            grey = header.mode in {"L", "I;16"}
            data = header.convert("L" if grey else "RGB").tobytes()
            filters, parameters = None, None
    image = pdf.make_stream(data)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = width, height
    image.BitsPerComponent = 1 if parameters is not None else 8
    image.ColorSpace = pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB
    if filters is not None:
        image.Filter = filters
    if parameters is not None:
        image.DecodeParms = parameters
    return image


def _group4(image: Any) -> bytes:
    """One strip of CCITT group 4 with white as 0, as PDF wants it."""
    from PIL import Image, TiffImagePlugin

    out = io.BytesIO()
    plain = Image.frombytes("1", image.size, image.tobytes())
    plain.save(out, "TIFF", compression="group4", strip_size=2**31 - 1)
    out.seek(0)
    with Image.open(out) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]  # a TIFF has tags
        (start,), (length,) = (
            tags[TiffImagePlugin.STRIPOFFSETS],
            tags[TiffImagePlugin.STRIPBYTECOUNTS],
        )
    return out.getvalue()[start : start + length]


def _exif_turn(page: PdfPage) -> int:
    """Clockwise turn that a photograph's own note asks for."""
    from PIL import Image

    if page.mime != "image/jpeg":
        return 0
    with Image.open(io.BytesIO(page.data)) as image:
        return {3: 180, 6: 90, 8: 270}.get(image.getexif().get(0x0112, 1), 0)
