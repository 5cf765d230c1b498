"""What opens a chip: the printed zone or the printed number, and the keys made of them.

Source: ICAO Doc 9303-11 sections 4.3, 4.4 and 9.7; Doc 9303-3 (check digits).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from scanner.chip.errors import ChipError

ENCRYPTION, AUTHENTICATION, PASSWORD = 1, 2, 3
_WEIGHTS = (7, 3, 1)
_LETTERS = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_NUMBER = re.compile(r"[A-Z0-9<]{1,9}")
_DAY = re.compile(r"[0-9]{6}")
_BIRTH = re.compile(r"[0-9]{2}(?:[0-9]{4}|[0-9]{2}<<|<<<<)")
_CAN = re.compile(r"[0-9]{6}")


def check_digit(text: str) -> str:
    """The check digit of a cell of the zone."""
    return str(sum(_LETTERS.get(c, 0) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)


def derive(secret: bytes, purpose: int, bits: int = 128) -> bytes:
    """A key from a shared secret.

    Args:
        secret: any length.
        purpose: `ENCRYPTION`, `AUTHENTICATION` or `PASSWORD`.
        bits: 128 (3DES and AES), 192 or 256; DES parity bits are left alone.
    """
    digest = hashlib.sha1 if bits == 128 else hashlib.sha256
    return digest(secret + purpose.to_bytes(4, "big"), usedforsecurity=False).digest()[: bits // 8]


@dataclass(frozen=True, slots=True)
class ZoneKey:
    """The three cells of the machine-readable zone that open a chip.

    Attributes:
        number: document number as in the zone, at most 9 characters.
        birth: ``YYMMDD``; fillers where day or month is not known.
        expiry: ``YYMMDD``.
    """

    number: str = field(repr=False)
    birth: str = field(repr=False)
    expiry: str = field(repr=False)

    def __post_init__(self) -> None:
        for name, value, form in (
            ("number", self.number, _NUMBER),
            ("birth", self.birth, _BIRTH),
            ("expiry", self.expiry, _DAY),
        ):
            if form.fullmatch(value) is None:
                raise ChipError("chip.key_invalid", field=name)

    @property
    def digest(self) -> bytes:
        """SHA-1 over the cells with their check digits, 20 bytes."""
        cells = (self.number.ljust(9, "<"), self.birth, self.expiry)
        text = "".join(cell + check_digit(cell) for cell in cells)
        return hashlib.sha1(text.encode("ascii"), usedforsecurity=False).digest()

    @property
    def seed(self) -> bytes:
        """Key seed of basic access control, 16 bytes."""
        return self.digest[:16]


@dataclass(frozen=True, slots=True)
class CardNumberKey:
    """The six-digit access number printed on a card (CAN)."""

    can: str = field(repr=False)

    def __post_init__(self) -> None:
        if _CAN.fullmatch(self.can) is None:
            raise ChipError("chip.key_invalid", field="can")


AccessKey = ZoneKey | CardNumberKey


def zone_key(lines: list[str]) -> ZoneKey:
    """The key in the lines of a zone: TD1 (3 × 30), TD2 (2 × 36) or TD3 (2 × 44).

    The check digits of the three cells are proved: a misread zone costs the citizen's card an
    attempt and an answer that seems to take for ever.

    Raises:
        ChipError: ``chip.key_invalid`` with the cell that is wrong.
    """
    rows = [row.replace(" ", "").upper() for row in lines if row.strip()]
    if [len(row) for row in rows] == [30, 30, 30]:
        cells = (rows[0][5:15], rows[1][0:7], rows[1][8:15])
    elif [len(row) for row in rows] in ([44, 44], [36, 36]):
        cells = (rows[1][0:10], rows[1][13:20], rows[1][21:28])
    else:
        raise ChipError("chip.key_invalid", field="lines")
    for name, cell in zip(("number", "birth", "expiry"), cells, strict=True):
        if check_digit(cell[:-1]) != cell[-1]:
            raise ChipError("chip.key_invalid", field=name)
    return ZoneKey(cells[0][:-1], cells[1][:-1], cells[2][:-1])
