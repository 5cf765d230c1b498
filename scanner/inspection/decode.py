"""Bytes to pixels, with damage told apart from wholeness."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import pi_heif
from PIL import Image, ImageFile, ImageOps

from scanner.inspection.complaints import complaints
from scanner.inspection.limits import MAX_PIXELS, TooLarge, Unreadable

Pixels: TypeAlias = npt.NDArray[np.uint8]

#: Above this a page is looked at in half size: the full one would take half a gigabyte.
_FULL_SIZE_PIXELS = 40_000_000
_SMALLEST_SIDE = 16
#: A smaller copy may fall short of the resolution that was asked for by this share.
_NEARLY = 0.95
_A4_WIDTH_INCH = 8.27
_COLOUR = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_GREY = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}

#: libjpeg's own words for an image that lost something in the middle.
_DAMAGE = (b"premature end", b"bad Huffman", b"instead of RST", b"Corrupt JPEG data: found marker")

Image.MAX_IMAGE_PIXELS = None  # our own limit is checked first, from the header
ImageFile.LOAD_TRUNCATED_IMAGES = False
pi_heif.register_heif_opener()


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded page.

    Attributes:
        pixels: uint8, (height, width) grey or (height, width, 3) BGR, upright as EXIF says.
        width: of the page itself, when `pixels` holds a smaller copy.
        height: of the page itself.
        dpi: as the file says; 0 when it does not.
        is_bilevel: the file holds black and white only.
        is_grey: the file holds one channel.
    """

    pixels: Pixels
    width: int
    height: int
    dpi: int
    is_bilevel: bool = False
    is_grey: bool = False

    @property
    def scale(self) -> float:
        """Size of `pixels` against the page."""
        return float(self.pixels.shape[1]) / self.width


def decode(data: bytes, mime: str, *, look_dpi: int = 0, told_dpi: int = 0) -> Picture:
    """Decode every line of an image.

    A JPEG may be asked for in a smaller copy. Its whole stream is still read: only the last step,
    from frequencies to pixels, is done for fewer pixels, at half the price or less.

    Args:
        data: the file.
        mime: as sniffed.
        look_dpi: resolution of the copy that is enough; 0 for every pixel.
        told_dpi: of the page, where the file does not say; 0 takes it for A4.

    Raises:
        TooLarge: refused from the header, before any memory is taken.
        Unreadable: cut, damaged or no image.
    """
    header = _header(data)
    if mime == "image/jpeg":
        return _jpeg(data, header, _reduction(header, look_dpi, told_dpi))
    return _by_pillow(data, header)


def _header(data: bytes) -> Picture:
    """Size and resolution without decoding."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            width, height = image.size
            dpi = _dpi(image)
            turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
            mode = image.mode
    except Exception as error:
        # Foreign bytes: Pillow answers damage with at least six unrelated kinds of error.
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    if width * height > MAX_PIXELS:
        raise TooLarge(f"{width} x {height} pixels")
    if min(width, height) < _SMALLEST_SIDE:
        raise Unreadable(f"{width} x {height} pixels")
    if turned:
        width, height = height, width
    empty = np.zeros((0, 0), np.uint8)
    return Picture(empty, width, height, dpi, is_bilevel=mode == "1", is_grey=mode == "L")


def _dpi(image: Image.Image) -> int:
    try:
        value = round(float(image.info.get("dpi", (0, 0))[0]))
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0
    return value if 50 <= value <= 4800 else 0


def _reduction(header: Picture, look_dpi: int, told_dpi: int) -> int:
    """By how much a JPEG is made smaller while it is decoded: 1, 2, 4 or 8."""
    least = 2 if header.width * header.height > _FULL_SIZE_PIXELS else 1
    if not look_dpi:
        return least
    page_dpi = header.dpi or told_dpi or min(header.width, header.height) / _A4_WIDTH_INCH
    enough = [by for by in _COLOUR if page_dpi / by >= look_dpi * _NEARLY]
    return max([least, *enough])


def _jpeg(data: bytes, header: Picture, by: int) -> Picture:
    flag = (_GREY if header.is_grey else _COLOUR)[by]
    with complaints() as said:
        try:
            pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
        except cv2.error as error:
            raise Unreadable(str(error)) from error
    words = b"".join(said)
    if any(sign in words for sign in _DAMAGE):
        raise Unreadable(words.decode("utf-8", "replace").strip())
    if pixels is None:
        return _by_pillow(data, header)  # CMYK and other rare kinds, or damage it can name
    return replace(header, pixels=np.asarray(pixels, np.uint8))


def _by_pillow(data: bytes, header: Picture) -> Picture:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            upright = ImageOps.exif_transpose(image)
            if upright.mode in {"1", "L", "I;16", "I"}:
                pixels = np.asarray(_to_grey(upright), np.uint8)
            else:
                rgb = np.asarray(upright.convert("RGB"), np.uint8)
                pixels = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
    except Exception as error:
        # See `_header`; MemoryError too is a verdict on the file, not on us.
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return replace(header, pixels=pixels)


def _to_grey(image: Image.Image) -> Image.Image:
    if image.mode in {"I;16", "I"}:
        deep = np.asarray(image, np.float32)
        return Image.fromarray((deep / 257.0).clip(0, 255).astype(np.uint8))
    return image.convert("L")


def encode_jpeg(pixels: Pixels, dpi: int, quality: int) -> bytes:
    """A JPEG with its resolution written in."""
    rgb = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    out = io.BytesIO()
    Image.fromarray(np.asarray(rgb, np.uint8)).save(
        out, "JPEG", quality=quality, subsampling="4:2:0", dpi=(dpi, dpi)
    )
    return out.getvalue()


def encode_group4(pixels: Pixels, dpi: int) -> bytes:
    """A bilevel TIFF, CCITT group 4: 60 kB for a page of text."""
    out = io.BytesIO()
    Image.fromarray(pixels).convert("1").save(out, "TIFF", compression="group4", dpi=(dpi, dpi))
    return out.getvalue()
