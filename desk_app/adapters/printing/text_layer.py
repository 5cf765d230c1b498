"""The words of a scan behind its pictures: found by search, copied as text, never seen.

The words are drawn in text mode 3 in a font whose only glyph is empty; which letter stands where is
told by its ToUnicode table. Pictures, page boxes and metadata stay as they are. A file with a
signature is never touched.
"""

import io
import math
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.saving import archival_bytes
from desk_app.application.ports import PageWords

_FONT = Name.DeskText
_EM = 1000
_ADVANCE = 500
_ASCENT, _DESCENT = 800, -200
_SLOPED_FROM = 3.0  # a line shorter than this many letter heights says nothing of its slope
_LEAST_PT = 0.5

_Word = tuple[str, tuple[int, int, int, int]]


def with_text_layer(pdf: bytes, pages: Sequence[PageWords | None]) -> bytes:
    """A scan with the words of its pages; an earlier layer of ours is replaced.

    Args:
        pdf: as `images_to_pdf` makes it, with or without a layer.
        pages: words of each page in order; None leaves a page without words.

    Returns:
        The PDF; the same input gives the same bytes.

    Raises:
        PrintingError: `printing.signed_untouched`; `printing.text_pages_differ` (facts: `pages`,
            `texts`).
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if _is_signed(opened, pdf):
            raise PrintingError("printing.signed_untouched")
        if len(opened.pages) != len(pages):
            raise PrintingError(
                "printing.text_pages_differ", pages=len(opened.pages), texts=len(pages)
            )
        letters = sorted(
            {c for page in pages if page for _, text, _ in page.words for c in _plain(text)}
        )
        font = opened.make_indirect(_font(opened, [*letters, " "]))
        for page, words in zip(opened.pages, pages, strict=True):
            _without_layer(page)
            if words is not None and words.words:
                _add(opened, page, words, font)
        opened.remove_unreferenced_resources()
        return archival_bytes(opened)


def _is_signed(opened: pikepdf.Pdf, data: bytes) -> bool:
    form = opened.Root.get("/AcroForm", Dictionary())
    return b"/ByteRange" in data or bool(form.get("/SigFlags", 0)) or "/Perms" in opened.Root


def _without_layer(page: pikepdf.Page) -> None:
    fonts = page.Resources.get("/Font", Dictionary())
    if _FONT not in fonts:
        return
    contents = page.obj.Contents
    page.obj.Contents = contents[0] if len(contents) == 2 else Array(list(contents)[:-1])
    del fonts[_FONT]
    if not fonts.keys():
        del page.Resources.Font


def _add(pdf: pikepdf.Pdf, page: pikepdf.Page, words: PageWords, font: pikepdf.Object) -> None:
    left, bottom, right, top = (float(value) for value in page.mediabox)
    place = _Place(words, right - left, top - bottom)
    commands = [b"BT", b"3 Tr"]
    for line in _lines(words):
        commands += place.commands(line)
    commands.append(b"ET")
    stream = pdf.make_stream(b"\n".join(commands))
    old = page.obj.Contents
    before = list(old) if isinstance(old, Array) else [old]
    page.obj.Contents = Array([*before, stream])
    if "/Font" not in page.Resources:
        page.Resources.Font = Dictionary()
    page.Resources.Font[_FONT] = font


def _lines(words: PageWords) -> Iterator[list[_Word]]:
    lines: dict[int, list[_Word]] = {}
    for line, text, box in words.words:
        plain = _plain(text)
        if plain:
            lines.setdefault(line, []).append((plain, box))
    yield from lines.values()


def _plain(text: str) -> str:
    """NFC in one unit a letter; what has none, and control characters, go."""
    made = unicodedata.normalize("NFC", text)
    return "".join(c for c in made if ord(c) <= 0xFFFF and unicodedata.category(c)[0] != "C")


class _Place:
    """From pixels of the upright page to the points of the sheet, whichever way it was turned."""

    def __init__(self, words: PageWords, width_pt: float, height_pt: float) -> None:
        self._turned = words.turned_deg % 360
        sideways = self._turned % 180 == 90
        self._width, self._height = width_pt, height_pt
        self._x = (height_pt if sideways else width_pt) / words.width
        self._y = (width_pt if sideways else height_pt) / words.height
        self._upright_height = words.height

    def commands(self, line: list[_Word]) -> Iterator[bytes]:
        """One line: a matrix at its beginning, then word by word, each stretched over its box."""
        heights = sorted(box[3] for _, box in line)
        size = max(_LEAST_PT, heights[len(heights) // 2] * self._y)
        angle = self._slope(line)
        x, y = self._point(line[0][1][0], line[0][1][1] + line[0][1][3])
        turn = math.radians(self._turned) + angle
        yield f"/DeskText {size:.3f} Tf".encode("ascii")
        cos, sin = math.cos(turn), math.sin(turn)
        lift = -size * _DESCENT / _EM  # the box holds what hangs below the line
        x, y = x - sin * lift, y + cos * lift
        yield f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} Tm".encode("ascii")
        for number, (text, box) in enumerate(line):
            yield self._shown(text, box[2] * self._x, size)
            if number + 1 < len(line):
                gap = (line[number + 1][1][0] - box[0] - box[2]) * self._x
                yield self._shown(" ", max(gap, size * 0.05), size)

    def _slope(self, line: list[_Word]) -> float:
        """Angle of a line in radians, from the feet of its first and last word."""
        first, last = line[0][1], line[-1][1]
        across = last[0] + last[2] / 2 - first[0] - first[2] / 2
        if across < _SLOPED_FROM * max(first[3], last[3]):
            return 0.0
        down = (last[1] + last[3] / 2) - (first[1] + first[3] / 2)
        return -math.atan2(down * self._y, across * self._x)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of the upright page to points of the sheet, from its lower left corner."""
        across, up = x * self._x, (self._upright_height - y) * self._y
        match self._turned:
            case 90:  # the sheet was turned clockwise: its left edge became the upper one
                return self._width - up, across
            case 180:
                return self._width - across, self._height - up
            case 270:
                return up, self._height - across
        return across, up

    def _shown(self, text: str, width: float, size: float) -> bytes:
        natural = len(text) * _ADVANCE / _EM * size
        stretch = max(0.01, width) / natural * 100
        codes = "".join(f"{ord(c):04X}" for c in text)
        return f"{stretch:.3f} Tz <{codes}> Tj".encode("ascii")


