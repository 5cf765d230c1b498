"""Identifiers: parsed once, valid ever after."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import NewType

from desk_app.domain.errors import RuleError

DossierId = NewType("DossierId", str)
"""UUIDv7 in text form; the only key in our tables."""

Sha256 = NewType("Sha256", str)
"""64 lower-case hex digits over the plain bytes of a paper."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(
    r"(?P<agency>[A-Z]\d{2}(?:\.\d{1,3}){0,3}|\d{3}(?:\.\d{2}){1,3}\.[A-Z]\d{2})"
    r"-(?P<day>\d{8}|\d{6})-(?P<serial>\d{4,7})"
)
_PROVISIONAL = re.compile(r"TAM-?([0-9A-F]{4})-?([0-9A-F]{4})-?([0-9A-F]{4})")
_SHORT_DAY = 6


def sha256(text: str) -> Sha256:
    """The digest, or a refusal.

    Raises:
        RuleError: ``identifier.sha256`` when the text is no 64 lower-case hex digits.
    """
    if not _SHA256.fullmatch(text):
        raise RuleError("identifier.sha256", {"text": text[:80]})
    return Sha256(text)


@dataclass(frozen=True, slots=True, order=True)
class DossierCode:
    """Dossier code: agency code, day of receipt, serial of the day.

    Both orders of the agency groups are read: level 1 first (``H02.13-230829-0001``, Decision
    20/2020/QĐ-TTg Art. 4) and last (``000.00.13.H02-230829-0001``, TT 01/2018/TT-VPCP Art. 19(1));
    so are the codes newer portals give (``G09.20-20260609-0092637``).

    Attributes:
        agency: agency identification code as printed.
        day: day of receipt.
        serial: digits of the counter, leading zeros kept.
        has_century: the day is written with four digits of the year; a code is kept as it came.
    """

    agency: str
    day: dt.date
    serial: str
    has_century: bool = False

    @classmethod
    def parse(cls, text: str) -> "DossierCode":
        """The code in ``text``; surrounding blanks and lower case are forgiven.

        Raises:
            RuleError: ``identifier.dossier_code`` when the text is no dossier code.
        """
        match = _CODE.fullmatch(text.strip().upper())
        if match is None:
            raise RuleError("identifier.dossier_code", {"text": text[:80]})
        try:
            shape = "%y%m%d" if len(match["day"]) == _SHORT_DAY else "%Y%m%d"
            day = dt.datetime.strptime(match["day"], shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise RuleError("identifier.dossier_code", {"text": text[:80]}) from None
        return cls(match["agency"], day, match["serial"], len(match["day"]) != _SHORT_DAY)

    def __str__(self) -> str:
        day = f"{self.day:%Y%m%d}" if self.has_century else f"{self.day:%y%m%d}"
        return f"{self.agency}-{day}-{self.serial}"


def result_code(code: DossierCode, ordinal: int) -> str:
    """Code of the n-th result of a dossier, ``<dossier code>-KQ(n)``.

    (NĐ 45/2020/NĐ-CP Art. 14(3)).
    """
    if ordinal < 1:
        raise RuleError("identifier.result_ordinal", {"ordinal": ordinal})
    return f"{code}-KQ{ordinal}"


def provisional_number(dossier_id: str) -> str:
    """What a received dossier goes by until it has a code: ``TAM-`` and 12 digits of its id.

    The digits are the random part of a UUIDv7, so two desks that never met give different ones.
    """
    digits = dossier_id.replace("-", "")[-12:].upper().rjust(12, "0")
    return f"TAM-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def id_ending(text: str) -> str:
    """The end of the id a provisional number was made from; empty when it is none."""
    match = _PROVISIONAL.fullmatch(text.strip().upper())
    return "".join(match.groups()).lower() if match else ""
