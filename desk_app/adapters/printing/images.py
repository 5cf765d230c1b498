"""Scanned pages as one PDF/A-2b file per paper, the scanner's JPEG bytes unchanged inside.

The picture that was hashed when it left the scanner is the picture in the file: a JPEG is
embedded as it is, never decoded and packed again. Pages keep their real size (ratio 1:1, as the
digitising profile of NĐ 30/2020/NĐ-CP, Appendix I, asks for).
"""

import datetime as dt
import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, UnidentifiedImageError

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.saving import archival_bytes

_LEAST_DPI, _MOST_DPI = 50, 2400
_POINTS = 72.0
_LONGEST_SIDE_PT = 14_400  # PDF 1.7, Annex C
_DEFAULT_DPI = 300
_ORIENTATION = 0x0112

# Matrix that shows a picture upright, by its EXIF orientation, on a w × h page.
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    data: bytes
    width: int
    height: int
    mode: str
    dpi: tuple[float, float]
    orientation: int
    is_jpeg: bool


def images_to_pdf(
    pages: Sequence[bytes | Path],
    *,
    title: str,
    created_at: dt.datetime,
    dpi: int | None = None,
) -> bytes:
    """Wrap page pictures into one PDF/A-2b.

    Args:
        pages: pictures in page order, as bytes or files; JPEG is kept byte for byte (grey and
            colour), anything else Pillow reads (PNG, TIFF, BMP; CMYK JPEG) is packed losslessly.
        title: document title in the metadata; must hold no personal data.
        created_at: aware moment; equal input gives equal bytes.
        dpi: resolution of the scan; by default that of each picture, else 300.

    Returns:
        The PDF. Page boxes are the true size of the sheet; turned camera pictures stand upright.

    Raises:
        PrintingError: `printing.no_pages`; `printing.page_unreadable` (facts: `page`, counted
            from 1).
    """
    if not pages:
        raise PrintingError("printing.no_pages")
    pdf = pikepdf.new()
    for number, page in enumerate(pages, start=1):
        _add_page(pdf, _open(page, number, dpi))
    _make_archival(pdf, title, created_at)
    return archival_bytes(pdf)


def _open(page: bytes | Path, number: int, dpi: int | None) -> _Picture:
    try:
        data = page if isinstance(page, bytes) else page.read_bytes()
        with Image.open(io.BytesIO(data)) as image:
            orientation = image.getexif().get(_ORIENTATION, 1)
            own, mode, (width, height) = image.info.get("dpi", (0, 0)), image.mode, image.size
            is_jpeg = image.format == "JPEG" and mode in {"L", "RGB"}
            if is_jpeg:
                # All of the file is read, for an eighth of its points: room for all of them is
                # cleared with the interpreter held, and the window stands still so long.
                image.draft(mode, (1, 1))
            image.load()  # a cut-off picture is refused here and not at the province
            return _Picture(
                data=data if is_jpeg else _lossless(image),
                width=width,
                height=height,
                mode=mode if is_jpeg else _plain_mode(image),
                dpi=(dpi, dpi) if dpi else _sane(own),
                orientation=orientation if orientation in _UPRIGHT else 1,
                is_jpeg=is_jpeg,
            )
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, struct.error) as error:
        raise PrintingError("printing.page_unreadable", page=number) from error
    except Image.DecompressionBombError as error:
        raise PrintingError("printing.page_too_large", page=number) from error


def _sane(own: tuple[float, float]) -> tuple[float, float]:
    across, down = float(own[0]), float(own[1])
    if _LEAST_DPI <= across <= _MOST_DPI and _LEAST_DPI <= down <= _MOST_DPI:
        return (across, down)
    return (_DEFAULT_DPI, _DEFAULT_DPI)


def _plain_mode(image: Image.Image) -> str:
    if image.mode == "1":
        return "1"
    return "L" if image.mode in {"L", "LA", "I;16"} else "RGB"


def _lossless(image: Image.Image) -> bytes:
    mode = _plain_mode(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper
    return image.convert(mode).tobytes()


def _add_page(pdf: pikepdf.Pdf, picture: _Picture) -> None:
    width = picture.width * _POINTS / picture.dpi[0]
    height = picture.height * _POINTS / picture.dpi[1]
    if picture.orientation in {5, 6, 7, 8}:
        width, height = height, width
    shrink = min(1.0, _LONGEST_SIDE_PT / max(width, height))
    width, height = width * shrink, height * shrink
    a, b, c, d, e, f = _UPRIGHT[picture.orientation]
    matrix = (a * width, b * height, c * width, d * height, e * width, f * height)
    numbers = " ".join(f"{value:.4f}" for value in matrix)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 4), round(height, 4)]),
        Resources=Dictionary(XObject=Dictionary(Im0=_image(pdf, picture))),
        Contents=pdf.make_stream(f"q {numbers} cm /Im0 Do Q".encode("ascii")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _image(pdf: pikepdf.Pdf, picture: _Picture) -> Stream:
    keys = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": picture.width,
        "Height": picture.height,
        "ColorSpace": Name.DeviceRGB if picture.mode == "RGB" else Name.DeviceGray,
        "BitsPerComponent": 1 if picture.mode == "1" else 8,
    }
    if picture.is_jpeg:
        return Stream(pdf, picture.data, Filter=Name.DCTDecode, **keys)
    import zlib

    return Stream(pdf, zlib.compress(picture.data, 9), Filter=Name.FlateDecode, **keys)


def _make_archival(pdf: pikepdf.Pdf, title: str, created_at: dt.datetime) -> None:
    """What PDF/A-2b wants beside the pages: colour meaning and metadata."""
    profile = Stream(pdf, srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
                Info=pikepdf.String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    moment = created_at.replace(microsecond=0)
    zone = moment.strftime("%z") or "+0000"
    stamp = f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = stamp
    pdf.docinfo["/ModDate"] = stamp
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["xmp:CreateDate"] = moment.isoformat()
        metadata["xmp:ModifyDate"] = moment.isoformat()
        metadata["xmp:MetadataDate"] = moment.isoformat()
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"


def srgb_profile() -> bytes:
    """A small ICC profile (version 2.1) that says what our red, green and blue mean.

    Source: ICC.1:2001-04; primaries of IEC 61966-2-1 adapted to D50, gamma 2.2 as its curve.
    """

    def s15(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(s15(value) for value in values)

    description = b"sRGB IEC61966-2.1"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags = {
        b"desc": b"desc\0\0\0\0"
        + struct.pack(">I", len(description) + 1)
        + description
        + b"\0"
        + b"\0" * (4 + 4 + 2 + 1 + 67),
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = b"", b""
    offset = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += padded
    size = 128 + 4 + len(table) + len(body)
    header = (
        struct.pack(">I4sI", size, b"\0\0\0\0", 0x02100000)
        + b"mntrRGB XYZ "
        + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
        + b"acsp"
        + b"\0" * 28
        + s15(0.9642)
        + s15(1.0)
        + s15(0.8249)
        + b"\0" * 48
    )
    return header + struct.pack(">I", len(tags)) + table + body
