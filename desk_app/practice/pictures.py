"""Seal and handwritten signatures of the practice office, drawn at run time.

They look like the real things and say on their face that they are none: every seal carries
THỬ NGHIỆM inside its ring, every signature the word MẪU.
"""

import functools
import hashlib
import io
import itertools
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from desk_app.adapters.printing.fonts import find_fonts

SEAL_PICTURE = "seal.png"
SEAL_MM = 36
SIGNATURE_MM = 42

_DPI = 300
_FINER = 3
_RED = (218, 20, 36)
_BLUE = (18, 52, 168)
_TEST_WORDS = "THỬ NGHIỆM"
_SPECIMEN = "MẪU"

Point = tuple[float, float]


def draw_seal(agency: str, superior: str, *, diameter_mm: float = SEAL_MM) -> bytes:
    """A round red seal as PNG with transparency, ``diameter_mm`` wide at 300 dpi.

    Args:
        agency: on the upper arc.
        superior: on the lower arc.
        diameter_mm: outer diameter.
    """
    size = round(diameter_mm / 25.4 * _DPI) * _FINER
    picture = Image.new("RGBA", (size, size), (*_RED, 0))
    pen = ImageDraw.Draw(picture)
    middle = size / 2
    outer, inner = size * 0.49, size * 0.355
    for radius, width in ((outer, 0.022), (outer * 0.935, 0.006), (inner, 0.008)):
        box = (middle - radius, middle - radius, middle + radius, middle + radius)
        pen.ellipse(box, outline=(*_RED, 255), width=max(1, round(size * width)))
    band = (outer * 0.935 + inner) / 2
    _arc(picture, agency.upper(), band, size * 0.068, is_upper=True)
    _arc(picture, superior.upper(), band, size * 0.047, is_upper=False)
    pen.polygon(_star(middle, middle - size * 0.055, size * 0.165), fill=(*_RED, 255))
    font = _font(size * 0.062)
    pen.text((middle, middle + size * 0.19), _TEST_WORDS, font=font, fill=(*_RED, 255), anchor="mm")
    return _png(picture)


def draw_portrait() -> bytes:
    """A face that is nobody's, 240 by 320, as JPEG; MẪU stands across it."""
    picture = Image.new("RGB", (240, 320), (214, 224, 235))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((20, 215, 220, 420), fill=(70, 84, 120))
    pen.ellipse((70, 60, 170, 200), fill=(222, 190, 165))
    pen.pieslice((62, 45, 178, 165), 180, 360, fill=(45, 38, 36))
    pen.text((120, 285), _SPECIMEN, font=_font(40), fill=(255, 255, 255), anchor="mm")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def draw_signature(name: str, *, width_mm: float = SIGNATURE_MM) -> bytes:
    """A blue handwritten signature as PNG with transparency; the same name gives the same strokes.

    Args:
        name: whose; it seeds the strokes and gives their number.
        width_mm: width on paper at 300 dpi; the height is two fifths of it.
    """
    wide = round(width_mm / 25.4 * _DPI) * _FINER
    tall = wide * 2 // 5
    picture = Image.new("RGBA", (wide, tall), (*_BLUE, 0))
    pen = ImageDraw.Draw(picture)
    rng = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 - strokes, no secret
    for stroke in (_initial(rng), _running(rng, len(name)), _flourish(rng)):
        _ink(pen, [(x * wide, y * tall) for x, y in stroke], wide * 0.0065)
    font = _font(tall * 0.12)
    pen.text((wide * 0.985, tall * 0.94), _SPECIMEN, font=font, fill=(*_BLUE, 255), anchor="rs")
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    small = picture.resize(
        (picture.width // _FINER, picture.height // _FINER), Image.Resampling.LANCZOS
    )
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True, dpi=(_DPI, _DPI))
    return out.getvalue()


def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_bold(), round(size))


@functools.cache
def _bold() -> str:
    return next(str(file) for file in find_fonts().files if _is_bold(file))


