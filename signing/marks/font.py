"""The embedded face of the marks: one subset with every Vietnamese letter.

The subset holds all letters rather than those of one mark, so that the second signature in a file
refers to the font of the first. Widths are written in thousandths of the type size whatever the
font's own units: a face of 2048 units would otherwise come out letter-spaced.
"""

import io
import tomllib
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from signing.errors import SigningError

VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
_ALL = (
    VIETNAMESE
    + VIETNAMESE.upper()
    + "".join(map(chr, range(0x20, 0x7F)))
    + "\u2013\u2019\u201c\u201d"
)


@dataclass(frozen=True, slots=True)
class MarkFont:
    """A subset ready to be embedded as a composite font with Identity-H.

    Attributes:
        glyphs: glyph number of each character.
        widths: advance of each glyph in thousandths of the type size.
        stream: the TrueType program, deflated.
        bounds, ascent, descent, cap_height: for the descriptor, in thousandths.
    """

    name: str
    glyphs: dict[str, int]
    widths: tuple[int, ...]
    stream: bytes
    stream_length: int
    bounds: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    to_unicode: bytes

    def encode(self, text: str) -> bytes:
        """Text as a hexadecimal string of glyph numbers.

        Raises:
            SigningError: ``signing.glyph_missing`` for a character outside the subset.
        """
        try:
            codes = [self.glyphs[letter] for letter in unicodedata.normalize("NFC", text)]
        except KeyError as error:
            raise SigningError("signing.glyph_missing", letter=str(error.args[0])) from error
        return b"<" + b"".join(b"%04x" % code for code in codes) + b">"

    def width(self, text: str, size_pt: float) -> float:
        """Length of a line in points."""
        normal = unicodedata.normalize("NFC", text)
        return sum(self.widths[self.glyphs.get(letter, 0)] for letter in normal) * size_pt / 1000


@lru_cache(maxsize=8)
def mark_font(wished: Path | None = None) -> MarkFont:
    """The first complete face with Times metrics on this machine; ``wished`` is tried first.

    Raises:
        SigningError: ``signing.font_missing``, or ``signing.font_incomplete`` when the faces that
            are there lack Vietnamese letters (Liberation Serif before 2.0 does).
    """
    table = tomllib.loads(resources.files("signing.data").joinpath("fonts.toml").read_text("utf-8"))
    places = [Path(folder, name) for name in table["files"] for folder in table["folders"]]
    refusal = SigningError("signing.font_missing", names=", ".join(table["files"]))
    for path in ([wished] if wished else []) + places:
        if path.is_file():
            try:
                return load_font(path)
            except SigningError as error:
                refusal = error
    raise refusal


@lru_cache(maxsize=4)
def load_font(path: Path) -> MarkFont:
    """Subset a TrueType face; takes about a quarter of a second, once.

    Raises:
        SigningError: ``signing.font_incomplete`` names Vietnamese letters the face lacks.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont, TTLibError

    try:
        face: Any = TTFont(path, lazy=True)
        known = face.getBestCmap()
    except (OSError, TTLibError) as error:
        raise SigningError("signing.font_missing", names=path.name) from error
    missing = [letter for letter in _ALL if ord(letter) not in known]
    if missing:
        letters = "".join(missing)
        raise SigningError("signing.font_incomplete", font=path.name, letters=letters)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = []
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "OS/2", "name", "post", "FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=_ALL)
    cap_height = int(getattr(face["OS/2"], "sCapHeight", 0)) or 1341
    cutter.subset(face)
    return _build(face, cap_height)


def _build(face: Any, cap_height: int) -> MarkFont:
    order = face.getGlyphOrder()
    number = {name: at for at, name in enumerate(order)}
    glyphs = {chr(code): number[name] for code, name in face.getBestCmap().items()}
    per_em: int = face["head"].unitsPerEm

    def thousandths(value: float) -> int:
        return round(value * 1000 / per_em)

    widths = tuple(thousandths(face["hmtx"][name][0]) for name in order)
    head, across = face["head"], face["hhea"]
    bounds = tuple(thousandths(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax))
    del face["cmap"]
    buffer = io.BytesIO()
    head.modified = head.created
    face.recalcTimestamp = False
    face.save(buffer)
    program = buffer.getvalue()
    tag = _tag(program)
    return MarkFont(
        name=f"{tag}+LiberationSerif" if "glyf" in face else tag,
        glyphs=glyphs,
        widths=widths,
        stream=zlib.compress(program, 9),
        stream_length=len(program),
        bounds=(bounds[0], bounds[1], bounds[2], bounds[3]),
        ascent=thousandths(across.ascent),
        descent=thousandths(across.descent),
        cap_height=thousandths(cap_height),
        to_unicode=zlib.compress(_unicode_map(glyphs), 9),
    )


def _tag(program: bytes) -> str:
    """Six capitals that stand for the content, as subset names demand."""
    checksum = zlib.crc32(program)
    letters = []
    for _ in range(6):
        checksum, rest = divmod(checksum, 26)
        letters.append(chr(65 + rest))
    return "".join(letters)


def _unicode_map(glyphs: dict[str, int]) -> bytes:
    pairs = sorted((code, letter) for letter, code in glyphs.items())
    blocks = []
    for first in range(0, len(pairs), 100):
        rows = pairs[first : first + 100]
        lines = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in rows]
        blocks += [f"{len(rows)} beginbfchar", *lines, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode("ascii")
