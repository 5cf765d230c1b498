"""Files from elsewhere, page by page. Runs in the importer's child process.

A PDF page that is exactly one full-page image gives that image byte for byte; every other page is
rendered. The file itself is never changed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pi_heif
import pikepdf
import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from scanner.inspection.limits import MAX_PIXELS, TooLarge, Unreadable
from scanner.integrity import end_mark_missing, sniff

pi_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked first, from the header

_RENDER_DPI = 300
_QUALITY = 92
#: An image that reaches within this share of the page's edges fills the page.
_EDGE = 0.02
_SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
_INVISIBLE = 3
_HARMLESS = {
    *("gs", "BT", "ET", "Tf", "Td", "TD", "Tm", "Tz", "Tc", "Tw", "TL", "Ts", "T*"),
    *("BDC", "BMC", "EMC", "w", "J", "j", "M", "d", "ri", "i", "n", "W", "re"),
}


class Encrypted(Unreadable):
    """The file wants a password."""


class NotAPage(Unreadable):
    """Nothing we know how to look at."""


@dataclass(frozen=True, slots=True)
class FilePage:
    """One page of a file.

    Attributes:
        data: a whole image file.
        is_exact: the bytes are those of the file, not made from them.
    """

    data: bytes = field(repr=False)
    mime: str
    dpi: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is.

    Attributes:
        is_signed: it holds a digital signature, so it must be kept as it is.
    """

    mime: str
    pages: int
    is_signed: bool


def examine(path: Path) -> FileFacts:
    """What a file is, proved to its end.

    Raises:
        Unreadable: and its kinds.
    """
    with path.open("rb") as file:
        head = file.read(2048)
    mime = sniff(head)
    if not mime:
        raise NotAPage("unknown content")
    if mime == "application/pdf":
        return _examine_pdf(path)
    data = path.read_bytes()
    reason = end_mark_missing(data, mime)
    if reason:
        raise Unreadable(reason)
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise TooLarge(f"{width} x {height} pixels")  # noqa: TRY301  (one verdict)
            pages = getattr(image, "n_frames", 1) if mime == "image/tiff" else 1
            if mime != "image/jpeg":  # the inspector decodes those once more, whole
                for frame in range(pages):
                    image.seek(frame)
                    image.load()
    except Unreadable:
        raise
    except Exception as error:
        # Pillow answers damage with at least six unrelated kinds of error.
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return FileFacts(mime, pages, is_signed=False)


