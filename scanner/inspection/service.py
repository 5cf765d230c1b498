"""The inspector's child process: prove a page whole, then look at it."""

from __future__ import annotations

import logging

import cv2

from scanner.devices import Colour
from scanner.inspection.decode import (
    Picture,
    TooLarge,
    Unreadable,
    capture_complaints,
    decode,
    encode_group4,
    encode_jpeg,
)
from scanner.inspection.look import look
from scanner.inspection.marks import grey_of
from scanner.inspector import Check, Refused, Seen, Whole
from scanner.worker import Pipe

_log = logging.getLogger(__name__)
#: Raw pixels become a JPEG of this quality; a device's own JPEG is never touched.
_MASTER_QUALITY = 90
#: A page may be this much off the ordered resolution before it is worth a word.
_DPI_TOLERANCE = 0.02


def run(pipe: Pipe) -> None:
    """Answer until the parent is gone."""
    capture_complaints()
    cv2.setNumThreads(1)  # the counter's other core belongs to the officer
    while True:
        order: Check = pipe.recv()
        try:
            picture = decode(order.data, order.mime)
        except TooLarge as error:
            pipe.send(Refused(str(error), is_too_large=True))
            continue
        except Unreadable as error:
            pipe.send(Refused(str(error)))
            continue
        whole = _whole(order, picture)
        pipe.send(whole)
        try:
            seen = Seen(look(picture, whole.dpi))
        except Exception:  # noqa: BLE001  (the page is safe; our own fault must not take it back)
            _log.exception("looking at a page failed")
            seen = Seen(None)
        pipe.send(seen)


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
