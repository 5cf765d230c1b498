"""Files as phones, copiers and other programs make them."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image


def pdf_of(images, *, dpi=150, text=None, rotate=0, encrypt="", dirt=b"") -> bytes:
    """A PDF whose pages are these JPEGs, edge to edge; `dirt` is drawn on top of each."""
    pdf = pikepdf.new()
    for data in images:
        with Image.open(io.BytesIO(data)) as header:
            width, height = header.size
        image = pdf.make_stream(data)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = width, height, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        across, down = width / dpi * 72, height / dpi * 72
        page = pdf.add_blank_page(page_size=(across, down))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        hidden = b"BT 3 Tr /F0 9 Tf 10 10 Td (x) Tj ET " if text == "hidden" else b""
        drawing = f"q {across} 0 0 {down} 0 0 cm /Im0 Do Q ".encode()
        page.obj.Contents = pdf.make_stream(drawing + hidden + dirt)
        if rotate:
            page.obj.Rotate = rotate
    out = io.BytesIO()
    lock = pikepdf.Encryption(owner="o", user=encrypt) if encrypt else None
    pdf.save(out, encryption=lock) if lock else pdf.save(out)
    return out.getvalue()


def signed_pdf() -> bytes:
    """A PDF with a signature field that holds a value (not a valid signature)."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"00")
    field = pdf.make_indirect(
        pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="s", V=pdf.make_indirect(value))
    )
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def tiff_of(images) -> bytes:
    """A group 4 TIFF of several pages."""
    first, *rest = [i.convert("1") for i in images]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=(200, 200))
    return out.getvalue()


def with_exif_orientation(data, orientation) -> bytes:
    """The same JPEG bytes of pixels, with a note how to hold them."""
    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
        exif[0x0112] = orientation
        out = io.BytesIO()
        image.save(out, "JPEG", quality=90, exif=exif, dpi=(150, 150))
    return out.getvalue()
