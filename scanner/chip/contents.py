"""What stands in the files of a chip: the zone, the numbered items, the face, the list of groups.

Nothing here is trusted yet; the bytes may be anybody's. Source: ICAO Doc 9303-10 (DG1, DG2,
EF.SOD), ISO/IEC 19794-5 (face). DG13 of the Vietnamese card is known from public readers alone: its
items are named in ``cards.toml``.
"""

from __future__ import annotations

import functools
import io
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from asn1crypto import cms

from scanner.chip.errors import ChipError
from scanner.chip.tlv import TlvFault, items, only, value_of

_PORTRAIT, _MOST_PIXELS = (360, 480), 16_000_000
_ZONE_LINES = {90: 30, 72: 36, 88: 44}
_JPEG, _JP2, _J2K = b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP", b"\xff\x4f\xff\x51"


@dataclass(frozen=True, slots=True)
class Face:
    """The picture of DG2.

    Attributes:
        media_type: ``image/jpeg`` or ``image/jp2``.
    """

    media_type: str
    data: bytes


def zone_lines(group: bytes) -> list[str]:
    """The lines of the machine-readable zone in DG1.

    Raises:
        ChipError: ``chip.file_unreadable``.
    """
    try:
        text = only(only(group, 0x61), 0x5F1F).decode("ascii")
        width = _ZONE_LINES[len(text)]
    except (TlvFault, UnicodeDecodeError, KeyError) as fault:
        raise ChipError("chip.file_unreadable", file="DG1", reason="zone") from fault
    return [text[at : at + width] for at in range(0, len(text), width)]


def card_items(group: bytes) -> dict[str, str | list[str]]:
    """The named items of DG13, NFC; unknown numbers are kept as ``item_N``.

    Raises:
        ChipError: ``chip.file_unreadable``.
    """
    names = item_names()
    found: dict[str, str | list[str]] = {}
    try:
        for _, item in items(only(only(group, 0x6D), 0x30)):
            number, texts = _numbered(item)
            name = names.get(number, f"item_{number}")
            found[name] = texts[0] if len(texts) == 1 else texts
    except (TlvFault, UnicodeDecodeError) as fault:
        raise ChipError("chip.file_unreadable", file="DG13", reason="items") from fault
    return found


def _numbered(item: bytes) -> tuple[int, list[str]]:
    parts = items(item)
    if not parts or parts[0][0] != 0x02:
        raise TlvFault("no number")
    texts = [text for tag, raw in parts[1:] for text in _texts(tag, raw)]
    return int.from_bytes(parts[0][1], "big"), texts


@functools.cache
def item_names() -> dict[int, str]:
    """Names of the items of DG13 by their number, from ``cards.toml``."""
    table = tomllib.loads(files("scanner.chip").joinpath("cards.toml").read_text("utf-8"))
    return {int(number): str(row["name"]) for number, row in table["dg13"].items()}


def _texts(tag: int, raw: bytes) -> list[str]:
    if tag in {0x30, 0x31}:
        return [text for inner, value in items(raw) for text in _texts(inner, value)]
    return [unicodedata.normalize("NFC", raw.decode("utf-8")).strip()]


def face(group: bytes) -> Face:
    """The picture in DG2.

    Raises:
        ChipError: ``chip.file_unreadable``; a partial picture is never given.
    """
    try:
        picture = _picture(items(only(only(group, 0x75), 0x7F61)))
    except TlvFault as fault:
        raise ChipError("chip.file_unreadable", file="DG2", reason="record") from fault
    if picture.startswith(_JPEG):
        return Face("image/jpeg", picture)
    if picture.startswith((_JP2, _J2K)):
        return Face("image/jp2", picture)
    raise ChipError("chip.file_unreadable", file="DG2", reason="picture")


def portrait(group: bytes) -> bytes:
    """The face of DG2 as a PNG of at most 360 by 480; decodes foreign bytes, so only in a worker.

    Raises:
        ChipError: ``chip.file_unreadable``; a picture that does not decode whole is none.
    """
    from PIL import Image  # only the worker that reads cards decodes pictures

    try:
        with Image.open(io.BytesIO(face(group).data), formats=("JPEG", "JPEG2000")) as image:
            is_bearable = image.width * image.height <= _MOST_PIXELS
            small = image.convert("RGB") if is_bearable else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ChipError("chip.file_unreadable", file="DG2", reason="picture") from error
    if small is None:
        raise ChipError("chip.file_unreadable", file="DG2", reason="picture too large")
    small.thumbnail(_PORTRAIT)
    shown = io.BytesIO()
    small.save(shown, "PNG")
    return shown.getvalue()


def _picture(template: list[tuple[int, bytes]]) -> bytes:
    first = items(value_of(template, 0x7F60) or b"")
    record = value_of(first, 0x5F2E) or value_of(first, 0x7F2E)
    if not record or record[:4] != b"FAC\0":
        raise TlvFault("no face record")
    points = int.from_bytes(record[18:20], "big")
    return record[14 + 20 + 8 * points + 12 :]


def listed_groups(security_object: bytes) -> tuple[int, ...]:
    """Numbers of the groups that the signed object lists; it steers the reading, no more.

    Raises:
        ChipError: ``chip.file_unreadable``.
    """
    try:
        signed = cms.ContentInfo.load(only(security_object, 0x77))["content"]
        _, _, table, *_ = items(only(bytes(signed["encap_content_info"]["content"]), 0x30))
        numbers = [int.from_bytes(items(row)[0][1], "big") for _, row in items(table[1])]
    except (TlvFault, ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
        raise ChipError("chip.file_unreadable", file="EF.SOD", reason="list") from fault
    return tuple(sorted({n for n in numbers if 1 <= n <= 16}))