def _font(pdf: pikepdf.Pdf, letters: Sequence[str]) -> Dictionary:
    """A font of one empty glyph for every letter; codes are UTF-16 units.

    Every letter is given the glyph 1, which has nothing to draw, so that the font embedded is the
    font shown (ISO 19005-2, 6.2.11).
    """
    program = Stream(pdf, _glyphless())
    program.Length1 = len(_glyphless())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.DeskGlyphless,
        Flags=4,
        FontBBox=Array([0, _DESCENT, _ADVANCE, _ASCENT]),
        ItalicAngle=0,
        Ascent=_ASCENT,
        Descent=_DESCENT,
        CapHeight=_ASCENT,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    glyphs = bytearray(2 * (max(ord(c) for c in letters) + 1))
    for letter in letters:
        glyphs[2 * ord(letter) + 1] = 1
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.DeskGlyphless,
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_ADVANCE,
        CIDToGIDMap=pdf.make_indirect(Stream(pdf, bytes(glyphs))),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.DeskGlyphless,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(letters))),
    )


def _to_unicode(letters: Sequence[str]) -> bytes:
    lines = [f"<{ord(c):04X}> <{ord(c):04X}>" for c in sorted(set(letters))]
    hundreds = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    parts = [f"{len(h)} beginbfchar\n" + "\n".join(h) + "\nendbfchar" for h in hundreds]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    )
    tail = "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return (head + "\n".join(parts) + tail).encode("ascii")


@lru_cache(maxsize=1)
def _glyphless() -> bytes:
    """A TrueType font with two empty glyphs, always the same bytes."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf({".notdef": Glyph(), "blank": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (_ADVANCE, 0), "blank": (_ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": "DeskGlyphless", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    target = io.BytesIO()
    builder.font.save(target)
    return target.getvalue()
