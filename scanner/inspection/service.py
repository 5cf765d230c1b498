"""The inspector's child process: prove a page whole, then look at it."""

from __future__ import annotations

import logging

import cv2
import numpy as np

from scanner.devices import Colour
from scanner.inspection.cards import crop_card, lay_cards
from scanner.inspection.decode import (
    Picture,
    Pixels,
    decode,
    encode_group4,
    encode_jpeg,
)
from scanner.inspection.likeness import ink_difference
from scanner.inspection.limits import TooLarge, Unreadable
from scanner.inspection.look import HALF_DPI, look
from scanner.inspection.marks import grey_of
from scanner.inspection.treat import treated
from scanner.inspector import (
    Check,
    Compare,
    Difference,
    Refused,
    Render,
    Rendered,
    Seen,
    Whole,
)
from scanner.integrity import sniff
from scanner.memory import limit_own_memory
from scanner.worker import Pipe

_log = logging.getLogger(__name__)
#: Raw pixels become a JPEG of this quality; a device's own JPEG is never touched.
_MASTER_QUALITY = 90
#: Two pages are compared at 768 pixels' width.
_COMPARE_DPI = 100
#: A page may be this much off the ordered resolution before it is worth a word.
_DPI_TOLERANCE = 0.02
#: A page of 200 million pixels in colour, its grey copy and the libraries themselves.
_MEMORY_MB = 4096


def run(pipe: Pipe) -> None:
    """Answer until the parent is gone."""
    limit_own_memory(_MEMORY_MB)
    cv2.setNumThreads(1)  # the counter's other core belongs to the officer
    while True:
        order: Check | Compare | Render = pipe.recv()
        try:
            match order:
                case Check():
                    _prove_and_look(pipe, order)
                case Compare():
                    one, other = (
                        decode(d, sniff(d), look_dpi=_COMPARE_DPI) for d in (order.one, order.other)
                    )
                    share = ink_difference(grey_of(one.pixels), grey_of(other.pixels))
                    pipe.send(Difference(share))
                case Render():
                    pipe.send(render(order))
        except TooLarge as error:
            pipe.send(Refused(str(error), is_too_large=True))
        except Unreadable as error:
            pipe.send(Refused(str(error)))


def _prove_and_look(pipe: Pipe, order: Check) -> None:
    # Raw pixels are packed from this copy, so they are decoded in full.
    picture = decode(
        order.data,
        order.mime,
        look_dpi=HALF_DPI if order.keeps_bytes else 0,
        told_dpi=order.dpi or order.asked_dpi,
    )
    whole = _whole(order, picture)
    pipe.send(whole)
    try:
        seen = Seen(look(picture, whole.dpi, expects_seal=order.expects_seal))
    except Exception:  # noqa: BLE001  (the page is safe; our own fault must not take it back)
        _log.exception("looking at a page failed")
        seen = Seen(None)
    pipe.send(seen)


def render(order: Render) -> Rendered:
    """A page as its recipe shows it: turned, levelled, cut and treated once, from the original.

    Raises:
        Unreadable: the page cannot be decoded.
    """
    picture = decode(order.data, order.mime)
    pixels, dpi = picture.pixels, order.dpi or 300
    if order.cards:
        pixels = _turned(lay_cards(pixels, order.cards, dpi), order.turn_deg, 0.0)
    elif order.card is not None:
        pixels = crop_card(pixels, order.card, dpi)
    else:
        pixels = _turned(pixels, order.turn_deg, order.skew_deg)
        if order.crop is not None:
            x, y, width, height = order.crop
            pixels = pixels[max(0, y) : y + height, max(0, x) : x + width]
        if pixels.size == 0:
            raise Unreadable("nothing is left of the page")
    pixels = treated(pixels, order.treatments)
    height, width = pixels.shape[:2]
    packed = encode_jpeg(np.ascontiguousarray(pixels), dpi, _MASTER_QUALITY)
    return Rendered(packed, width, height)


def _turned(pixels: Pixels, turn_deg: int, skew_deg: float) -> Pixels:
    turned = np.ascontiguousarray(np.rot90(pixels, -(turn_deg // 90) % 4))
    if not skew_deg:
        return turned
    height, width = turned.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew_deg, 1.0)
    level = cv2.warpAffine(
        turned, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, np.uint8)


def _whole(order: Check, picture: Picture) -> Whole:
    told = picture.dpi or order.dpi
    dpi = told or order.asked_dpi
    warnings = []
    if order.asked_dpi and told and abs(told - order.asked_dpi) > order.asked_dpi * _DPI_TOLERANCE:
        warnings.append("scanner.note.resolution_differs")
    data, mime = (None, order.mime) if order.keeps_bytes else _packed(order, picture, dpi)
    return Whole(data, mime, picture.width, picture.height, dpi, tuple(warnings))


def _packed(order: Check, picture: Picture, dpi: int) -> tuple[bytes, str]:
    """Raw pixels as a page file: group 4 for black and white, else JPEG."""
    if picture.is_bilevel or order.asked_colour is Colour.BW:
        grey = grey_of(picture.pixels)
        return encode_group4(grey, dpi), "image/tiff"
    return encode_jpeg(picture.pixels, dpi, _MASTER_QUALITY), "image/jpeg"