def _is_bold(file: Path) -> bool:
    name = file.stem.lower()
    return name.endswith(("-bold", "bd"))


def _arc(picture: Image.Image, text: str, radius: float, size: float, *, is_upper: bool) -> None:
    """Letters one by one along a circle, upright on the upper arc and on the lower one."""
    font, middle = _font(size), picture.width / 2
    widths = [font.getlength(letter) * 1.12 for letter in text]
    largest = math.radians(210 if is_upper else 125)
    squeeze = min(1.0, largest * radius / sum(widths))
    angle = -sum(widths) * squeeze / radius / 2
    for letter, width in zip(text, widths, strict=True):
        half = width * squeeze / radius / 2
        angle += half
        turn = angle if is_upper else -angle
        across = middle + radius * math.sin(angle)
        down = middle - radius * math.cos(angle) if is_upper else middle + radius * math.cos(angle)
        tile = Image.new("RGBA", (round(size * 2.4),) * 2, (*_RED, 0))
        ImageDraw.Draw(tile).text(
            (tile.width / 2, tile.height / 2), letter, font=font, fill=(*_RED, 255), anchor="mm"
        )
        turned = tile.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC)
        place = (round(across - turned.width / 2), round(down - turned.height / 2))
        picture.alpha_composite(turned, place)
        angle += half


def _star(x: float, y: float, radius: float) -> list[Point]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        turn = math.pi * corner / 5
        points.append((x + reach * math.sin(turn), y - reach * math.cos(turn)))
    return points


def _initial(rng: random.Random) -> list[Point]:
    """A tall first letter: up, round and down."""
    lean = rng.uniform(0.02, 0.06)
    return _smooth(
        [
            (0.05, 0.72),
            (0.10 + lean, 0.22),
            (0.17 + lean, 0.10),
            (0.19 + lean, 0.30),
            (0.12, 0.62),
            (0.09, 0.84),
            (0.16, 0.80),
            (0.25, 0.52),
        ]
    )


def _running(rng: random.Random, letters: int) -> list[Point]:
    """Small loops that grow flatter towards the end, as names are signed."""
    points: list[Point] = [(0.25, 0.52)]
    loops = 4 + letters % 4
    for loop in range(loops):
        left = 0.25 + 0.5 * loop / loops
        wide, high = 0.5 / loops, (0.24 - 0.025 * loop) * rng.uniform(0.7, 1.25)
        points += [
            (left + wide * 0.25, 0.58 - high),
            (left + wide * 0.65, 0.56 - high * 0.8),
            (left + wide * 0.45, 0.66),
            (left + wide, 0.6 - high * 0.15),
        ]
    return _smooth(points)


def _flourish(rng: random.Random) -> list[Point]:
    """The long stroke back under the name."""
    return _smooth(
        [
            (0.74, 0.58),
            (0.90, 0.34 + rng.uniform(-0.06, 0.06)),
            (0.95, 0.46),
            (0.62, 0.80),
            (0.22, 0.90 + rng.uniform(-0.03, 0.03)),
            (0.40, 0.80),
            (0.88, 0.72),
        ]
    )


def _smooth(points: list[Point]) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for at in range(len(points) - 1):
        a, b, c, d = padded[at : at + 4]
        for step in range(40):
            t = step / 40
            curve.append((_blend(a[0], b[0], c[0], d[0], t), _blend(a[1], b[1], c[1], d[1], t)))
    return [*curve, points[-1]]


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )


def _ink(pen: ImageDraw.ImageDraw, points: list[Point], width: float) -> None:
    """A line that is thicker where the pen goes down."""
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        falling = max(0.0, min(1.0, (y2 - y1) / (abs(x2 - x1) + abs(y2 - y1) + 1e-6)))
        radius = width * (0.45 + 0.55 * falling)
        steps = max(1, round(math.hypot(x2 - x1, y2 - y1) / (radius * 0.5)))
        for step in range(steps + 1):
            x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*_BLUE, 255))