def _examine_pdf(path: Path) -> FileFacts:
    data = path.read_bytes()
    reason = end_mark_missing(data, "application/pdf")
    if reason:
        raise Unreadable(reason)
    try:
        with pikepdf.open(path) as pdf:
            pages, is_signed = len(pdf.pages), _is_signed(pdf)
        # A second reader: qpdf mends a broken table of objects without a word.
        document = pypdfium2.PdfDocument(path)
        try:
            if len(document) != pages or not pages:
                raise Unreadable(f"{pages} or {len(document)} pages")
        finally:
            document.close()
    except pikepdf.PasswordError as error:
        raise Encrypted(str(error)) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return FileFacts("application/pdf", pages, is_signed)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a field of the form holds a signature; fields that go in circles are seen once."""
    form = pdf.Root.get("/AcroForm")
    fields = _children(form, "/Fields")
    seen = set()
    while fields:
        field = fields.pop()
        if not isinstance(field, pikepdf.Dictionary) or field.objgen in seen:
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        if field.get("/FT") == "/Sig" and "/V" in field:
            return True
        fields += _children(field, "/Kids")
    return False


def _children(parent: object, name: str) -> list[object]:
    found = parent.get(name) if isinstance(parent, pikepdf.Dictionary) else None
    return list(found) if isinstance(found, pikepdf.Array) else []


def pages_of(path: Path, facts: FileFacts) -> Iterator[FilePage]:
    """The pages of an examined file, in order.

    Raises:
        Unreadable: a page could not be made.
    """
    if facts.mime == "application/pdf":
        yield from _pdf_pages(path)
    elif facts.mime == "image/tiff" and facts.pages > 1:
        yield from _tiff_pages(path)
    elif facts.mime in {"image/heic", "image/bmp"}:
        with Image.open(path) as image:
            yield _as_jpeg(ImageOps.exif_transpose(image), _dpi_of(image))
    else:
        yield FilePage(path.read_bytes(), facts.mime, 0, is_exact=True)


def _tiff_pages(path: Path) -> Iterator[FilePage]:
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            dpi = _dpi_of(frame)
            if frame.mode == "1":
                out = io.BytesIO()
                frame.save(out, "TIFF", compression="group4", dpi=(dpi or 300, dpi or 300))
                yield FilePage(out.getvalue(), "image/tiff", dpi, is_exact=False)
            else:
                yield _as_jpeg(frame, dpi)


def _as_jpeg(image: Image.Image, dpi: int) -> FilePage:
    out = io.BytesIO()
    mode = "L" if image.mode in {"1", "L"} else "RGB"
    image.convert(mode).save(
        out, "JPEG", quality=_QUALITY, dpi=(dpi or _RENDER_DPI, dpi or _RENDER_DPI)
    )
    return FilePage(out.getvalue(), "image/jpeg", dpi, is_exact=False)


def _dpi_of(image: Image.Image) -> int:
    try:
        return round(float(image.info.get("dpi", (0, 0))[0]))
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0


def _pdf_pages(path: Path) -> Iterator[FilePage]:
    document = pypdfium2.PdfDocument(path)
    try:
        with pikepdf.open(path) as pdf:
            for number, page in enumerate(pdf.pages):
                yield _sole_image(page) or _rendered(document, number)
    finally:
        document.close()


def _rendered(document: pypdfium2.PdfDocument, number: int) -> FilePage:
    try:
        page = document[number]
        dpi = _RENDER_DPI
        while page.get_width() * page.get_height() * (dpi / 72) ** 2 > MAX_PIXELS and dpi > 72:
            dpi //= 2
        image = page.render(scale=dpi / 72).to_pil()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from error
    return _as_jpeg(image, dpi)


def _sole_image(page: pikepdf.Page) -> FilePage | None:
    """The page's image, when the page is that image and nothing else that can be seen."""
    try:
        images = dict(page.images)
        if len(images) != 1 or int(page.get("/Rotate", 0)) % 360 or "/Annots" in page:
            return None
        (name, image) = next(iter(images.items()))
        if not _fills_page(page, name):
            return None
        return _untouched(page, image) if isinstance(image, pikepdf.Stream) else None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, NotImplementedError):
        return None  # rendered instead


def _untouched(page: pikepdf.Page, image: pikepdf.Stream) -> FilePage | None:
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")) or image.get("/ImageMask"):
        return None
    width_pt = float(page.mediabox[2]) - float(page.mediabox[0])
    dpi = round(int(image["/Width"]) / (width_pt / 72))
    filters = image.get("/Filter")
    names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        data = image.read_raw_bytes()
        if sniff(data) != "image/jpeg" or image.get("/ColorSpace") == "/DeviceCMYK":
            return None
        return FilePage(data, "image/jpeg", dpi, is_exact=True)
    if names == ["/CCITTFaxDecode"]:
        out = io.BytesIO()
        pikepdf.PdfImage(image).extract_to(stream=out)
        return FilePage(out.getvalue(), "image/tiff", dpi, is_exact=True)
    return None


def _fills_page(page: pikepdf.Page, name: str) -> bool:
    """Whether the page shows just this image, upright, edge to edge."""
    box = [float(v) for v in page.mediabox]
    matrices = [pikepdf.Matrix()]
    drawn, is_hidden = 0, False
    for step in pikepdf.parse_content_stream(page):
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            return False
        word, operands = str(step.operator), list(step.operands)
        if word in {"q", "Q", "cm"}:
            _transform(matrices, word, operands)
        elif word == "Tr":
            is_hidden = int(operands[0]) == _INVISIBLE
        elif word == "Do":
            drawn += 1
            if str(operands[0]) != name or not _covers(matrices[-1], box):
                return False
        elif word not in _HARMLESS and not (word in _SHOWS_TEXT and is_hidden):
            return False
    return drawn == 1


def _transform(matrices: list[pikepdf.Matrix], word: str, operands: list[Any]) -> None:
    if word == "q":
        matrices.append(matrices[-1])
    elif word == "cm":
        matrices[-1] = pikepdf.Matrix(*(float(v) for v in operands)) @ matrices[-1]
    elif len(matrices) > 1:
        matrices.pop()


def _covers(matrix: pikepdf.Matrix, box: list[float]) -> bool:
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    near = max(width, height) * _EDGE
    return (
        abs(matrix.b) < near
        and abs(matrix.c) < near
        and abs(matrix.a - width) < near
        and abs(matrix.d - height) < near
        and abs(matrix.e - left) < near
        and abs(matrix.f - bottom) < near
    )
