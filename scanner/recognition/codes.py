"""Two-dimensional codes of a page, and the identity card's code as fields."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

import cv2
import numpy as np

from scanner.recognition.sheet import Sheet

_CARD_FIELDS = 7


@dataclass(frozen=True, slots=True)
class Code:
    """One code.

    Attributes:
        text: what it says.
        form: QRCode, Code128, …
        box: left, top, right, bottom in the pixels it was found in.
    """

    text: str
    form: str
    box: tuple[int, int, int, int]


def find_codes(sheet: Sheet) -> list[Code]:
    """Codes on a page, looked for on a copy of at most 2,400 pixels."""
    import zxingcpp

    grey = sheet.grey()
    longest = max(grey.shape)
    if longest > 2600:
        factor = 2400 / longest
        grey = np.asarray(
            cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )
    else:
        factor = 1.0
    found = []
    forms = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
    for item in zxingcpp.read_barcodes(grey, formats=forms, try_downscale=False):
        place = item.position
        corners = [place.top_left, place.top_right, place.bottom_right, place.bottom_left]
        xs, ys = [c.x / factor for c in corners], [c.y / factor for c in corners]
        box = (int(min(xs)), int(min(ys)), int(max(xs)), int(max(ys)))
        found.append(Code(item.text, str(item.format).rpartition(".")[2], box))
    return found


def identity_fields(text: str) -> dict[str, str] | None:
    """Fields of an identity card's QR text, or None when it is none.

    `number|old number|name|birth ddMMyyyy|sex|residence|issued ddMMyyyy`, further parts ignored.
    A birth date without its day or month stays out of the fields: the officer looks.

    Source: layout of the card's code as read in several independent implementations.
    """
    parts = unicodedata.normalize("NFC", text.strip("\ufeff\r\n ")).split("|")
    if len(parts) < _CARD_FIELDS or not (
        len(parts[0]) == 12 and parts[0].isascii() and parts[0].isdigit()
    ):
        return None
    number, _old, name, birth, sex, residence, issued = (
        part.strip() for part in parts[:_CARD_FIELDS]
    )
    born = _card_date(birth)
    if born is None:
        return None
    fields = {"so_cccd": number, "ho_ten": name, "ngay_sinh": born, "noi_thuong_tru": residence}
    if sex in {"Nam", "Nữ"}:
        fields["gioi_tinh"] = sex
    given = _card_date(issued)
    if given is not None:
        fields["ngay_cap"] = given
    return {key: value for key, value in fields.items() if value}


def _card_date(text: str) -> str | None:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        date = dt.date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
    return date.strftime("%d/%m/%Y")
