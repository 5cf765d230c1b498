"""Form XObjects of marks, with font and image taken from earlier marks of the file if they fit.

Colours are calibrated (CalGray, CalRGB), so that a file that is PDF/A-2b stays so whatever
output intent it has.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from signing.marks.font import MarkFont
from signing.marks.image import PreparedImage
from signing.pdf.document import PdfDocument
from signing.pdf.geometry import PageFrame
from signing.pdf.revision import Revision, numbers, reference

_GRAY = b"[/CalGray<</WhitePoint[0.9505 1 1.089]/Gamma 2.2>>]"
_RGB = (
    b"[/CalRGB<</WhitePoint[0.9505 1 1.089]/Gamma[2.2 2.2 2.2]"
    b"/Matrix[0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505]>>]"
)
_PLAIN_IMAGE = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/BitsPerComponent",
    "/ColorSpace",
    "/Filter",
    "/Length",
}
_BROKEN = (KeyError, TypeError, AttributeError, ValueError, IndexError, pikepdf.PdfError)


@dataclass(frozen=True, slots=True)
class TextMark:
    """Lines of black upright text, flush left, in a box of so many points.

    Attributes:
        indent: from the left edge of the box, in points.
        drop: from its upper edge, in points.
    """

    font: MarkFont
    lines: tuple[str, ...]
    size_pt: float
    leading: float
    width: float
    height: float
    indent: float = 0.0
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class ImageMark:
    """An image at real size, centred in a box of so many points."""

    image: PreparedImage
    width: float
    height: float


Mark = TextMark | ImageMark


class Drawer:
    """Draws marks into one revision, storing each font and image once per file."""

    def __init__(self, document: PdfDocument, revision: Revision) -> None:
        self._document, self._revision = document, revision
        self._stored: dict[str, bytes] = {}

    def draw(self, mark: Mark, frame: PageFrame) -> bytes:
        """Reference to the appearance of ``mark`` on a page with that frame."""
        if isinstance(mark, TextMark):
            content, resources = self._text(mark)
        else:
            content, resources = self._image(mark)
        scale = 1 / frame.user_unit
        box = numbers(0, 0, mark.width * scale, mark.height * scale)
        if scale != 1:
            content = b"q %b cm\n%b\nQ" % (numbers(scale, 0, 0, scale, 0, 0), content)
        matrix = b" ".join(b"%d" % number for number in frame.upright_matrix())
        head = b"/Type/XObject/Subtype/Form/BBox[%b]/Matrix[%b]/Resources<<%b>>" % (
            box,
            matrix,
            resources,
        )
        return self._revision.put_stream(head, content)

    def empty(self) -> bytes:
        """Appearance of a field that is prepared and not yet signed."""
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>"
        return self._revision.put_stream(head, b"")

    def _text(self, mark: TextMark) -> tuple[bytes, bytes]:
        step = mark.size_pt * mark.leading
        first = mark.height - mark.drop - mark.font.ascent * mark.size_pt / 1000
        rows = [b"BT /C0 cs 0 sc /F0 %b Tf" % numbers(mark.size_pt)]
        rows.append(b"%b Td" % numbers(mark.indent, first))
        for at, line in enumerate(mark.lines):
            if at:
                rows.append(b"%b Td" % numbers(0, -step))
            rows.append(mark.font.encode(line) + b" Tj")
        rows.append(b"ET")
        resources = b"/Font<</F0 %b>>/ColorSpace<</C0 %b>>" % (self._font(mark.font), _GRAY)
        return b"\n".join(rows), resources

    def _image(self, mark: ImageMark) -> tuple[bytes, bytes]:
        image = mark.image
        width, height = image.width_mm * 72 / 25.4, image.height_mm * 72 / 25.4
        shrink = min(1.0, mark.width / width, mark.height / height)
        width, height = width * shrink, height * shrink
        left, bottom = (mark.width - width) / 2, (mark.height - height) / 2
        content = b"q %b cm /I0 Do Q" % numbers(width, 0, 0, height, left, bottom)
        return content, b"/XObject<</I0 %b>>" % self._picture(image)

    def _font(self, font: MarkFont) -> bytes:
        if font.name not in self._stored:
            found = next((item for item in self._earlier("/Font") if is_font(item, font)), None)
            self._stored[font.name] = self._put_font(font) if found is None else _ref(found)
        return self._stored[font.name]

    def _picture(self, image: PreparedImage) -> bytes:
        if image.digest not in self._stored:
            found = next(
                (item for item in self._earlier("/XObject") if is_image(item, image)), None
            )
            self._stored[image.digest] = self._put_image(image) if found is None else _ref(found)
        return self._stored[image.digest]

    def _put_font(self, font: MarkFont) -> bytes:
        put = self._revision.put
        program = self._revision.put_stream(
            b"/Filter/FlateDecode/Length1 %d" % font.stream_length, font.stream
        )
        name = font.name.encode("ascii")
        descriptor = put(
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%b]/ItalicAngle 0/Ascent %d"
            b"/Descent %d/CapHeight %d/StemV 80/FontFile2 %b>>"
            % (
                name,
                numbers(*font.bounds),
                font.ascent,
                font.descent,
                font.cap_height,
                program,
            )
        )
        widths = b" ".join(b"%d" % width for width in font.widths)
        descendant = put(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %b/DW 0/W[0[%b]]"
            b"/CIDToGIDMap/Identity>>" % (name, descriptor, widths)
        )
        unicode_map = self._revision.put_stream(b"/Filter/FlateDecode", font.to_unicode)
        return put(
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
            b"/DescendantFonts[%b]/ToUnicode %b>>" % (name, descendant, unicode_map)
        )

    def _put_image(self, image: PreparedImage) -> bytes:
        head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (
            image.width,
            image.height,
        )
        mask = b""
        if image.alpha:
            mask = b"/SMask " + self._revision.put_stream(
                head + b"/ColorSpace/DeviceGray/Filter/FlateDecode", image.alpha
            )
        return self._revision.put_stream(
            head + b"/ColorSpace%b%b/Filter/FlateDecode" % (_RGB, mask), image.colours
        )

    def _earlier(self, kind: str) -> Iterator[pikepdf.Object]:
        """Fonts or images that earlier marks of this file brought along."""
        for field in self._document.signed_fields:
            with contextlib.suppress(*_BROKEN):
                resources = field.widget["/AP"]["/N"]["/Resources"]
                for item in resources.get(kind, pikepdf.Dictionary()).as_dict().values():
                    if item.is_indirect:
                        yield item


def is_font(item: pikepdf.Object, font: MarkFont) -> bool:
    """Whether a font of the file is, byte for byte, the one that would be embedded."""
    try:
        descendant = item["/DescendantFonts"][0]
        return bool(
            str(item["/BaseFont"])[1:] == font.name
            and item["/Encoding"] == "/Identity-H"
            and item["/ToUnicode"].read_raw_bytes() == font.to_unicode
            and descendant["/CIDToGIDMap"] == "/Identity"
            and [int(width) for width in descendant["/W"][1]] == list(font.widths)
            and descendant["/FontDescriptor"]["/FontFile2"].read_raw_bytes() == font.stream
        )
    except _BROKEN:
        return False


def is_image(item: pikepdf.Object, image: PreparedImage) -> bool:
    """Whether an image of the file has exactly these samples: a look-alike is never reused."""
    try:
        mask = item.get("/SMask")
        alpha = b"" if mask is None else mask.read_raw_bytes()
        masks_are_plain = mask is None or set(mask.keys()) <= _PLAIN_IMAGE
        return bool(
            (int(item["/Width"]), int(item["/Height"])) == (image.width, image.height)
            and set(item.keys()) <= _PLAIN_IMAGE | {"/SMask"}
            and masks_are_plain
            and item.read_raw_bytes() == image.colours
            and alpha == image.alpha
        )
    except _BROKEN:
        return False


def _ref(item: pikepdf.Object) -> bytes:
    return reference(*item.objgen)
