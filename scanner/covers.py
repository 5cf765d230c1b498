"""Cover sheets: what a QR must say to split a stack, and nothing else may.

A citizen's own QR (identity card, invoice, certificate) never splits anything: a cover carries a
check value made with a key of the office, so a text of the same shape is told apart too.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
from dataclasses import dataclass

_MARK = "MC1"
_SHAPE = re.compile(r"MC1\|([A-Z])\|([^|]{0,64})\|([^|]{0,64})\|([0-9A-F]{10})")
_FORBIDDEN = re.compile(r"[|\x00-\x1f]")


class CoverKind(enum.StrEnum):
    """What begins behind a cover sheet."""

    COMPONENT = "C"
    DOSSIER = "D"


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover sheet says.

    Attributes:
        dossier: code or draft key; another dossier may begin in the same feed.
        component: code of the component; empty when only a dossier begins.
    """

    kind: CoverKind
    dossier: str
    component: str = ""

    def text(self, key: bytes) -> str:
        """The content of the QR.

        Args:
            key: the office's own; any length.
        """
        if _FORBIDDEN.search(self.dossier + self.component):
            raise ValueError(f"{self!r} holds a separator or a control character")
        body = f"{_MARK}|{self.kind.value}|{self.dossier}|{self.component}"
        return f"{body}|{_check(body, key)}"


@dataclass(frozen=True, slots=True)
class ForgedCover:
    """A text of the right shape with a wrong check value: reported, never obeyed."""

    text: str


def is_cover(text: str) -> bool:
    """Whether a text has the shape of a cover; its check value is proved by `read_cover`."""
    return _SHAPE.fullmatch(text) is not None


def read_cover(text: str, key: bytes) -> Cover | ForgedCover | None:
    """What a code on a page says.

    Returns:
        None for every other text: data of a citizen, not a separator.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    body = text.rpartition("|")[0]
    if not hmac.compare_digest(_check(body, key), match[4]):
        return ForgedCover(text)
    try:
        return Cover(CoverKind(match[1]), match[2], match[3])
    except ValueError:
        return ForgedCover(text)


def _check(body: str, key: bytes) -> str:
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()[:10].upper()


def cover_picture(text: str) -> str:
    """The code of a cover sheet as SVG, with the strongest correction: covers are used again.

    Args:
        text: what `Cover.text` gave.
    """
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    return str(zxingcpp.write_barcode_to_svg(code, scale=1, add_quiet_zones=False))
