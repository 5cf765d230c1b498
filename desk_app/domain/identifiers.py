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
    r"-(?P<day>\d{6})-(?P<serial>\d{4,6})"
)


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
    20/2020/QĐ-TTg Art. 4) and last (``000.00.13.H02-230829-0001``, TT 01/2018/TT-VPCP Art. 19(1)).

    Attributes:
        agency: agency identification code as printed.
        day: day of receipt.
        serial: digits of the counter, leading zeros kept.
    """

    agency: str
    day: dt.date
    serial: str

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
            day = dt.datetime.strptime(match["day"], "%y%m%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise RuleError("identifier.dossier_code", {"text": text[:80]}) from None
        return cls(match["agency"], day, match["serial"])

    def __str__(self) -> str:
        return f"{self.agency}-{self.day:%y%m%d}-{self.serial}"


def result_code(code: DossierCode, ordinal: int) -> str:
    """Code of the n-th result of a dossier, ``<dossier code>-KQ(n)``.

    (NĐ 45/2020/NĐ-CP Art. 14(3)).
    """
    if ordinal < 1:
        raise RuleError("identifier.result_ordinal", {"ordinal": ordinal})
    return f"{code}-KQ{ordinal}"
