"""PDF files to sign: made at run time, of every syntax and shape an office meets."""

import io
import random
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

A4 = (595, 842)
A3_LANDSCAPE = (1191, 842)


def plain(
    path: Path,
    *,
    pages: int = 1,
    size: tuple[float, float] = A4,
    rotate: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    media_origin: tuple[float, float] = (0, 0),
    user_unit: float = 1,
    bulk_bytes: int = 0,
    **save: object,
) -> Path:
    """Pages with a short line in the middle; ``save`` goes to pikepdf."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    left, bottom = media_origin
    for number in range(pages):
        middle = f"{left + size[0] / 2} {bottom + size[1] / 2}"
        content = f"BT /F1 12 Tf {middle} Td (Page {number + 1}) Tj ET".encode()
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[left, bottom, left + size[0], bottom + size[1]],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
            Contents=pdf.make_stream(content),
        )
        if rotate:
            page.Rotate = rotate
        if crop:
            page.CropBox = list(crop)
        if user_unit != 1:
            page.UserUnit = user_unit
        pdf.pages.append(pikepdf.Page(page))
    if bulk_bytes:
        bulk = pdf.make_stream(random.Random(7).randbytes(bulk_bytes))
        pdf.Root.Bulk = bulk
    pdf.save(path, **save)
    return path


def every_syntax(folder: Path) -> dict[str, Path]:
    """One file of each way to write a PDF."""
    streams = pikepdf.ObjectStreamMode
    return {
        "table": plain(folder / "table.pdf", object_stream_mode=streams.disable),
        "streams": plain(folder / "streams.pdf", object_stream_mode=streams.generate),
        "linear": plain(folder / "linear.pdf", linearize=True),
        "linear-streams": plain(
            folder / "linear-streams.pdf", linearize=True, object_stream_mode=streams.generate
        ),
        "pdf14": plain(
            folder / "pdf14.pdf", object_stream_mode=streams.disable, force_version="1.4"
        ),
        "pdf20": plain(folder / "pdf20.pdf", force_version="2.0"),
        "incremental": _incremental(folder / "incremental.pdf"),
        "indirect-annots": _indirect_annotations(folder / "annots.pdf"),
        "form": _form_in_catalogue(folder / "form.pdf"),
    }


def _incremental(path: Path) -> Path:
    """A file that was already extended once, by hand."""
    plain(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = path.read_bytes()
    start = int(data[data.rindex(b"startxref") :].split()[1])
    with pikepdf.open(path) as pdf:
        size, root = int(pdf.trailer.Size), pdf.trailer.Root.objgen[0]
    at = len(data)
    extra = b"%d 0 obj\n(added later)\nendobj\n" % size
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (size, at)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1,
        root,
        start,
        at + len(extra),
    )
    path.write_bytes(data + extra + table + trailer)
    return path


def _indirect_annotations(path: Path) -> Path:
    plain(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 20, 20]
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))
        pdf.save(path)
    return path


def _form_in_catalogue(path: Path) -> Path:
    """A text field, its form a direct object of the catalogue."""
    plain(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="ghi chú",
                V="á",
                Rect=[100, 100, 200, 120],
                F=4,
            )
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        pdf.save(path)
    return path


def pdf_a(path: Path, *, pages: int = 1) -> Path:
    """PDF/A-2b by the typesetter the product uses."""
    import typst

    text = "Cộng hòa xã hội chủ nghĩa Việt Nam. " * 20
    source = '#set page(paper: "a4", margin: (top: 40mm))\n#set text(lang: "vi")\n'
    source += "\n#pagebreak()\n".join([text] * pages)
    typst.compile(source.encode(), output=str(path), pdf_standards="a-2b")
    return path


def signature_png(colour: tuple[int, int, int] = (20, 40, 200)) -> bytes:
    """A scrawl on a transparent ground."""
    picture = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    points = [(30 + 9 * at, 120 + (60 if at % 2 else -60)) for at in range(60)]
    draw.line(points, fill=(*colour, 255), width=8)
    return _png(picture)


def seal_png() -> bytes:
    """A red ring on a transparent ground."""
    picture = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 10, 490, 490), outline=(210, 20, 20, 255), width=16)
    draw.ellipse((120, 120, 380, 380), outline=(210, 20, 20, 255), width=8)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
