"""What can be told from the bytes alone, and the value that proves a page was checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.errors import DeviceError

#: What a page may be once it is in the tray.
PAGE_TYPES = ("image/jpeg", "image/png", "image/tiff")

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"BM", "image/bmp"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
#: Firmware pads answers with zero bytes up to a block.
_PADDING = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePage:
    """One side whose bytes were proved whole: end mark seen and every line decoded.

    Only `scanner.inspector` makes these.

    Attributes:
        data: what is stored; the device's own bytes unless it sent raw pixels.
        width: pixels, upright.
        height: pixels, upright.
    """

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    dpi: int
    origin: str = ""
    warnings: tuple[str, ...] = ()


def sniff(data: bytes) -> str:
    """MIME type by content; empty when it is nothing we know."""
    head = data[:16]
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    return ""


def end_mark_missing(data: bytes, mime: str) -> str:
    """Why the bytes cannot be the whole file; empty when their end is there."""
    if not data:
        return "no bytes"
    tail = data[-_PADDING:].rstrip(b"\0\r\n")
    if mime == "image/jpeg" and not tail.endswith(b"\xff\xd9"):
        return "JPEG end mark missing"
    if mime == "image/png" and b"IEND" not in tail[-16:]:
        return "PNG end mark missing"
    if mime == "application/pdf" and b"%%EOF" not in tail[-1024:]:
        return "PDF end mark missing"
    return ""


def not_whole(reason: str, *, sheet: int = 0) -> DeviceError:
    """The refusal of a page."""
    return DeviceError("scanner.page_broken", sheet=sheet, reason=reason)
