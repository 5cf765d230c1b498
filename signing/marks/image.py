"""Images of handwritten signatures and seals: drawn at real size, stored once per file."""

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from signing.errors import SigningError

_MOST_DPI = 300
_MOST_PIXELS = 40_000_000
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkImage:
    """A PNG with transparency and the width it has on paper.

    Attributes:
        png: the file's bytes.
        width_mm: real width; for a seal its diameter.
    """

    png: bytes = field(repr=False)
    width_mm: float


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """Pixels deflated and ready for a PDF.

    Attributes:
        colours: RGB samples, deflated.
        alpha: opacity samples, deflated; empty when the image is opaque.
        digest: names the image within a file.
        ink: mean colour of what is opaque, red, green, blue from 0 to 255.
    """

    width: int
    height: int
    width_mm: float
    height_mm: float
    colours: bytes
    alpha: bytes
    digest: str
    ink: tuple[int, int, int]


def prepare_image(image: MarkImage) -> PreparedImage:
    """Decode, shrink to at most 300 dpi and deflate; kept for the next file of a batch.

    Raises:
        SigningError: ``signing.image_unusable`` with ``reason``.
    """
    return _prepare(image.png, image.width_mm)


@lru_cache(maxsize=32)
def _prepare(png: bytes, width_mm: float) -> PreparedImage:
    if not 1 <= width_mm <= 200:
        raise SigningError("signing.image_unusable", reason="size")
    try:
        with Image.open(io.BytesIO(png)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise SigningError("signing.image_unusable", reason="pixels")
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise SigningError("signing.image_unusable", reason="format") from error
    height_mm = width_mm * picture.height / picture.width
    most = max(1, round(width_mm / _MM_PER_INCH * _MOST_DPI))
    if picture.width > most:
        size = (most, max(1, round(most * picture.height / picture.width)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    alpha = picture.getchannel("A")
    inked = alpha.point([0] * 128 + [255] * 128)
    if inked.getbbox() is None:
        raise SigningError("signing.image_unusable", reason="empty")
    flat = Image.new("RGB", picture.size, (255, 255, 255))
    flat.paste(picture.convert("RGB"), mask=inked)
    pixels = flat.tobytes()
    opaque = alpha.getextrema() == (255, 255)
    return PreparedImage(
        picture.width,
        picture.height,
        width_mm,
        height_mm,
        zlib.compress(pixels, 9),
        b"" if opaque else zlib.compress(alpha.tobytes(), 9),
        hashlib.sha256(pixels + alpha.tobytes()).hexdigest()[:24],
        _ink(picture, inked),
    )


def _ink(picture: Image.Image, inked: Image.Image) -> tuple[int, int, int]:
    one = Image.composite(picture.convert("RGB"), Image.new("RGB", picture.size), inked).reduce(
        max(1, min(picture.size) // 64)
    )
    weight = inked.reduce(max(1, min(picture.size) // 64))
    total = max(1, sum(weight.tobytes()))
    channels = [sum(channel.tobytes()) * 255 // total for channel in one.split()]
    return (min(channels[0], 255), min(channels[1], 255), min(channels[2], 255))


def image_problems(image: MarkImage, wanted: str) -> tuple[str, ...]:
    """What NĐ 30/2020 would object to: ``colour`` and ``opaque``; wanted is ``blue`` or ``red``."""
    prepared = prepare_image(image)
    red, green, blue = prepared.ink
    is_right = (
        blue > red + 20 and blue > green if wanted == "blue" else red > blue + 40 and red > green
    )
    problems = [] if is_right else ["colour"]
    return (*problems, "opaque") if not prepared.alpha else tuple(problems)
